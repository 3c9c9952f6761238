"""Rows that say the number of their record: it is found by that, whatever else they say."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from deals.importing.activity_rows import ActivityRow
from deals.importing.deal_rows import DealRow
from itpo.office.importing.remembering import in_portions
from itpo.office.importing.report import Report, RowRefused

R = TypeVar("R", DealRow, ActivityRow)


def identified(rows: Sequence[R], ours: Any, seen: Any, report: Report) -> list[R]:
    """The rows, those too with their record's number that have its reference.

    `ours` are the office's records of a table, `seen` those of them that whoever takes the list
    in may see. Refuses the number of no such record, and the reference of another one.
    """
    numbered = {row.record for row in rows if row.record}
    if not numbered:
        return list(rows)
    refs = dict(_columns(seen, "pk", numbered))
    by_ref = {ref: pk for pk, ref in refs.items() if ref}
    said = {row.ref for row in rows if row.record and row.ref} - by_ref.keys()
    taken = {ref: pk for pk, ref in _columns(ours, "ref", said)}
    kept: list[R] = []
    for row in rows:
        if row.record and row.record not in refs:
            report.refuse(row.number, RowRefused("id", _("No record has this number.")))
        elif row.record and row.ref and _is_others(row, by_ref, taken):
            sentence = _("There is one with this reference already.")
            report.refuse(row.number, RowRefused("ref", sentence))
        else:
            if row.record and row.ref:
                by_ref[row.ref] = row.record
            kept.append(row)
    return [_with_number(row, by_ref) for row in kept]


def _columns(records: Any, name: str, values: set[Any]) -> list[tuple[int, str]]:
    return [
        pair
        for some in in_portions(values)
        for pair in records.filter(**{f"{name}__in": some}).values_list("pk", "ref")
    ]


def _is_others(row: DealRow | ActivityRow, *known: dict[str, int]) -> bool:
    return any(one.get(row.ref, row.record) != row.record for one in known)


def _with_number(row: R, by_ref: dict[str, int]) -> R:
    return row if row.record else replace(row, record=by_ref.get(row.ref))
