"""Sorting what is due into overdue, today and this week."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import ngettext

from itpo.office.models import FollowUp
from itpo.office.working_days import WorkingDays


def sorted_by_urgency(
    due: Iterable[FollowUp], today: date, late: Callable[[FollowUp], str]
) -> dict[str, list[Any]]:
    """Overdue ones with how late they are, today's, and this week's."""
    due = list(due)
    return {
        "overdue": [(one, late(one)) for one in due if one.due_on < today],
        "due_today": [one for one in due if one.due_on == today],
        "this_week": [one for one in due if one.due_on > today],
    }


def late_in_words(days: WorkingDays | None, today: date) -> Callable[[FollowUp], str]:
    """How late something is, in the office's working days; in days where there are none."""

    def words(follow_up: FollowUp) -> str:
        working = days.between(follow_up.due_on, today) if days else 0
        if working:
            return ngettext(
                "%(count)d working day late", "%(count)d working days late", working
            ) % {"count": working}
        late = (today - follow_up.due_on).days
        return ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}

    return words
