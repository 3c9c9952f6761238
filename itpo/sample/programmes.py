"""What the sample's programmes ask, cost and teach, and whom they invited."""

from datetime import time, timedelta
from decimal import Decimal
from typing import NamedTuple

from delegates import programmes
from delegates.models import Attendance, BudgetLine, Invitation, Programme, TrainingSession
from itpo.office.models import PersonalLink
from itpo.sample.book import Book

State = Attendance.State


class Line(NamedTuple):
    """One thing to pay for; blank is not known."""

    what: str
    planned: str
    actual: str
    currency: str = "JPY"


BUDGET = {
    "past": [Line("Flights", "1000000", "1042000"), Line("Hotel", "700000", "655000")],
    "now": [
        Line("Flights", "1200000", "1184300"),
        Line("Hotel", "900000", ""),
        Line("Interpreters", "450000", "462000"),
        Line("Materials printed abroad", "800", "812.50", "EUR"),
    ],
    "next": [Line("Flights", "1800000", ""), Line("Hotel", "", "")],
}


class Session(NamedTuple):
    """One session; its day counts in working days from today, attendance by delegate."""

    topic: str
    day: int
    begins: time
    ends: time
    place: str
    trainer: str
    attendance: dict[str, Attendance.State]
    programme: str = "now"


SESSIONS = [
    Session(
        "What a Japanese company asks in the first meeting",
        -121,
        time(10),
        time(12),
        "Office, large room",
        "An invented trainer",
        {"wanjiru past": State.PRESENT, "kwame past": State.ABSENT},
        "past",
    ),
    Session(
        "How Japanese companies decide on a site",
        -2,
        time(9, 30),
        time(12),
        "Office, large room",
        "An invented trainer",
        {"amina now": State.PRESENT, "selam now": State.PRESENT},
    ),
    Session(
        "Presenting a project in ten minutes",
        -1,
        time(13, 30),
        time(16),
        "Office, large room",
        "An invented trainer",
        {"amina now": State.PRESENT, "selam now": State.EXCUSED},
    ),
]
# Country of the agency, whether its link was opened, days until it is to answer.
INVITED = [("VN", True, 20), ("BD", True, 20), ("MZ", False, -3)]


def add(book: Book) -> None:
    """Add what the programmes ask, their budgets, two sessions, and the invitations to one."""
    for key in ("past", "now", "next"):
        programme = book[f"programme {key}"]
        if not programme.questions.exists():
            programmes.ask_the_usual(programme=programme, by=book.staff.keiko)
            _run_by(programme, book)
            _add_budget(programme, BUDGET[key])
    for session in SESSIONS:
        _add_session(book, session)
    for code, is_opened, days in INVITED:
        _invite(book, code, is_opened, days)


def _run_by(programme: Programme, book: Book) -> None:
    programme.officer = book.staff.hanako
    programme.save(update_fields=["officer"])


def _add_budget(programme: Programme, lines: list[Line]) -> None:
    for position, line in enumerate(lines, start=1):
        BudgetLine.objects.create(
            programme=programme,
            what=line.what,
            planned=Decimal(line.planned) if line.planned else None,
            actual=Decimal(line.actual) if line.actual else None,
            currency=line.currency,
            position=position,
        )


def _add_session(book: Book, session: Session) -> None:
    made, is_new = TrainingSession.objects.get_or_create(
        programme=book[f"programme {session.programme}"],
        topic=session.topic,
        defaults={
            "held_on": book.days.work(session.day),
            "begins_at": session.begins,
            "ends_at": session.ends,
            "place": session.place,
            "trainer": session.trainer,
        },
    )
    if is_new:
        for visit, state in session.attendance.items():
            Attendance.objects.create(session=made, visit=book[f"visit {visit}"], state=state)


def _invite(book: Book, code: str, is_opened: bool, days: int) -> None:
    """Ask an agency to name delegates; whom it has named stands under it."""
    agency, at = book[f"agency {code}"], book.days.at
    email = f"agency.{code}@example.org".lower()
    invitation, is_new = Invitation.objects.get_or_create(
        programme=book["programme next"],
        agency=agency,
        defaults={"email": email, "most": 2, "answer_by": book.days.work(days)},
    )
    if is_new:
        invitation.link = PersonalLink.objects.create(
            office=book.office,
            purpose=PersonalLink.Purpose.NOMINATION,
            email=email,
            expires_at=at + timedelta(days=30),
            opened_at=at if is_opened else None,
        )
        invitation.save(update_fields=["link"])
    book[f"invitation {code}"] = invitation
