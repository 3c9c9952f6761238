"""What a deal's page says about the gate ahead of it, fetched along with the deal."""

from typing import Any, NamedTuple

from django.db.models import CharField, Exists, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise

from deals.gates.facts import known, may_be_withheld, place_of
from deals.models import Fact, Gate, SiteChange, Stage, Undisclosed

END = "\x1f"  # after a row and between its parts: nobody types it


class Lacking(NamedTuple):
    """One fact that is missing: its name, where it is filled in, and whether it may be withheld."""

    fact: Fact
    address: str
    may_be_withheld: bool

    @property
    def label(self) -> str | Promise:
        return self.fact.label


class Withheld(NamedTuple):
    """A fact that cannot be disclosed, and why."""

    fact: Fact
    because: str

    @property
    def label(self) -> str | Promise:
        return self.fact.label


class GateShown(NamedTuple):
    """The stage ahead, or the one a deal is in where none comes after; and what it lacks there."""

    to: Stage
    is_ahead: bool
    lacking: list[Lacking]
    withheld: list[Withheld]


class Together(Func):
    """A column of all rows of a subquery in one text."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '')"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def with_gate(rows: Any) -> Any:
    """Have deals know what gates ask of them and which of it they have, for `shown`."""
    gates = Gate.objects.filter(
        Q(office=None) | Q(office=OuterRef("office")), Q(kind="") | Q(kind=OuterRef("kind"))
    )
    withheld = Undisclosed.objects.filter(deal=OuterRef("pk"))
    return rows.annotate(
        gates_said=_said(gates, "fact", "stage"),
        withheld_said=_said(withheld, "fact", "because"),
        has_sites=Exists(SiteChange.objects.filter(deal=OuterRef("pk"))),
        **{f"has_{fact}": known(fact) for fact in Fact},
    )


def _said(rows: Any, one: str, other: str) -> Subquery:
    parts = Concat(one, Value(END), other, Value(END), output_field=CharField())
    return Subquery(rows.order_by().annotate(said=Together(parts)).values("said"))


def _pairs(said: str | None) -> list[tuple[str, str]]:
    parts = (said or "").split(END)[:-1]
    return sorted(zip(parts[::2], parts[1::2], strict=True))


def shown(deal: Any) -> GateShown | None:
    """Of a deal that was fetched `with_gate`; None for one that has ended."""
    if deal.is_ended:
        return None
    stages = list(Stage)
    here = stages.index(Stage(deal.stage))
    to = stages[min(here + 1, len(stages) - 1)]
    asked = {
        Fact(fact)
        for fact, stage in _pairs(deal.gates_said)
        if stages.index(Stage(stage)) <= stages.index(to)
    }
    lacking = [
        Lacking(fact, place_of(fact, deal), may_be_withheld(fact))
        for fact in Fact
        if fact in asked and not getattr(deal, f"has_{fact}")
    ]
    withheld = [Withheld(Fact(fact), because) for fact, because in _pairs(deal.withheld_said)]
    return GateShown(to, to != deal.stage, lacking, withheld)
