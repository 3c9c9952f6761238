"""A figure's page: what else is said, checking it, and taking it back."""

import pytest

from tests.factories import ClaimFactory, VisitFactory

pytestmark = pytest.mark.django_db


def test_beside_a_figure_of_a_visit_stand_only_figures_of_that_visit(desk, officer):
    visit = VisitFactory(officer=officer)
    claim = ClaimFactory(deal=None, visit=visit, metric="people", value=50)
    beside = ClaimFactory(deal=None, visit=visit, metric="people", value=54)
    ClaimFactory(deal=None, visit=VisitFactory(officer=officer), metric="people", value=99)

    others = desk.get(claim.get_absolute_url()).context["others"]

    assert list(others) == [beside]
