"""What a programme asks, put in order; what somebody has answered stays."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from delegates.models import (
    Application,
    ApplicationDocument,
    BudgetLine,
    Criterion,
    Programme,
    Question,
    RequiredDocument,
    Score,
    TravelDocument,
)
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

OfProgramme = Question | RequiredDocument | Criterion | BudgetLine


def is_answered(question: Question) -> bool:
    """Whether anybody has written something in answer to a question."""
    written = Application.objects.filter(programme=question.programme_id)
    return any(
        _has(answers, question.name) for answers in written.values_list("answers", flat=True)
    )


def is_sent(document: RequiredDocument) -> bool:
    """Whether anybody has sent a document. What shows a passport is kept apart, and sealed."""
    if ApplicationDocument.objects.filter(required=document).exists():
        return True
    scans = TravelDocument.objects.filter(application__programme=document.programme_id)
    return document.is_passport and scans.exclude(sealed_scan="").exists()


def is_scored(criterion: Criterion) -> bool:
    return Score.objects.filter(criterion=criterion).exists()


def most_given(criterion: Criterion) -> int:
    """The most points anybody has given for a criterion; 0 where nobody has."""
    return int(Score.objects.filter(criterion=criterion).aggregate(most=Max("points"))["most"] or 0)


@transaction.atomic
def remove_question(*, question: Question, by: User) -> None:
    """Ask a question no longer. Raises NotPossible once somebody has answered it."""
    _lock(question)
    if is_answered(question):
        raise NotPossible(
            _("Somebody has answered “%(what)s” already: the question stays.") % {"what": question}
        )
    _take_away(question, by)


@transaction.atomic
def remove_document(*, document: RequiredDocument, by: User) -> None:
    """Ask for a document no longer. Raises NotPossible once somebody has sent it."""
    _lock(document)
    if is_sent(document):
        raise NotPossible(
            _(
                "Somebody has sent “%(what)s” already: it stays. You can say that it need not be "
                "there."
            )
            % {"what": document}
        )
    _take_away(document, by)


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: User) -> None:
    """Judge by a criterion no longer. Raises NotPossible once somebody has given points for it."""
    _lock(criterion)
    if is_scored(criterion):
        raise NotPossible(
            _("Points are given for “%(what)s” already: the criterion stays.") % {"what": criterion}
        )
    _take_away(criterion, by)


@transaction.atomic
def move_up(*, thing: OfProgramme, by: User) -> None:
    """Have something asked before what it came after; the first one stays where it is."""
    _lock(thing)
    rows = list(_beside(thing))
    at = rows.index(thing)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            sign(row, by)
            row.save(update_fields=["position"])


def place_after_all(thing: OfProgramme) -> int:
    """Where something new stands: after all that is there."""
    last = type(thing)._default_manager.filter(programme=thing.programme_id)
    return int(last.aggregate(last=Max("position"))["last"] or 0) + 1


def _beside(thing: OfProgramme) -> Any:
    """What stands in one row with it; the questions of one step stand together."""
    rows = type(thing)._default_manager.filter(programme=thing.programme_id)
    if isinstance(thing, Question):
        rows = rows.filter(step=thing.step)
    return rows.in_order()


def _lock(thing: OfProgramme) -> None:
    """Two who move or remove at once take turns."""
    Programme.objects.select_for_update().get(pk=thing.programme_id)


def _take_away(thing: OfProgramme, by: User) -> None:
    sign(thing, by)
    thing.delete()


def _has(answers: Any, name: str) -> bool:
    """Whether a name has something written in it, in whichever step."""
    if not isinstance(answers, dict):
        return False
    if answers.get(name) not in (None, "", []):
        return True
    return any(_has(step, name) for step in answers.values())
