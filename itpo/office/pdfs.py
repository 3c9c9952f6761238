"""Reading PDFs that somebody sent."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

PDF = "application/pdf"
MOST_PAGES = 500
# Bytes that what stands on all pages may unpack to; its pictures are not counted.
MOST_UNPACKED = 100 * 1024 * 1024
# Actions that do more than lead to a page of the same document, or to an address.
DOES_SOMETHING = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"}

LOCKED = gettext_lazy("This PDF asks for a password. Save it without one, and send that.")
TOO_MANY_PAGES = gettext_lazy("This PDF has more than 500 pages. Send only those asked for.")
ACTS = gettext_lazy(
    "This PDF runs a program when it is opened, or has other files inside. Print it into a new "
    "PDF, and send that."
)


def read_pdf(data: bytes, *, cut_off: Any) -> None:
    """Read a PDF to its end. Raises ValidationError: `cut_off`, or what else is wrong."""
    if not data.rstrip(b"\r\n\t \x00").endswith(b"%%EOF"):
        raise ValidationError(cut_off)
    try:
        _read(PdfReader(BytesIO(data)), cut_off)
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken PDF makes its reader stumble over
        raise ValidationError(cut_off) from error


def _read(reader: PdfReader, cut_off: Any) -> None:
    # One that only forbids printing or changing opens for everybody, with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValidationError(LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise ValidationError(TOO_MANY_PAGES)
    catalog = reader.root_object
    names = _dictionary(catalog.get("/Names"))
    if "/EmbeddedFiles" in names or "/JavaScript" in names or _acts(catalog, on_opening=True):
        raise ValidationError(ACTS)
    unpacked = 0
    for page in reader.pages:
        contents = page.get_contents()
        unpacked += 0 if contents is None else len(contents.get_data())
        if unpacked > MOST_UNPACKED:  # made to keep us busy: nobody draws as much
            raise ValidationError(cut_off)
        if _acts(page, on_opening=True) or any(_acts(one) for one in _annotations(page)):
            raise ValidationError(ACTS)
    reader.pages[0]  # a PDF without a page is none


def _annotations(page: DictionaryObject) -> Iterator[DictionaryObject]:
    found = page.get("/Annots")
    for one in (found.get_object() if found is not None else None) or ():
        yield _dictionary(one)


def _acts(thing: DictionaryObject, *, on_opening: bool = False) -> bool:
    """Whether a part of a PDF starts something by itself, or at a click a program.

    The fields of a form may check what is typed into them: many official forms do.
    """
    actions = [thing.get("/OpenAction"), *_dictionary(thing.get("/AA")).values()]
    if on_opening:
        return any(_kind(action) in DOES_SOMETHING for action in actions)
    return _kind(thing.get("/A")) == "/Launch"


def _kind(action: Any) -> str:
    return str(_dictionary(action).get("/S", ""))


def _dictionary(found: Any) -> DictionaryObject:
    """What is found, if it is a dictionary; else an empty one: a page may stand there instead."""
    resolved = found.get_object() if found is not None else None
    if isinstance(resolved, DictionaryObject) and not isinstance(resolved, ArrayObject):
        return resolved
    return DictionaryObject()
