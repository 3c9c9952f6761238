"""`import_holidays`: the holidays of a year, of countries and offices, from a list."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from itpo.office.importing.reading import Line, lines_of, read
from itpo.office.importing.report import Outcome, Report, RowRefused
from itpo.office.models import Holiday, Office, User

COLUMNS = ("where", "day", "name")
LONGEST_NAME = 120  # characters; the length of the column
FIRST_YEAR, LAST_YEAR = 1990, 2100

Key = tuple[int | None, str, date]  # an office or none, a country, a day


@dataclass(frozen=True)
class HolidayRow:
    """One row of the list, understood."""

    number: int
    office: Office | None
    country_code: str
    on: date
    name: str

    @property
    def key(self) -> Key:
        return (self.office.pk, "", self.on) if self.office else (None, self.country_code, self.on)


@transaction.atomic
def import_holidays(path: Path, *, office: Office, at: datetime, dry_run: bool = False) -> Report:
    """Take a list of holidays, whichever office's. Raises FileNotReadable, having written nothing.

    A dry run says what would be done and takes it back.
    """
    report = Report()
    _take(read(path, COLUMNS, report), list(Office.objects.order_by("pk")), None, report)
    if dry_run:
        transaction.set_rollback(True)
    return report


@transaction.atomic
def take_holidays(raw: bytes, *, by: User) -> Report:
    """The same of a file that was sent: only what its sender may write. Raises FileNotReadable."""
    offices = Office.objects.order_by("pk")
    if not by.is_superuser:
        offices = offices.filter(users=by)
    report = Report()
    _take(lines_of(raw, COLUMNS, report), list(offices), by, report)
    return report


def understand(line: Line, offices: Iterable[Office]) -> HolidayRow:
    """What a row says. Raises RowRefused."""
    office, country_code = _place(line["where"], offices)
    name = " ".join(line["name"].split())
    if not name:
        raise RowRefused("name", _("Say what the holiday is called."))
    if len(name) > LONGEST_NAME:
        sentence = _("The text is longer than %(longest)s characters.")
        raise RowRefused("name", sentence % {"longest": LONGEST_NAME})
    return HolidayRow(line.number, office, country_code, _day(line["day"]), name)


def _place(typed: str, offices: Iterable[Office]) -> tuple[Office | None, str]:
    """An office by its name, or a country by its code or its English name. Raises RowRefused."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    for office in offices:
        if plain.casefold() in {office.name.casefold(), office.name_ja.casefold()} - {""}:
            return office, office.country_code
    code = plain.upper()
    if countries.name(code):
        return None, code
    with translation.override("en"):
        code = countries.by_name(plain)
    if not code:
        raise RowRefused(
            "where",
            _("“%(name)s” is neither a country nor an office of yours.") % {"name": typed},
        )
    return None, code


def _day(typed: str) -> date:
    plain = unicodedata.normalize("NFKC", typed).strip().replace("/", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        found = date(year, month, day)
    except (ValueError, OverflowError):
        sentence = _("“%(text)s” is no day: write it as 2021-01-31.")
        raise RowRefused("day", sentence % {"text": typed}) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise RowRefused("day", _("That year is too far away."))
    return found


def _take(lines: Iterable[Line], offices: list[Office], by: User | None, report: Report) -> None:
    list(Office.objects.select_for_update().order_by("pk")[:1])  # one list after another
    rows = _rows(lines, offices, report)
    known = _known(rows.values())
    made, changed = [], []
    for key, row in rows.items():
        kept = known.get(key)
        if kept is None:
            made.append(
                Holiday(country_code=row.country_code, office=row.office, on=row.on, name=row.name)
            )
            report.count(Outcome.CREATED)
        elif kept.is_worked:
            worked = RowRefused("day", _("That day is said to be worked. Change it in the admin."))
            report.refuse(row.number, worked)
        elif kept.name == row.name:
            report.count(Outcome.UNCHANGED)
        else:
            kept.name = row.name
            changed.append(kept)
            report.count(Outcome.UPDATED)
    bulk_create_with_history(made, Holiday, default_user=by)
    bulk_update_with_history(changed, Holiday, ["name"], default_user=by)


def _rows(lines: Iterable[Line], offices: list[Office], report: Report) -> dict[Key, HolidayRow]:
    """The rows by whose day it is. One that says the same twice is counted, and taken once."""
    rows: dict[Key, HolidayRow] = {}
    for line in lines:
        try:
            row = understand(line, offices)
            first = rows.setdefault(row.key, row)
            if first is not row and first.name != row.name:
                sentence = _("Row %(row)s calls this day something else.")
                raise RowRefused("name", sentence % {"row": first.number})
            if first is not row:
                report.count(Outcome.UNCHANGED)
        except RowRefused as refusal:
            report.refuse(line.number, refusal)
    return rows


def _known(rows: Iterable[HolidayRow]) -> dict[Key, Holiday]:
    """What is kept of these days, in one query; locked, so that nobody changes it meanwhile."""
    days = [row.on for row in rows]
    if not days:
        return {}
    kept = Holiday.objects.select_for_update().between(min(days), max(days))
    return {(one.office_id, "" if one.office_id else one.country_code, one.on): one for one in kept}
