"""Every page costs the same for one row and for three, and shows every row."""

import re
from html import escape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from tests.conftest import logged_in
from tests.desk.pages import PAGES, WITHOUT_ROWS
from tests.lists import LISTS

MOST_QUERIES = 12
NOW = "2026-11-21T03:00:00Z"  # a Saturday noon in Tokyo
OURS = ("desk", "office", "delegates", "investors", "deals")


def test_no_page_is_forgotten():
    found = {
        f"{namespace}:{name}"
        for namespace in OURS
        for name in get_resolver().namespace_dict[namespace][1].reverse_dict
        if isinstance(name, str)
    }

    assert found == set(PAGES) | WITHOUT_ROWS


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_for_any_number_of_rows(name, officer, client):
    client.force_login(officer)
    costs = []
    for more in (1, 2):  # one row, then three
        filled = PAGES[name](officer, more)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(filled.url)
        page = response.content.decode()
        costs.append(len(queries))
        assert [text for text in filled.texts if escape(text) not in page] == []

    assert costs[0] == costs[1]
    assert costs[0] <= MOST_QUERIES


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_rows_says_what_to_do(name, officer, client):
    client.force_login(officer)

    response = client.get(PAGES[name](officer, 0).url)

    assert response.status_code == 200


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_shows_what_it_can_be_sorted_by(name, officer, client):
    client.force_login(officer)

    page = client.get(PAGES[name](officer, 1).url).content.decode()

    names = [one.name for one in LISTS[name].columns if one.order]
    assert [one for one in names if not re.search(rf'href="\?sort=-?{one}"', page)] == []


OWNED = {
    name
    for name in PAGES
    if name.split(":")[1]
    in {
        *("follow-up", "visit", "meeting", "mission", "deal", "ask", "claim", "neighbours"),
        *("import", "import-columns"),
        *("follow-up", "visit", "meeting", "mission", "deal", "claim", "neighbours", "transfer"),
        *("programme", "programme-asks", "programme-plan", "training", "visit-agenda"),
        *("application", "invitation", "event", "event-door", "event-attendance"),
        *("attendance-list", "event-series", "plan", "lineage"),
        *("schedule", "schedule-people", "schedule-wishes", "schedule-participant"),
        *("mission-roster", "mission-plan", "mission-close"),
        *("visit-matches", "programme-matches", "help"),
    }
}


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("name", sorted(OWNED))
def test_a_page_of_another_office_is_not_there(name, officer, stranger):
    url = PAGES[name](officer, 1).url

    response = logged_in(stranger).get(url)

    assert response.status_code == 404


# Pages of what all offices share, with what each office owns beside it.
SHARED = {
    "investors:contact-successor",
    "deals:rates",
    *(
        f"delegates:{name}"
        for name in ("delegates", "delegate", "agencies", "agency", "countries", "country")
    ),
    *("delegates:projects", "delegates:project", "office:partners", "office:partner"),
    *(
        f"investors:{name}"
        for name in ("companies", "company", "contacts", "contact", "technologies", "technology")
    ),
    *("desk:find", "desk:history", "desk:duplicates", "investors:project-matches"),
}


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("name", sorted(set(PAGES) - OWNED))
def test_a_list_shows_nothing_another_office_owns(name, officer, stranger):
    filled = PAGES[name](officer, 1)

    page = logged_in(stranger).get(filled.url).content.decode()

    if name not in SHARED:
        assert [text for text in filled.texts if escape(text) in page] == []
    for owned in ("Send price list", "Wire-harness plant", "First talk", "Needle works"):
        assert owned not in page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_a_visitor_to_log_in(name, officer, client):
    url = PAGES[name](officer, 0).url

    response = client.get(url)

    assert response.status_code == 302
    assert response.url.startswith("/account/login/?next=")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_strict_policy_and_obeys_it(name, desk, officer):
    response = desk.get(PAGES[name](officer, 1).url)
    page = response.content.decode()

    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick=" not in page
