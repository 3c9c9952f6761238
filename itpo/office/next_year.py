"""Making next year's edition from this one: its name, its days, and the rows that go along."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from itpo.office.history import sign
from itpo.office.models import User

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-–/])(\d\d))?(?!\d)")  # 2026, 2026-27
LONGEST_NAME = 200


def name_next_year(name: str, year: int) -> str:
    """The name with every year in it one later; with the year after `year` where it has none."""
    later, years = YEAR.subn(_a_year_on, name)
    if years:
        return later
    ending = f" {year + 1}"
    return name[: LONGEST_NAME - len(ending)] + ending


def same_day_next_year(day: date | None) -> date | None:
    """The same day a year later; the 28th for a 29th of February."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def same_month_next_year(earliest: date | None, latest: date | None) -> str:
    """The month a year later, as people type it; the year where no more is known of it."""
    if earliest is None or latest is None or earliest.year != latest.year:
        return ""
    is_month = earliest.month == latest.month
    return f"{earliest.year + 1}-{earliest.month:02}" if is_month else str(earliest.year + 1)


def copy_rows(rows: Iterable[Any], by: User, **changes: Any) -> list[Any]:
    """Save rows anew, in this order, with some columns changed; return them."""
    copies = list(rows)
    for row in copies:
        row.pk = None
        row._state.adding = True
        for name, value in changes.items():
            setattr(row, name, value)
        sign(row, by)
        row.save()
    return copies


def _a_year_on(found: re.Match[str]) -> str:
    year, sign_between, short = found.groups()
    after = f"{sign_between}{(int(short) + 1) % 100:02}" if short else ""
    return f"{int(year) + 1}{after}"
