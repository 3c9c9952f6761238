"""Saying which records of the sample stay, and because of what."""

from collections import defaultdict
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from itpo.sample.tables import Row, Rows, Table, histories, histories_of_links, pointers


def is_detail(table: Table) -> bool:
    """Whether rows of a table go or stay with a record and need no line of their own."""
    return bool(table._meta.auto_created) or table in histories() or table in histories_of_links()


def lines(because: dict[Row, Row], sample: Rows) -> list[str]:
    """One line for each record that stays: what it is, and what needs it."""
    reasons = {row: _reason(row, because) for row in because if not is_detail(row[0])}
    others = _other_ends(set(reasons.values()), sample)
    reasons = {row: others.get(reason, reason) for row, reason in reasons.items()}
    things = _fetch({*reasons, *reasons.values()})
    return sorted(
        _("kept %(what)s because of %(who)s")
        % {"what": _name(row, things[row], sample), "who": _name(reason, things[reason], sample)}
        for row, reason in reasons.items()
    )


def _reason(row: Row, because: dict[Row, Row]) -> Row:
    """The record that needs a row, seen through links and history of the sample's own."""
    reason = because[row]
    while is_detail(reason[0]) and reason in because:
        reason = because[reason]
    return reason


def _other_ends(reasons: set[Row], sample: Rows) -> dict[Row, Row]:
    """For each link between the sample and a real record, or its history: that one."""
    found: dict[Row, Row] = {}
    several = histories_of_links()
    links = {row for row in reasons if row[0]._meta.auto_created or row[0] in several}
    for row, link in _fetch(links).items():
        for column, target in pointers(row[0]).items():
            if (value := getattr(link, column)) not in sample.get(target, set()):
                found[row] = (target, value)
    return found


def _fetch(rows: set[Row]) -> dict[Row, Any]:
    wanted: dict[Table, set[Any]] = defaultdict(set)
    for table, pk in rows:
        wanted[table].add(pk)
    return {
        (table, pk): thing
        for table, pks in wanted.items()
        for pk, thing in table._base_manager.select_related(
            *(["history_user"] if table in histories() else [])
        )
        .in_bulk(list(pks))
        .items()
    }


def _name(row: Row, thing: Any, sample: Rows) -> str:
    """`visit “Visit 3 Nov 2026”`; or, for history, whose change of what it was."""
    table, pk = row
    if tracked := histories().get(table):
        whose = getattr(thing, tracked._meta.pk.attname)
        if whose in sample[tracked]:
            return _("what %(who)s changed on %(day)s") % {
                "who": thing.history_user,
                "day": formats.date_format(timezone.localdate(thing.history_date), "j M Y"),
            }
        return _("the history of %(what)s") % {"what": f"{tracked._meta.verbose_name} {whose}"}
    return f"{table._meta.verbose_name} “{str(thing) or pk}”"
