"""Sorting what is due into overdue, today and this week."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import ngettext

from itpo.office.models import FollowUp
from itpo.office.working_days import WorkingDays

A_WEEK = timedelta(days=7)
SHOWN = 15  # of each kind; the rest is in the list of follow-ups
STAYS = 8  # visits or missions under way, and as many to come


class Due(NamedTuple):
    """What is due at one time: the most urgent ones, and whether there are more."""

    rows: list[FollowUp]
    has_more: bool


def due_by_urgency(open_ones: Any, today: date) -> dict[str, Due]:
    """What is overdue, due today and due this week; of each the most urgent, in a query each."""
    return {
        "overdue": _most_urgent(open_ones.filter(due_on__lt=today)),
        "due_today": _most_urgent(open_ones.filter(due_on=today)),
        "this_week": _most_urgent(open_ones.filter(due_on__gt=today, due_on__lte=today + A_WEEK)),
    }


def _most_urgent(rows: Any) -> Due:
    found = list(rows.most_urgent_first()[: SHOWN + 1])
    return Due(found[:SHOWN], len(found) > SHOWN)


def under_way_and_coming(rows: Any, today: date) -> tuple[list[Any], list[Any]]:
    """The visits or missions under way and those to come, the first of each, in one query."""
    coming = rows.coming(today)
    turn = Window(RowNumber(), partition_by=F("is_coming"), order_by=("begins_earliest", "pk"))
    is_coming = Case(
        When(pk__in=coming.order_by().values("pk"), then=Value(True)), default=Value(False)
    )
    found = (
        (rows.under_way(today) | coming)
        .annotate(is_coming=is_coming)
        .annotate(turn=turn)
        .filter(turn__lte=STAYS)
        .order_by("begins_earliest", "pk")
    )
    every = list(found)
    return [one for one in every if not one.is_coming], [one for one in every if one.is_coming]


def late_in_words(days: WorkingDays | None, today: date) -> Callable[[date], str]:
    """How late it is since a day, in the office's working days; in days where there are none."""

    def words(due_on: date) -> str:
        working = days.between(due_on, today) if days else 0
        if working:
            return ngettext(
                "%(count)d working day late", "%(count)d working days late", working
            ) % {"count": working}
        late = (today - due_on).days
        return ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}

    return words
