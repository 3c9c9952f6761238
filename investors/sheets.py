"""What is printed of a mission, an event and a meeting: badges, table signs, day sheets."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from investors import people
from investors.models import Event, EventRegistration, Meeting, Mission, MissionMember
from itpo.office.day_sheets import offer_days
from itpo.office.name_sheets import offer_names
from itpo.office.persons import Person
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


offer_names(
    Mission,
    who_travels,
    nobody=_("Nobody is named of the companies that are confirmed: say who travels."),
)
offer_names(Event, who_is_registered, nobody=_("Nobody is registered."))
offer_names(Meeting, who_sits_there, nobody=_("Nobody is named who sits at the meeting."))
offer_days(Mission)
offer_days(Event)
