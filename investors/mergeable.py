"""Which records of the investors app can be merged, and what may stand in the way."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from delegates.models import Delegate
from investors.models import (
    Booking,
    Company,
    Contact,
    ContactPosting,
    Match,
    MissionMember,
    Pairing,
)
from itpo.office.folding import fold, romaji
from itpo.office.merging.rules import (
    further_one,
    mergeable,
    obstacles,
    refuse_rivals,
    same_row,
)
from itpo.office.models import Reason, User
from itpo.office.sameness import keys
from itpo.office.sameness.keys import Key, known_by
from itpo.office.states import NotPossible

Member, Decided = MissionMember.State, Match.State


def no_two_places_at_once(winner: Any, loser: Any, by: User) -> None:
    """Nobody is booked for two things at the same time; what both are booked for is one."""
    column = "delegate" if isinstance(winner, Delegate) else "contact"
    booked = Booking.objects.filter(**{column: loser}).order_by("starts_at", "pk")
    for one in booked:
        clash = Booking.objects.filter(
            Q(starts_at__lt=one.ends_at), Q(ends_at__gt=one.starts_at), **{column: winner}
        ).exclude(meeting=one.meeting_id, agenda_item=one.agenda_item_id)
        if clash.exists():
            raise NotPossible(
                _(
                    "Both are booked at the same time, on %(day)s, for different things. Move or "
                    "cancel one of them first."
                )
                % {"day": one.starts_at.date().isoformat()}
            )


def no_two_meetings_in_a_slot(kept: Pairing, gone: Pairing) -> None:
    """What is only planned by the machinery is planned again; what is published is not."""
    if gone.meeting_id is not None:
        raise NotPossible(
            _(
                "Both have a meeting in the same slot of a meeting schedule. Cancel one of them "
                "first."
            )
        )


def of_company(company: Company) -> Iterator[Key]:
    """By number, by name and reading without the legal form, by the domains of site and mails."""
    yield Key(Reason.NUMBER, company.corporate_number or "")
    yield from keys.firm(company.name, company.name_ja, company.reading)
    yield from keys.domain(company.website)


def of_its_people(company: Company) -> Iterator[Key]:
    for contact in company.contacts.all():
        yield from keys.domain(contact.email)


def of_contact(who: Contact) -> Iterator[Key]:
    """By name within a company, in kanji anywhere, by mail, and by phone with the family name."""
    yield from _at(who.company_id, who)
    yield from keys.person((who.family_name_ja, who.given_name_ja), "ja")
    yield from keys.mail(who.email)
    # Colleagues share a number; people of one name at one number are one.
    yield from keys.phone(who.phone, "JP", fold(who.family_name))


def of_earlier_posts(who: Contact) -> Iterator[Key]:
    """By name within the companies they were at: an old card is entered long after they moved."""
    for company in {posting.company_id for posting in who.postings.all()}:
        yield from _at(company, who)


def _at(company: int, who: Contact) -> Iterator[Key]:
    yield from keys.person((who.family_name, who.given_name), company)
    yield Key(Reason.READING, f"{company}:{fold(who.reading).replace(' ', '')}")
    names = romaji(who.reading), fold(f"{who.family_name} {who.given_name}")
    for name in {keys.roman(one) for one in names} - {""}:
        yield Key(Reason.ROMAJI, f"{company}:{name}")
        yield from keys.spelling(company, name)


known_by(Company, of_company, of_its_people, lambda rows: rows.prefetch_related("contacts"))
known_by(Contact, of_contact, of_earlier_posts, lambda rows: rows.prefetch_related("postings"))
mergeable(Company)
mergeable(Contact, no_two_places_at_once)
obstacles[Delegate].append(no_two_places_at_once)
for column in ("delegate", "contact"):
    same_row(Booking, column, "meeting", "agenda_item")
same_row(ContactPosting, "contact", "company", "post", "begins", "ends")
refuse_rivals(Pairing, no_two_meetings_in_a_slot)
further_one(
    MissionMember,
    "state",
    [
        Member.WITHDRAWN,
        Member.INVITED,
        Member.INTERESTED,
        Member.CONFIRMED,
        Member.TRAVELLED,
    ],
)
further_one(Match, "state", [Decided.LEFT_OUT, Decided.INVITED])
