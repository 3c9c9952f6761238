"""Invented journeys, meals and free time on the agendas of what is under way."""

from datetime import time
from typing import NamedTuple

from investors import itinerary, planning
from investors.clocks import zones_on
from investors.models import AgendaItem
from itpo.sample.book import Book

Kind = AgendaItem.Kind


class Item(NamedTuple):
    """Something planned beside the meetings; its day is a working day counted from today."""

    part_of: str
    title: str
    kind: str
    day: int
    begins: int | None
    ends: int | None
    place: str = ""
    to_place: str = ""
    whom: tuple[str, ...] = ()


ITEMS = [
    Item("visit amina now", "Train to the works", Kind.TRANSPORT, 1, 8, 9, "Tokyo", "Yokohama",
         ("amina", "interpreter fr")),
    Item("visit amina now", "Lunch at the works", Kind.MEAL, 1, 12, 13, "Yokohama", "", ("amina",)),
    Item("visit amina now", "Seminar on food machines", Kind.SEMINAR, 2, 13, 16,
         "Sample conference centre", "", ("amina",)),
    Item("visit amina now", "Free for the city", Kind.FREE, 2, None, None),
    Item("mission west", "Bus to the fishing harbour", Kind.TRANSPORT, 2, 7, 8, "Dakar",
         "Sample harbour", ("taro",)),
    Item("mission west", "Dinner with the agency", Kind.MEAL, 1, 19, 21, "Dakar", "",
         ("taro", "ken")),
]  # fmt: skip
WAYS = [("Sample conference centre", "Yokohama", 45), ("Dakar", "Sample harbour", 40)]


def add(book: Book) -> None:
    """Plan them through the verbs of the office, who books whoever comes along."""
    by = book.staff.named("hanako")
    for one in ITEMS:
        whole, day = book[one.part_of], book.days.work(one.day)
        if whole.agenda_items.filter(title=one.title).exists():
            continue
        begins, ends = (None if hour is None else time(hour) for hour in (one.begins, one.ends))
        planning.add_item(
            whole=whole,
            kind=one.kind,
            title=one.title,
            day=day,
            starts=begins,
            ends=ends,
            time_zone=next(iter(zones_on(whole, day)), ""),
            place=one.place,
            to_place=one.to_place,
            whom=[book[name] for name in one.whom],
            by=by,
        )
    for one_place, other_place, minutes in WAYS:
        itinerary.say_travel_time(
            office=book.office,
            one_place=one_place,
            other_place=other_place,
            minutes=minutes,
            by=by,
        )
