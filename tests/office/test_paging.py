"""Cutting many rows into pages, and reading what is asked of them."""

import pytest
from django.test import RequestFactory

from investors.models import Company
from itpo.office.paging import PER_PAGE, page_of, query_of, words_of
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def asked(**words):
    return RequestFactory().get("/companies/", words)


def page(**words):
    return page_of(Company.objects.order_by("pk"), asked(**words))


def test_an_empty_list_is_one_page():
    assert page() == ([], "", "", "")


def test_a_page_that_is_just_full_is_the_only_one():
    rows = CompanyFactory.create_batch(PER_PAGE)

    assert page() == (rows, "", "", "")


def test_one_row_more_makes_another_page():
    rows = CompanyFactory.create_batch(PER_PAGE + 1)

    assert page() == (rows[:PER_PAGE], "", "", "?page=2")
    assert page(page=2) == (rows[PER_PAGE:], "", "?page=1", "")
    assert page(page=3) == ([], "", "?page=2", "")


@pytest.mark.parametrize(
    "number", ["", "0", "-1", "two", "1.5", "²", "10000", "9" * 5000], ids=lambda one: one[:6]
)
def test_a_page_that_cannot_be_is_the_first_one(number):
    rows = CompanyFactory.create_batch(2)

    assert page(page=number) == (rows, "", "", "")


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


def test_the_pages_beside_it_are_asked_for_with_everything_else_that_was_asked():
    rows = CompanyFactory.create_batch(2 * PER_PAGE + 1, name="Sakura & Ume")

    shown = page(q="Sakura & Ume", sort="-name", page=2)

    assert shown.rows == rows[PER_PAGE : 2 * PER_PAGE]
    assert shown.previous == "?q=Sakura+%26+Ume&sort=-name&page=1"
    assert shown.next == "?q=Sakura+%26+Ume&sort=-name&page=3"


@pytest.mark.parametrize(
    ("without", "changes", "query"),
    [
        ([], {}, "?q=rice&state=open&state=held"),
        (["state"], {}, "?q=rice"),
        (["q", "state", "nonsense"], {}, "?"),
        ([], {"q": "桜"}, "?q=%E6%A1%9C&state=open&state=held"),
        (["q"], {"state": "done", "page": 2}, "?state=done&page=2"),
    ],
)
def test_a_query_is_the_addresss_with_some_of_it_changed_or_left_out(without, changes, query):
    request = RequestFactory().get("/companies/?q=rice&state=open&state=held")

    assert query_of(request, without=without, **changes) == query
