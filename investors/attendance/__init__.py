"""Who was at an event: counted at the door, or read from the list of a webinar tool."""

from investors.attendance.counting import (
    Numbers,
    numbers_by_series,
    numbers_by_theme,
    numbers_of,
)
from investors.attendance.lists import forget, keep, take_in
from investors.attendance.planning import Plan, plan
from investors.attendance.settling import settle
from investors.attendance.sheets import read

__all__ = [
    "Numbers",
    "Plan",
    "forget",
    "keep",
    "numbers_by_series",
    "numbers_by_theme",
    "numbers_of",
    "plan",
    "read",
    "settle",
    "take_in",
]
