"""How a request's files are taken in: in memory, and no more of each than may be kept.

Nothing that is sent touches the disk before it was looked at: a passport's picture is sealed
first. What is larger than allowed is read off the line and thrown away, so that the rest of the
form is kept and the page can say which file was too large.
"""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from itpo.office.uploads import LARGEST

MOST_AT_ONCE = 6 * LARGEST  # bytes that the files of one request may keep in memory together
LARGEST_REQUEST = 20 * LARGEST
READ_OFF = 64 * 1024


class InMemory(FileUploadHandler):
    """Keeps what may be kept, and of the rest only its length."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.kept_of_all = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.kept, self.length = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.length += len(raw_data)
        if self._is_within_limits(len(raw_data)):
            self.kept.write(raw_data)
            self.kept_of_all += len(raw_data)

    def _is_within_limits(self, more: int) -> bool:
        return self.length <= LARGEST and self.kept_of_all + more <= MOST_AT_ONCE

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        told = (self.file_name, self.content_type)
        extra = (self.charset, self.content_type_extra)
        if self.kept.tell() < self.length:
            # It has a length and no content: whoever stored it unchecked would fail, not cut.
            return UploadedFile(None, *told, self.length, *extra)
        self.kept.seek(0)
        return InMemoryUploadedFile(self.kept, self.field_name, *told, file_size, *extra)


class RefuseHugeRequests:
    """Answer a request of more than 200 MB in a sentence, before anything else reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) <= LARGEST_REQUEST:
            return self.get_response(request)
        # A browser that is still sending does not read the answer: let it send for a while.
        with suppress(UnreadablePostError):
            left = LARGEST_REQUEST
            while left > 0 and (read := request.read(READ_OFF)):
                left -= len(read)
        return render(request, "413.html", status=413)


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
