"""A meeting schedule with rows behind it, for the tests of its verbs."""

from datetime import UTC, date, datetime, time
from typing import Any

from investors import schedules
from investors.models import Pairing, Participant, Schedule, Wish
from itpo.office.models import User
from tests.factories import (
    CompanyFactory,
    EventFactory,
    HostCountryFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    ProgrammeFactory,
    VisitFactory,
)

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, noon in Tokyo
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)

# Four slots from ten o'clock, none after lunch.
SHORT: dict[str, Any] = {"morning_slots": 4, "afternoon_slots": 0, "tables": 2}


def blank(officer: User, **more: Any) -> Schedule:
    """A schedule of an event that is not saved yet."""
    if not {"programme", "leg", "event"} & set(more):
        more["event"] = EventFactory(office=officer.office)
    return Schedule(
        office=officer.office,
        **{"name": "Matchmaking", "first_on": TUESDAY, "last_on": TUESDAY, **SHORT, **more},
    )


def begun(officer: User, **more: Any) -> Schedule:
    return schedules.begin(schedule=blank(officer, **more), by=officer)


def of_a_programme(officer: User, delegates: int = 1, **more: Any) -> Schedule:
    """Its delegates stay for two weeks."""
    programme = ProgrammeFactory(office=officer.office, begins="2026-11-16", ends="2026-11-27")
    for _one in range(delegates):
        VisitFactory(officer=officer, programme=programme, begins="2026-11-16", ends="2026-11-27")
    return begun(officer, programme=programme, **more)


def of_a_mission(officer: User, companies: int = 1, **more: Any) -> Schedule:
    """It is in Morocco for two days."""
    mission = MissionFactory(office=officer.office, begins="2026-11-24", ends="2026-11-25")
    leg = MissionLegFactory(
        mission=mission,
        country=HostCountryFactory(code="MA", name="Morocco"),
        begins="2026-11-24",
        ends="2026-11-25",
    )
    MissionMemberFactory.create_batch(companies, mission=mission)
    return begun(officer, leg=leg, last_on=WEDNESDAY, time_zone="Africa/Casablanca", **more)


def add(schedule: Schedule, by: User, *names: str, side: str = "counterpart") -> list[Participant]:
    """Companies of these names on a side of a schedule."""
    companies = [CompanyFactory(name=name) for name in names]
    return schedules.invite(schedule=schedule, side=side, by=by, companies=companies)


def wish(host: Participant, *counterparts: Participant, by_host: int = 2) -> None:
    for one in counterparts:
        Wish.objects.create(host=host, counterpart=one, by_host=by_host)


def two_and_two(officer: User, **more: Any) -> Schedule:
    """An event with two hosts and two counterparts, of whom everybody wants to meet everybody."""
    schedule = begun(officer, **more)
    hosts = add(schedule, officer, "Host one", "Host two", side="host")
    others = add(schedule, officer, "Guest one", "Guest two")
    for host in hosts:
        wish(host, *others)
    return schedule


def shown(schedule: Schedule) -> list[str]:
    """Who meets whom when, in order: “10:00 1 Host one – Guest one”."""
    pairings = Pairing.objects.filter(schedule=schedule).with_names().in_order()
    return [
        f"{one.slot.clock(schedule.zone)[:5]} {one.table} {one.host.who()} – "
        f"{one.counterpart.who()}"
        for one in pairings
    ]


def at(clock: str, day: date = TUESDAY) -> datetime:
    """A time of a day in Tokyo."""
    hour, minute = map(int, clock.split(":"))
    moment = datetime.combine(day, time(hour, minute), tzinfo=UTC)
    return moment.replace(hour=hour - 9)
