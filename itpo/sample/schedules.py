"""An invented schedule of who meets whom on the coming mission: wished for, filled, not published.

One counterpart can hardly ever come, another speaks a language that nobody interprets.
"""

from typing import NamedTuple

from investors import schedule_filling, schedules
from investors.models import Participant, Schedule
from itpo.sample.book import Book


class Counterpart(NamedTuple):
    """Whom the companies are to meet, and how much each side wants it, by company."""

    name: str
    languages: str
    wishes: dict[str, tuple[int, int]]  # by the company's contact: the company, the counterpart
    only_last_slot: bool = False


LEG = "VN"
COUNTERPARTS = [
    Counterpart("Sample harness works, Hai Phong", "English", {"shin": (3, 2), "aya": (0, 1)}),
    Counterpart("Sample industrial park", "English", {"shin": (2, 0), "aya": (2, 3)}),
    Counterpart("Sample provincial office", "Vietnamese", {"shin": (1, 0), "aya": (1, 0)}),
    Counterpart("Sample logistics company", "English", {"shin": (1, 0), "aya": (2, 0)}, True),
]


def add(book: Book) -> None:
    mission = book["mission cars"]
    if Schedule.objects.filter(leg__mission=mission).exists():
        return
    leg = mission.legs.select_related("country", "mission").get(country=book[LEG])
    officer = mission.owner
    schedule = schedules.begin(
        schedule=Schedule(
            office=book.office,
            leg=leg,
            name="Meetings in Hai Phong (sample)",
            place="Sample hotel, Hai Phong",
            time_zone="Asia/Ho_Chi_Minh",
            first_on=leg.begins_on,
            last_on=leg.begins_on,
            morning_slots=2,
            afternoon_slots=2,
            tables=2,
        ),
        by=officer,
    )
    hosts = {one.company_id: one for one in Participant.objects.filter(schedule=schedule).hosts()}
    slots = list(schedule.slots.in_order())
    for counterpart in COUNTERPARTS:
        [there] = schedules.invite(
            schedule=schedule,
            side=Participant.Side.COUNTERPART,
            by=officer,
            names=[counterpart.name],
            languages=counterpart.languages,
        )
        gone = slots[:-1] if counterpart.only_last_slot else []
        wanted = {
            hosts[book[contact].company_id]: both for contact, both in counterpart.wishes.items()
        }
        schedules.note(
            participant=there,
            wishes={host.pk: by_them for host, (_by_us, by_them) in wanted.items()},
            away=[slot.pk for slot in gone],
            languages=counterpart.languages,
            by=officer,
        )
        for host, (by_us, _by_them) in wanted.items():
            schedules.note(
                participant=host,
                wishes={there.pk: by_us},
                away=(),
                languages="Japanese, English",
                by=officer,
            )
    schedule_filling.fill(schedule=schedule, at=book.days.at)
