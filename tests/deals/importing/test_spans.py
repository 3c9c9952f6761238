"""From when to when several rows say something lasted."""

from datetime import date

import pytest

from deals.importing.spans import When, first, last, when


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (["2023-05-04", "2023-05-01"], "2023-05-01"),
        (["2016-06", "2016-06-01"], "2016-06-01"),
        (["2016-06-10", "2016-06"], "2016-06"),
        (["2016-06-10", ""], ""),
        ([], ""),
    ],
)
def test_the_earliest_is_known_only_where_every_row_says_it(starts, expected):
    assert first(starts) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (["2023-05-04", "2023-05-06"], "2023-05-06"),
        (["2016-06", "2016-06-30"], "2016-06-30"),
        (["2016-06-10", "2016-06"], "2016-06"),
        (["", "2016-06-10"], ""),
        ([], ""),
    ],
)
def test_the_latest_is_known_only_where_every_row_says_it(ends, expected):
    assert last(ends) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-01", "2026-11-20", When.PAST),
        ("2026-11-01", "2026-11-21", When.NOW),
        ("2026-11", "", When.NOW),
        ("2016-06", "", When.PAST),
        ("", "2026-10", When.PAST),
        ("2026-11-22", "", When.COMING),
        ("", "", When.UNKNOWN),
    ],
)
def test_what_is_over_is_certainly_over(start, end, expected):
    assert when(start, end, date(2026, 11, 21)) == expected
