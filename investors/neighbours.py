"""What the investors app knows: its places on the chain, its panels, and what can be picked."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from delegates.models import Agency, Delegate, HostCountry, Programme, Visit
from investors.models import (
    Company,
    Contact,
    Event,
    EventRegistration,
    Meeting,
    MeetingParty,
    Mission,
    MissionHost,
    MissionLeg,
)
from itpo.office import chain
from itpo.office.chain import Step, either
from itpo.office.visibility import Viewer


def meetings_of_delegate(delegate: Delegate, viewer: Viewer) -> Any:
    """Those they sat at, and those of their visits."""
    return Meeting.objects.visible_to(viewer).filter(
        pk__in=either(
            delegate.meeting_places.values("meeting"),
            Meeting.objects.filter(visit__delegate=delegate).values("pk"),
        )
    )


def meetings_of_visit(visit: Visit, viewer: Viewer) -> Any:
    return Meeting.objects.visible_to(viewer).filter(visit=visit)


def meetings_of_mission(mission: Mission, viewer: Viewer) -> Any:
    return Meeting.objects.visible_to(viewer).filter(mission=mission)


def meetings_of_company(company: Company, viewer: Viewer) -> Any:
    return Meeting.objects.visible_to(viewer).filter(
        pk__in=company.meeting_places.values("meeting")
    )


def meetings_of_contact(contact: Contact, viewer: Viewer) -> Any:
    return Meeting.objects.visible_to(viewer).filter(
        pk__in=contact.meeting_places.values("meeting")
    )


def delegates_of_meeting(meeting: Meeting, viewer: Viewer) -> Any:
    return Delegate.objects.visible_to(viewer).filter(
        pk__in=either(
            meeting.parties.values("delegate"),
            Visit.objects.filter(meetings=meeting).values("delegate"),
        )
    )


def visit_of_meeting(meeting: Meeting, viewer: Viewer) -> Any:
    return Visit.objects.visible_to(viewer).filter(pk=meeting.visit_id)


def mission_of_meeting(meeting: Meeting, viewer: Viewer) -> Any:
    return Mission.objects.visible_to(viewer).filter(pk=meeting.mission_id)


def delegates_of_mission(mission: Mission, viewer: Viewer) -> Any:
    """Who was met on it, and who of them receives it."""
    hosts = MissionHost.objects.filter(leg__mission=mission)
    return Delegate.objects.visible_to(viewer).filter(
        pk__in=either(seated_at(meetings_of_mission(mission, viewer)), hosts.values("delegate"))
    )


def missions_of_delegate(delegate: Delegate, viewer: Viewer) -> Any:
    """On which they were met, or which they receive."""
    met = Meeting.objects.visible_to(viewer).filter(
        pk__in=delegate.meeting_places.values("meeting")
    )
    hosted = MissionLeg.objects.filter(hosts__delegate=delegate)
    return Mission.objects.visible_to(viewer).filter(
        pk__in=either(met.values("mission"), hosted.values("mission"))
    )


def missions_of_agency(agency: Agency, viewer: Viewer) -> Any:
    """Those it receives."""
    hosted = MissionLeg.objects.filter(hosts__agency=agency)
    return Mission.objects.visible_to(viewer).filter(pk__in=hosted.values("mission"))


def delegates_of_company(company: Company, viewer: Viewer) -> Any:
    """Whom the company has met."""
    met = meetings_of_company(company, viewer)
    return Delegate.objects.visible_to(viewer).filter(
        pk__in=either(seated_at(met), met.values("visit__delegate"))
    )


def visits_of_company(company: Company, viewer: Viewer) -> Any:
    met = meetings_of_company(company, viewer)
    return Visit.objects.visible_to(viewer).filter(pk__in=met.values("visit"))


def missions_of_company(company: Company, viewer: Viewer) -> Any:
    met = meetings_of_company(company, viewer)
    return Mission.objects.visible_to(viewer).filter(
        pk__in=either(company.mission_places.values("mission"), met.values("mission"))
    )


def missions_of_country(country: HostCountry, viewer: Viewer) -> Any:
    """Those that went there."""
    return Mission.objects.visible_to(viewer).filter(pk__in=country.legs.values("mission"))


def meetings_of_country(country: HostCountry, viewer: Viewer) -> Any:
    """Those of its delegates' visits."""
    visits = Visit.objects.visible_to(viewer).filter(delegate__country=country)
    return Meeting.objects.visible_to(viewer).filter(visit__in=visits.values("pk"))


def meetings_of_agency(agency: Agency, viewer: Viewer) -> Any:
    """Those of the visits it sent."""
    return Meeting.objects.visible_to(viewer).filter(visit__in=agency.visits.values("pk"))


def meetings_of_programme(programme: Programme, viewer: Viewer) -> Any:
    return Meeting.objects.visible_to(viewer).filter(visit__in=programme.visits.values("pk"))


def meetings_of_event(event: Event, viewer: Viewer) -> Any:
    return Meeting.objects.visible_to(viewer).filter(event=event)


