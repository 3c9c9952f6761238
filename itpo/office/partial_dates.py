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
from django.utils.translation import pgettext
from edtf import parse_edtf
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


LONGEST = 60  # characters; the length of the column
# How a month's name begins, in English and in French; without accents.
MONTHS = {
    beginning: number
    for number, beginnings in enumerate(
        (
            *("jan", "feb fev fév", "mar", "apr avr", "may mai", "jun juin"),
            *("jul juil", "aug aou aoû", "sep", "oct", "nov", "dec déc"),
        ),
        start=1,
    )
    for beginning in beginnings.split()
}
SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "winter": "24"}  # EDTF's codes

ABOUT = re.compile(
    r"(?:about|around|circa|ca?\.?|vers|environ) (?:the |les |le )?|ca?\.(?=\d)", re.IGNORECASE
)
# Which part of a year or decade is kept as typed only; the first and last day still hold.
PART = re.compile(r"(?:early|mid|late)[ -]|the ", re.IGNORECASE)
ABOUT_JA = re.compile(r" ?(?:頃|ごろ)$")

YEAR, DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|janv(?:ier)?|f[eé]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t"
    r"|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[eé]c(?:embre)?)\.?"
)
WRITTEN = [
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        # Year first, or the month in words: day and month are not taken for each other.
        rf"{YEAR}(?:(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?:(?P=sep){DAY})?)?",
        rf"{YEAR}年(?: ?(?P<month>\d{{1,2}})月(?: ?{DAY}日)?)?",
        rf"{MONTH},? {YEAR}",
        rf"{DAY}(?:er)? {MONTH},? {YEAR}",
        rf"{MONTH} {DAY},? {YEAR}",
    )
]
DECADE = re.compile(r"(?:ann[ée]es )?(\d{3})(?:0s|X|0年代|(?<=s \d{3})0)", re.ASCII | re.IGNORECASE)
SEASON = re.compile(r"(spring|summer|autumn|winter) (?:of )?(\d{4})", re.ASCII | re.IGNORECASE)
EDTF = re.compile(r"\d{2}XX|\d{4}-(?:2[1-4]|XX|\d{2}-XX)", re.ASCII)


@lru_cache(maxsize=4096)
def read(text: str) -> PartialDate:
    """Read a date as typed. Raises NotADate with a sentence that says what to write."""
    text = text.strip()
    plain = " ".join(unicodedata.normalize("NFKC", text[: LONGEST + 1]).split())
    if len(text) <= LONGEST:
        words, mark = _mark(plain)
        for pattern in WRITTEN:
            if match := pattern.fullmatch(words):
                return _day(plain, match.groupdict(), mark)
        if match := DECADE.fullmatch(words):
            return _edtf(plain, f"{match[1]}X{mark}")
        if match := SEASON.fullmatch(words):
            return _edtf(plain, f"{match[2]}-{SEASONS[match[1].lower()]}{mark}")
        if EDTF.fullmatch(words):
            return _edtf(plain, words + mark)
    raise NotADate(_refusal(plain))


def edtf_of(typed: str) -> str:
    """The form by which dates are compared; blank of a blank. Raises NotADate."""
    return read(typed).edtf if typed else ""


def shown(edtf: str, earliest: date | None, latest: date | None) -> str:
    """Say back what was understood, in the reader's language."""
    if not earliest or not latest:
        return ""
    words = _span(earliest, latest)
    if edtf.endswith(("~", "%")):
        return _("about %(date)s") % {"date": words}
    if edtf.endswith("?"):
        return _("%(date)s, uncertain") % {"date": words}
    return words


def in_words(typed: str) -> str:
    """What a date means that was kept as typed, in the reader's language; nothing for none."""
    if not typed:
        return ""
    understood = read(typed)
    return shown(understood.edtf, understood.earliest, understood.latest)


def day_shown(day: date) -> str:
    """A day as we write it, in the reader's language."""
    return formats.date_format(day, pgettext("a day, as Django's date filter has it", "j M Y"))


def _month_shown(day: date) -> str:
    return formats.date_format(day, pgettext("a month, as Django's date filter has it", "M Y"))


def _year_shown(year: int) -> str:
    return formats.date_format(
        date(year, 1, 1), pgettext("a year, as Django's date filter has it", "Y")
    )


def _span(earliest: date, latest: date) -> str:
    if earliest == latest:
        return day_shown(earliest)
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return _years(earliest.year, latest.year)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return _month_shown(earliest)
    return _("%(from)s to %(to)s") % {"from": _month_shown(earliest), "to": _month_shown(latest)}


def _years(first: int, last: int) -> str:
    if first == last:
        return _year_shown(first)
    if first % 10 == 0 and last == first + 9:
        return _("%(decade)ss") % {"decade": first}
    return f"{_year_shown(first)}–{_year_shown(last)}"


def _mark(text: str) -> tuple[str, str]:
    """Take off what says how sure one is: EDTF's ? (uncertain), ~ (about) or % (both)."""
    mark = text[-1] if text.endswith(("?", "~", "%")) else ""
    words = text.removesuffix(mark).rstrip()
    bare = ABOUT_JA.sub("", words[match.end() :] if (match := ABOUT.match(words)) else words)
    if bare != words:
        mark = "%" if mark in {"?", "%"} else "~"
    return (bare[match.end() :] if (match := PART.match(bare)) else bare), mark


def _day(text: str, parts: dict[str, str | None], mark: str) -> PartialDate:
    month, day = parts["month"], parts.get("day")
    if month and not month.isdigit():
        month = str(MONTHS.get(month[:4].lower()) or MONTHS[month[:3].lower()])
    try:
        first = date(int(parts["year"] or 0), int(month or 1), int(day or 1))
    except ValueError as error:
        raise NotADate(_refusal(text)) from error
    if day:
        last = first
    elif month:
        last = _end_of_month(first)
    else:
        last = first.replace(month=12, day=31)
    shape = first.isoformat()[: 10 if day else 7 if month else 4]
    return PartialDate(shape + mark, first, last)


def _edtf(text: str, edtf: str) -> PartialDate:
    try:
        parsed = parse_edtf(edtf)
        earliest = date(*parsed.lower_strict()[:3])
        latest = date(*parsed.upper_strict()[:3])
        if edtf[4:7] == "-24":
            # A winter begins in December and ends with the next year's February.
            latest = _end_of_month(date(latest.year + 1, 2, 1))
    except (EDTFParseException, ValueError) as error:
        raise NotADate(_refusal(text)) from error
    return PartialDate(str(parsed), earliest, latest)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _refusal(text: str) -> str:
    said = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return _(
        "“%(text)s” cannot be read as a date. Write for example 2016-06-27, 2016-06, 2016, "
        "1990s or about 2000."
    ) % {"text": said}
