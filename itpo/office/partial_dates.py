"""Dates known only in part: `2016-06`, `1990s`, `about 2000`.

A date is read once, when it is written: first as EDTF (ISO 8601-2), then as words. Reading
gives the EDTF form and the first and last day it may mean. Days are plain calendar days, never
shifted by a time zone. https://www.loc.gov/standards/datetime/
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import formats
from django.utils.translation import gettext as _
from edtf import parse_edtf, text_to_edtf
from edtf.parser.edtf_exceptions import EDTFParseException


class NotADate(ValueError):
    """The text cannot be read as a date. The message says what to write instead."""


@dataclass(frozen=True)
class PartialDate:
    """What was understood: the EDTF form, and the first and last day it may mean."""

    edtf: str
    earliest: date
    latest: date

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest


PLAIN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?([~?%]?)")
JAPANESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?(頃?)")
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
WORDS = re.compile(
    rf"(?:(?:about|around|circa|c\.|ca\.?|early|mid|late|spring|summer|autumn|winter)[ -])?"
    rf"(?:the )?(?:\d{{4}}s?|{MONTH},? \d{{4}}|\d{{1,2}} {MONTH},? \d{{4}}"
    rf"|{MONTH} \d{{1,2}}, ?\d{{4}})",
    re.IGNORECASE,
)
EDTF_FORM = re.compile(r"[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?[~?%]?|\d{4}-2[1-4]")


@lru_cache(maxsize=4096)
def read(text: str) -> PartialDate:
    """Read a date as typed. Raises NotADate with a sentence that says what to write."""
    text = unicodedata.normalize("NFKC", text).strip()
    if match := PLAIN.fullmatch(text):
        return _plain(text, *match.groups())
    if match := JAPANESE.fullmatch(text):
        year, month, day, about = match.groups()
        return _plain(text, year, month, day, "~" if about else "")
    if EDTF_FORM.fullmatch(text):
        return _edtf(text, text)
    if WORDS.fullmatch(text):
        return _edtf(text, text_to_edtf(text) or "")
    raise NotADate(_refusal(text))


def shown(edtf: str, earliest: date | None, latest: date | None) -> str:
    """Say back what was understood, in the reader's language."""
    if not earliest or not latest:
        return ""
    if earliest == latest:
        words = formats.date_format(earliest, "j M Y")
    elif earliest.year == latest.year and earliest.month == latest.month:
        words = formats.date_format(earliest, "M Y")
    elif (earliest.month, earliest.day, latest.month, latest.day) != (1, 1, 12, 31):
        words = _("%(from)s to %(to)s") % {
            "from": formats.date_format(earliest, "j M Y"),
            "to": formats.date_format(latest, "j M Y"),
        }
    elif earliest.year == latest.year:
        words = str(earliest.year)
    elif earliest.year % 10 == 0 and latest.year == earliest.year + 9:
        words = _("%(decade)ss") % {"decade": earliest.year}
    else:
        words = f"{earliest.year}–{latest.year}"
    if edtf.endswith(("~", "%")):
        return _("about %(date)s") % {"date": words}
    if edtf.endswith("?"):
        return _("%(date)s, uncertain") % {"date": words}
    return words


def _plain(text: str, year: str, month: str | None, day: str | None, mark: str) -> PartialDate:
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise NotADate(_refusal(text)) from error
    if day:
        last = first
    elif month:
        last = first.replace(day=monthrange(first.year, first.month)[1])
    else:
        last = first.replace(month=12, day=31)
    shape = first.isoformat()[: 10 if day else 7 if month else 4]
    return PartialDate(shape + mark, first, last)


def _edtf(text: str, edtf: str) -> PartialDate:
    try:
        parsed = parse_edtf(edtf)
        earliest = date(*parsed.lower_strict()[:3])
        latest = date(*parsed.upper_strict()[:3])
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise NotADate(_refusal(text)) from error
    if earliest > latest:
        raise NotADate(_refusal(text))
    return PartialDate(str(parsed), earliest, latest)


def _refusal(text: str) -> str:
    return _(
        "“%(text)s” cannot be read as a date. Write for example 2016-06-27, 2016-06, 2016, "
        "1990s or about 2000."
    ) % {"text": text}
