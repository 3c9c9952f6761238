"""The pages that suggest whom to invite, and the buttons on them."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from investors.models import Match
from itpo.office.models import FollowUp
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    MeetingFactory,
    MeetingPartyFactory,
    ProgrammeFactory,
    ProjectProfileFactory,
    SectorFactory,
    VisitFactory,
)

NOW = "2026-11-20T03:00:00Z"  # a Friday noon in Tokyo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def visit(officer):
    return VisitFactory(officer=officer, programme=ProgrammeFactory(office=officer.office))


@pytest.fixture
def project(visit):
    one = ProjectProfileFactory(delegate=visit.delegate, country=visit.delegate.country)
    one.sectors.add(SectorFactory())
    return one


@pytest.fixture
def company(project):
    one = CompanyFactory()
    one.sectors.add(project.sectors.get())
    return one


def page_of(name, thing):
    return reverse(f"investors:{name}", args=[thing.pk])


def pages(visit, project):
    return {
        "visit": page_of("visit-matches", visit),
        "programme": page_of("programme-matches", visit.programme),
        "project": page_of("project-matches", project),
        "project's own": project.get_absolute_url(),
    }


def test_each_page_says_whom_to_invite_and_why(desk, visit, project, company):
    found = {}
    for name, url in pages(visit, project).items():
        page = desk.get(url).content.decode()
        found[name] = [company.name in page, "Works in the same sector: " in page]

    assert found == {key: [True, True] for key in pages(visit, project)}


def test_the_pages_of_visit_and_programme_lead_there(desk, visit, project):
    links = [
        page_of(name, thing) in desk.get(thing.get_absolute_url()).content.decode()
        for name, thing in (("visit-matches", visit), ("programme-matches", visit.programme))
    ]

    assert links == [True, True]


def test_one_press_promises_to_invite(desk, officer, visit, project, company):
    back = page_of("visit-matches", visit)
    sent = {"company": company.pk, "visit": visit.pk, "back": back}

    response = desk.post(page_of("invite-match", project), sent)

    promise = FollowUp.objects.get()
    assert response.url == f"{back}#project-{project.pk}"
    # Three working days: Monday the 23rd is Labour Thanksgiving Day.
    assert (promise.owner, promise.due_on) == (officer, date(2026, 11, 26))
    assert list(visit.follow_ups.all()) == [promise]
    page = desk.get(back).content.decode()
    assert "to be invited by 26 Nov" in page
    assert page_of("invite-match", project) not in page


def test_who_is_met_already_is_marked(desk, officer, visit, project, company):
    for state, day in (("held", date(2026, 11, 19)), ("planned", date(2026, 11, 24))):
        meeting = MeetingFactory(officer=officer, visit=visit, state=state, day=day)
        MeetingPartyFactory(meeting=meeting, company=company)

    page = desk.get(page_of("visit-matches", visit)).content.decode()

    assert "met, 19 Nov 2026" in page
    assert "planned, 24 Nov 2026" in page


def test_who_is_left_out_is_named_with_the_reason_and_can_come_back(
    desk, officer, project, company
):
    url = page_of("project-matches", project)
    sent = {"company": company.pk, "because": "Sells by mail only"}

    desk.post(page_of("leave-out-match", project), sent)
    page = desk.get(url).content.decode()
    desk.post(page_of("suggest-again", project), {"company": company.pk})

    assert f"{company} is left out: Sells by mail only ({officer})" in page
    assert Match.objects.count() == 0
    assert desk.get(url).context["suggested"][0].left_out == []


@pytest.mark.parametrize(
    ("act", "typed", "sentence"),
    [
        ("leave-out-match", {"because": " "}, "Say why"),
        ("suggest-again", {}, "was not left out"),
    ],
)
def test_what_a_verb_refuses_is_said_on_the_page(desk, project, company, act, typed, sentence):
    response = desk.post(page_of(act, project), {"company": company.pk, **typed}, follow=True)

    assert sentence in response.content.decode()
    assert Match.objects.count() == 0


def test_two_who_press_invite_promise_it_once(desk, colleague, project, company):
    sent = {"company": company.pk}
    desk.post(page_of("invite-match", project), sent)

    second = logged_in(colleague).post(page_of("invite-match", project), sent, follow=True)

    assert "is invited already" in second.content.decode()
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("number", ["", "x", "999", "9" * 30])
def test_a_company_that_is_not_there_is_not_there(desk, project, number):
    answers = [
        desk.post(page_of(act, project), {"company": number, "because": "x"}).status_code
        for act in ("invite-match", "leave-out-match", "suggest-again")
    ]

    assert answers == [404] * 3


def test_another_offices_visit_gets_no_promise(desk, stranger, project, company):
    foreign = VisitFactory(officer=stranger)

    desk.post(page_of("invite-match", project), {"company": company.pk, "visit": foreign.pk})

    assert FollowUp.objects.count() == 1
    assert foreign.follow_ups.count() == 0


def test_a_project_no_longer_on_offer_suggests_nobody_on_its_page(desk, project, company):
    project.is_open = False
    project.save()

    assert company.name not in desk.get(project.get_absolute_url()).content.decode()


def test_who_may_only_read_reads_why_and_has_no_buttons(auditor, visit, project, company):
    page = logged_in(auditor).get(page_of("visit-matches", visit)).content.decode()

    assert company.name in page
    assert "<button" not in page.split("<main")[1].split("</main")[0]
