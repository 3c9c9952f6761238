"""The companies a list of deals names."""

from collections.abc import Iterable, Sequence
from typing import Any

from deals.importing.recognising import REASON, in_portions
from deals.importing.words import fold
from deals.models import Deal, DealCompany
from investors.models import Company


class Companies:
    """All companies by every name they have or had; of several with a name, the first made.

    A company that was merged into another answers with that one.
    """

    def __init__(self) -> None:
        self._by_name: dict[str, int] = {}
        self._merged = dict(
            Company.objects.exclude(merged_into=None).values_list("pk", "merged_into")
        )
        current = Company.objects.order_by("archived_at", "pk")
        earlier = Company.history.filter(id__in=Company.objects.values("pk"))
        rows = [
            *current.filter(archived_at=None).values_list("pk", "name", "name_ja"),
            *current.exclude(archived_at=None).values_list("pk", "name", "name_ja"),
            *earlier.order_by("id").values_list("id", "name", "name_ja"),
        ]
        for pk, *names in rows:
            for name in filter(None, map(fold, names)):
                self._by_name.setdefault(name, pk)

    def called(self, name: str) -> int:
        """The company of that name, made where there is none."""
        pk = self._by_name.get(fold(name))
        if pk is None:
            company: Any = Company(name=name)
            company._change_reason = REASON
            company.save()
            pk = self._by_name[fold(name)] = company.pk
        while pk in self._merged:
            pk = self._merged[pk]
        return pk


class Investors:
    """Which companies are, or ever were, in some deals."""

    def __init__(self, deals: Sequence[Deal]) -> None:
        self._known: set[tuple[int, int]] = set()
        for some in in_portions([deal.pk for deal in deals]):
            pair = ("deal_id", "company_id")
            among = {"deal_id__in": some}
            self._known.update(DealCompany.objects.filter(**among).values_list(*pair))
            self._known.update(DealCompany.history.filter(**among).values_list(*pair))

    def add(self, deal: Deal, companies: Iterable[int]) -> bool:
        """Put companies into a deal; one that somebody has taken out stays out."""
        added = False
        for company_id in companies:
            if (deal.pk, company_id) not in self._known:
                self._known.add((deal.pk, company_id))
                part: Any = DealCompany(deal=deal, company_id=company_id)
                part._change_reason = REASON
                part.save()
                added = True
        return added
