"""The way of a programme from draft to completed, and next year's from this one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegates import usual
from delegates.models import Criterion, Programme, Question, RequiredDocument
from itpo.office import states
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.next_year import copy_rows, name_next_year, same_day_next_year
from itpo.office.partial_dates import day_shown
from itpo.office.states import NotPossible

State = Programme.State

# One step on, or back when something was said too early. Many a programme has no call.
MOVES = {
    State.DRAFT: {State.CALL_OPEN, State.RUNNING, State.COMPLETED, State.CANCELLED},
    State.CALL_OPEN: {State.CALL_CLOSED, State.DRAFT, State.CANCELLED},
    State.CALL_CLOSED: {State.SELECTION, State.CALL_OPEN, State.CANCELLED},
    State.SELECTION: {State.RUNNING, State.CANCELLED},
    State.RUNNING: {State.COMPLETED, State.CANCELLED},
    State.COMPLETED: {State.RUNNING},
    State.CANCELLED: {State.DRAFT},
}

# What the button says that takes a programme to a state.
VERBS = {
    State.DRAFT: gettext_lazy("Back to draft"),
    State.CALL_OPEN: gettext_lazy("Open the call"),
    State.CALL_CLOSED: gettext_lazy("Close the call"),
    State.SELECTION: gettext_lazy("Begin the selection"),
    State.RUNNING: gettext_lazy("Begin the programme"),
    State.COMPLETED: gettext_lazy("Complete"),
    State.CANCELLED: gettext_lazy("Cancel the programme"),
}


@transaction.atomic
def change_state(*, programme: Programme, to: str, by: User, on: date | None = None) -> Programme:
    """Take a programme to another state on a day. Raises states.NotPossible."""
    if to == State.CALL_OPEN:
        _see_that_it_can_be_called(Programme.objects.select_for_update().get(pk=programme.pk), on)
    changed: Programme = states.take(thing=programme, to=to, moves=MOVES, by=by)
    return changed


@transaction.atomic
def ask_the_usual(*, programme: Programme, by: User) -> None:
    """Have a programme ask what the office usually asks. Raises NotPossible if it asks already."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if any(rows.exists() for rows in (locked.questions, locked.documents, locked.criteria)):
        raise NotPossible(_("The programme asks something already; nothing was added."))
    asked = [Question(**one._asdict()) for one in usual.QUESTIONS]
    wanted = [RequiredDocument(**one._asdict()) for one in usual.DOCUMENTS]
    judged = [Criterion(name=name) for name in usual.CRITERIA]
    for rows in (asked, wanted, judged):
        _add(rows, locked, by)


@transaction.atomic
def copy(*, programme: Programme, by: User, at: datetime) -> Programme:
    """Make next year's programme from this one: a draft, all that was decided once included.

    Who was invited, who came, what was spent and the sessions are left behind. Raises NotPossible
    where the next one is there already.
    """
    last = Programme.objects.select_for_update().get(pk=programme.pk)
    begins = last.begins_earliest or by.today(at)
    name = name_next_year(last.name, begins.year)
    if Programme.objects.filter(office=last.office_id, name=name).exists():
        raise NotPossible(_("There is a programme “%(name)s” already.") % {"name": name})
    new = Programme(
        **{column: getattr(last, column) for column in KEPT},
        name=name,
        officer=last.officer if last.officer and last.officer.is_active else by,
        begins=str(same_day_next_year(last.begins_on) or ""),
        ends=str(same_day_next_year(last.ends_on) or ""),
        call_opens_on=same_day_next_year(last.call_opens_on),
        call_closes_on=same_day_next_year(last.call_closes_on),
        copied_from=last,
    )
    new.full_clean(exclude=["office", "officer", "copied_from"])
    sign(new, by)
    new.save()
    for tags in ("countries", "sectors", "themes"):
        getattr(new, tags).set(getattr(last, tags).all())
    for parts in (last.questions, last.documents, last.criteria):
        _add(parts.in_order(), new, by)
    _add(last.partner_roles.order_by("pk"), new, by)
    _add(last.budget_lines.in_order(), new, by, actual=None)
    return new


KEPT = (
    "office_id",
    "is_ours",
    "region_typed",
    "seats",
    "asks_aims",
    "asks_projects",
    "asks_travel",
    "direction",
    "organisers_typed",
    "counterparts_typed",
    "sectors_typed",
)


def _see_that_it_can_be_called(programme: Programme, on: date | None) -> None:
    """Raise NotPossible where an open call makes no sense."""
    if not programme.is_ours:
        raise NotPossible(_("Another organiser runs this programme; its call is not ours to open."))
    closes_on = programme.call_closes_on
    if on is not None and closes_on is not None and closes_on < on:
        raise NotPossible(
            _("The call closed on %(day)s. Change the day on which it closes, then open it.")
            % {"day": day_shown(closes_on)}
        )
    if on is not None and programme.ends_latest is not None and programme.ends_latest < on:
        raise NotPossible(
            _("The programme ended on %(day)s. Change its days, then open the call.")
            % {"day": day_shown(programme.ends_latest)}
        )


def _add(rows: Iterable[Any], programme: Programme, by: User, **changes: Any) -> None:
    """Add rows to a programme, new ones or those of another, in this order."""
    rows = list(rows)
    for position, row in enumerate(rows, start=1):
        if hasattr(row, "position"):
            row.position = position
    copy_rows(rows, by, programme=programme, **changes)
