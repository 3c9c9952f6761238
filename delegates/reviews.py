"""Reading an application: points by criterion, each reader their own, and notes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Application, Criterion, ReviewNote, Score
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

State = Application.State

# While it is read: before, nothing is there to judge; after, it is decided.
READ_IN = frozenset({State.SUBMITTED, State.WAITING_LIST})


def field_of(criterion: Criterion) -> str:
    """What the field of a form is called that takes the points."""
    return f"criterion-{criterion.pk}"


@transaction.atomic
def score(*, application: Application, points: Mapping[int, int | None], by: User) -> list[Score]:
    """Write down what one reader gives, by criterion; None takes back what they gave before.

    What is not named stays. Raises NotPossible with the field it is about, and then nothing is
    written.
    """
    locked = _while_it_is_read(application, by)
    criteria = {one.pk: one for one in Criterion.objects.filter(programme=locked.programme_id)}
    given = {one.criterion_id: one for one in locked.scores.filter(by=by)}
    kept = []
    for number, value in points.items():
        if number not in criteria:
            raise NotPossible(_("The programme does not judge by this criterion."))
        kept.append(_give(locked, criteria[number], given.get(number), value, by))
    return [one for one in kept if one is not None]


@transaction.atomic
def note(*, application: Application, text: str, by: User) -> ReviewNote:
    """Say something about an application, for the office only. Raises NotPossible."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    _may_write(by)
    text = text.strip()
    if not text:
        raise NotPossible(_("Write what you think of it, or nothing is kept."), "text")
    kept = ReviewNote(application=locked, by=by, text=text)
    sign(kept, by)
    kept.save()
    return kept


def _give(
    application: Application,
    criterion: Criterion,
    before: Score | None,
    value: int | None,
    by: User,
) -> Score | None:
    if value is None:
        if before is not None:
            sign(before, by)
            before.delete()
        return None
    if not 0 <= value <= criterion.most:
        raise NotPossible(
            _("Give from 0 to %(most)d points.") % {"most": criterion.most}, field_of(criterion)
        )
    if before is not None and before.points == value:
        return before
    kept = before or Score(application=application, criterion=criterion, by=by)
    kept.points = value
    sign(kept, by)
    kept.save()
    return kept


def _while_it_is_read(application: Application, by: User) -> Application:
    _may_write(by)
    locked: Application = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state not in READ_IN:
        raise NotPossible(
            _("Points are given while an application is submitted or on the waiting list.")
        )
    return locked


def _may_write(by: User) -> None:
    if not by.may_change:
        raise NotPossible(_("You may read here, but not write."))


# --- what the readers gave, for a page ---


@dataclass(frozen=True)
class Given:
    """What was given for one criterion: by whom, and how much on the average."""

    criterion: Criterion
    scores: Sequence[Score]

    @property
    def average(self) -> float | None:
        """The average; None while nobody has given any."""
        points = [one.points for one in self.scores]
        return sum(points) / len(points) if points else None

    @property
    def field(self) -> str:
        return field_of(self.criterion)


@dataclass(frozen=True)
class Reading:
    """What all readers gave one application."""

    rows: Sequence[Given]

    @property
    def total(self) -> float | None:
        """The sum of the averages there are; None while nobody has given any."""
        known = [row.average for row in self.rows if row.average is not None]
        return sum(known) if known else None

    @property
    def most(self) -> int:
        return sum(row.criterion.most for row in self.rows)

    @property
    def missing(self) -> int:
        """For how many criteria nobody has given any points."""
        return sum(row.average is None for row in self.rows)

    @property
    def readers(self) -> int:
        return len({one.by_id for row in self.rows for one in row.scores})

    def of(self, reader: User) -> dict[int, int]:
        """What one reader gave, by criterion."""
        return {
            row.criterion.pk: one.points
            for row in self.rows
            for one in row.scores
            if one.by_id == reader.pk
        }


def reading(criteria: Iterable[Criterion], scores: Iterable[Score]) -> Reading:
    """Put together what was given for one application."""
    by_criterion: dict[int, list[Score]] = {}
    for one in scores:
        by_criterion.setdefault(one.criterion_id, []).append(one)
    return Reading([Given(one, by_criterion.get(one.pk, [])) for one in criteria])
