"""Times as webinar tools write them."""

from datetime import UTC, datetime

import pytest

from investors.attendance.moments import Moments, minutes_in
from investors.models import Event


def event(**given) -> Event:
    made = Event(**{"begins": "2026-12-04", "time_zone": "Asia/Tokyo", **given})
    for field in made.partial_dates():
        field.fill(made)
    return made


TWO = datetime(2026, 12, 4, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-12-04 14:00:00", "2026-12-04T14:00", "2026/12/04 14:00", "12/04/2026 02:00:00 PM"),
        *("12/4/26, 2:00 PM", "04/12/2026 14:00", "04.12.2026 14:00:00", "Dec 4, 2026 14:00:00"),
        *("2026年12月4日 14:00", "2026-12-04T05:00:00Z", " 12/4/26,\u202f2:00\u202fPM "),
    ],
)
def test_a_moment_is_read_in_the_events_time_zone(cell):
    assert Moments(event()).joined(cell) == TWO


@pytest.mark.parametrize("cell", ["--", "soon", "2026-11-04 14:00", "14:00", "2026-13-04 14:00"])
def test_what_cannot_be_read_for_certain_is_not_guessed(cell):
    assert Moments(event()).joined(cell) is None


def test_without_a_day_of_the_event_no_moment_is_read():
    assert Moments(event(begins="2026-12")).joined("2026-12-04 14:00") is None


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        *(("62", 62), ("0", 0), ("1:02:03", 62), ("47:10", 47), ("1h 58m 50s", 118)),
        *(("30m 30s", 30), ("1 hour 2 minutes", 62), ("1時間2分", 62), ("2 h", 120), ("45 s", 0)),
        *(("", None), ("--", None), ("long", None), ("999999999", None)),
    ],
)
def test_a_duration_is_read_in_minutes(cell, minutes):
    assert minutes_in(cell) == minutes
