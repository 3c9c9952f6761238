"""Logging a visit: on one short form, for somebody known or somebody new."""

import pytest
import time_machine
from django.urls import reverse

from delegates.models import Agency, Delegate, Posting, Visit
from investors.models import Meeting
from tests.conftest import logged_in
from tests.factories import (
    AgencyFactory,
    DelegateFactory,
    HostCountryFactory,
    MeetingFactory,
    PostingFactory,
    ProgrammeFactory,
    VisitFactory,
)

LOG = reverse("delegates:log-visit")
NOW = "2026-11-21T03:00:00Z"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_walk_in_visit_of_a_known_delegate_takes_three_fields(desk, officer):
    posting = PostingFactory()

    response = desk.post(
        LOG, {"delegate": posting.delegate.pk, "begins": "2026-11-21", "is_walk_in": "on"}
    )

    visit = Visit.objects.get()
    assert response.url == visit.get_absolute_url()
    assert (visit.delegate, visit.agency, visit.officer, visit.office) == (
        posting.delegate,
        posting.agency,
        officer,
        officer.office,
    )
    assert (visit.state, visit.is_walk_in, visit.when) == ("running", True, "21 Nov 2026")


def test_a_visit_of_somebody_new_makes_the_delegate_the_agency_and_the_post(desk):
    country = HostCountryFactory()

    desk.post(
        LOG,
        {
            "family_name": "Exemple",
            "given_name": "Amina",
            "country": country.pk,
            "agency_name": "Agence fictive",
            "post": "Director",
            "begins": "2026-12-01",
            "ends": "2026-12-05",
        },
    )

    delegate = Delegate.objects.get()
    assert str(delegate) == "EXEMPLE Amina"
    assert list(Agency.objects.values_list("name", "country__code")) == [("Agence fictive", "MA")]
    assert list(Posting.objects.values_list("delegate", "post")) == [(delegate.pk, "Director")]
    assert list(Visit.objects.values_list("delegate", "state")) == [(delegate.pk, "planned")]


def test_a_past_visit_may_be_known_in_part(desk):
    delegate, programme = DelegateFactory(), ProgrammeFactory()

    desk.post(LOG, {"delegate": delegate.pk, "begins": "1990s", "programme": programme.pk})

    visit = Visit.objects.get()
    assert (visit.state, visit.begins, visit.programme) == ("completed", "1990s", programme)
    assert (visit.begins_earliest.year, visit.begins_latest.year) == (1990, 1999)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "delegate", "Choose who came, or describe somebody new below."),
        ({"delegate": "999"}, "delegate", "Choose one from the list that opens."),
        ({"delegate": "' or 1=1"}, "delegate", "Choose one from the list that opens."),
        ({"family_name": "New"}, "country", "Choose the country the new delegate comes from."),
        ({"given_name": "New"}, "family_name", "Write the new delegate's family name."),
        ({"delegate": "known", "family_name": "New"}, "family_name", "Either choose a delegate"),
        ({"delegate": "known", "begins": "13/2019"}, "begins", "cannot be read as a date"),
        ({"delegate": "known", "begins": "2026-12-05", "ends": "2026-12-01"}, "", "The end is"),
        ({"delegate": "known", "email": "not an address"}, "email", "Enter a valid email"),
        ({"delegate": "known", "purpose": "x" * 201}, "purpose", "at most 200 characters"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_writes_nothing(desk, typed, field, sentence):
    known = DelegateFactory()
    if typed.get("delegate") == "known":
        typed = {**typed, "delegate": known.pk}

    response = desk.post(LOG, {"begins": "2026-11-21", **typed, "place": "Yokohama"})

    form = response.context["form"]
    assert sentence in " ".join(form.errors[field or "__all__"])
    page = response.content.decode()
    assert 'value="Yokohama"' in page
    assert (Visit.objects.count(), Delegate.objects.count()) == (0, 1)


def test_an_agency_of_another_country_is_refused(desk):
    morocco = HostCountryFactory()
    kenyan = AgencyFactory(country=HostCountryFactory(code="KE", name="Kenya"))

    response = desk.post(LOG, {"family_name": "New", "country": morocco.pk, "agency": kenyan.pk})

    assert response.context["form"].errors == {
        "agency": ["This agency belongs to another country."]
    }
    assert Delegate.objects.count() == 0


def test_the_chosen_delegate_is_still_named_when_something_else_is_wrong(desk):
    delegate = DelegateFactory(family_name="Exemple", given_name="Amina")

    page = desk.post(LOG, {"delegate": delegate.pk, "begins": "soon"}).content.decode()

    assert f'name="delegate" value="{delegate.pk}"' in page
    assert "<span>EXEMPLE Amina</span>" in page


def test_another_offices_programme_cannot_be_chosen(desk, stranger):
    foreign = ProgrammeFactory(office=stranger.office)

    response = desk.post(LOG, {"delegate": DelegateFactory().pk, "programme": foreign.pk})

    assert list(response.context["form"].errors) == ["programme"]
    assert Visit.objects.count() == 0


def test_an_auditor_reads_but_does_not_log(auditor):
    response = logged_in(auditor).post(LOG, {"delegate": DelegateFactory().pk})

    assert response.status_code == 403
    assert Visit.objects.count() == 0


def test_a_visit_is_cancelled_with_its_meetings_and_a_reason(desk, officer):
    visit = VisitFactory(officer=officer, begins="2026-12-01", ends="2026-12-05")
    planned = MeetingFactory(officer=officer, visit=visit, state=Meeting.State.PLANNED)
    url = reverse("investors:visit-state", args=[visit.pk])

    refused = desk.post(url, {"to": "cancelled", "because": " "}, follow=True)
    visit.refresh_from_db()
    assert visit.state == "planned"
    assert "Say why the visit is cancelled." in refused.content.decode()

    desk.post(url, {"to": "cancelled", "because": "No visa"})
    visit.refresh_from_db()
    planned.refresh_from_db()
    assert (visit.state, visit.cancelled_because) == ("cancelled", "No visa")
    assert planned.state == "cancelled"
    assert visit.history.first().history_user == officer


def test_a_stale_page_is_told_what_became_of_the_visit(desk, officer):
    visit = VisitFactory(officer=officer, state=Visit.State.CANCELLED, cancelled_because="No visa")

    response = desk.post(
        reverse("investors:visit-state", args=[visit.pk]), {"to": "completed"}, follow=True
    )

    assert "The visit is “Cancelled”; it cannot become “Completed”." in response.content.decode()


def test_another_offices_visit_cannot_be_changed(stranger, officer):
    visit = VisitFactory(officer=officer)

    response = logged_in(stranger).post(
        reverse("investors:visit-state", args=[visit.pk]), {"to": "completed"}
    )

    visit.refresh_from_db()
    assert (response.status_code, visit.state) == (404, "planned")
