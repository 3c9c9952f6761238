"""The files of an application are its holder's, and its agency's, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from delegates import documents
from delegates.models import Application, ApplicationDocument
from itpo.office.models import Document, PersonalLink
from tests.factories import (
    AgencyFactory,
    ApplicationDocumentFactory,
    ApplicationFactory,
    DocumentFactory,
    RequiredDocumentFactory,
)
from tests.portal.links import NOW, applicant, at, invited
from tests.uploaded import PDF, pdf, picture, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

DATA = pdf()


def with_a_letter(application: Application, name: str = "Lettre.pdf") -> Document:
    required = RequiredDocumentFactory(programme=application.programme)
    documents.receive(application=application, required=required, upload=sent(DATA, name), at=NOW)
    return ApplicationDocument.objects.get(application=application).document


def ask(client: Client, link: PersonalLink, document: Document, token: str = "") -> Any:
    return client.get(at("portal:document", link, token, document.pk))


def test_ones_own_file_is_a_download_that_runs_nothing_and_nothing_keeps(client):
    application = applicant()
    document = with_a_letter(application, "Lettre de désignation.pdf")

    answer = ask(client, application.link, document)

    assert b"".join(answer.streaming_content) == DATA
    assert answer["Content-Type"] == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Lettre%20de")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_anothers_file_is_not_there(client):
    mine, theirs = applicant(), applicant()
    document = with_a_letter(theirs)

    assert ask(client, mine.link, document).status_code == 404


def test_a_file_of_the_office_is_not_there(client):
    application = applicant()

    assert ask(client, application.link, DocumentFactory()).status_code == 404


def test_an_agency_has_the_files_of_whom_it_named_and_of_no_other(client):
    invitation = invited()
    named = ApplicationFactory(programme=invitation.programme, invitation=invitation)
    document = with_a_letter(named)
    others = with_a_letter(
        ApplicationFactory(invitation=invited(email="autre@example.org", agency=AgencyFactory()))
    )

    assert ask(client, invitation.link, document).status_code == 200
    assert ask(client, invitation.link, others).status_code == 404


def test_an_agency_has_no_file_of_somebody_who_withdrew(client):
    invitation = invited()
    document = with_a_letter(
        ApplicationFactory(programme=invitation.programme, invitation=invitation)
    )
    Application.objects.update(state="withdrawn")

    assert ask(client, invitation.link, document).status_code == 404


def test_a_forged_token_opens_nothing(client):
    application = applicant()
    document = with_a_letter(application)

    assert ask(client, application.link, document, "0" * 64).status_code == 404


@pytest.mark.parametrize(
    "closed", [{"expires_at": NOW - timedelta(days=1)}, {"revoked_at": NOW}], ids=str
)
def test_a_link_that_no_longer_opens_hands_out_nothing(client, closed):
    application = applicant()
    document = with_a_letter(application)
    PersonalLink.objects.update(**closed)

    answer = ask(client, application.link, document)

    assert answer.status_code == 410
    assert DATA not in answer.content


def test_a_link_of_another_purpose_opens_no_file(client):
    application = applicant()
    document = with_a_letter(application)
    PersonalLink.objects.update(purpose="post")

    assert ask(client, application.link, document).status_code == 404


def test_the_picture_of_a_passport_cannot_be_fetched_back(client):
    application = applicant()
    required = RequiredDocumentFactory(programme=application.programme, is_passport=True)
    documents.receive(application=application, required=required, upload=sent(picture()), at=NOW)

    assert not Document.objects.exists()
    answer = client.get(at("portal:document", application.link, "", application.travel_document.pk))
    assert answer.status_code == 404


def test_a_visitor_of_the_workspace_sees_no_file(client):
    document = with_a_letter(applicant())

    answer = client.get(reverse("office:document", args=[document.pk]))

    assert answer.url.startswith("/account/login/")


def test_the_office_has_the_files_of_its_own_applicants(client, officer, stranger):
    kept = ApplicationDocumentFactory(application__programme__office=officer.office)
    url = reverse("office:document", args=[kept.document.pk])
    client.force_login(officer)
    assert client.get(url).status_code == 200
    client.force_login(stranger)

    assert client.get(url).status_code == 404


def test_a_file_is_only_read(client):
    application = applicant()
    document = with_a_letter(application)

    assert client.post(at("portal:document", application.link, "", document.pk)).status_code == 405
