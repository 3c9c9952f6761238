"""The companies a list of deals names."""

from collections.abc import Iterable, Sequence

from deals.models import Deal, DealCompany
from investors.models import Company
from itpo.office.folding import fold
from itpo.office.importing.keeping import create
from itpo.office.importing.remembering import in_portions
from itpo.office.models import User


class Companies:
    """Companies by every name they have or had; of several with a name, a current one first.

    Those of the wanted names that no company has are made. A company that was merged into
    another answers with that one.
    """

    def __init__(self, wanted: Iterable[str], by: User | None = None) -> None:
        self._by_name: dict[str, int] = {}
        self._merged = dict(
            Company.objects.exclude(merged_into=None).values_list("pk", "merged_into")
        )
        for pk, *names in _all_names():
            for name in filter(None, map(fold, names)):
                self._by_name.setdefault(name, pk)
        made: dict[str, Company] = {}
        for typed in wanted:
            if fold(typed) not in self._by_name:
                made.setdefault(fold(typed), Company(name=typed))
        create(list(made.values()), by=by)
        self._by_name.update((name, company.pk) for name, company in made.items())

    def called(self, name: str) -> int:
        """The number of the company of that name."""
        pk = self._by_name[fold(name)]
        while pk in self._merged:
            pk = self._merged[pk]
        return pk


def _all_names() -> list[tuple[int, str, str]]:
    """Number, name and Japanese name: of the current, the archived, and as they once were."""
    columns = ("name", "name_ja")
    companies = Company.objects.order_by("pk")
    once = Company.history.filter(id__in=Company.objects.values("pk")).order_by("-history_id")
    return [
        *companies.filter(archived_at=None).values_list("pk", *columns),
        *companies.exclude(archived_at=None).values_list("pk", *columns),
        *once.values_list("id", *columns),
    ]


class Investors:
    """Which companies are, or ever were, in some deals."""

    def __init__(self, deals: Sequence[Deal]) -> None:
        self._known: set[tuple[int, int]] = set()
        self._names: set[tuple[int, str]] = set()
        self._new: list[DealCompany] = []
        pair = ("deal_id", "company_id")
        for some in in_portions([deal.pk for deal in deals]):
            among = {"deal_id__in": some}
            self._known.update(DealCompany.objects.filter(**among).values_list(*pair))
            self._known.update(DealCompany.history.filter(**among).values_list(*pair))
            names = DealCompany.objects.filter(**among).values_list("deal_id", "company__name")
            self._names.update((deal, fold(name)) for deal, name in names)

    def add(self, deal: Deal, names: Iterable[str], companies: Companies) -> bool:
        """Note down who is new in a deal; one that somebody has taken out stays out.

        Of several companies with one name, that is meant which is in it already.
        """
        before = len(self._new)
        for name in names:
            company_id = companies.called(name)
            is_in = (deal.pk, fold(name)) in self._names
            if not is_in and (deal.pk, company_id) not in self._known:
                self._known.add((deal.pk, company_id))
                self._new.append(DealCompany(deal=deal, company_id=company_id))
        return len(self._new) > before

    def save(self, by: User | None = None) -> None:
        """Write down all that were noted."""
        create(self._new, by=by)
        self._new = []
