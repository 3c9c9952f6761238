"""A figure's page: what else is said, checking it, and taking it back."""

import pytest
from django.urls import reverse

from tests.conftest import logged_in
from tests.factories import ClaimFactory, VisitFactory
from tests.tables import all_rows

pytestmark = pytest.mark.django_db


def test_beside_a_figure_of_a_visit_stand_only_figures_of_that_visit(desk, officer):
    visit = VisitFactory(officer=officer)
    claim = ClaimFactory(deal=None, visit=visit, metric="people", value=50)
    beside = ClaimFactory(deal=None, visit=visit, metric="people", value=54)
    ClaimFactory(deal=None, visit=VisitFactory(officer=officer), metric="people", value=99)

    groups = desk.get(claim.get_absolute_url()).context["beside"]

    assert [[line.claim for line in group.lines] for group in groups] == [[beside, claim]]


def url(name, claim):
    return reverse(f"deals:{name}", args=[claim.pk])


def actual(officer, **more):
    return ClaimFactory(deal__office=officer.office, phase="actual", **more)


def test_a_manager_verifies_on_the_figures_page(managers_desk, manager, officer):
    claim = actual(officer, recorded_by=officer)

    response = managers_desk.post(url("verify", claim), {"evidence": "Letter of the company"})

    claim.refresh_from_db()
    assert response.url == claim.get_absolute_url()
    assert (claim.verified_by, claim.evidence) == (manager, "Letter of the company")


def test_who_recorded_it_and_who_is_no_manager_are_told_so_and_nothing_is_written(
    desk, managers_desk, officer, manager
):
    claim = actual(officer, recorded_by=manager)
    before = all_rows()
    typed = {"evidence": "Letter of the company"}

    by_manager = managers_desk.post(url("verify", claim), typed, follow=True)
    by_officer = desk.post(url("verify", claim), typed, follow=True)

    assert "Whoever recorded a figure cannot verify it." in by_manager.content.decode()
    assert "A manager verifies figures." in by_officer.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize("name", ["verify", "withdraw"])
def test_a_second_press_says_that_somebody_was_quicker_and_writes_nothing(
    managers_desk, manager, officer, name
):
    claim = actual(officer, recorded_by=officer)
    typed = {"evidence": "Letter", "because": "Counted twice"}
    managers_desk.post(url(name, claim), typed)
    before = all_rows()

    again = managers_desk.post(url(name, claim), typed, follow=True)

    said = {
        "verify": "The figure is verified already.",
        "withdraw": "The figure was withdrawn already.",
    }
    assert said[name] in again.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize(
    ("name", "field", "most"), [("verify", "evidence", 300), ("withdraw", "because", 200)]
)
def test_a_reason_is_asked_for_and_what_was_typed_is_kept(
    managers_desk, officer, name, field, most
):
    claim = actual(officer, recorded_by=officer)
    before = all_rows()

    empty = managers_desk.post(url(name, claim), {field: " "})
    long = managers_desk.post(url(name, claim), {field: "x" * (most + 1)})

    assert empty.context[f"{name}_form"].errors == {field: ["This field is required."]}
    assert list(long.context[f"{name}_form"].errors) == [field]
    assert "x" * (most + 1) in long.content.decode()
    assert all_rows() == before


def test_an_officer_withdraws_and_the_figure_stays_to_be_seen(desk, officer):
    claim = actual(officer)

    page = desk.post(url("withdraw", claim), {"because": "Counted twice"}, follow=True)

    claim.refresh_from_db()
    assert claim.withdrawn_because == "Counted twice"
    assert "Counted twice" in page.content.decode()


@pytest.mark.parametrize("name", ["verify", "check-again", "withdraw"])
def test_others_neither_verify_nor_withdraw(officer, stranger, auditor, name):
    claim = actual(officer)
    browsers = [logged_in(user) for user in (stranger, auditor)]
    before = all_rows()

    answers = [browser.post(url(name, claim), {"because": "x"}).status_code for browser in browsers]

    assert answers == [404, 403]
    assert all_rows() == before
