"""Cutting a list into pages, and reading what is asked of it."""

import pytest
from django.test import RequestFactory

from investors.models import Company
from itpo.office.listing import PER_PAGE, page_of, words_of
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def asked(**words):
    return RequestFactory().get("/companies/", words)


def page(**words):
    return page_of(Company.objects.order_by("pk"), asked(**words))


def test_an_empty_list_is_one_page():
    assert page() == ([], "", None, None)


def test_a_page_that_is_just_full_is_the_only_one():
    rows = CompanyFactory.create_batch(PER_PAGE)

    assert page() == (rows, "", None, None)


def test_one_row_more_makes_another_page():
    rows = CompanyFactory.create_batch(PER_PAGE + 1)

    assert page() == (rows[:PER_PAGE], "", None, 2)
    assert page(page=2) == (rows[PER_PAGE:], "", 1, None)
    assert page(page=3) == ([], "", 2, None)


@pytest.mark.parametrize(
    "number", ["", "0", "-1", "two", "1.5", "²", "10000", "9" * 5000], ids=lambda one: one[:6]
)
def test_a_page_that_cannot_be_is_the_first_one(number):
    rows = CompanyFactory.create_batch(2)

    assert page(page=number) == (rows, "", None, None)


def test_a_page_costs_one_query_and_counts_nothing(django_assert_num_queries):
    CompanyFactory.create_batch(3)

    with django_assert_num_queries(1):  # the rows, one more than are shown
        page()


def test_the_words_searched_for_travel_with_the_page():
    assert page(q=" Sakura ").words == "Sakura"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", ""), ("  桜 工業 ", "桜 工業"), ("x" * 101, "x" * 100), ("Sa\x00kura", "Sakura")],
)
def test_words_are_read_without_what_no_database_takes(typed, words):
    assert words_of(asked(q=typed)) == words


def test_without_words_nothing_is_searched_for():
    assert words_of(RequestFactory().get("/companies/")) == ""
