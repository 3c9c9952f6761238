"""Whoever changes posts stays one person: the post before ends, the next begins."""

import pytest
from django.core.exceptions import ValidationError

from delegates import postings
from delegates.models import Posting
from itpo.office.states import NotPossible
from tests.factories import AgencyFactory, DelegateFactory, PostingFactory
from tests.tables import all_rows

pytestmark = pytest.mark.django_db


def held(delegate):
    rows = Posting.objects.filter(delegate=delegate).order_by("pk")
    return list(rows.values_list("post", "begins", "ends", "is_current"))


def test_a_new_post_ends_the_one_before(officer):
    before = PostingFactory(begins="2015", post="Head")

    taken = postings.take(
        delegate=before.delegate,
        agency=AgencyFactory(),
        post="Director",
        since="2024-03",
        by=officer,
    )

    assert held(before.delegate) == [
        ("Head", "2015", "2024-03", False),
        ("Director", "2024-03", "", True),
    ]
    assert taken.history.first().history_user == officer
    assert before.history.first().history_user == officer


def test_another_post_at_the_same_agency_is_a_new_one(officer):
    before = PostingFactory(post="Head")

    postings.take(delegate=before.delegate, agency=before.agency, post="Director", by=officer)

    assert held(before.delegate) == [("Head", "", "", False), ("Director", "", "", True)]


@pytest.mark.parametrize("post", ["Head", "HEAD", "  head ", ""])
def test_the_same_post_at_the_same_agency_changes_nothing(officer, post):
    before = PostingFactory(post="Head", begins="2015")
    rows = all_rows()

    kept = postings.take(
        delegate=before.delegate, agency=before.agency, post=post, since="2024", by=officer
    )

    assert kept == before
    assert all_rows() == rows


def test_a_post_that_was_not_known_is_filled_in(officer):
    before = PostingFactory(post="", begins="2015")

    postings.take(delegate=before.delegate, agency=before.agency, post="Head", by=officer)

    assert held(before.delegate) == [("Head", "2015", "", True)]


def test_every_post_held_until_now_ends(officer):
    delegate = DelegateFactory()
    PostingFactory(delegate=delegate, post="Head")
    PostingFactory(delegate=delegate, post="Lecturer", ends="2020")
    PostingFactory(delegate=delegate, post="Intern", is_current=False)

    postings.take(
        delegate=delegate, agency=AgencyFactory(), post="Director", since="2024", by=officer
    )

    assert held(delegate) == [
        ("Head", "", "2024", False),
        ("Lecturer", "", "2020", False),
        ("Intern", "", "", False),
        ("Director", "2024", "", True),
    ]


@pytest.mark.parametrize(
    ("began", "since", "ended"),
    [
        ("2015", "2024-03", "2024-03"),
        ("2015", "about 2020", "about 2020"),
        ("2015", "2015", "2015"),
        ("2015-06", "2015", "2015"),
        ("1990s", "1995", "1995"),
        ("", "2024", "2024"),
        ("2015", "", ""),
        ("2015", "2010", ""),  # no post ends before it begins
    ],
)
def test_a_post_ends_when_the_next_begins_as_far_as_that_can_be(officer, began, since, ended):
    before = PostingFactory(begins=began)

    postings.take(
        delegate=before.delegate, agency=AgencyFactory(), post="Director", since=since, by=officer
    )

    assert [(begins, ends) for _post, begins, ends, _now in held(before.delegate)] == [
        (began, ended),
        (since, ""),
    ]


def test_what_is_no_date_is_refused_and_nothing_is_written(officer):
    before = PostingFactory()
    rows = all_rows()

    with pytest.raises(NotPossible, match="cannot be read as a date") as refusal:
        postings.take(
            delegate=before.delegate, agency=AgencyFactory.build(), since="soon", by=officer
        )

    assert refusal.value.field == "since"
    assert all_rows() == rows


def test_what_is_too_long_is_refused_and_nothing_is_written(officer):
    before, agency = PostingFactory(), AgencyFactory()
    rows = all_rows()

    with pytest.raises(ValidationError, match="at most 160 characters"):
        postings.take(delegate=before.delegate, agency=agency, post="x" * 161, by=officer)

    assert all_rows() == rows


def test_who_leaves_holds_no_post(officer):
    before = PostingFactory(begins="2015")

    postings.leave(delegate=before.delegate, on="2024", by=officer)

    assert held(before.delegate) == [("Head of division", "2015", "2024", False)]
