"""A document is kept once it is whole, replaced by a later one, and gone when it is taken away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from delegates import documents
from delegates.models import Application, ApplicationDocument, RequiredDocument, TravelDocument
from itpo.office import uploads
from itpo.office.models import Document
from itpo.office.states import NotPossible
from tests.factories import ApplicationFactory, RequiredDocumentFactory
from tests.uploaded import PDF, PNG, pdf, picture, sent

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def asked(**options: object) -> tuple[Application, RequiredDocument]:
    required = RequiredDocumentFactory(**options)
    return ApplicationFactory(programme=required.programme), required


def receive(application: Application, required: RequiredDocument, data: bytes, name: str) -> None:
    upload = sent(data, name, "application/octet-stream")
    documents.receive(application=application, required=required, upload=upload, at=NOW)


def on_disk(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_document_is_kept_with_what_it_is_found_to_be(settings):
    application, required = asked()
    data = pdf()

    receive(application, required, data, "Lettre de désignation.pdf")

    (kept,) = ApplicationDocument.objects.all()
    document = kept.document
    assert (kept.application, kept.required) == (application, required)
    assert (document.title, document.content_type, document.size) == (
        "Lettre de désignation.pdf",
        PDF,
        len(data),
    )
    assert (document.office, document.uploaded_by) == (application.programme.office, None)
    assert document.file.read() == data
    assert on_disk(settings.MEDIA_ROOT) == [document.file.name]
    assert documents.received_by(application) == {required.pk}


def test_a_later_one_takes_its_place_and_the_earlier_file_is_gone(
    settings, django_capture_on_commit_callbacks
):
    application, required = asked()

    with django_capture_on_commit_callbacks(execute=True):
        receive(application, required, pdf(), "first.pdf")
        receive(application, required, picture(), "second.png")

    (document,) = Document.objects.all()
    assert (document.title, document.content_type) == ("second.png", PNG)
    assert on_disk(settings.MEDIA_ROOT) == [document.file.name]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(pdf()[:-200], uploads.CUT_OFF), (b"", uploads.EMPTY), (b"MZ" + bytes(99), uploads.NEITHER)],
    ids=["cut off", "empty", "a program"],
)
def test_what_is_refused_leaves_the_earlier_one_where_it_is(
    settings, data, sentence, django_capture_on_commit_callbacks
):
    application, required = asked()
    receive(application, required, pdf(), "first.pdf")

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ValidationError) as refused,
    ):
        receive(application, required, data, "second.pdf")

    (document,) = Document.objects.all()
    assert refused.value.messages == [sentence]
    assert (document.title, on_disk(settings.MEDIA_ROOT)) == ("first.pdf", [document.file.name])


def test_a_document_taken_away_is_gone_with_its_file(settings, django_capture_on_commit_callbacks):
    application, required = asked()
    receive(application, required, pdf(), "letter.pdf")

    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(application=application, required=required, at=NOW)
        documents.remove(application=application, required=required, at=NOW)

    assert not Document.objects.exists()
    assert on_disk(settings.MEDIA_ROOT) == []
    assert documents.received_by(application) == set()


@pytest.mark.parametrize("state", ["submitted", "waiting_list", "declined", "withdrawn"])
def test_once_the_application_is_sent_its_documents_stay_as_they_are(state, settings):
    application, required = asked()
    receive(application, required, pdf(), "letter.pdf")
    before = on_disk(settings.MEDIA_ROOT)
    Application.objects.update(state=state, decided_at=NOW)

    with pytest.raises(NotPossible, match="Ask the office to open it again"):
        receive(application, required, pdf(), "other.pdf")
    with pytest.raises(NotPossible):
        documents.remove(application=application, required=required, at=NOW)

    assert on_disk(settings.MEDIA_ROOT) == before
    assert [one.title for one in Document.objects.all()] == ["letter.pdf"]


def test_a_document_of_another_programme_is_not_asked_for():
    application, _required = asked()
    elsewhere = RequiredDocumentFactory()

    with pytest.raises(NotPossible, match="does not ask for that"):
        receive(application, elsewhere, pdf(), "letter.pdf")

    assert not Document.objects.exists()


def test_a_document_shares_its_kind_with_nobody():
    application, required = asked()
    other = ApplicationFactory(programme=required.programme)
    receive(application, required, pdf(), "mine.pdf")
    receive(other, required, pdf(), "theirs.pdf")

    documents.remove(application=other, required=required, at=NOW)

    assert [one.title for one in Document.objects.all()] == ["mine.pdf"]


def test_the_picture_of_a_passport_is_no_document(settings, django_capture_on_commit_callbacks):
    application, required = asked(is_passport=True)
    letter = RequiredDocumentFactory(programme=required.programme)
    RequiredDocumentFactory(programme=required.programme)  # not there yet

    receive(application, required, picture("JPEG"), "passport AB1234567.jpg")
    receive(application, letter, pdf(), "letter.pdf")

    assert [one.title for one in Document.objects.all()] == ["letter.pdf"]
    assert documents.received_by(application) == {required.pk, letter.pk}
    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(application=application, required=required, at=NOW)
    assert documents.received_by(application) == {letter.pk}
    assert TravelDocument.objects.get().sealed_scan.name == ""


def test_anothers_passport_is_not_received():
    _theirs, required = asked(is_passport=True)
    mine = ApplicationFactory(programme=required.programme)
    receive(_theirs, required, picture("JPEG"), "p.jpg")

    assert documents.received_by(mine) == set()


def test_what_is_there_is_known_in_one_query(django_assert_num_queries):
    application, required = asked()
    receive(application, required, pdf(), "letter.pdf")

    with django_assert_num_queries(1):
        assert documents.received_by(application) == {required.pk}


def test_a_file_whose_row_cannot_be_written_is_not_left_on_the_disk(settings, monkeypatch):
    application, required = asked()

    def fail(*args: object, **options: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(ApplicationDocument.objects, "create", fail)

    with pytest.raises(DatabaseError):
        receive(application, required, pdf(), "letter.pdf")

    assert on_disk(settings.MEDIA_ROOT) == []
    assert not Document.objects.exists()
