"""The report after a visit: the programme's own questions, answered once by who came.

It is kept as typed, beside the answers of the application; only what is sent in is checked.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.merging import Merged, Shown, as_kept, merge
from delegates.models import Application, Programme, Question, Visit
from delegates.questionnaire import Step, answered, asked_by
from delegates.questionnaire.fields import refuse_huge
from delegates.questionnaire.steps import said
from itpo.office.history import sign
from itpo.office.states import NotPossible

WITHIN = timedelta(days=14)  # of the last day: until then we ask for it


def is_asked_for(programme: Programme) -> bool:
    """Whether the programme has any question for afterwards."""
    asked = Question.objects.filter(programme=programme, step=Question.Step.REPORT)
    return bool(asked.exists())


def is_over(visit: Visit, today: date) -> bool:
    """Whether a visit can be reported on: on its last day, or when somebody completed it."""
    if visit.state == Visit.State.CANCELLED:
        return False
    last = visit.ends_latest
    return visit.state == Visit.State.COMPLETED or (last is not None and last <= today)


def due_on(visit: Visit) -> date | None:
    """Until when we ask for the report; None while the last day is not known."""
    return visit.ends_on + WITHIN if visit.ends_on else None


def in_words(application: Application, step: Step) -> list[tuple[str, str]]:
    """Each question with its answer; nothing where there is none."""
    kept = answered(application, step)
    return [(str(one.label), said(one, kept[name])) for name, one in step.fields.items()]


@transaction.atomic
def save(
    *,
    application: Application,
    step: Step,
    typed: Mapping[str, str],
    shown: Shown,
    at: datetime,
) -> Merged:
    """Keep what was typed, wrong or not. Raises NotPossible once the report was sent in.

    What somebody else wrote since the page was opened is never overwritten: see merging.py.
    """
    locked = _to_write(application, at)
    mine = {name: as_kept(one) for name, one in typed.items() if name in step.fields}
    refuse_huge(mine)
    kept = answered(locked, step)
    merged = merge(typed=mine, kept=kept, shown=shown)
    if merged.kept != kept:
        locked.answers = {**locked.answers, step.slug: merged.kept}
        rows = Application.objects.filter(pk=locked.pk)
        rows.update(answers=locked.answers, saved_at=at)
    application.answers = locked.answers
    return merged


@transaction.atomic
def submit(*, application: Application, at: datetime) -> Application:
    """Send the report in, once. Raises NotPossible where an answer is missing or wrong."""
    locked = _to_write(application, at)
    step = asked_by(locked.programme).report
    if wrong := step.errors(answered(locked, step)):
        field, errors = next(iter(wrong.items()))
        raise NotPossible(errors[0], field)
    locked.report_submitted_at = at
    sign(locked, None)
    locked.save(update_fields=["report_submitted_at"])
    application.report_submitted_at = at
    return locked


def _to_write(application: Application, at: datetime) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    locked: Application = rows.select_related("programme__office", "visit").get(pk=application.pk)
    if locked.report_submitted_at is not None:
        raise NotPossible(_("Your report was sent in already. It can be read, not changed."))
    if locked.state != Application.State.ACCEPTED or locked.visit is None:
        raise NotPossible(_("There is no visit to report on."))
    if not is_over(locked.visit, locked.programme.office.today(at)):
        raise NotPossible(_("The report can be written from the last day of the visit on."))
    return locked
