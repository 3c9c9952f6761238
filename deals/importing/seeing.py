"""Which deals whoever takes a list in may see: of the others nothing is changed or told."""

from django.utils.translation import gettext as _

from deals.importing.deal_rows import DealRow
from deals.importing.recognising import Key
from deals.models import Deal
from itpo.office.importing.remembering import in_portions
from itpo.office.importing.report import Report, RowRefused
from itpo.office.models import User


def refuse_hidden(
    groups: dict[Key, list[DealRow]], known: dict[Key, Deal], by: User | None, report: Report
) -> None:
    """Refuse the rows of deals that are kept from somebody. A command, by nobody, sees all."""
    if by is None:
        return
    seen = {
        pk
        for some in in_portions(deal.pk for deal in known.values())
        for pk in Deal.objects.visible_to(by).filter(pk__in=some).values_list("pk", flat=True)
    }
    for key, deal in known.items():
        if deal.pk not in seen:
            for row in groups.pop(key):
                refusal = RowRefused("ref", _("This tells of a deal you may not see."))
                report.refuse(row.number, refusal)
