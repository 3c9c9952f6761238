"""The report as a workbook: numbers as numbers, days as days, and what nobody knows blank.

Whatever somebody wrote arrives as text, also where it begins like a formula.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from deals.impact import costs, deal_lines, report, rows
from deals.impact.scope import Scope
from deals.models import Claim, Institution
from itpo.office import partial_dates
from itpo.office.models import User
from itpo.office.sheets import INTERNAL

LANGUAGE = "en"
LONGEST = 32_000  # characters a cell holds
HEAD = Font(bold=True)
LIKE_A_FORMULA = tuple("=+-@#\t\r")


class Made(NamedTuple):
    """The file, and how many deals it tells of by name."""

    content: bytes
    deals: int


def made(scope: Scope, viewer: User, *, at: datetime) -> Made:
    """The file, of what somebody may see."""
    with translation.override(LANGUAGE):
        book = Workbook(write_only=True)
        found = report.of(scope, viewer)
        _summary(book, found, viewer, at)
        _figures(book, found)
        deals = _deals(book, scope, viewer, found.anonymous)
        _contributions(book, scope, viewer)
        _claims(book, scope, viewer)
        _budgets(book, scope, viewer)
        file = BytesIO()
        book.save(file)
    return Made(file.getvalue(), deals)


def _sheet(book: Any, title: str, heads: Sequence[tuple[str, int]]) -> Any:
    """A sheet with its heads, in a row that stays, and the widths of its columns."""
    sheet = book.create_sheet(title)
    for number, (_name, width) in enumerate(heads):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]].width = width
    sheet.freeze_panes = "A2"
    _add(sheet, (name for name, _width in heads), font=HEAD)
    return sheet


def _add(sheet: Any, values: Iterable[Any], font: Font | None = None) -> None:
    sheet.append([_cell(sheet, value, font) for value in values])


def _cell(sheet: Any, value: Any, font: Font | None) -> Any:
    """A number, a day or text; nothing for what is not known. Text is never a formula."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float | Decimal | date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST]
    is_like_a_formula = text[:1] in LIKE_A_FORMULA
    if not is_like_a_formula and font is None:
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = is_like_a_formula
    if font:
        cell.font = font
    return cell


def _summary(book: Any, found: report.Report, viewer: User, at: datetime) -> None:
    sheet = _sheet(book, _("Summary"), [(_("What"), 60), (_("Number"), 16), (_("Note"), 70)])
    secret = rows.deals(found.scope, viewer).filter(is_confidential=True).exists()
    mark = INTERNAL[LANGUAGE] + (f" · {_('contains confidential deals')}" if secret else "")
    _add(sheet, [_("Impact: %(about)s") % {"about": found.scope.name}, None, found.scope.years])
    _add(sheet, [_("Made for"), None, str(viewer)])
    _add(sheet, [_("On"), viewer.today(at), mark])
    for sentence in found.story:
        _add(sheet, [sentence])
    for stair in found.stairs:
        _add(sheet, [stair.name, stair.number, stair.note])
        for turn in stair.turns:
            _add(sheet, [None, None, turn.words])
    for one in found.years:
        _add(sheet, [one.name, one.between.median, " · ".join(filter(None, [one.said, one.note]))])
    for gap in found.gaps:
        _add(sheet, [_("Cannot be backed"), None, gap.words])


def _figures(book: Any, found: report.Report) -> None:
    names = (
        *[(_("What"), 24), (_("Planned or real"), 18), (_("Sum"), 20), (_("Currency"), 10)],
        *[(_("Confidential deals in it"), 24), (_("Converted"), 20), (_("Into"), 10)],
        (_("Missing for it"), 60),
    )
    sheet = _sheet(book, _("Figures"), names)
    for line in found.lines:
        for cell in line.cells:
            named = (line.metric.label, cell.column.label)
            # What the currencies are together stands on the first line of them.
            converted: tuple[Any, ...] = tuple(cell.converted)
            for one in cell.sums:
                _add(sheet, [*named, one.value, one.currency, one.hidden or None, *converted])
                converted = ()
            if not cell.sums:
                _add(sheet, named)
    _add(sheet, [found.left_out])


