"""A file is handed out as a download of the type we found, which can run nothing."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from itpo.office.models import Document, Office


def kept(office: Office, **options: str) -> Document:
    document = Document(office=office, **options)
    document.file.save("x", ContentFile(b"<script>alert(1)</script>"))
    return document


def test_a_file_is_a_download_of_its_own_type_and_runs_nothing(desk: Client, office: Office):
    document = kept(office, title="推薦状 1.pdf", content_type="application/pdf")

    answer = desk.get(reverse("office:document", args=[document.pk]))

    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%8E%A8")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_of_no_known_type_is_only_bytes_whatever_its_name(desk: Client, office: Office):
    document = kept(office, title="page.html")

    answer = desk.get(reverse("office:document", args=[document.pk]))

    assert answer["Content-Type"] == "application/octet-stream"


def test_a_file_the_disk_has_lost_is_not_there(desk: Client, office: Office):
    document = kept(office, title="minutes.pdf")
    Path(document.file.path).unlink()

    answer = desk.get(reverse("office:document", args=[document.pk]))

    assert answer.status_code == 404


def test_a_file_lies_under_a_name_nobody_can_guess_and_only_we_can_read(office: Office):
    document = kept(office, title="minutes.pdf")

    path = Path(document.file.path)
    assert len(path.name) == 40
    assert path.stat().st_mode & 0o777 == 0o600
