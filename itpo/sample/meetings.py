"""Invented meetings around today: planned, held, postponed, missed."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from investors import bookings
from investors.clocks import zones_on
from investors.meetings import moment
from investors.models import Meeting, MeetingParty
from itpo.sample.book import Book

Kind, State, Interest = Meeting.Kind, Meeting.State, Meeting.Interest


class Talk(NamedTuple):
    """One meeting; its day is a working day counted from today, its hour the office's."""

    name: str
    subject: str
    officer: str
    day: int
    hour: int | None
    contact: str = ""
    delegate: str = ""
    part_of: str = ""  # the name of a visit, mission or event
    state: str = State.HELD
    kind: str = Kind.VISIT
    outcome: str = ""
    interest: str = ""
    resource: str = ""
    is_restricted: bool = False
    minutes: str = ""


TALKS = [
    # Hanako's visits under way.
    Talk("paste line", "Small paste lines for a second plant", "hanako", -2, 10, "ken", "amina",
         "visit amina now", outcome="Wants the layout and a price by the end of the month.",
         interest=Interest.HIGH, resource="interpreter fr",
         minutes="They showed the line they sold to Chile, and asked for the power and water at "
         "the site. Ms. Exemple sends both. They would come to see it in spring."),
    Talk("second plant", "What a second plant would need", "hanako", -1, 14, "taro", "amina",
         "visit amina now", outcome="They will discuss it internally.", interest=Interest.MEDIUM),
    Talk("factory tour", "Factory tour and test run", "hanako", 1, 10, "ken", "amina",
         "visit amina now", State.PLANNED, Kind.SITE, resource="interpreter fr"),
    Talk("bank", "Export credit for the machines", "hanako", 3, 14, "yuki", "amina",
         "visit amina now", State.PLANNED, resource="room"),
    Talk("fish", "Cold chain from the harbour", "hanako", 0, 15, "ryo", "kwame",
         "visit kwame now", State.PLANNED, resource="room"),
    Talk("layout", "Layout of the paste line", "hanako", -1, 17, "ken", "amina",
         "visit amina now", State.PLANNED),
    # Jiro's visits under way.
    Talk("sheds", "Sheds for a first sewing line", "jiro", -1, 11, "aya", "selam",
         "visit selam now", outcome="Asked for photos and for the rent in writing.",
         interest=Interest.HIGH),
    Talk("tannery", "Aeration for a tannery quarter", "jiro", 0, 11, "emi", "wanjiru",
         "visit wanjiru now", State.PLANNED),
    Talk("harness", "Simple harnesses from the park", "jiro", 2, 13, "shin", "selam",
         "visit selam now", State.PLANNED, resource="room"),
    Talk("thread", "Thread and buttons from Japan", "jiro", 4, 10, "aya", "selam",
         "visit selam now", State.PLANNED),
    # Visits just over.
    Talk("roofs", "Solar roofs: first talk", "hanako", -10, 10, "mei", "zita", "visit zita past",
         outcome="Would send an engineer if the stores are named.", interest=Interest.HIGH,
         resource="interpreter pt"),
    Talk("batteries", "Batteries for cold stores", "hanako", -9, 14, "jun", "zita",
         "visit zita past", State.NO_SHOW, outcome="Mr. Kaku was kept at his office."),
    Talk("harbour", "Storage near the harbour", "hanako", -126, 10, "ryo", "kwame",
         "visit kwame past", outcome="Too early; come back with volumes.", interest=Interest.LOW),
    Talk("benches", "Training benches for harness makers", "jiro", -7, 13, "shin", "thuy",
         "visit thuy past", outcome="Would lend two benches to a school.",
         interest=Interest.MEDIUM),
    Talk("waste water", "A pilot in one tannery", "jiro", -115, 10, "emi", "wanjiru",
         "visit wanjiru past", outcome="Ready for a pilot if the site is chosen.",
         interest=Interest.HIGH),
    Talk("lenders", "Terms of development lenders", "hanako", -1, None, "", "dara",
         "visit dara walk-in", outcome="Took the leaflet; asked who lends to small workshops."),
    Talk("after the fair", "Which sewing firms look abroad", "jiro", -4, None, "", "rahim",
         "visit rahim walk-in", outcome="Named two firms we do not know yet."),
    # Missions.
    Talk("ministry", "Call on the investment agency", "hanako", -1, 9, "taro", "",
         "mission west", kind=Kind.OFFICIAL, outcome="Two sites were offered.",
         interest=Interest.MEDIUM),
    Talk("harbour visit", "Site visit at the fishing harbour", "hanako", 2, 9, "ken", "",
         "mission west", State.PLANNED),
    Talk("mills", "Visit of two spinning mills", "jiro", -1, 14, "aya", "rahim",
         "mission sewing", outcome="One mill is worth a second look.", interest=Interest.MEDIUM),
    Talk("dry port", "Dry port and bonded warehouse", "jiro", -13, 10, "ryo", "selam",
         "mission roads", outcome="Wants the traffic figures of three years.",
         interest=Interest.HIGH),
    Talk("tanneries", "Round of the tanneries", "jiro", -10, 10, "emi", "wanjiru",
         "mission roads", outcome="Chose the site of the pilot.", interest=Interest.HIGH),
    # What led to the plant that runs.
    Talk("first paste", "Tomato paste: first talk", "hanako", -697, 10, "taro", "amina",
         "visit amina before", outcome="Interested, if somebody grows the tomatoes.",
         interest=Interest.MEDIUM),
    Talk("site", "Site and contract", "hanako", -598, 10, "taro", "amina", "mission dakar",
         outcome="Chose the site and shook hands.", interest=Interest.HIGH),
    # Part of nothing, and of an event.
    Talk("price", "Price of the small line", "hanako", -3, 16, "ken", kind=Kind.CALL,
         outcome="The price holds until the end of the quarter.", interest=Interest.HIGH),
    Talk("enquiry", "Where can we rent cold stores?", "hanako", 0, None, "ryo",
         kind=Kind.ENQUIRY, outcome="Asked by mail; wants an answer this week."),
    Talk("benches video", "How to ship the benches", "jiro", 3, 17, "shin", "thuy",
         state=State.PLANNED, kind=Kind.VIDEO),
    Talk("letter", "Thanks and price list", "jiro", -4, None, "aya", kind=Kind.MAIL,
         outcome="Sent the list; no answer yet.", interest=Interest.LOW),
    Talk("postponed", "Board's view on the park", "jiro", -5, None, "shin",
         state=State.POSTPONED, outcome="Until after their fiscal year."),
    Talk("tour stand", "At the stand: aeration unit", "jiro", -17, None, "emi", "",
         "event tour", outcome="Saw the unit run.", interest=Interest.MEDIUM),
    Talk("quiet", "Terms of the assembly line", "jiro", -6, 15, "jun",
         outcome="They name a price next month. Nobody else is to know.",
         interest=Interest.HIGH, is_restricted=True),
]  # fmt: skip


