"""The way of a programme from draft to completed, and next year's from this one."""

import re
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

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-–/])(\d\d))?(?!\d)")  # 2026, 2026-27
LONGEST_NAME = 200


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
    name = _next_name(last, by.today(at).year)
    if Programme.objects.filter(office=last.office_id, name=name).exists():
        raise NotPossible(_("There is a programme “%(name)s” already.") % {"name": name})
    new = Programme(
        **{column: getattr(last, column) for column in KEPT},
        name=name,
        officer=last.officer if last.officer and last.officer.is_active else by,
        begins=str(_same_day_next_year(last.begins_on) or ""),
        ends=str(_same_day_next_year(last.ends_on) or ""),
        call_opens_on=_same_day_next_year(last.call_opens_on),
        call_closes_on=_same_day_next_year(last.call_closes_on),
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
    for position, row in enumerate(list(rows), start=1):
        row.pk, row.programme = None, programme
        row._state.adding = True
        for name, value in changes.items():
            setattr(row, name, value)
        if hasattr(row, "position"):
            row.position = position
        sign(row, by)
        row.save()


def _next_name(programme: Programme, this_year: int) -> str:
    """The name with every year in it one later; with next year behind it where it has none."""
    name, years = YEAR.subn(_a_year_on, programme.name)
    if years:
        return name
    begins = programme.begins_earliest
    year = f" {(begins.year if begins else this_year) + 1}"
    return programme.name[: LONGEST_NAME - len(year)] + year


def _a_year_on(found: re.Match[str]) -> str:
    year, sign_between, short = found.groups()
    after = f"{sign_between}{(int(short) + 1) % 100:02}" if short else ""
    return f"{int(year) + 1}{after}"


def _same_day_next_year(day: date | None) -> date | None:
    """The same day a year later; the 28th for a 29th of February."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
