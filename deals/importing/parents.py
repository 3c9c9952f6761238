"""Which deal is a part of which: checked over the whole file and what the office has."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from deals.importing.deal_groups import single
from deals.importing.deal_rows import DealRow
from deals.importing.seeing import seen
from deals.models import Deal
from itpo.office.importing.remembering import in_portions
from itpo.office.importing.report import Report, RowRefused
from itpo.office.models import Office, User


def sound(
    rows: Sequence[DealRow], known: set[str], office: Office, report: Report
) -> list[DealRow]:
    """The rows whose larger deal exists and is not, further up, a part of themselves.

    `known` are the references the office has already. A row that is refused may have been
    another's larger deal: look until none is left.
    """
    names = Names(rows, office)
    above = _above(rows, office, names)
    kept = list(rows)
    while True:
        refs = known | {row.ref for row in kept if row.ref}
        reasons = {row.number: _refusal(row, refs, above, names) for row in kept}
        if not any(reasons.values()):
            return kept
        for number, reason in reasons.items():
            if reason:
                report.refuse(number, RowRefused("part_of", reason))
        kept = [row for row in kept if not reasons[row.number]]


class Names:
    """What a deal is called here, by whatever a row says of it: its number, or its reference.

    A row may say only its number, and one with its number may bring another reference.
    """

    def __init__(self, rows: Sequence[DealRow], office: Office) -> None:
        said = {ref for row in rows for ref in (row.ref, row.part_of) if ref}
        self._numbers = known_refs(office, said)
        self._numbers |= {row.ref: row.record for row in rows if row.ref and row.record}

    def of(self, ref: str, number: int | None = None) -> str:
        """Blank for a deal that has neither: no other can be a part of it."""
        number = number or self._numbers.get(ref)
        return f"#{number}" if number else ref


def _refusal(row: DealRow, refs: set[str], above: dict[str, set[str]], names: Names) -> str:
    """Why the row's larger deal cannot be; empty where it can, or none is named."""
    if not row.part_of:
        return ""
    itself, whole = names.of(row.ref, row.record), names.of(row.part_of)
    if whole == itself:
        return _("A deal is not a part of itself.")
    if row.part_of not in refs:  # first, so that it tells of no deal that is kept from the reader
        return _("There is no deal “%(ref)s”, or its own row was rejected.") % {"ref": row.part_of}
    if itself in _upwards(whole, above):
        return _("“%(ref)s” is itself a part of this deal.") % {"ref": row.part_of}
    return ""


def _upwards(deal: str, above: dict[str, set[str]]) -> set[str]:
    """A deal and all those above it."""
    reached: set[str] = set()
    left = {deal}
    while left:
        reached |= left
        left = {upper for one in left for upper in above.get(one, set())} - reached
    return reached


def _above(rows: Sequence[DealRow], office: Office, names: Names) -> dict[str, set[str]]:
    """What the file and the office put above what.

    Both count: what stands may stay, if a person has put it there.
    """
    above: dict[str, set[str]] = defaultdict(set)
    standing = Deal.objects.filter(office=office).exclude(parent=None)
    for pk, parent in standing.values_list("pk", "parent").iterator():
        above[names.of("", pk)].add(names.of("", parent))
    for row in rows:
        if row.part_of:
            above[names.of(row.ref, row.record)].add(names.of(row.part_of))
    return above


def known_refs(office: Office, refs: set[str], by: User | None = None) -> dict[str, int]:
    """The office's deals that are named as larger ones, by their reference, as far as seen."""
    deals = seen(office, by)
    return {
        ref: pk
        for some in in_portions(refs)
        for ref, pk in deals.filter(ref__in=some).values_list("ref", "pk")
    }


def by_level(groups: Sequence[Sequence[DealRow]]) -> Iterator[list[Sequence[DealRow]]]:
    """The deals, level by level: each finds the larger deal it belongs to made before."""
    left = list(groups)
    while left:
        waiting = {ref for rows in left if (ref := single(rows, "ref"))}
        level = [rows for rows in left if not any(row.part_of in waiting for row in rows)]
        yield level
        reached = {id(rows) for rows in level}
        left = [rows for rows in left if id(rows) not in reached]
