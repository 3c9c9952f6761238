"""The life line: posts, visits and what came of them, the latest first."""

from datetime import date

import pytest

from delegates import life
from delegates.life import Year
from itpo.office.chain import Moment
from tests.factories import AgencyFactory, DelegateFactory, PostingFactory, VisitFactory


def moment(on, what="Visit"):
    return Moment(on, "", what, "", "", "visit")


def test_the_latest_year_comes_first_and_the_latest_day_in_it_and_what_has_no_date_last():
    early, late = moment(date(2016, 1, 5)), moment(date(2016, 12, 5))
    old, undated, another = moment(date(1990, 1, 1)), moment(None, "A"), moment(None, "B")

    line = life.by_year([undated, early, old, late, another])

    assert line == [
        Year("2016", [late, early]),
        Year("1990", [old]),
        Year("", [undated, another]),
    ]


def test_without_moments_there_is_no_line():
    assert life.by_year([]) == []
    assert life.by_year([moment(None)]) == [Year("", [moment(None)])]


@pytest.mark.django_db
def test_a_post_says_where_what_and_what_the_agency_was_called_before():
    former = AgencyFactory(name="Invest in Morocco")
    agency = AgencyFactory(name="Morocco Now", short_name="AMDIE", predecessor=former)
    held = PostingFactory(agency=agency, post="", begins="1990s", is_current=False)
    holds = PostingFactory(agency=former, post="Director", begins="2016-06")

    assert life.posts([holds, held]) == [
        Moment(
            date(2016, 6, 1),
            "Jun 2016",
            "Director",
            "Invest in Morocco",
            former.get_absolute_url(),
            "now",
        ),
        Moment(
            date(1990, 1, 1),
            "1990s",
            "Post not known",
            "Morocco Now (AMDIE) · formerly Invest in Morocco",
            agency.get_absolute_url(),
            "post",
        ),
    ]


@pytest.mark.django_db
def test_a_visit_says_its_purpose_and_its_state_unless_it_is_over(officer):
    over = VisitFactory(
        officer=officer, state="completed", begins="1990s", ends="", purpose="Seminar"
    )
    planned = VisitFactory(officer=officer, begins="", ends="", delegate__family_name="Benali")

    assert life.visits([over]) == [
        Moment(
            date(1990, 1, 1),
            "1990s",
            "Visit to Japan",
            "Seminar",
            over.get_absolute_url(),
            "visit",
            "",
        )
    ]
    assert life.visits([planned], name_them=True) == [
        Moment(
            None,
            "",
            "Visit of BENALI Karim",
            "",
            planned.get_absolute_url(),
            "visit",
            "Planned",
        )
    ]


@pytest.mark.django_db
def test_who_came_is_named_once_with_each_time_they_did(officer):
    benali, alaoui = DelegateFactory(), DelegateFactory()
    visits = [VisitFactory(officer=officer, delegate=one) for one in (benali, alaoui, benali)]

    assert life.by_delegate(visits) == [(benali, [visits[0], visits[2]]), (alaoui, [visits[1]])]


@pytest.mark.django_db
def test_a_delegates_page_has_the_whole_line(desk, officer):
    posting = PostingFactory(post="Director", begins="2016")
    VisitFactory(officer=officer, delegate=posting.delegate, begins="1990s", ends="")

    line = desk.get(posting.delegate.get_absolute_url()).context["line"]

    assert [(year.name, [one.what for one in year.moments]) for year in line] == [
        ("2016", ["Director"]),
        ("1990", ["Visit to Japan"]),
    ]
