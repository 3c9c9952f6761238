"""Whom papers name of those we serve, and as what."""

from investors.models import Contact, EventRegistration, MeetingParty, MissionMember
from itpo.office import wording
from itpo.office.models import User
from itpo.office.persons import Person


def of_contact(contact: Contact, *, role: str = "", rank: int | None = None) -> Person:
    return Person(
        name=contact.full_name,
        name_local=contact.name_ja,
        organisation=contact.company.name,
        organisation_ja=contact.company.name_ja,
        post=wording.post_in(contact.department, contact.post),
        role=role,
        reading=contact.reading,
        rank=rank,
    )


def of_member(member: MissionMember) -> Person:
    """Who travels for a company; without a name where nobody is named yet."""
    if member.contact:
        return of_contact(member.contact, role=member.role, rank=member.rank)
    company = member.company
    return Person("", "", company.name, company.name_ja, role=member.role, rank=member.rank)


def of_registration(one: EventRegistration) -> Person:
    if one.contact:
        return of_contact(one.contact)
    typed = f"{one.family_name.upper()} {one.given_name}".strip()
    return Person(typed or one.name, organisation=one.organisation, post=one.post)


def of_officer(officer: User) -> Person:
    return Person(str(officer), organisation=str(officer.office or ""))


def of_party(side: MeetingParty) -> Person | None:
    """Who sits at a meeting; None for a side nobody of which is named."""
    if side.contact:
        return of_contact(side.contact)
    if side.delegate:
        return Person(
            side.delegate.full_name,
            side.delegate.name_local,
            side.delegate.country.name,
            title=side.delegate.title,
        )
    if side.officer:
        return of_officer(side.officer)
    if not side.name:
        return None
    company = side.company
    if company:
        return Person(side.name, "", company.name, company.name_ja)
    return Person(side.name, organisation=str(side.partner or ""))