def add(book: Book) -> None:
    """Add the meetings with their people; who is needed for a planned one is booked."""
    for talk in TALKS:
        _add_meeting(book, talk)


def _add_meeting(book: Book, talk: Talk) -> None:
    day = book.days.work(talk.day)
    whole = talk.part_of.partition(" ")[0]
    zones = zones_on(book[talk.part_of], day) if whole == "mission" else []
    zone = zones[0] if zones else book.office.time_zone
    clock = None if talk.hour is None else time(talk.hour)
    starts_at = moment(day, clock, zone)
    meeting, is_new = Meeting.objects.get_or_create(
        office=book.office,
        subject=talk.subject,
        officer=book.staff.named(talk.officer),
        defaults={
            "kind": talk.kind,
            "state": talk.state,
            "day": day,
            "starts_at": starts_at,
            "ends_at": starts_at and starts_at + timedelta(minutes=50),
            "time_zone": zone,
            "outcome": talk.outcome,
            "interest": talk.interest,
            "minutes": talk.minutes,
            **_written_down(book, talk, starts_at or book.days.moment(day, 17)),
            "is_restricted": talk.is_restricted,
            **({whole: book[talk.part_of]} if whole else {}),
        },
    )
    book[f"meeting {talk.name}"] = meeting
    if is_new:
        _seat(book, meeting, talk)


def _written_down(book: Book, talk: Talk, at: datetime) -> dict[str, Any]:
    """By whom, an hour after it began; of what is older than a week no minutes will follow."""
    if talk.state == State.PLANNED:
        return {}
    return {
        "written_down_by": book.staff.named(talk.officer),
        "written_down_at": min(at + timedelta(hours=1), book.days.at),
        "needs_no_minutes": talk.state == State.HELD and talk.day < -3,
    }


def _seat(book: Book, meeting: Meeting, talk: Talk) -> None:
    contact = book[talk.contact] if talk.contact else None
    delegate = book[talk.delegate] if talk.delegate else None
    MeetingParty.objects.create(meeting=meeting, officer=meeting.officer)
    if contact:
        MeetingParty.objects.create(meeting=meeting, company=contact.company, contact=contact)
    if delegate:
        MeetingParty.objects.create(meeting=meeting, delegate=delegate)
    if meeting.state != State.PLANNED or not meeting.starts_at or not meeting.ends_at:
        return
    needed = bookings.taking_part(meeting)
    bookings.book(
        thing=meeting,
        whom=[*needed, book[talk.resource]] if talk.resource else needed,
        by=meeting.officer,
    )
