"""What a request brings is taken in in memory, and never more of it than may be kept."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from itpo.office import receiving
from itpo.office.models import Document
from itpo.office.uploads import LARGEST
from tests.uploaded import pdf, sent


def taken_in(**fields: Any) -> HttpRequest:
    return RequestFactory().post("/", fields)


def test_a_small_file_is_kept_whole_and_not_on_the_disk():
    data = pdf()

    request = taken_in(purpose="Aims", letter=sent(data))

    letter = request.FILES["letter"]
    assert (letter.read(), letter.size, letter.name) == (data, len(data), "scan.pdf")
    assert isinstance(letter.file, BytesIO)


def test_a_file_of_ten_megabytes_is_kept_in_memory():
    letter = taken_in(letter=sent(bytes(LARGEST))).FILES["letter"]

    assert letter.size == LARGEST
    assert isinstance(letter.file, BytesIO)


def test_of_a_huge_file_only_the_length_is_kept_and_the_rest_of_the_form_is_there():
    data = pdf()

    request = taken_in(a="before", huge=sent(bytes(3 * LARGEST)), letter=sent(data), z="behind")

    huge = request.FILES["huge"]
    assert (huge.size, huge.file) == (3 * LARGEST, None)
    assert request.FILES["letter"].read() == data
    assert (request.POST["a"], request.POST["z"]) == ("before", "behind")


def test_a_huge_file_cannot_be_kept_by_mistake(db, office):
    huge = taken_in(huge=sent(bytes(LARGEST + 1))).FILES["huge"]

    with pytest.raises(AttributeError):
        Document(office=office, title="Huge").file.save("x", huge)

    assert not Document.objects.exists()


def test_many_files_at_once_are_taken_in_until_there_are_too_many():
    many = {f"file{number}": sent(bytes(LARGEST)) for number in range(8)}

    found = taken_in(**many).FILES

    kept = [name for name, file in found.items() if file.file is not None]
    assert kept == [f"file{number}" for number in range(6)]
    assert {file.size for file in found.values()} == {LARGEST}


def test_a_request_far_too_large_is_answered_in_a_sentence(client, monkeypatch):
    monkeypatch.setattr(receiving, "LARGEST_REQUEST", 300_000)

    answer = client.post("/", {"huge": sent(bytes(400_000))})

    assert answer.status_code == 413
    assert "A file may have 10 MB at most." in answer.content.decode()


def test_a_length_that_is_none_is_none_of_our_business(client):
    asked = RequestFactory().get("/", CONTENT_LENGTH="many")

    answer = receiving.RefuseHugeRequests(lambda request: HttpResponse("read"))(asked)

    assert answer.content == b"read"


def test_more_text_than_anybody_types_is_answered_in_a_sentence(client):
    answer = client.post(reverse("account_login"), {"login": "x" * 6_000_000})

    assert answer.status_code == 400
    assert "We could not read what was sent" in answer.content.decode()


@pytest.mark.parametrize("name", ["Minutes.txt", "Minutes.pdf"])
def test_in_the_admin_a_file_too_large_is_refused_beside_its_field(
    managers_desk: Client, name: str
):
    answer = managers_desk.post(
        reverse("admin:office_document_add"),
        {"title": "Minutes", "file": sent(bytes(LARGEST + 1), name)},
    )

    assert "This file is larger than 10 MB." in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("data", "content_type"), [(pdf(), "application/pdf"), (b"<script>", ""), (b"%PDF-1.7", "")]
)
def test_in_the_admin_a_file_is_what_it_is_found_to_be(
    managers_desk: Client, data: bytes, content_type: str
):
    managers_desk.post(
        reverse("admin:office_document_add"), {"title": "Minutes", "file": sent(data)}
    )

    document = Document.objects.get()
    assert (document.content_type, document.size) == (content_type, len(data))
    assert document.file.read() == data


def test_a_file_taken_in_is_an_upload_like_any_other():
    assert isinstance(taken_in(letter=sent(pdf())).FILES["letter"], UploadedFile)
