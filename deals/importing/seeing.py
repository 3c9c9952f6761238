"""Which deals whoever takes a list in may see: of the others nothing is changed or told."""

from typing import Any

from django.utils.translation import gettext as _

from deals.importing.deal_groups import single
from deals.importing.deal_rows import DealRow
from deals.importing.recognising import Key
from deals.models import Deal
from itpo.office.importing.remembering import in_portions
from itpo.office.importing.report import Report, RowRefused
from itpo.office.models import Office, User


def seen(office: Office, by: User | None) -> Any:
    """The office's deals as far as somebody sees them. A command, by nobody, sees all."""
    deals = Deal.objects.filter(office=office)
    return deals if by is None else deals.visible_to(by)


def refuse_taken(
    groups: dict[Key, list[DealRow]], office: Office, by: User | None, report: Report
) -> None:
    """Refuse the references of deals that are kept from somebody, and say no more of those.

    A row without one makes a deal of its own: a refusal would tell that there is another.
    """
    refs = {ref: key for key, rows in groups.items() if (ref := single(rows, "ref"))}
    hidden = Deal.objects.filter(office=office).exclude(pk__in=seen(office, by).values("pk"))
    for some in in_portions(refs if by is not None else ()):
        for ref in hidden.filter(ref__in=some).values_list("ref", flat=True):
            for row in groups.pop(refs[ref]):
                sentence = _("There is a deal with this reference already.")
                report.refuse(row.number, RowRefused("ref", sentence))
