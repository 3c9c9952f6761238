"""One mission that is coming, with everything: roster, hosts, partners, tasks, budget."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from investors import mission_tasks
from investors.models import (
    Mission,
    MissionBudgetLine,
    MissionHost,
    MissionMember,
    MissionPartner,
)
from itpo.office import checklists
from itpo.office.models import Office
from itpo.office.models.reference import PartnerRole
from itpo.sample.book import Book

State = MissionMember.State
MISSION = "mission cars"
LEFT_OPEN = 2  # of the tasks whose day has come

# Who else was asked, and how far each has come; who travels stands in missions.py.
ASKED = [("taro", State.INVITED), ("mei", State.INTERESTED), ("jun", State.WITHDRAWN)]
ROLES = {"shin": "Head of the delegation"}
PARTNERS = [
    ("chamber", PartnerRole.ORGANISER),
    ("chamber", PartnerRole.FUNDER),
    ("embassy", PartnerRole.SPEAKER),
]


class Host(NamedTuple):
    """Who receives the mission in a country: an agency there, or a former delegate."""

    country: str
    agency: str = ""
    delegate: str = ""
    role: str = PartnerRole.HOST


HOSTS = [
    Host("VN", agency="agency VN"),
    Host("VN", delegate="thuy"),
    Host("KH", agency="agency KH", role=PartnerRole.CO_HOST),
    Host("KH", delegate="dara"),
]
# What for, planned, actual, currency; blank is not known.
BUDGET = [
    ("Coaches in both countries", "4200", "", "USD"),
    ("Interpreters", "2400", "2400", "USD"),
    ("Reception in Ha Noi", "", "", "USD"),
    ("Printing", "180000", "172300", "JPY"),
]


def furnish(office: Office) -> None:
    """Give an office the sample has made the usual steps before missions."""
    mission_tasks.the_usual(office=office)


def add(book: Book) -> None:
    """Fill the mission that is coming, unless it was filled before."""
    mission: Mission = book[MISSION]
    if mission.partner_roles.exists():
        return
    for name, state in ASKED:
        contact = book[name]
        MissionMember.objects.create(
            mission=mission, company=contact.company, contact=contact, state=state
        )
    for name, role in ROLES.items():
        place = mission.members.get(contact=book[name])
        place.role = role
        place.save(update_fields=["role"])
    for name, role in PARTNERS:
        MissionPartner.objects.create(mission=mission, partner=book[name], role=role)
    for host in HOSTS:
        MissionHost.objects.create(
            leg=mission.legs.get(country=book[host.country]),
            agency=book[host.agency] if host.agency else None,
            delegate=book[host.delegate] if host.delegate else None,
            role=host.role,
        )
    for what, planned, actual, currency in BUDGET:
        MissionBudgetLine.objects.create(
            mission=mission,
            what=what,
            planned=Decimal(planned) if planned else None,
            actual=Decimal(actual) if actual else None,
            currency=currency,
        )
    _work_off_tasks(book, mission)


def _work_off_tasks(book: Book, mission: Mission) -> None:
    """Lay the tasks out; of those whose day has come, all but a few are done."""
    owner = mission.owner or book.staff.hanako
    mission_tasks.lay_out(mission=mission, by=owner)
    lines = mission_tasks.lines(mission, book.days.today)
    late = [line.item for line in lines if line.standing == "late"]
    for task in late[: len(late) - LEFT_OPEN]:
        checklists.tick(item=task, by=owner, at=book.days.at - timedelta(days=5))
