"""Files somebody sends: what they really are, whether they arrived whole, what to call them.

What the browser says of a file is never believed. A file is a PDF or a picture only if it begins
as one, can be read to its end as one, and ends as one: an upload that was cut off is no document.
"""

import re
import threading
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeAlias

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from itpo.office.pdfs import PDF, read_pdf

# Its class takes a type only when types are checked.
Upload: TypeAlias = "UploadedFile[Any]"

LARGEST = 10 * 1024 * 1024  # bytes of one file
MOST_PIXELS = 50_000_000  # what the largest phones take; more is made to fill the memory
LONGEST_TITLE = 120

EMPTY = gettext_lazy("This file is empty. Choose it again.")
TOO_LARGE = gettext_lazy(
    "This file is larger than 10 MB. Send a smaller one: photograph it with fewer pixels, or scan "
    "it in black and white."
)
TOO_MUCH_AT_ONCE = gettext_lazy(
    "These files are more than 60 MB together. Send this one by itself, after the others."
)
NEITHER = gettext_lazy(
    "This is neither a PDF nor a picture (JPEG, PNG or WebP). Save it as one of these, and send "
    "that."
)
HEIC = gettext_lazy(
    "This picture is in the format of an iPhone (HEIC), which many computers cannot open. Take a "
    "screenshot of it and send that, or choose “Most Compatible” under Settings, Camera, Formats, "
    "and photograph it again."
)
CUT_OFF = gettext_lazy(
    "This file broke off on the way, or is damaged. Send it again; if that does not help, open it, "
    "save it anew and send that."
)
TOO_MANY_PIXELS = gettext_lazy(
    "This picture has more than 50 million pixels. Make it smaller, and send that."
)

# Where each kind begins, and what its name may end with; the first is what we add to others.
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
BEGINS = {
    PDF: re.compile(rb"%PDF-\d"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
ENDINGS = {
    PDF: (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
}
HEAD = 4096  # bytes by which a file is told; none of the kinds needs more
HEIC_BRANDS = re.compile(rb".{4}ftyp(heic|heix|hevc|heim|heis|mif1|msf1|avif)", re.DOTALL)
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"

# One picture is unpacked at a time in each process: several at once could fill its memory.
_one_at_a_time = threading.Lock()


class Checked(NamedTuple):
    """What a file is, by its content, and how many bytes it has."""

    content_type: str
    size: int


def checked(upload: Upload) -> Checked:
    """Read a file to its end. Raises ValidationError with what is wrong and what to send."""
    refuse_too_large(upload)
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    content_type = _kind(data)
    if content_type == PDF:
        read_pdf(data, cut_off=CUT_OFF)
    else:
        _read_picture(data, content_type)
    return Checked(content_type, len(data))


def refuse_too_large(upload: Upload) -> None:
    """Raise ValidationError for a file without content, or with so much that it was left out."""
    if not upload.size:
        raise ValidationError(EMPTY)
    if upload.size > LARGEST:
        raise ValidationError(TOO_LARGE)
    if upload.file is None:
        raise ValidationError(TOO_MUCH_AT_ONCE)


def found_type(upload: Upload) -> str:
    """What a file is found to be; empty for what is neither a PDF nor a picture."""
    try:
        return checked(upload).content_type
    except ValidationError:
        return ""


def title_of(upload: Upload, content_type: str) -> str:
    """The name a file was sent with, made fit to be shown and saved under.

    No folders, no signs that cannot be seen or turn the text around, not too long; and it ends
    as its content does, so that no program hides behind a name.
    """
    name = unicodedata.normalize("NFC", upload.name or "").replace("\\", "/")
    visible = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    path = PurePosixPath(" ".join(visible.split()))
    endings = ENDINGS[content_type]
    stem, ending = path.name, endings[0]
    if path.suffix.lower() in endings:
        stem, ending = path.stem, path.suffix
    return (stem.strip(". ")[: LONGEST_TITLE - len(ending)] or _("Document")) + ending


def _kind(data: bytes) -> str:
    """The type of a file by how it begins; what it is taken for elsewhere has to agree."""
    taken_for: set[str] = set()
    with suppress(puremagic.PureError, ValueError):
        taken_for = {one.mime_type for one in puremagic.magic_string(data[:HEAD])}
    for content_type, beginning in BEGINS.items():
        if beginning.match(data) and content_type in taken_for:
            return content_type
    raise ValidationError(HEIC if HEIC_BRANDS.match(data) else NEITHER)


def _read_picture(data: bytes, content_type: str) -> None:
    try:
        with _one_at_a_time, Image.open(BytesIO(data), formats=[PICTURES[content_type]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS)
            # Every byte of a JPEG is read all the same, and an eighth of its size unpacked.
            image.draft("L", (image.width // 8 or 1, image.height // 8 or 1))
            image.load()
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except Exception as error:  # whatever a broken picture makes its reader stumble over
        raise ValidationError(CUT_OFF) from error
    if not IS_WHOLE[content_type](data):
        raise ValidationError(CUT_OFF)


def _jpeg_is_whole(data: bytes) -> bool:
    """Whether the picture itself ends; the small one before it does not count.

    Phones put more behind its end: a second picture, or a moving one.
    """
    at = 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        if data[at + 1] == 0xDA:
            return data.find(b"\xff\xd9", at) > 0
        if data[at + 1] == 0xFF:  # a filling sign
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _webp_is_whole(data: bytes) -> bool:
    said = int.from_bytes(data[4:8], "little") + 8
    return said <= len(data) <= said + 1  # a filling sign may follow


IS_WHOLE: dict[str, Callable[[bytes], Any]] = {
    "image/jpeg": _jpeg_is_whole,
    "image/png": lambda data: data.endswith(PNG_END),
    "image/webp": _webp_is_whole,
}
