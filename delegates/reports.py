"""The report after a visit: the programme's own questions, answered once by who came.

It is kept as typed, beside the answers of the application; only what is sent in is checked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Application, Programme, Question, Visit
from itpo.office.history import sign
from itpo.office.partial_dates import day_shown
from itpo.office.states import NotPossible

STEP = Question.Step.REPORT.value
WITHIN = timedelta(days=14)  # of the last day: until then we ask for it

Typed = Mapping[str, str]  # by the name of the question


@dataclass(frozen=True)
class Answered:
    """One question with its answer; empty where there is none yet."""

    question: Question
    answer: str

    @property
    def said(self) -> str:
        """The answer in the reader's language."""
        if self.question.kind == Question.Kind.YES_NO:
            return {"yes": _("Yes"), "no": _("No")}.get(self.answer, self.answer)
        day = day_in(self.answer) if self.question.kind == Question.Kind.DAY else None
        return day_shown(day) if day else self.answer


def questions_of(programme: Programme) -> list[Question]:
    """What the programme asks afterwards, in order."""
    rows: Any = Question.objects.filter(programme=programme, step=STEP)
    return list(rows.in_order())


def answers_of(application: Application) -> dict[str, str]:
    """What was typed so far, by question."""
    typed = application.answers.get(STEP)
    return {name: str(one) for name, one in typed.items()} if isinstance(typed, dict) else {}


def answered(application: Application, questions: list[Question]) -> list[Answered]:
    typed = answers_of(application)
    return [Answered(question, typed.get(question.name, "")) for question in questions]


def day_in(answer: str) -> date | None:
    """The day an answer names, written as browsers send it."""
    try:
        return date.fromisoformat(answer.strip())
    except ValueError:
        return None


def is_over(visit: Visit, today: date) -> bool:
    """Whether a visit can be reported on: on its last day, or when somebody completed it."""
    if visit.state == Visit.State.CANCELLED:
        return False
    last = visit.ends_latest
    return visit.state == Visit.State.COMPLETED or (last is not None and last <= today)


def due_on(visit: Visit) -> date | None:
    """Until when we ask for the report; None while the last day is not known."""
    return visit.ends_on + WITHIN if visit.ends_on else None


@transaction.atomic
def save(
    *, application: Application, typed: Typed, shown: Typed, names: Iterable[str], at: datetime
) -> Typed:
    """Keep what was typed, where it differs from what the page had `shown`.

    What somebody else changed meanwhile is never overwritten: it stays where this page left the
    answer alone; where both changed it, theirs stays and is returned, by question. Raises
    NotPossible once the report was sent in.
    """
    locked = _to_write(application, at)
    kept, theirs = answers_of(locked), {}
    for name in names:
        mine, was, now = (_plain(one.get(name, "")) for one in (typed, shown, kept))
        if mine in {was, now}:
            continue
        if now == was:
            kept[name] = mine
        else:
            theirs[name] = now
    locked.answers = {**locked.answers, STEP: kept}
    locked.saved_at = at
    locked.save(update_fields=["answers", "saved_at"])
    application.answers, application.saved_at = locked.answers, at
    return theirs


@transaction.atomic
def submit(*, application: Application, at: datetime) -> Application:
    """Send the report in, once. Who may send it has had its answers checked."""
    locked = _to_write(application, at)
    locked.report_submitted_at = at
    sign(locked, None)
    locked.save(update_fields=["report_submitted_at"])
    application.report_submitted_at = at
    return locked


def _to_write(application: Application, at: datetime) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    locked = rows.select_related("programme__office", "visit").get(pk=application.pk)
    if locked.report_submitted_at is not None:
        raise NotPossible(_("Your report was sent in already; it can be read, not changed."))
    if locked.state != Application.State.ACCEPTED or locked.visit is None:
        raise NotPossible(_("There is no visit to report on."))
    if not is_over(locked.visit, locked.programme.office.today(at)):
        raise NotPossible(_("The report can be written from the last day of the visit on."))
    return locked


def _plain(typed: str) -> str:
    """As a browser sends it and as it is kept: one sign for the end of a line."""
    return typed.replace("\r\n", "\n")
