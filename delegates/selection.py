"""What stands on the page of an application, and all applications of a programme side by side."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, TextField, Value
from django.db.models.functions import Cast

from delegates.models import (
    Application,
    ApplicationDocument,
    Criterion,
    Programme,
    ReviewNote,
    Score,
    TravelDocument,
)
from delegates.questionnaire import Asked
from delegates.reviews import Given, Reading, reading
from itpo.office.models import User
from itpo.office.visibility import Viewer

State = Application.State

# Who has handed in their form, whatever was decided since.
COMPARED = (State.SUBMITTED, State.WAITING_LIST, State.OFFERED, State.ACCEPTED, State.DECLINED)
MOST = 200


def reading_of(application: Application) -> Reading:
    """What all readers gave one application, by the programme's criteria. One query."""
    rows = (
        Criterion.objects.filter(programme=application.programme_id)
        .annotate(given=FilteredRelation("scores", condition=Q(scores__application=application)))
        .annotate(
            points=F("given__points"),
            reader=F("given__by"),
            family_name=F("given__by__family_name"),
            given_name=F("given__by__given_name"),
        )
        .in_order()
    )
    scores: dict[int, list[Score]] = defaultdict(list)
    criteria: dict[int, Criterion] = {}
    for one in rows:
        criteria[one.pk] = one
        if one.points is not None:
            by = User(pk=one.reader, family_name=one.family_name, given_name=one.given_name)
            scores[one.pk].append(Score(criterion=one, by=by, points=one.points))
    return Reading([Given(one, scores[one.pk]) for one in criteria.values()])


@dataclass(frozen=True)
class Said:
    """A note, or a decision: who, when, and in which words."""

    at: datetime
    who: str
    state: str
    text: str
    told: str

    @property
    def decision(self) -> str:
        """What was decided; empty for a note."""
        return str(State(self.state).label) if self.state else ""


class Sent(NamedTuple):
    """A file that came with an application: its number, its name and what it answers."""

    document: int
    title: str
    asked_for: str


COLUMNS = ("at", "kind", "number", "family", "given", "words", "told_them")
NOTE, FILE = "", "file"


def sent_and_said(application: Application, viewer: Viewer) -> tuple[list[Sent], list[Said]]:
    """The files that came, and the notes and decisions, the latest first. One query."""
    parts = [_notes(application, viewer), _decisions(application), _files(application, viewer)]
    columns = [part.order_by().values_list(*COLUMNS) for part in parts]
    rows = list(columns[0].union(*columns[1:], all=True).order_by("at"))
    sent = [Sent(row[2], row[5], row[6]) for row in rows if row[1] == FILE]
    return sent, list(reversed(_told_once(row for row in rows if row[1] != FILE)))


def _notes(application: Application, viewer: Viewer) -> Any:
    rows = ReviewNote.objects.visible_to(viewer).filter(application=application)
    return rows.annotate(
        **_as(at="created_at", kind=Value(NOTE), family="by__family_name", given="by__given_name"),
        **_as(words="text", told_them=Value("")),
        number=F("pk"),
    )


def _decisions(application: Application) -> Any:
    decided = [*COMPARED, State.WITHDRAWN]
    rows = application.history.filter(state__in=decided).exclude(state=State.SUBMITTED)
    return rows.annotate(
        **_as(at="history_date", kind="state", words="reason", told_them="told"),
        **_as(family="history_user__family_name", given="history_user__given_name"),
        number=F("id"),
    )


def _files(application: Application, viewer: Viewer) -> Any:
    rows = ApplicationDocument.objects.visible_to(viewer).filter(application=application)
    return rows.annotate(
        **_as(at="document__uploaded_at", kind=Value(FILE), family=Value(""), given=Value("")),
        **_as(words="document__title", told_them="required__text"),
        number=F("document"),
    )


def _as(**columns: str | Value) -> dict[str, Any]:
    """Columns under other names, all of one type, as a UNION wants them."""
    return {
        name: F(column) if name == "at" else Cast(column, TextField())  # type: ignore[arg-type]
        for name, column in columns.items()
    }


def _told_once(rows: Iterable[Any]) -> list[Said]:
    """A version of an application that decides nothing new is left out."""
    kept: list[Said] = []
    before: tuple[str, str, str] | None = None
    for at, state, _number, family, given, text, told in rows:
        if state and (state, text, told) == before:
            continue
        if state:
            before = state, text, told
        who = User(family_name=family or "", given_name=given or "")
        kept.append(Said(at, str(who) if family else "", state, text, told))
    return kept


@dataclass(frozen=True)
class Compared:
    """One application beside the others."""

    application: Application
    reading: Reading
    missing: Sequence[Any]


def side_by_side(programme: Programme, asked: Asked, viewer: Viewer) -> list[Compared]:
    """Whoever handed in a form, those with the most points first. Five queries."""
    rows = Application.objects.visible_to(viewer).filter(programme=programme, state__in=COMPARED)
    applications = list(rows.select_related("agency__country").order_by("pk")[:MOST])
    criteria = list(programme.criteria.in_order())
    scores = _by_application(Score.objects.filter(application__in=applications))
    received = _by_application(ApplicationDocument.objects.filter(application__in=applications))
    passports = _passports_of(applications)
    sealed = {one.pk for one in asked.documents if one.is_passport}
    compared = [
        Compared(
            one,
            reading(criteria, scores[one.pk]),
            asked.missing(
                one,
                {file.required_id for file in received[one.pk]}
                | (sealed if passports.get(one.pk, NONE).has_picture else set()),
                passports.get(one.pk, NONE).has_number,
            ),
        )
        for one in applications
    ]
    return sorted(compared, key=_best_first)


class Passport(NamedTuple):
    """What of somebody's passport is kept, sealed."""

    has_number: bool
    has_picture: bool


NONE = Passport(has_number=False, has_picture=False)


def _passports_of(applications: list[Application]) -> dict[int, Passport]:
    rows = TravelDocument.objects.filter(application__in=applications)
    kept = rows.values_list("application", "sealed_number", "sealed_scan")
    return {pk: Passport(bool(number), bool(picture)) for pk, number, picture in kept if pk}


def _by_application(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in rows:
        found[one.application_id].append(one)
    return found


def _best_first(one: Compared) -> tuple[bool, float, str]:
    """By the sum of points; whom nobody has read comes last."""
    total = one.reading.total
    return total is None, -(total or 0), str(one.application)
