"""What taking in a list would change: who on it is registered, who is new, what is refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from investors.attendance.columns import WHO, Column, said_no
from investors.attendance.identity import folded, folded_name, person
from investors.attendance.moments import Moments, minutes_in
from investors.attendance.sheets import Line, Sheet
from investors.models import Event, EventRegistration
from itpo.office.csv_files import BROKEN, CONTROL
from itpo.office.states import NotPossible

State = EventRegistration.State
LONGEST_NAME, LONGEST_ORGANISATION = 170, 200  # as the table has them


class Said(NamedTuple):
    """Something about one line: why it is refused, or what of it is left out."""

    line: int
    reason: str


@dataclass
class Attendee:
    """One person on a list, perhaps on several of its lines: who left and came back."""

    lines: list[int]
    name: str
    email: str
    organisation: str
    joined_at: datetime | None
    minutes: int | None

    def came_back(self, again: "Attendee") -> None:
        self.lines += again.lines
        self.organisation = self.organisation or again.organisation
        came = [at for at in (self.joined_at, again.joined_at) if at]
        self.joined_at = min(came, default=None)
        stayed = [one for one in (self.minutes, again.minutes) if one is not None]
        self.minutes = sum(stayed) if stayed else None


@dataclass
class Plan:
    """What a list says, held against who is registered."""

    matched: list[tuple[Attendee, EventRegistration]] = field(default_factory=list)
    unchanged: list[tuple[Attendee, EventRegistration]] = field(default_factory=list)
    new: list[Attendee] = field(default_factory=list)
    refused: list[Said] = field(default_factory=list)
    left_out: list[Said] = field(default_factory=list)
    stayed_away: int = 0  # lines that say that somebody did not come

    @property
    def people(self) -> int:
        return len(self.matched) + len(self.unchanged) + len(self.new)


def plan(event: Event, sheet: Sheet, columns: Mapping[str, int]) -> Plan:
    """What a list says. Raises NotPossible where no column says who."""
    if WHO.isdisjoint(columns):
        raise NotPossible(_("Say which column holds the e-mail address or the name."))
    made = Plan()
    registered = _Registered(event.registrations.order_by("pk"))
    for attendee in _attendees(event, sheet.lines, columns, made):
        registered.sort(attendee, made)
    made.refused.sort()
    return made


def _attendees(
    event: Event, lines: Iterable[Line], columns: Mapping[str, int], made: Plan
) -> list[Attendee]:
    """The people on a list, each once, in its order."""
    found: dict[tuple[str, ...], Attendee] = {}
    moments = Moments(event)
    for line in lines:
        try:
            attendee = _read(line, columns, moments, made)
        except NotPossible as refusal:
            made.refused.append(Said(line.number, str(refusal)))
            continue
        if attendee is None:
            made.stayed_away += 1
            continue
        key = person(None, attendee.email, attendee.name, attendee.organisation)
        if key in found:
            found[key].came_back(attendee)
        else:
            found[key] = attendee
    return list(found.values())


def _read(line: Line, columns: Mapping[str, int], moments: Moments, made: Plan) -> Attendee | None:
    """Who a line tells of; None where it says that they did not come. Raises NotPossible."""
    cells = {column: _cell(line, number) for column, number in columns.items()}
    if said_no(cells.get(Column.ATTENDED, "")):
        return None
    email = _address(cells.get(Column.EMAIL, ""))
    name = " ".join(filter(None, (cells.get(Column.NAME, ""), cells.get(Column.GIVEN, ""))))
    if not name and not email:
        raise NotPossible(_("There is neither a name nor an e-mail address."))
    organisation = cells.get(Column.ORGANISATION, "")
    if len(name) > LONGEST_NAME or len(organisation) > LONGEST_ORGANISATION:
        raise NotPossible(_("The name or the organisation is too long."))
    joined, stayed = cells.get(Column.JOINED, ""), cells.get(Column.MINUTES, "")
    joined_at = moments.joined(joined) if joined else None
    minutes = minutes_in(stayed) if stayed else None
    for cell, understood in ((joined, joined_at), (stayed, minutes)):
        if cell and understood is None:
            made.left_out.append(
                Said(
                    line.number,
                    _("“%(cell)s” is left out: it cannot be read for certain.")
                    % {"cell": cell[:60]},
                )
            )
    return Attendee([line.number], name or email, email, organisation, joined_at, minutes)


def _cell(line: Line, number: int) -> str:
    if number >= len(line.cells):
        raise NotPossible(_("The line has only %(count)d cells.") % {"count": len(line.cells)})
    cell = line.cells[number].strip()
    if BROKEN.search(cell) or CONTROL.search(cell):
        raise NotPossible(_("The text is broken. Save the list as “CSV UTF-8”."))
    return " ".join(cell.split())


def _address(cell: str) -> str:
    email = folded(cell)
    if email in {"", "-", "n/a"}:
        return ""
    try:
        validate_email(email)
    except ValidationError as error:
        raise NotPossible(_("“%(cell)s” is no e-mail address.") % {"cell": cell[:60]}) from error
    return email


class _Registered:
    """Who is registered for an event, found by address, or by name and organisation."""

    def __init__(self, rows: Iterable[EventRegistration]) -> None:
        self.by_address: dict[str, EventRegistration] = {}
        self.by_name: dict[str, list[EventRegistration]] = defaultdict(list)
        for row in rows:
            if row.email:
                self.by_address[folded(row.email)] = row
            self.by_name[folded_name(row.name)].append(row)
        self.taken: set[int] = set()

    def sort(self, attendee: Attendee, made: Plan) -> None:
        """Put somebody where they belong: matched, unchanged, new or refused."""
        try:
            row = self._row_of(attendee)
        except NotPossible as refusal:
            made.refused.append(Said(attendee.lines[0], str(refusal)))
            return
        if row is None:
            made.new.append(attendee)
            return
        self.taken.add(row.pk)
        same = (row.state, row.joined_at, row.minutes) == (
            State.ATTENDED,
            attendee.joined_at or row.joined_at,
            row.minutes if attendee.minutes is None else attendee.minutes,
        )
        (made.unchanged if same else made.matched).append((attendee, row))

    def _row_of(self, attendee: Attendee) -> EventRegistration | None:
        if attendee.email and (found := self.by_address.get(attendee.email)):
            return found
        named = [
            row
            for row in self.by_name.get(folded_name(attendee.name), [])
            # Another address is another person, as far as anybody can tell.
            if not (attendee.email and row.email) and row.pk not in self.taken
        ]
        organisation = folded(attendee.organisation)
        same = [row for row in named if folded(row.organisation) == organisation]
        if len(same) == 1:
            return same[0]
        if len(named) > 1:
            raise NotPossible(
                _("Several are registered as “%(name)s”. Add the e-mail address to the list.")
                % {"name": attendee.name}
            )
        is_sure = bool(named) and not (organisation and named[0].organisation)
        return named[0] if is_sure else None
