"""The mails that take personal links to their holders."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from deals import confirmations
from delegates.invitations import all_behind, behind, why_over, why_shut
from delegates.models import Application, Invitation, Programme
from investors import registrations
from itpo.office import lookups
from itpo.office.models import OutgoingMail, PersonalLink
from itpo.office.post import Letter
from itpo.portal import lost
from itpo.portal.addresses import address
from itpo.portal.letters import reaches, write, write_to_many

Invited = Application | Invitation
# Ever so many links one address may have; the newest are sent.
MOST_LINKS = 20


def application_invited(mail: OutgoingMail, now: datetime) -> Letter | None:
    """The call to fill in an application; not once it is handed in, over or revoked."""
    found = _found(mail)
    if found is None or not isinstance(found[1], Application) or not found[1].is_open:
        return None
    return _application_invited(found[0], found[1])


def agency_invited(mail: OutgoingMail, now: datetime) -> Letter | None:
    """The call to name delegates; not once nobody can be named any more."""
    found = _found(mail)
    if found is None or not isinstance(found[1], Invitation):
        return None
    if why_shut(found[1], found[1].programme, now):
        return None
    return _agency_invited(found[0], found[1])


def renewed(mail: OutgoingMail, now: datetime) -> Letter | None:
    """A link an officer sent again, with all it is about where nobody has begun yet."""
    found = _found(mail)
    if found is None:
        return None
    link, thing = found
    if isinstance(thing, Application) and thing.state == Application.State.INVITED:
        return _application_invited(link, thing)
    if isinstance(thing, Invitation) and link.opened_at is None:
        return _agency_invited(link, thing)
    return _link_again(link, thing)


def asked(mail: OutgoingMail, now: datetime) -> Letter | None:
    """A link somebody asked for on the page that said it no longer opens."""
    link = PersonalLink.objects.select_related("office").filter(pk=mail.about["link"]).first()
    if link is None or not reaches(mail, link):
        return None
    thing = behind(link)
    if (thing is not None and why_over(thing)) or _asks_for_nothing(link):
        return None
    if not lost.to_be_sent(link, mail):
        return None
    return _link_again(link, thing)


def lost_links(mail: OutgoingMail, now: datetime) -> Letter | None:
    """All the links an address has that lead to something; none: nobody is written to."""
    rows = PersonalLink.objects.filter(email__iexact=mail.to, revoked_at=None)
    newest = rows.select_related("office").order_by("-pk")[:MOST_LINKS]
    ours = [(link, _leads_to(link, now)) for link in newest if reaches(mail, link)]
    known = [(link, about) for link, about in ours if about]
    sent = [(link, about) for link, about in known if lost.to_be_sent(link, mail)]
    if not sent:
        return None
    items = [{"address": address(link), **about} for link, about in sent]
    letter = write("links_lost", sent[0][0], items=items)
    return letter._replace(secrets=tuple(link.token() for link, _about in sent))


def _leads_to(link: PersonalLink, now: datetime) -> dict[str, Any]:
    """What is said of a link among others; nothing of one that leads nowhere any more."""
    if link.purpose == PersonalLink.Purpose.EVENT:
        registration = registrations.behind(link)
        if registration is None or registration.event.is_over(now):
            return {}
        return {"event": registration.event}
    if link.purpose == PersonalLink.Purpose.RESULT:
        request = None if _asks_for_nothing(link) else confirmations.behind(link)
        return {"request": request} if request else {}
    thing = behind(link)
    return _about(thing) if thing is not None and not why_over(thing) else {}


def _asks_for_nothing(link: PersonalLink) -> bool:
    """Whether a link asked a company something, and no longer does."""
    if link.purpose != PersonalLink.Purpose.RESULT:
        return False
    request = confirmations.behind(link)
    return request is None or bool(confirmations.why_over(request))


def _found(mail: OutgoingMail) -> tuple[PersonalLink, Invited] | None:
    """The link a mail is about and what it leads to, if it is still to be sent."""
    link, thing = lookups.of(mail, "link", _with_what_they_open) or (None, None)
    if link is None or thing is None or not reaches(mail, link) or why_over(thing):
        return None
    return link, thing


def _with_what_they_open(keys: Collection[int]) -> dict[int, tuple[PersonalLink, Invited | None]]:
    links = list(PersonalLink.objects.filter(pk__in=keys).prefetch_related("office"))
    opened = all_behind(links)
    return {link.pk: (link, opened.get(link.pk)) for link in links}


def _application_invited(link: PersonalLink, application: Application) -> Letter:
    programme = application.programme
    return write_to_many(
        "application_invited",
        link,
        text="application_named" if application.agency else "application_invited",
        personal={"full_name": application.full_name, "agency": _agency(application)},
        **_about(application),
        until=application.fill_in_by(programme),
        papers=_papers(programme, link.language),
    )


def _agency_invited(link: PersonalLink, invitation: Invitation) -> Letter:
    programme = invitation.programme
    return write_to_many(
        "agency_invited",
        link,
        personal={"full_name": invitation.contact_name, "agency": _agency(invitation)},
        **_about(invitation),
        most=invitation.most,
        until=invitation.due_on(programme),
        papers=_papers(programme, link.language),
    )


def _link_again(link: PersonalLink, thing: Invited | None) -> Letter:
    if thing is None:
        return write("link_again", link, text="link_again_other")
    text = "link_again" if isinstance(thing, Application) else "link_again_agency"
    return write("link_again", link, text=text, **_about(thing))


def _papers(programme: Programme, language: str) -> tuple[str, ...]:
    """What is to be sent along, as a language says it."""
    asked_for = lookups.once(("papers", programme.pk), lambda: list(programme.documents.in_order()))
    return tuple(one.said_in(language) for one in asked_for)


def _agency(thing: Invited) -> str:
    return thing.agency.full_name if thing.agency else ""


def _about(thing: Invited) -> dict[str, Any]:
    """What every one of these mails says of the programme, and who is asked about it."""
    programme: Programme = thing.programme
    return {
        "programme": programme,
        "themes": ", ".join(lookups.once(("themes", programme.pk), lambda: _themes(programme))),
        "officer": programme.officer,
        "is_application": isinstance(thing, Application),
    }


def _themes(programme: Programme) -> list[str]:
    return list(programme.themes.order_by("name").values_list("name", flat=True))
