"""Each fact: how it is looked for in any number of deals at once, and where it is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse

from deals.models import Claim, Contribution, Deal, DealCompany, Fact, Undisclosed
from itpo.office.joined import names_of

Metric, Phase = Claim.Metric, Claim.Phase


@dataclass(frozen=True)
class Asked:
    """What makes a fact of a deal known, and the form in which it is filled in."""

    known: Q
    kind: str = "deals.deal"  # whose form has it
    column: str = ""  # the deal's own, where it is one
    filled: tuple[tuple[str, str], ...] = ()  # what another form starts with
    may_be_withheld: bool = True  # whether it is somebody else's to disclose


class Has(Exists):
    """Looks each deal up along an index.

    For so few as a board has, PostgreSQL would take an EXISTS for a reason to read whole tables.
    """

    template = "(%(subquery)s) IS NOT NULL"


def _claims(**narrow: Any) -> Any:
    return Claim.objects.standing().filter(deal=OuterRef("pk"), **narrow)


def _figure(metric: str) -> Asked:
    """A figure of any phase: who knows what is real is not asked what was planned."""
    return Asked(
        Q(Has(_claims(metric=metric))),
        kind="deals.claim",
        filled=(("metric", metric), ("phase", Phase.PLANNED)),
    )


FACTS: dict[Fact, Asked] = {
    Fact.COMPANY: Asked(
        Q(Has(DealCompany.objects.filter(deal=OuterRef("pk")))), kind="deals.dealcompany"
    ),
    Fact.COUNTRY: Asked(Q(country__isnull=False), column="country"),
    Fact.KIND: Asked(~Q(kind=Deal.Kind.OTHER) | ~Q(kind_typed=""), column="kind"),
    Fact.SECTOR: Asked(
        Q(Has(Deal.sectors.through.objects.filter(deal=OuterRef("pk")))), column="sectors"
    ),
    Fact.OWNER: Asked(Q(owner__isnull=False), column="owner", may_be_withheld=False),
    Fact.ORIGIN: Asked(~Q(origin=""), column="origin", may_be_withheld=False),
    Fact.EXPECTED: Asked(Q(expected_on__isnull=False), column="expected_on", may_be_withheld=False),
    Fact.JOBS: _figure(Metric.JOBS),
    Fact.CAPITAL: _figure(Metric.CAPITAL),
    Fact.CONTRIBUTION: Asked(
        Q(Has(Contribution.objects.accepted().filter(deal=OuterRef("pk")))),
        kind="deals.contribution",
    ),
    Fact.DECIDED: Asked(~Q(decided=""), column="decided"),
    Fact.RESULT: Asked(
        Q(Has(_claims(phase=Phase.ACTUAL))),
        kind="deals.claim",
        filled=(("phase", Phase.ACTUAL),),
    ),
    Fact.SOURCE: Asked(
        ~Q(source_url="") | Q(Has(_claims().exclude(source_url=""))), column="source_url"
    ),
}


def known(fact: Fact) -> Any:
    """Whether a deal has a fact, or it was said that it cannot be disclosed; for `annotate`."""
    withheld = Undisclosed.objects.filter(deal=OuterRef("pk"), fact=fact)
    return _as_column(FACTS[fact].known | Q(Has(withheld)))


def known_of_several(facts: Iterable[Fact]) -> dict[str, Any]:
    """Columns for `annotate`: for each fact whether a deal has it, and last the withheld ones.

    Their names stand in one text: to look for each apart took the database twice as long.
    """
    columns = {f"has_{fact}": _as_column(FACTS[fact].known) for fact in facts}
    return {**columns, "withheld": names_of(Undisclosed.objects.all(), "deal", "fact")}


def _as_column(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def place_of(fact: Fact, deal: Deal) -> str:
    """The address of the form in which a fact of a deal is filled in."""
    asked = FACTS[fact]
    if asked.column:
        return f"{reverse('desk:change', args=[asked.kind, deal.pk])}#id_{asked.column}"
    known_already = urlencode([("deal", deal.pk), *asked.filled])
    return f"{reverse('desk:add', args=[asked.kind])}?{known_already}"


def may_be_withheld(fact: Fact) -> bool:
    """Whether it can be said of a fact that it cannot be disclosed."""
    return FACTS[fact].may_be_withheld
