"""When a meeting of a list was held, as part of what, and what follows for its record."""

import re
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from investors import meetings
from investors.models import Meeting
from itpo.office.importing.cells import Cell
from itpo.office.importing.kinds import Asked, CellRefused, Row
from itpo.office.importing.readers import text, words
from itpo.office.models.people import check_time_zone
from itpo.office.states import NotPossible

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.h]([0-5][0-9])(?::00)?")
STATE = Meeting.State
TO_COME = frozenset({STATE.PLANNED, STATE.POSTPONED})
WHEN = ("day", "starts_at", "ends_at", "time_zone", "state")
web_address = URLValidator(schemes=["http", "https"])


def clock(cell: Cell) -> time:
    """A time of day: 9:30, 09:30, 9h30."""
    match = CLOCK.fullmatch(words(cell).strip())
    if match is None:
        raise CellRefused(_("“%(text)s” is no time: write it as 14:30.") % {"text": words(cell)})
    return time(int(match[1]), int(match[2]))


def time_zone(cell: Cell) -> str:
    typed = text(60)(cell)
    try:
        check_time_zone(typed)
    except ValidationError as error:
        raise CellRefused(" ".join(error.messages)) from error
    return typed


def source(cell: Cell) -> str:
    typed = text(500)(cell)
    try:
        web_address(typed)
    except ValidationError as error:
        sentence = _("“%(text)s” is not an address on the web.")
        raise CellRefused(sentence % {"text": typed}) from error
    return typed


def clocks(row: Row, meeting: Meeting | None, zone: str) -> dict[str, datetime]:
    """When it began and ended, as the clocks said there; it moves with its day."""
    said = row.values
    zone = said.get("time_zone") or (meeting.time_zone if meeting else zone)
    day: date | None = said.get("day") or (meeting.day if meeting else None)
    before = {
        "starts": meeting.starts_there if meeting else None,
        "ends": meeting.ends_there if meeting else None,
    }
    found: dict[str, datetime] = {}
    for column, was in before.items():
        told: time | None = said.get(column) or (was.time() if was else None)
        try:
            if moment := meetings.moment(day, told, zone):
                found[f"{column}_at"] = moment
        except NotPossible as error:
            row.refuse(column, str(error))
    if "ends_at" in found and ("starts_at" not in found or found["ends_at"] <= found["starts_at"]):
        row.refuse("ends", _("The meeting ends before it starts."))
    return found


def check(row: Row, said: dict[str, Any], meeting: Meeting | None, today: date) -> None:
    """Refuse what is still to come: only its page keeps everybody's time for it."""
    changed = [
        name
        for name in WHEN
        if name in said and (meeting is None or getattr(meeting, name) != said[name])
    ]
    if meeting is not None and not changed:
        return
    day = said.get("day") or (meeting.day if meeting else None)
    state = said.get("state") or (meeting.state if meeting else STATE.HELD)
    if meeting is not None and meeting.state in TO_COME:
        row.refuse("day", _("This meeting is still planned. Change it, or log it, on its page."))
    elif state in TO_COME:
        row.refuse("state", _("Plan a meeting on its page: that keeps everybody’s time for it."))
    elif day is not None and day > today:
        row.refuse("day", _("Plan a meeting on its page: that keeps everybody’s time for it."))


def of_new(asked: Asked) -> dict[str, Any]:
    """What a new record needs besides: it was held, and is written down with this list."""
    return {
        "office": asked.office,
        "officer": asked.by,
        "state": STATE.HELD,
        "time_zone": asked.office.time_zone,
        "written_down_by": asked.by,
        "written_down_at": asked.at,
    }
