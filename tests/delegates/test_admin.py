import logging

import pytest
from django.test import Client
from django.urls import reverse

from delegates.models import Delegate, PassportRead, TravelDocument, Visit
from itpo.office.models import Office, User
from tests.conftest import logged_in
from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    DelegateFactory,
    OfficeFactory,
    PostingFactory,
    TravelDocumentFactory,
    UserFactory,
    VisitFactory,
)

NUMBER = "XY9876543"


def no_rows(prefix: str) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


def test_a_passport_number_is_sealed_and_never_shown_or_logged(
    managers_desk: Client, office: Office, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    visit = VisitFactory(officer=UserFactory(office=office))

    managers_desk.post(
        reverse("admin:delegates_traveldocument_add"),
        {"visit": visit.pk, "country_code": "MA", "expires_on": "2030-01-01", "number": NUMBER},
    )

    document = TravelDocument.objects.get()
    pages = [
        managers_desk.get(reverse("admin:delegates_traveldocument_changelist")),
        managers_desk.get(reverse("admin:delegates_traveldocument_change", args=[document.pk])),
        managers_desk.get(reverse("admin:delegates_traveldocument_history", args=[document.pk])),
    ]
    said = [page.content.decode() for page in pages] + [caplog.text]
    assert document.unseal() == NUMBER
    assert [text for text in said if NUMBER in text or document.sealed_number in text] == []


def test_a_passport_is_masked_in_the_admin_for_everybody(
    managers_desk: Client, office: Office, auditor: User
):
    """Whoever reads a number does so in the workspace, where it is noted."""
    document = TravelDocumentFactory(visit__officer=UserFactory(office=office))
    urls = [
        reverse("admin:delegates_traveldocument_changelist"),
        reverse("admin:delegates_traveldocument_change", args=[document.pk]),
    ]

    pages = [client.get(url) for client in (managers_desk, logged_in(auditor)) for url in urls]

    said = [page.content.decode() for page in pages]
    assert [text for text in said if "•••• 67" not in text or document.unseal() in text] == []
    assert not PassportRead.objects.exists()


def test_an_applicants_passport_stands_in_the_admin_by_their_name(
    managers_desk: Client, office: Office
):
    application = ApplicationFactory(programme__office=office, family_name="Amrani")
    document = TravelDocumentFactory(visit=None, application=application)

    page = managers_desk.get(
        reverse("admin:delegates_traveldocument_changelist"), {"q": "amrani"}
    ).content.decode()

    assert "AMRANI" in page
    assert f"/{document.pk}/change/" in page


@pytest.mark.parametrize("number", ["see scan", "•••• 67"])
def test_what_cannot_be_a_number_is_refused_and_not_shown_again(
    managers_desk: Client, office: Office, number: str
):
    document = TravelDocumentFactory(visit__officer=UserFactory(office=office))

    answer = managers_desk.post(
        reverse("admin:delegates_traveldocument_change", args=[document.pk]),
        {"country_code": "MA", "number": number},
    )

    assert "letters and digits only" in answer.content.decode()
    assert f'value="{number}"' not in answer.content.decode()
    document.refresh_from_db()
    assert document.unseal() == "AB1234567"


def test_deleting_a_passport_in_the_admin_is_on_record_too(managers_desk: Client, manager: User):
    document = TravelDocumentFactory(visit__officer=manager)

    managers_desk.post(
        reverse("admin:delegates_traveldocument_delete", args=[document.pk]), {"post": "yes"}
    )

    assert not TravelDocument.objects.exists()
    assert list(PassportRead.objects.values_list("what", "by", "visit")) == [
        ("deleted", manager.pk, document.visit_id)
    ]


def test_a_passport_without_a_number_is_refused(managers_desk: Client, office: Office):
    visit = VisitFactory(officer=UserFactory(office=office))

    answer = managers_desk.post(
        reverse("admin:delegates_traveldocument_add"),
        {"visit": visit.pk, "country_code": "MA", "expires_on": "2030-01-01"},
    )

    assert "Write the number of the document." in answer.content.decode()
    assert not TravelDocument.objects.exists()


def test_a_number_left_blank_stays_as_it_is(managers_desk: Client, office: Office):
    document = TravelDocumentFactory(visit__officer=UserFactory(office=office))

    managers_desk.post(
        reverse("admin:delegates_traveldocument_change", args=[document.pk]),
        {"country_code": "KE", "expires_on": "2031-01-01", "number": ""},
    )

    document.refresh_from_db()
    assert (document.country_code, document.unseal()) == ("KE", "AB1234567")


def test_a_visit_goes_into_the_managers_office(managers_desk: Client, manager: User):
    delegate = DelegateFactory()

    managers_desk.post(
        reverse("admin:delegates_visit_add"),
        {
            "delegate": delegate.pk,
            "officer": manager.pk,
            "begins": "1990s",
            "state": "completed",
            "office": OfficeFactory(name="UNIDO ITPO Elsewhere").pk,
        },
    )

    visit = Visit.objects.get()
    assert (visit.office, visit.state, visit.when) == (manager.office, "completed", "1990s")


def test_a_visit_that_ends_before_it_begins_is_refused_in_the_form(
    managers_desk: Client, manager: User
):
    answer = managers_desk.post(
        reverse("admin:delegates_visit_add"),
        {
            "delegate": DelegateFactory().pk,
            "officer": manager.pk,
            "begins": "2026-11-20",
            "ends": "2026-11-19",
            "state": "planned",
        },
    )

    assert answer.content.decode().count("The end is before the beginning.") == 1
    assert not Visit.objects.exists()


def test_the_state_of_a_visit_is_not_changed_in_a_form(managers_desk: Client, manager: User):
    visit = VisitFactory(officer=manager)

    managers_desk.post(
        reverse("admin:delegates_visit_change", args=[visit.pk]),
        {
            "delegate": visit.delegate.pk,
            "officer": manager.pk,
            "begins": "2026-11-16",
            "ends": "2026-11-28",
            "state": "cancelled",
        },
    )

    visit.refresh_from_db()
    assert (visit.state, visit.ends) == ("planned", "2026-11-28")


def test_a_visit_is_not_entered_beside_another_of_the_same_days(
    managers_desk: Client, manager: User
):
    there = VisitFactory(officer=manager, begins="2026-11-16", ends="2026-11-27")
    sent = {
        "delegate": there.delegate.pk,
        "officer": manager.pk,
        "begins": "2026-11-20",
        "ends": "2026-11-28",
        "state": "planned",
        **no_rows("checklist"),
    }

    page = managers_desk.post(reverse("admin:delegates_visit_add"), sent)

    assert "is on another visit then" in page.content.decode()
    assert Visit.objects.count() == 1


def test_a_delegate_is_found_by_the_agency(managers_desk: Client, office: Office):
    agency = AgencyFactory(name="Export office of Freedonia")
    posting = PostingFactory(agency=agency)
    DelegateFactory()

    found = managers_desk.get(
        reverse("admin:delegates_delegate_changelist"), {"q": "freedonia export"}
    )

    assert list(found.context["cl"].result_list) == [posting.delegate]


def test_a_picker_says_more_than_the_name(managers_desk: Client, office: Office):
    visit = VisitFactory(officer=UserFactory(office=office))
    asked = {"app_label": "delegates", "model_name": "traveldocument", "field_name": "visit"}

    found = managers_desk.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert found == [{"id": str(visit.pk), "text": f"{visit.delegate}, {visit.when}"}]


def test_a_post_can_be_added_to_a_delegate(managers_desk: Client, office: Office):
    posting = PostingFactory(post="Director")
    delegate = posting.delegate
    agency = AgencyFactory()

    answer = managers_desk.post(
        reverse("admin:delegates_delegate_change", args=[delegate.pk]),
        {
            "family_name": delegate.family_name,
            "country": delegate.country.pk,
            "postings-TOTAL_FORMS": "2",
            "postings-INITIAL_FORMS": "1",
            "postings-0-id": posting.pk,
            "postings-0-delegate": delegate.pk,
            "postings-0-agency": posting.agency.pk,
            "postings-0-post": "Director",
            "postings-1-delegate": delegate.pk,
            "postings-1-agency": agency.pk,
            "postings-1-post": "Head of the free zone",
            "postings-1-is_current": "on",
        },
    )

    assert answer.status_code == 302
    assert [one.post for one in delegate.postings.order_by("pk")] == [
        "Director",
        "Head of the free zone",
    ]


def test_an_owner_of_another_office_stays_when_a_shared_record_is_changed(
    managers_desk: Client, office: Office, stranger: User
):
    """A manager could not have chosen them, and must not lose them by saving."""
    agency_country = AgencyFactory().country
    agency_country.desk_officer = stranger
    agency_country.save()
    url = reverse("admin:delegates_hostcountry_change", args=[agency_country.pk])

    page = managers_desk.get(url).content.decode()
    answer = managers_desk.post(
        url,
        {"name": "Morocco", "code": "MA", "desk_officer": stranger.pk, "visa_notes": "90 days"},
    )

    agency_country.refresh_from_db()
    assert f'<option value="{stranger.pk}" selected>' in page
    assert answer.status_code == 302
    assert (agency_country.desk_officer, agency_country.visa_notes) == (stranger, "90 days")


def test_a_delegates_page_shows_only_the_visits_to_ones_own_office(
    managers_desk: Client, manager: User, stranger: User
):
    delegate = DelegateFactory()
    ours = VisitFactory(officer=manager, delegate=delegate, purpose="Food fair")
    VisitFactory(officer=stranger, delegate=delegate, purpose="Motor show")

    page = managers_desk.get(
        reverse("admin:delegates_delegate_change", args=[delegate.pk])
    ).content.decode()

    assert ours.purpose in page
    assert "Motor show" not in page
    assert Delegate.objects.get() == delegate


def test_an_application_shows_its_answers_in_words(managers_desk: Client, office: Office):
    answers = {"person": {"country": "MA"}, "aims": {"aims": "<b>Partners</b>"}}
    application = ApplicationFactory(programme__office=office, answers=answers, email="")

    page = managers_desk.get(
        reverse("admin:delegates_application_change", args=[application.pk])
    ).content.decode()

    assert "<dt>Country you come from</dt><dd>Morocco</dd>" in page
    assert "<dt>What you want to bring home</dt><dd>&lt;b&gt;Partners&lt;/b&gt;</dd>" in page
