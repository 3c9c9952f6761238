"""What a paper is made of, gathered from the visit by a few small functions.

Every paper takes its names, days and places from here, so that all of them agree. Facts know no
language, and days stand in them as 2027-01-12: what was issued can be compared with what is known
now, whatever language it was issued in.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Model
from django.utils.translation import get_language

from delegates.models import Invitation, Programme, Visit
from delegates.papers.agenda import days_of, sessions_attended
from delegates.people import person_of
from itpo.office import letterhead
from itpo.office.models import Office, User

Facts: TypeAlias = dict[str, Any]


def of_reason(visit: Visit) -> Facts:
    return {**of_visit(visit), "costs": _costs(visit.programme)}


def of_schedule(visit: Visit) -> Facts:
    """What they do in Japan, as they are told it: the schedule of stay, and the itinerary."""
    told = told_of(visit, at_home=visit.office.time_zone)
    return {**of_visit(visit), "host": host_of(visit.officer), **told}


def of_certificate(visit: Visit) -> Facts:
    facts = of_visit(visit)
    return {**facts, "state": visit.state, "sessions": sessions_attended(visit)}


def of_one_applicant(visit: Visit) -> Facts:
    """The list of applicants of somebody who comes alone."""
    return _list_of(visit.office, visit.programme, [visit], str(visit.purpose))


def of_applicants(programme: Programme) -> Facts:
    """Everybody who is to come, and who has come already and is here."""
    coming = programme.visits.filter(state__in=[Visit.State.PLANNED, Visit.State.RUNNING])
    rows = coming.for_papers().order_by("delegate__family_name", "delegate__given_name", "pk")
    return _list_of(programme.office, programme, list(rows), "")


def of_delegation(programme: Programme) -> Facts:
    """The same people; who is listed first is decided when the list is printed."""
    coming = programme.visits.filter(state__in=[Visit.State.PLANNED, Visit.State.RUNNING])
    people = {str(one.pk): asdict(person_of(one)) for one in coming.for_papers()}
    return {
        "office": letterhead.facts_of(programme.office),
        "programme": {"name": programme.name},
        "people": people,
    }


def of_invitation(invitation: Invitation) -> Facts:
    programme, agency = invitation.programme, invitation.agency
    themes = sorted(theme.name for theme in programme.themes.all())
    return {
        "office": letterhead.facts_of(programme.office),
        "agency": {
            "name": agency.full_name,
            "country": agency.country.name,
            "country_code": agency.country.code,
            "contact": invitation.contact_name,
            "email": invitation.email,
        },
        "programme": {
            "name": programme.name,
            "begins": _span(programme.begins_earliest, programme.begins_latest),
            "ends": _span(programme.ends_earliest, programme.ends_latest),
            "seats": programme.seats,
            "themes": themes or _lines(programme.sectors_typed),
        },
        "most": invitation.most,
        "answer_by": _day(invitation.due_on(programme)),
    }


def of_visit(visit: Visit) -> Facts:
    """What every paper about a visit says. Asks the database nothing for one `for_papers()`."""
    return {
        "office": letterhead.facts_of(visit.office),
        "person": _person(visit),
        "stay": stay_of(visit),
        "programme": {"name": visit.programme.name if visit.programme else ""},
    }


def _list_of(
    office: Office, programme: Programme | None, visits: Iterable[Visit], purpose: str
) -> Facts:
    people = {str(one.pk): {"person": _person(one), "stay": stay_of(one)} for one in visits}
    name = programme.name if programme else ""
    return {
        "office": letterhead.facts_of(office),
        "programme": {"name": name},
        "purpose": purpose,
        "people": people,
    }


def _person(visit: Visit) -> Facts:
    delegate = visit.delegate
    return {
        "family_name": delegate.family_name,
        "given_name": delegate.given_name,
        "name_local": delegate.name_local,
        "title": delegate.title,
        "country": delegate.country.name,
        "country_code": delegate.country.code,
        "agency": visit.agency.full_name if visit.agency else "",
        "post": getattr(visit, "post_then", None) or "",
    }


def stay_of(visit: Visit) -> Facts:
    """When they come and go, why, and where. Asks the database nothing."""
    return {
        "arrives": _day(visit.begins_on),
        "leaves": _day(visit.ends_on),
        "purpose": visit.purpose,
        "place": visit.place,
    }


def host_of(officer: User) -> Facts:
    return {"name": officer.get_full_name(), "email": officer.email}


def told_of(thing: Model, *, at_home: str = "") -> Facts:
    """The agenda of one thing, as its guest is told it."""
    return {"agenda": days_of(thing, at_home=at_home), "agenda_in": get_language() or "en"}


def _costs(programme: Programme | None) -> list[list[str]]:
    """What the programme pays for, and who pays; empty where no budget is on record."""
    if programme is None:
        return []
    rows = programme.budget_lines.select_related("paid_by").in_order()
    return [[one.what, one.paid_by.name if one.paid_by else ""] for one in rows]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _span(earliest: date | None, latest: date | None) -> list[str]:
    return [_day(earliest), _day(latest)] if earliest and latest else []


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
