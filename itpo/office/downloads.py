"""Handing out files: always as a download, as what we found them to be, with no rights at all."""

from typing import IO, TypeVar

from django.http import FileResponse, Http404, HttpResponseBase

from itpo.office.models import Document

Answer = TypeVar("Answer", bound=HttpResponseBase)


def download(content: IO[bytes], *, name: str, content_type: str) -> FileResponse:
    """A file to be saved. Whatever it holds runs nowhere, and no cache keeps it."""
    response = FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type=content_type or "application/octet-stream",
    )
    return as_download(response)


def as_download(response: Answer) -> Answer:
    """Say of an answer that it is to be saved, and what it may do: nothing."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def of(document: Document) -> FileResponse:
    """The file of a document. Raises Http404 where the disk has lost it."""
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return download(content, name=document.title, content_type=document.content_type)
