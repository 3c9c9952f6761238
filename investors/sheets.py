"""What is printed of a mission, an event and a meeting: badges, table signs, day sheets."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investors import people
from investors.models import (
    Event,
    EventRegistration,
    EventSession,
    Meeting,
    Mission,
    MissionMember,
)
from investors.papers.kinds import page_of_mission
from itpo.office import wording
from itpo.office.day_sheets import offer_days
from itpo.office.name_sheets import offer_names
from itpo.office.persons import Person, in_alphabet
from itpo.office.sheets import INTERNAL, Asked, Sheet, sheet, stand_on
from itpo.office.states import NotPossible
from itpo.office.visibility import Viewer

TRAVELS = (MissionMember.State.CONFIRMED, MissionMember.State.TRAVELLED)
COMES = (EventRegistration.State.REGISTERED, EventRegistration.State.ATTENDED)


def who_travels(mission: Mission, viewer: Viewer) -> Iterable[Person]:
    """Who is named of the companies that are confirmed."""
    members = mission.members.filter(state__in=TRAVELS).exclude(contact=None)
    for member in members.select_related("contact__company"):
        yield people.of_member(member)


def who_is_registered(event: Event, viewer: Viewer) -> Iterable[Person]:
    """Who has a place: nobody from the waiting list."""
    rows = event.registrations.filter(state__in=COMES)
    return map(people.of_registration, rows.select_related("contact__company"))


def who_sits_there(meeting: Meeting, viewer: Viewer) -> Iterable[Person]:
    sides = meeting.parties.select_related(
        "contact__company", "company", "delegate__country", "officer__office", "partner"
    )
    return filter(None, map(people.of_party, sides))


def on_the_day(asked: Asked) -> dict[str, Any]:
    """What is on, and who is expected, by name."""
    event, language = asked.thing, asked.language
    points = list(event.sessions.select_related("partner").in_order())
    expected = sorted(
        who_is_registered(event, asked.viewer), key=lambda one: in_alphabet(one, language)
    )
    if not points and not expected:
        raise NotPossible(gettext("Nobody is registered, and nothing is on the programme."))
    return {
        "mark": INTERNAL[language],
        "occasion": event.called,
        "when": event.when,
        "place": event.place,
        "points": [_point(one, event, language) for one in points],
        "people": [one.in_words(language) for one in expected],
    }


def _point(one: EventSession, event: Event, language: str) -> dict[str, str]:
    """A point of the programme. Its times are those of the event's own clocks."""
    day = one.held_on or event.begins_on
    ends = [f"{clock:%H:%M}" for clock in (one.begins_at, one.ends_at) if clock]
    speaks = (one.speaker, one.organisation, str(one.partner or ""))
    return {
        "day": wording.day(day.isoformat(), language) if day else "",
        "clock": "–".join(ends),
        "what": one.topic,
        "who": ", ".join(filter(None, speaks)),
    }


offer_names(
    Mission,
    who_travels,
    nobody=_("Nobody is named of the companies that are confirmed: say who travels."),
)
offer_names(
    Event, who_is_registered, nobody=_("Nobody is registered."), occasion=attrgetter("called")
)
offer_names(Meeting, who_sits_there, nobody=_("Nobody is named who sits at the meeting."))
offer_days(Mission)
stand_on(Mission, page_of_mission)
sheet(
    Event,
    "days",
    Sheet(
        _("Programme and list of names"),
        _("What is on, and who is registered, to be ticked off at the door."),
        {"en": "Programme and list of names", "ja": "プログラム・参加者名簿"},
        "event",
        on_the_day,
    ),
)