def delegates_of_event(event: Event, viewer: Viewer) -> Any:
    """Who was met at it."""
    return Delegate.objects.visible_to(viewer).filter(
        pk__in=seated_at(meetings_of_event(event, viewer))
    )


def seated_at(meetings: Any) -> Any:
    """The numbers of the delegates who sat at some meetings."""
    return MeetingParty.objects.filter(meeting__in=meetings.values("pk")).values("delegate")


def meeting_in_words(meeting: Meeting) -> str:
    return f"{meeting.subject}, {meeting.when or _('without a date')}"


def mission_in_words(mission: Mission) -> str:
    return f"{mission.name}, {mission.when or _('without a date')}"


chain.place(
    Step.MEETINGS, Meeting, label="subject", url_name="investors:meeting", describe=meeting_in_words
)
chain.place(
    Step.MISSIONS, Mission, label="name", url_name="investors:mission", describe=mission_in_words
)
for model, step, find in (
    (Delegate, Step.MEETINGS, meetings_of_delegate),
    (Delegate, Step.MISSIONS, missions_of_delegate),
    (Visit, Step.MEETINGS, meetings_of_visit),
    (Mission, Step.MEETINGS, meetings_of_mission),
    (Mission, Step.DELEGATES, delegates_of_mission),
    (Meeting, Step.DELEGATES, delegates_of_meeting),
    (Meeting, Step.VISITS, visit_of_meeting),
    (Meeting, Step.MISSIONS, mission_of_meeting),
    (Company, Step.MEETINGS, meetings_of_company),
    (Company, Step.DELEGATES, delegates_of_company),
    (Company, Step.VISITS, visits_of_company),
    (Company, Step.MISSIONS, missions_of_company),
    (HostCountry, Step.MEETINGS, meetings_of_country),
    (HostCountry, Step.MISSIONS, missions_of_country),
    (Agency, Step.MEETINGS, meetings_of_agency),
    (Agency, Step.MISSIONS, missions_of_agency),
    (Programme, Step.MEETINGS, meetings_of_programme),
    (Event, Step.MEETINGS, meetings_of_event),
    (Event, Step.DELEGATES, delegates_of_event),
):
    chain.neighbours(model, step, find)
for subject in (Mission, Company, Event):
    chain.subject(subject)
chain.subject(Meeting, is_restricted=lambda meeting: meeting.is_restricted)


MOST = 25  # meetings on the page of something else; all of them are in the list


def latest(meetings: Any) -> Any:
    """The latest of some meetings, with who sat there."""
    return meetings.newest_first().with_names()[:MOST]


def meetings_panel(thing: Any, viewer: Viewer) -> dict[str, Any]:
    """The meetings around a visit or a delegate."""
    is_visit = isinstance(thing, Visit)
    find: Any = meetings_of_visit if is_visit else meetings_of_delegate
    of = "visit" if is_visit else "delegate"
    return {"meetings": latest(find(thing, viewer)), "most": MOST, "of": of}


def missions_panel(country: HostCountry, viewer: Viewer) -> dict[str, Any]:
    """The missions to a country, newest first; at most fifty."""
    return {"missions": list(missions_of_country(country, viewer).newest_first()[:50])}


def events_panel(thing: Any, viewer: Viewer) -> dict[str, Any]:
    """The events somebody, or somebody of a company, registered for or came to."""
    rows = EventRegistration.objects.visible_to(viewer).exclude(
        state=EventRegistration.State.CANCELLED
    )
    whose = {"contact": thing} if isinstance(thing, Contact) else {"contact__company": thing}
    newest = rows.filter(**whose).order_by(F("event__begins_earliest").desc(nulls_last=True), "-pk")
    return {"registrations": list(newest.select_related("event", "contact")[:MOST])}


def schedules_panel(thing: Any, viewer: Viewer) -> dict[str, Any]:
    """Where its meeting schedules are, and how one is begun; without a query."""
    return {"of": thing._meta.model_name, "pk": thing.pk}


def moments_of_missions(panel: dict[str, Any]) -> list[chain.Moment]:
    return [
        chain.Moment(
            mission.begins_earliest,
            mission.when,
            mission.name,
            "" if mission.is_ours else _("another organiser's"),
            mission.get_absolute_url(),
            "mission",
            str(mission.get_state_display()),
        )
        for mission in panel["missions"]
    ]


chain.panel(
    HostCountry,
    "investors/parts/missions.html",
    missions_panel,
    order=10,
    moments=moments_of_missions,
)
for planned in (Programme, Mission, Event):
    chain.panel(planned, "investors/parts/schedules.html", schedules_panel, order=30)
chain.panel(Visit, "investors/parts/meetings_panel.html", meetings_panel, order=10)
chain.panel(Delegate, "investors/parts/meetings_panel.html", meetings_panel, order=10)
for attending in (Contact, Company):
    chain.panel(attending, "investors/parts/events.html", events_panel, order=20)
