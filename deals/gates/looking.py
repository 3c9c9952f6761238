"""What is missing in deals: two queries for any number of them."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deals.gates.facts import known, known_of_several
from deals.models import Deal, Fact, Gate, Stage
from deals.models.deals import ENDED
from deals.refusals import MoveNotAllowed
from itpo.office.compiled import StandIns, ask, shape_of_viewer
from itpo.office.visibility import Viewer

STAGES = list(Stage)
COLUMNS = ("pk", "office", "kind", "stage", "status")
Rows = Iterable[tuple[Any, ...]]


class Incomplete(MoveNotAllowed):
    """A gate asks for what the deal does not have; `missing` says what."""

    def __init__(self, to: Stage, missing: list[Fact]) -> None:
        self.missing = missing
        super().__init__(
            _("For “%(stage)s” it lacks: %(facts)s.") % {"stage": to.label, "facts": named(missing)}
        )


class Asking(NamedTuple):
    """One gate, as it is asked of many deals."""

    office: int | None
    kind: str
    place: int  # of the stage from which on it asks
    fact: Fact

    def asks(self, deal: dict[str, Any], to: Stage) -> bool:
        return (
            self.place <= STAGES.index(to)
            and self.office in {None, deal["office"]}
            and self.kind in {"", deal["kind"]}
        )


def named(facts: Iterable[Fact]) -> str:
    """Facts in one line, in the reader's words."""
    words: list[str | Promise] = [fact.label for fact in facts]
    return "; ".join(map(str, words))


def missing(deal: Deal) -> list[Fact]:
    """What a deal lacks for its next stage; nothing at the last one, or where it has ended."""
    return _look(lambda facts: _with(facts, Deal.objects.filter(pk=deal.pk)), _next).get(
        deal.pk, []
    )


def missing_for(deal: Deal, stage: Stage) -> list[Fact]:
    """What a deal lacks to be in a stage, whichever it is in."""
    return _look(
        lambda facts: _with(facts, Deal.objects.filter(pk=deal.pk)), lambda row: stage
    ).get(deal.pk, [])


def missing_of(numbers: Iterable[int], *, viewer: Viewer) -> dict[int, list[Fact]]:
    """What deals with these numbers lack for their next stage, as far as they are seen."""
    stand_ins = StandIns()
    deals = stand_ins.for_numbers(numbers)
    somebody = stand_ins.for_viewer(viewer)

    def rows(facts: list[Fact]) -> Rows:
        shape = ("gates", len(deals), tuple(facts), shape_of_viewer(viewer))
        seen = Deal.objects.visible_to(somebody)
        return ask(shape, stand_ins, lambda: _with(facts, seen.filter(pk__in=deals)))

    return _look(rows, _next)


def lacking(gate: Gate) -> int:
    """How many deals still to be worked on have come to a gate's stage without its fact."""
    reached = STAGES[STAGES.index(Stage(gate.stage)) :]
    rows = Deal.objects.exclude(status__in=ENDED).filter(stage__in=reached)
    if gate.office_id:
        rows = rows.filter(office=gate.office_id)
    if gate.kind:
        rows = rows.filter(kind=gate.kind)
    number: int = rows.annotate(has=known(Fact(gate.fact))).filter(has=False).count()
    return number


def _next(row: dict[str, Any]) -> Stage | None:
    after = STAGES.index(Stage(row["stage"])) + 1
    if row["status"] in ENDED or after == len(STAGES):
        return None
    return STAGES[after]


def _look(
    rows_of: Callable[[list[Fact]], Rows], to: Callable[[dict[str, Any]], Stage | None]
) -> dict[int, list[Fact]]:
    """What each deal lacks for the stage it is to come to. Only what a gate asks is looked for."""
    gates = [
        Asking(office, kind, STAGES.index(Stage(stage)), Fact(fact))
        for office, kind, stage, fact in Gate.objects.values_list("office", "kind", "stage", "fact")
    ]
    facts = [fact for fact in Fact if any(gate.fact == fact for gate in gates)]
    found: dict[int, list[Fact]] = {}
    for *columns, has, withheld in ((*row[:5], row[5:-1], row[-1]) for row in rows_of(facts)):
        row = dict(zip(COLUMNS, columns, strict=True))
        stage = to(row)
        asked = {gate.fact for gate in gates if stage and gate.asks(row, stage)}
        asked -= set(withheld.split(", "))
        found[row["pk"]] = [
            fact
            for fact, is_known in zip(facts, has, strict=True)
            if fact in asked and not is_known
        ]
    return found


def _with(facts: list[Fact], deals: Any) -> Any:
    """Rows of deals' columns, of each fact whether they have it, and of those withheld."""
    columns = known_of_several(facts)
    return deals.order_by().annotate(**columns).values_list(*COLUMNS, *columns)
