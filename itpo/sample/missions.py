"""Invented missions: under way, coming, just over."""

from typing import NamedTuple

from investors.models import (
    Mission,
    MissionLeg,
    MissionMember,
    MissionPartner,
)
from itpo.office.models import Sector
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


def add(book: Book) -> None:
    """Add the missions with their legs and members."""
    for journey in JOURNEYS:
        _add_mission(book, journey)


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
