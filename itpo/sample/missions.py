"""Invented missions and events: under way, coming, just over."""

from typing import NamedTuple

from investors.models import (
    Event,
    EventPartner,
    EventRegistration,
    Mission,
    MissionLeg,
    MissionMember,
    MissionPartner,
)
from itpo.office.models import Sector, Theme
from itpo.office.models.reference import PartnerRole
from itpo.sample.book import INVENTED, Book

State = Mission.State


class Leg(NamedTuple):
    """The stay in one country; its days are working days counted from today."""

    country: str
    begins: int
    ends: int


class Journey(NamedTuple):
    """One mission: its legs, and who travels."""

    name: str
    title: str
    owner: str
    state: str
    sectors: str
    legs: list[Leg]
    members: list[str]


JOURNEYS = [
    Journey("west", "Food and water mission to Senegal and Ghana (sample)", "hanako",
            State.TRAVELLING, "food processing; wastewater",
            [Leg("SN", -2, 0), Leg("GH", 1, 2)], ["taro", "ken", "emi"]),
    Journey("sewing", "Textile mission to Bangladesh (sample)", "jiro",
            State.TRAVELLING, "textiles", [Leg("BD", -1, 2)], ["aya", "ryo"]),
    Journey("cars", "Automotive mission to Viet Nam and Cambodia (sample)", "jiro",
            State.CONFIRMED, "automotive parts",
            [Leg("VN", 12, 14), Leg("KH", 15, 16)], ["shin", "aya"]),
    Journey("sun", "Renewable energy mission to Mozambique (sample)", "hanako",
            State.OPEN, "renewable energy", [Leg("MZ", 30, 33)], ["mei", "jun"]),
    Journey("roads", "Logistics mission to Ethiopia and Kenya (sample)", "jiro",
            State.COMPLETED, "logistics",
            [Leg("ET", -14, -12), Leg("KE", -11, -10)], ["ryo", "emi", "shin"]),
    Journey("dakar", "Food mission to Senegal (sample)", "hanako",
            State.COMPLETED, "food processing", [Leg("SN", -600, -596)], ["taro", "ken"]),
]  # fmt: skip
MEMBER_STATES = {
    State.OPEN: MissionMember.State.INTERESTED,
    State.CONFIRMED: MissionMember.State.CONFIRMED,
}


class Gathering(NamedTuple):
    """One event on one day, a working day counted from today."""

    name: str
    title: str
    kind: str
    state: str
    on: int
    place: str
    guests: list[str]


GATHERINGS = [
    Gathering("seminar", "Sample seminar: investing in Senegal", Event.Kind.SEMINAR,
              Event.State.PLANNED, 4, "Sample hall, Tokyo", ["taro", "mei", "ryo"]),
    Gathering("webinar", "Sample webinar: circular economy", Event.Kind.WEBINAR,
              Event.State.PLANNED, 18, "", ["emi"]),
    Gathering("tour", "Sample technology tour for embassies", Event.Kind.TOUR,
              Event.State.HELD, -17, "Sample works, Kawasaki", ["ken", "emi", "jun"]),
]  # fmt: skip


def add(book: Book) -> None:
    """Add the missions with their legs and members, and the events with their guests."""
    for journey in JOURNEYS:
        _add_mission(book, journey)
    for gathering in GATHERINGS:
        _add_event(book, gathering)


def _add_mission(book: Book, journey: Journey) -> None:
    days = book.days
    mission, is_new = Mission.objects.get_or_create(
        office=book.office,
        name=journey.title,
        defaults={
            "state": journey.state,
            "owner": book.staff.named(journey.owner),
            "begins": days.iso(journey.legs[0].begins),
            "ends": days.iso(journey.legs[-1].ends),
            "sectors_typed": journey.sectors,
            "notes": INVENTED,
        },
    )
    book[f"mission {journey.name}"] = mission
    if not is_new:
        return
    for leg in journey.legs:
        MissionLeg.objects.create(
            mission=mission,
            country=book[leg.country],
            begins=days.iso(leg.begins),
            ends=days.iso(leg.ends),
        )
    state = MEMBER_STATES.get(State(journey.state), MissionMember.State.TRAVELLED)
    for member in journey.members:
        MissionMember.objects.create(
            mission=mission, company=book[member].company, contact=book[member], state=state
        )
    if any(leg.country == "SN" for leg in journey.legs):
        MissionPartner.objects.create(
            mission=mission, partner=book["chamber"], role=PartnerRole.HOST
        )
        mission.sectors.set(Sector.objects.filter(code="10"))


def _add_event(book: Book, gathering: Gathering) -> None:
    event, is_new = Event.objects.get_or_create(
        office=book.office,
        name=gathering.title,
        defaults={
            "kind": gathering.kind,
            "state": gathering.state,
            "begins": book.days.iso(gathering.on),
            "ends": book.days.iso(gathering.on),
            "place": gathering.place,
            "country": book["SN"] if gathering.name == "seminar" else None,
            "notes": INVENTED,
        },
    )
    book[f"event {gathering.name}"] = event
    if not is_new:
        return
    event.themes.set(Theme.objects.filter(name="Circular economy"))
    EventPartner.objects.create(event=event, partner=book["embassy"], role=PartnerRole.CO_HOST)
    is_held = gathering.state == Event.State.HELD
    for guest in gathering.guests:
        contact = book[guest]
        EventRegistration.objects.create(
            event=event,
            contact=contact,
            name=contact.full_name,
            email=contact.email,
            organisation=contact.company.name,
            state=EventRegistration.State.ATTENDED
            if is_held
            else EventRegistration.State.REGISTERED,
        )
    EventRegistration.objects.create(
        event=event,
        name="EXEMPLE Fatou",
        email="fatou.exemple@example.org",
        organisation="Fictive Embassy of Senegal in Tokyo",
    )
