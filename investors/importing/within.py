"""Which visit, mission or event a meeting of a list was part of."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from delegates.importing.known import together
from delegates.models import Visit
from investors.models import Event, Meeting, Mission
from itpo.office.folding import fold
from itpo.office.importing.kinds import Asked, Row


class Whole(NamedTuple):
    """Something that meetings are part of, and how a list calls it."""

    records: Callable[[], QuerySet[Any]]
    names: Callable[[Any], set[str]]
    compared: Callable[[str], str]


def _names_of_visit(visit: Visit) -> set[str]:
    """A visit is called as who came, family name first or last."""
    family, given = visit.delegate.family_name, visit.delegate.given_name
    return {together(family, given), together(given, family)}


WHOLES = {
    "visit": Whole(
        lambda: Visit.objects.not_cancelled().select_related("delegate"), _names_of_visit, together
    ),
    "mission": Whole(Mission.objects.all, lambda mission: {fold(mission.name)}, fold),
    "event": Whole(Event.objects.all, lambda event: {fold(event.name)}, fold),
}


class Within:
    """The visits, missions and events of the office that rows name."""

    def __init__(self, rows: Sequence[Row], asked: Asked) -> None:
        self._by_name: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for column, whole in WHOLES.items():
            if any(column in row.values for row in rows):
                for one in whole.records().filter(office=asked.office).order_by("pk"):
                    for name in whole.names(one):
                        self._by_name[column, name].append(one)

    def said(self, row: Row, meeting: Meeting | None) -> dict[str, Any]:
        """What a meeting was part of: one thing at most."""
        said: dict[str, Any] = {}
        is_part = meeting and (meeting.visit or meeting.mission or meeting.event)
        for column, whole in WHOLES.items():
            name = row.values.get(column, "")
            stands = getattr(meeting, column) if meeting else None
            if not name or (stands and whole.compared(name) in whole.names(stands)):
                continue
            if is_part or said:
                row.refuse(column, _("The meeting is part of something else already."))
            else:
                day = row.values.get("day") or (meeting.day if meeting else None)
                said[column] = self._of(row, column, name, day)
        return said

    def _of(self, row: Row, column: str, name: str, day: date | None) -> Any:
        """The one of that name; of several visits of one person the one on that day."""
        found = called = self._by_name[column, WHOLES[column].compared(name)]
        if column == "visit" and len(called) > 1:
            found = [one for one in called if _may_be_on(one, day)]
        if len(found) == 1:
            return found[0]
        several, none = _("“%(name)s” may be several."), _("“%(name)s” is not known here.")
        row.refuse(column, (several if called else none) % {"name": name})
        return None


def _may_be_on(visit: Visit, day: date | None) -> bool:
    """Whether somebody may have been here on a day, as far as the visit's dates are known."""
    first, last = visit.begins_earliest, visit.ends_latest or visit.begins_latest
    return bool(day and (not first or first <= day) and (not last or day <= last))
