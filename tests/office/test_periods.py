"""From when to when: in words, and in lists."""

from datetime import date

import pytest

from delegates.models import Posting, Visit
from tests.factories import PostingFactory, VisitFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("begins", "ends", "when"),
    [
        ("2026-11-16", "2026-11-27", "16 Nov 2026 – 27 Nov 2026"),
        ("2026-11-16", "2026-11-16", "16 Nov 2026"),
        ("2016", "2016", "2016"),
        ("2016", "2016-06", "2016 – Jun 2016"),
        ("1990s", "", "1990s"),
        ("", "2016", "… – 2016"),
        ("about 2000", "2003?", "about 2000 – 2003, uncertain"),
        ("", "", ""),
    ],
)
def test_a_period_says_from_when_to_when(begins, ends, when):
    posting = PostingFactory(begins=begins, ends=ends)

    assert posting.when == when


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-11-16", date(2026, 11, 16)), ("2026-11", None), ("1990s", None), ("", None)],
)
def test_the_first_and_the_last_day_are_known_only_to_the_day(typed, day):
    posting = PostingFactory(begins=typed, ends=typed)

    assert (posting.begins_on, posting.ends_on) == (day, day)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("2016", "2016-01"), ("2016-06", "2016"), ("1990s", "1990"), ("2016-06-27", "2016-06")],
)
def test_ends_that_overlap_are_no_contradiction(begins, ends):
    posting = PostingFactory(begins=begins, ends=ends)

    posting.full_clean()

    assert Posting.objects.get() == posting


def test_a_visit_names_itself_by_its_days():
    assert str(VisitFactory(begins="1990s", ends="")) == "Visit 1990s"
    assert str(VisitFactory(begins="", ends="")) == "Visit without a date"


def test_under_way_is_what_is_certainly_going_on():
    begun = PostingFactory(begins="2026-11-20", ends="2026-11-30")
    ending = PostingFactory(begins="2026-10", ends="2026-11-20")
    long = PostingFactory(begins="2010", ends="2030s")
    for begins, ends in [
        ("2026-11-21", "2026-11-30"),
        ("2026-11-01", "2026-11-19"),
        ("2026-11", "2026-12"),  # it may begin on the 30th
        ("2026-10", "2026-11"),  # it may have ended on the 1st
        ("2026-11-01", ""),
        ("", "2026-12"),
        ("", ""),
    ]:
        PostingFactory(begins=begins, ends=ends)

    assert list(Posting.objects.under_way_on(DAY).order_by("pk")) == [begun, ending, long]


def test_beginning_between_counts_the_first_day_it_may_begin():
    first = PostingFactory(begins="2026-11-01", ends="")
    month = PostingFactory(begins="2026-11", ends="")
    last = PostingFactory(begins="2026-11-30", ends="")
    for begins in ("2026-10-31", "2026-12-01", "2026", ""):
        PostingFactory(begins=begins, ends="")

    found = Posting.objects.beginning_between(date(2026, 11, 1), date(2026, 11, 30))

    assert list(found.order_by("pk")) == [first, month, last]


def test_newest_first_and_what_has_no_date_last():
    unknown = VisitFactory(begins="", ends="")
    nineties = VisitFactory(begins="1990s", ends="")
    older = VisitFactory(begins="2016", ends="")
    newest = VisitFactory(begins="2026-11-16")
    later_made = VisitFactory(begins="2016-01-01", ends="")

    assert list(Visit.objects.newest_first()) == [newest, later_made, older, nineties, unknown]


@pytest.mark.parametrize(
    ("begins", "ends", "found"),
    [
        ("2026-11-30", "2026-12-11", True),
        ("2026-10-01", "2026-11-01", True),
        ("2026-10-01", "2027-01-31", True),
        ("2026-10-01", "2026-10-31", False),
        ("2026-12-01", "2026-12-02", False),
        ("2026", "", True),
        ("2026-10", "2026", True),
        ("1990s", "", False),
        ("2026-10-31", "", False),
        ("2026-11-15", "", True),
        ("", "2026-11", True),
        ("", "2026-12", False),
        ("", "", False),
    ],
)
def test_what_may_go_on_between_two_days_is_found(begins, ends, found):
    posting = PostingFactory(begins=begins, ends=ends)

    november = Posting.objects.perhaps_between(date(2026, 11, 1), date(2026, 11, 30))

    assert list(november) == ([posting] if found else [])
