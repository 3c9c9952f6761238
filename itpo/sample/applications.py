"""Invented applications in every state, what was answered, and what readers said of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from delegates import alumni
from delegates.models import Application, PostCheck, Programme, Question, ReviewNote, Score
from itpo.office.history import sign
from itpo.office.models import PersonalLink
from itpo.sample.answers import FULL, HALF, REPORT
from itpo.sample.book import INVENTED, Book

State = Application.State
FILLS_IN = {State.INVITED, State.STARTED}
DECIDED = {State.ACCEPTED, State.WAITING_LIST, State.OFFERED, State.DECLINED}
# One link serves from the invitation to a year after the visit.
OPENS_FOR = timedelta(days=180)


class Intake(NamedTuple):
    """One application; decided so many days ago."""

    programme: str
    family_name: str
    given_name: str
    country: str
    state: Application.State
    reason: str = ""
    visit: str = ""  # what became of it, by its name here
    named: bool = False  # in answer to the invitation of the country's agency
    language: str = "en"
    decided: int = 45
    has_report: bool = False


INTAKES = [
    Intake("past", "Sample", "Kwame", "GH", State.ACCEPTED, visit="kwame past", decided=230,
           has_report=True),
    Intake("past", "Specimen", "Wanjiru", "KE", State.ACCEPTED, visit="wanjiru past", decided=230,
           has_report=True),
    Intake("now", "Exemple", "Amina", "SN", State.ACCEPTED, visit="amina now", language="fr"),
    Intake("now", "Specimen", "Selam", "ET", State.ACCEPTED, visit="selam now"),
    Intake("now", "Sample", "Kwame", "GH", State.WAITING_LIST, "He was here half a year ago."),
    Intake("now", "Fictif", "Moussa", "SN", State.DECLINED, "Nominated after the call had closed.",
           language="fr"),
    Intake("next", "Specimen", "Linh", "VN", State.SUBMITTED, named=True),
    Intake("next", "Sample", "Nasrin", "BD", State.SUBMITTED),
    Intake("next", "Exemple", "Awa", "SN", State.STARTED, language="fr"),
    Intake("next", "Sample", "Farzana", "BD", State.STARTED),
    Intake("next", "Exemplo", "Joana", "MZ", State.INVITED),
    Intake("next", "Example", "Hoa", "VN", State.WAITING_LIST, "One seat a country.", decided=1),
    Intake("next", "Exemplo", "Carlos", "MZ", State.OFFERED, "Ready to start building.",
           decided=2),
    Intake("next", "Sample", "Tariq", "BD", State.DECLINED, "Works in another field.", decided=1),
    Intake("next", "Exemple", "Ousmane", "SN", State.WITHDRAWN, "His minister needs him at home.",
           language="fr"),
]  # fmt: skip
# Whose, what the two readers give for each criterion in turn, and what they say.
READ = {
    "Linh": ([(4, 5, 3, 4), (5, 4, 2, 3)], "Knows whom she wants to meet. The project is young."),
    "Nasrin": ([(3, 3, 4, 2), (4, 3, 4, 3)], "Bring her together with the textile firms."),
    "Hoa": ([(3, 4, 3, 3), (3, 3, 3, 3)], "Good, but Linh comes first for Viet Nam."),
}


def add(book: Book) -> None:
    """Write the applications down, with their links; read some; ask one who was here before."""
    for intake in INTAKES:
        _add(book, intake)
    for given_name, (points, words) in READ.items():
        _read(book, book[f"application {given_name}"], points, words)
    _ask_where_she_works(book)


def _add(book: Book, intake: Intake) -> None:
    programme = book[f"programme {intake.programme}"]
    visit = book[f"visit {intake.visit}"] if intake.visit else None
    email = f"{intake.given_name}.{intake.family_name}@example.org".lower()
    agency = book[f"agency {intake.country}"]
    application, is_new = Application.objects.get_or_create(
        programme=programme,
        email=email,
        defaults={
            "family_name": intake.family_name,
            "given_name": intake.given_name,
            "delegate": visit.delegate if visit else None,
            "visit": visit,
            "agency": agency if visit or intake.named else None,
            "invitation": book[f"invitation {intake.country}"] if intake.named else None,
            "state": intake.state,
            "reason": intake.reason,
            "waiting_rank": 1 if intake.state == State.WAITING_LIST else None,
            "answers": _answers(book, intake, programme, email, agency.name),
            **_moments(book, intake),
        },
    )
    book[f"application {intake.given_name}"] = application
    if is_new:
        application.link = _link(book, intake, email)
        application.save(update_fields=["link"])


def _moments(book: Book, intake: Intake) -> dict[str, Any]:
    """When it was saved, handed in, decided on and reported on."""
    decided = book.days.at - timedelta(days=intake.decided)
    handed_in = None if intake.state in FILLS_IN else decided - timedelta(days=5)
    is_decided = intake.state in DECIDED
    report = book.days.at - timedelta(days=120) if intake.has_report else None
    return {
        "saved_at": _saved(book, intake, handed_in),
        "submitted_at": handed_in,
        "consented_at": handed_in,
        "decided_at": decided if is_decided else None,
        "decided_by": book.staff.keiko if is_decided else None,
        "offer_until": book.days.work(4) if intake.state == State.OFFERED else None,
        "report_submitted_at": report,
    }


def _saved(book: Book, intake: Intake, handed_in: datetime | None) -> datetime | None:
    return book.days.at - timedelta(days=1) if intake.state == State.STARTED else handed_in


def _answers(
    book: Book, intake: Intake, programme: Programme, email: str, agency: str
) -> dict[str, dict[str, str]]:
    """What they typed: nothing, half of it, or all, and the report."""
    if intake.state == State.INVITED:
        return {}
    who = {
        "family_name": intake.family_name,
        "given_name": intake.given_name,
        "email": email,
        "country": intake.country,
    }
    if intake.state == State.STARTED:
        half = HALF[intake.language]
        return {**half, "person": {**half["person"], **who}}
    answers = {step: dict(fields) for step, fields in FULL.items()}
    answers["person"] |= who
    answers["post"]["agency"] = agency
    answers["aims"]["aims"] = f"{INVENTED} {FULL['aims']['aims']}"
    for question in programme.questions.exclude(step=Question.Step.REPORT):
        answers.setdefault(question.step, {})[question.name] = INVENTED
    if intake.has_report:
        asked = programme.questions.filter(step=Question.Step.REPORT).in_order()
        answers["report"] = dict(zip([one.name for one in asked], REPORT, strict=True))
    return answers


def _link(book: Book, intake: Intake, email: str) -> PersonalLink:
    is_new_here = intake.state == State.INVITED
    return PersonalLink.objects.create(
        office=book.office,
        purpose=PersonalLink.Purpose.APPLICATION,
        email=email,
        language=intake.language,
        expires_at=book.days.at + OPENS_FOR,
        opened_at=None if is_new_here else book.days.at - timedelta(days=1),
    )


def _read(
    book: Book, application: Application, points: Sequence[tuple[int, ...]], words: str
) -> None:
    if application.scores.exists():
        return
    criteria = list(application.programme.criteria.in_order())
    for reader, given in zip((book.staff.jiro, book.staff.keiko), points, strict=True):
        for criterion, value in zip(criteria, given, strict=True):
            score = Score(application=application, criterion=criterion, by=reader, points=value)
            sign(score, reader)
            score.save()
    ReviewNote.objects.create(application=application, by=book.staff.jiro, text=words)


def _ask_where_she_works(book: Book) -> None:
    """One who was here a year ago was asked, and told of a new post nobody has entered yet."""
    delegate, at = book["fatou"], book.days.at - timedelta(days=2)
    if delegate.post_checks.exists():
        return
    link = PersonalLink.objects.create(
        office=book.office,
        purpose=PersonalLink.Purpose.POST,
        email=delegate.email,
        language="fr",
        expires_at=book.days.at + timedelta(days=88),
        opened_at=at,
    )
    check = PostCheck.objects.create(
        office=book.office,
        delegate=delegate,
        year=book.office.today(at).year,
        link=link,
        asked_at=at - timedelta(hours=5),
    )
    alumni.answer(
        check=check,
        answer=PostCheck.Answer.CHANGED,
        agency="Port Fictif de Dakar",
        post="Directrice adjointe",
        since=str(book.office.today(at).year - 1),
        at=at,
    )