def _deals(book: Any, scope: Scope, viewer: User, anonymous: list[str]) -> int:
    """Write a line for each deal; say of how many that may be named."""
    names = (
        *[(_("Deal"), 44), (_("Reference"), 14), (_("Companies"), 34), (_("Country"), 18)],
        *[(_("Kind"), 22), (_("Stage"), 14), (_("Status"), 12), (_("Decided"), 14)],
        *[(_("Larger deal"), 34), (_("Strongest contribution"), 22), (_("Confidential"), 12)],
    )
    sheet = _sheet(book, _("Deals"), names)
    count = 0
    for deal in deal_lines.in_report(scope, viewer).select_related("parent").iterator(2000):
        count += 1
        parent = deal.parent
        shown = parent and (not parent.is_confidential or _sees(viewer, parent))
        _add(
            sheet,
            [
                *(deal.title, deal.ref, deal.company_names),
                str(deal.country or deal.region_typed),
                *(deal.get_kind_display(), deal.get_stage_display(), deal.get_status_display()),
                _dated(deal.decided_earliest, deal.decided_latest, deal.decided_edtf),
                parent.title if shown else None,
                deal.strongest,
                _("yes") if deal.is_confidential else None,
            ],
        )
    for name in anonymous:
        _add(sheet, [name, *[None] * 9, _("yes")])
    return count


def _contributions(book: Any, scope: Scope, viewer: User) -> None:
    names = (
        *[(_("Deal"), 44), (_("What helped"), 14), (_("Which"), 44), (_("When"), 16)],
        *[(_("Role"), 16), (_("How strongly"), 14), (_("Evidence"), 70), (_("Source"), 40)],
        *[(_("Accepted by"), 24), (_("Accepted on"), 14)],
    )
    sheet = _sheet(book, _("Contributions"), names)
    deals = rows.deals(scope, viewer).values("pk")
    found = rows.helpers(scope, viewer).filter(deal__in=deals).select_related("deal")
    for one in found.with_things().order_by("deal", "pk"):
        thing = one.thing()
        named = str(thing.delegate) if one.visit else str(thing)
        _add(
            sheet,
            [
                *(one.deal.title, thing._meta.verbose_name, named, thing.when),
                *(one.get_role_display(), one.get_strength_display(), one.evidence),
                *(one.evidence_url, one.accepted_by, viewer.today(one.accepted_at)),
            ],
        )


def _claims(book: Any, scope: Scope, viewer: User) -> None:
    names = (
        *[(_("Deal"), 44), (_("Institution"), 28), (_("What"), 18), (_("Planned or real"), 16)],
        *[(_("Figure"), 18), (_("Currency"), 10), (_("As of"), 14), (_("As published"), 40)],
        *[(_("Source"), 40), (_("Address"), 40), (_("Recorded"), 14), (_("Verified"), 14)],
        *[(_("Verified by"), 24), (_("Evidence"), 50)],
    )
    sheet = _sheet(book, _("Claims"), names)
    # Rows without their models and words looked up once: there are tens of thousands.
    found = rows.claims(scope, viewer)
    metrics, phases = _labels(Claim.Metric), _labels(Claim.Phase)
    institutions = _named(Institution.objects.filter(pk__in=found.values("institution")))
    checkers = _named(User.objects.filter(pk__in=found.values("verified_by")))
    undisclosed = _("not disclosed")
    columns = (
        *("deal__title", "institution", "metric", "phase", "is_not_disclosed", "value"),
        *("currency", "as_of_earliest", "as_of_latest", "as_of_edtf", "words", "source"),
        *("source_url", "recorded_at", "verified_at", "verified_by", "evidence"),
    )
    in_order = found.order_by("deal", "metric", "phase", "pk")
    for one in in_order.values_list(*columns, named=True).iterator(2000):
        _add(
            sheet,
            [
                *(one.deal__title, institutions.get(one.institution), metrics[one.metric]),
                phases[one.phase],
                undisclosed if one.is_not_disclosed else one.value,
                one.currency,
                _dated(one.as_of_earliest, one.as_of_latest, one.as_of_edtf),
                *(one.words, one.source, one.source_url, viewer.today(one.recorded_at)),
                viewer.today(one.verified_at) if one.verified_at else None,
                *(checkers.get(one.verified_by), one.evidence),
            ],
        )


def _budgets(book: Any, scope: Scope, viewer: User) -> None:
    names = (
        *[(_("Programme or mission"), 44), (_("What for"), 40), (_("Planned"), 18)],
        *[(_("Actual"), 18), (_("Currency"), 10)],
    )
    sheet = _sheet(book, _("Budgets"), names)
    for name, line in costs.lines(scope, viewer):
        _add(sheet, [name, line.what, line.planned, line.actual, line.currency])


def _dated(first: date | None, last: date | None, edtf: str) -> date | str | None:
    """A day as a day; what is known in part as it is said."""
    if first and first == last:
        return first
    return partial_dates.shown(edtf, first, last) or None


def _labels(choices: type[TextChoices]) -> dict[str, str]:
    return {one.value: str(one.label) for one in choices}


def _named(some: QuerySet[Any]) -> dict[int | None, str]:
    """What each of them is called, by its number."""
    return {one.pk: str(one) for one in some}


def _sees(viewer: User, deal: Any) -> bool:
    return bool(viewer.is_superuser or viewer.sees_restricted or deal.owner_id == viewer.pk)
