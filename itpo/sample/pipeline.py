"""Invented deals in every stage, with the figures said about them and what helped them."""

from datetime import timedelta
from typing import Any, NamedTuple

from deals import claims, contributions, gates, pipeline, sites
from deals.models import Claim, Contribution, Deal, DealCompany, Fact, SiteChange, Stage, Status
from deals.models.contributions import WAYS, Helper
from itpo.office.models import Sector
from itpo.office.setup import SECTORS
from itpo.sample.book import INVENTED, Book

Kind, Role, Strength = Deal.Kind, Contribution.Role, Contribution.Strength
Metric, Phase = Claim.Metric, Claim.Phase
VISIT, MISSION, MEETING = "visit", "mission", "meeting"
STAGES = list(Stage)


class Plan(NamedTuple):
    """One deal; its steps are the working days from today on which it reached each stage."""

    name: str
    title: str
    owner: str
    company: str
    country: str
    kind: str
    sector: str
    steps: list[int]
    values: dict[str, Any] = {}


PLANS = [
    Plan("paste", "Tomato paste plant near Dakar (sample)", "hanako", "foods", "SN",
         Kind.GREENFIELD, "10", [-690, -640, -595, -500, -200]),
    Plan("second", "Second paste line near Dakar (sample)", "hanako", "foods", "SN",
         Kind.EXPANSION, "10", [-30, -2]),
    Plan("cold", "Cold stores at the harbour of Tema (sample)", "hanako", "logistics", "GH",
         Kind.GREENFIELD, "52", [-24]),
    Plan("roofs", "Solar roofs for cold stores (sample)", "hanako", "solar", "MZ",
         Kind.TECHNOLOGY_TRANSFER, "35", [-60, -40, -10]),
    Plan("machines", "Paste machines made under licence (sample)", "hanako", "machines", "SN",
         Kind.LICENSING, "28", [-90, -80], {"status": Status.DORMANT}),
    Plan("pilot", "Pilot for clean tannery water (sample)", "jiro", "water", "KE",
         Kind.TECHNOLOGY_TRANSFER, "37", [-150, -120, -60, -9]),
    Plan("sheds", "Sewing line in an industrial park (sample)", "jiro", "textiles", "ET",
         Kind.GREENFIELD, "13", [-15, -1]),
    Plan("harness", "Harness makers as suppliers (sample)", "jiro", "parts", "VN",
         Kind.SUBCONTRACTING, "29", [-80, -50, -7], {"status": Status.DELAYED}),
    Plan("mill", "Shares in a spinning mill (sample)", "jiro", "textiles", "BD",
         Kind.JOINT_VENTURE, "13", [-1]),
    Plan("quiet", "Placeholder Electronics: assembly line (sample)", "jiro", "electronics", "VN",
         Kind.GREENFIELD, "", [-70, -45, -6],
         {"is_confidential": True,
          "anonymous_description": "An electronics maker in South-East Asia"}),
    Plan("dye", "Dye works (sample)", "jiro", "textiles", "KH",
         Kind.GREENFIELD, "13", [-300, -250]),
    Plan("packing", "Fruit packing house at Kumasi (sample)", "hanako", "logistics", "GH",
         Kind.PARTNERSHIP, "10", [-900, -860, -830, -760, -600]),
]  # fmt: skip


class Figure(NamedTuple):
    """One figure about a deal or a mission; who recorded it, and on what it was verified."""

    about: str
    metric: str
    phase: str
    value: int | None
    recorded_by: str
    words: str = ""
    evidence: str = ""
    currency: str = ""


FIGURES = [
    Figure("deal paste", Metric.JOBS, Phase.PLANNED, 120, "hanako", "“About 120 jobs”"),
    Figure("deal paste", Metric.JOBS, Phase.ACTUAL, 86, "hanako", "86 on the payroll",
           "Invented letter of the company, with the payroll"),
    Figure("deal paste", Metric.WOMEN, Phase.ACTUAL, 51, "hanako", "51 of them women"),
    Figure("deal paste", Metric.CAPITAL, Phase.PLANNED, 4_000_000, "hanako", currency="EUR"),
    Figure("deal second", Metric.JOBS, Phase.PLANNED, 40, "hanako"),
    Figure("deal pilot", Metric.UNITS, Phase.ACTUAL, 1, "jiro", "One unit runs"),
    Figure("deal pilot", Metric.TRAINED, Phase.ACTUAL, 6, "jiro", "Six people trained"),
    Figure("deal sheds", Metric.JOBS, Phase.PLANNED, 200, "jiro"),
    Figure("deal harness", Metric.JOBS, Phase.ANNOUNCED, 75, "jiro"),
    Figure("deal quiet", Metric.CAPITAL, Phase.PLANNED, None, "jiro", "They do not say"),
    Figure("deal packing", Metric.JOBS, Phase.ACTUAL, 34, "hanako", "34 people pack",
           "Invented letter of the company, with the payroll"),
    Figure("mission roads", Metric.PEOPLE, Phase.ACTUAL, 3, "jiro"),
    Figure("mission roads", Metric.COMPANIES, Phase.ACTUAL, 3, "jiro"),
]  # fmt: skip
# Deal, what helped it, role, strength, whether the manager has accepted it.
HELP = [
    ("paste", "visit amina before", Role.PROMOTION, Strength.FACILITATED, True),
    ("paste", "meeting first paste", Role.PROMOTION, Strength.FACILITATED, True),
    ("paste", "mission dakar", Role.NEGOTIATION, Strength.DECISIVE, True),
    ("paste", "meeting site", Role.NEGOTIATION, Strength.DECISIVE, True),
    ("second", "visit amina now", Role.PROMOTION, Strength.INFORMED, True),
    ("second", "meeting second plant", Role.PROMOTION, Strength.INFORMED, False),
    ("pilot", "visit wanjiru past", Role.PROMOTION, Strength.FACILITATED, True),
    ("pilot", "mission roads", Role.FACILITATION, Strength.FACILITATED, True),
    ("roofs", "visit zita past", Role.PROMOTION, Strength.FACILITATED, True),
    ("roofs", "meeting roofs", Role.PROMOTION, Strength.INFORMED, False),
    ("sheds", "visit selam now", Role.PROMOTION, Strength.FACILITATED, True),
    ("sheds", "meeting sheds", Role.PROMOTION, Strength.FACILITATED, True),
    ("harness", "visit thuy past", Role.PROMOTION, Strength.INFORMED, True),
    ("mill", "mission sewing", Role.PROMOTION, Strength.INFORMED, False),
]


# What cannot be disclosed of a deal, who said so, and why.
WITHHELD = [
    ("quiet", Fact.SECTOR, "jiro", "It would give the company away."),
    ("packing", Fact.CONTRIBUTION, "hanako", "It is older than our records."),
    # An address would make them rows of a public list, which these are not.
    ("packing", Fact.SOURCE, "hanako", "The company's letter is for us only."),
    ("paste", Fact.SOURCE, "hanako", "The company's letter is for us only."),
]
# Which deal a manager let pass a gate, to which stage, and why.
PASSED = {("quiet", Stage.NEGOTIATION): "They name the jobs once they have signed."}


def add(book: Book) -> None:
    """Add the deals with figures and contributions, and move them through their stages."""
    new = [plan for plan in PLANS if _add_deal(book, plan)]
    for figure in FIGURES:
        _add_figure(book, figure)
    for deal, helper, role, strength, is_accepted in HELP:
        _add_help(book, book[f"deal {deal}"], book[helper], role, strength, is_accepted)
    for deal, fact, who, because in WITHHELD:
        gates.say_undisclosed(
            deal=book[f"deal {deal}"],
            fact=fact,
            because=because,
            by=book.staff.named(who),
            at=book.days.at,
        )
    for plan in new:
        _move(book, plan)


def _add_help(
    book: Book, deal: Deal, thing: Helper, role: str, strength: str, is_accepted: bool
) -> None:
    if deal.contributions.filter(**{WAYS[type(thing)]: thing}).exists():
        return
    said = {"role": role, "strength": strength, "evidence": f"{INVENTED} The company said so."}
    if is_accepted:
        by, at = book.staff.keiko, book.days.at
        contributions.accept(deal=deal, thing=thing, by=by, at=at, **said)
    else:
        Contribution.of(deal, thing, **said).save()


def _sectors(code: str) -> list[Sector]:
    """The sector of a plan, made where an office has sectors of its own: a gate asks for it."""
    return [
        Sector.objects.get_or_create(revision=4, code=one, defaults={"name": name})[0]
        for one, name, _words in SECTORS
        if one == code
    ]


def _add_deal(book: Book, plan: Plan) -> bool:
    """Say whether it was made now."""
    days, owner = book.days, book.staff.named(plan.owner)
    deal, is_new = Deal.objects.get_or_create(
        office=book.office,
        title=plan.title,
        defaults={
            "country": book[plan.country],
            "kind": plan.kind,
            "owner": owner,
            "stage_since": days.work(plan.steps[0]),
            "expected_on": days.work(30),
            "notes": INVENTED,
            **({"parent": book["deal paste"], "parent_relation": Deal.ParentRelation.EXPANSION}
               if plan.name == "second" else {}),
            **plan.values,
        },
    )  # fmt: skip
    book[f"deal {plan.name}"] = deal
    if is_new:
        DealCompany.objects.create(deal=deal, company=book[plan.company])
        deal.sectors.set(_sectors(plan.sector))
    return is_new


def _move(book: Book, plan: Plan) -> None:
    """Take a deal through its stages, past the gates, to where it is today."""
    days, deal = book.days, book[f"deal {plan.name}"]
    for stage, day in zip(STAGES[1:], plan.steps[1:], strict=False):
        why = PASSED.get((plan.name, stage), "")
        pipeline.move(
            deal=deal,
            to=stage,
            by=book.staff.keiko if why else book.staff.named(plan.owner),
            at=days.moment(days.work(day), 17),
            happened=days.iso(day),
            passed_because=why,
        )
    deal.refresh_from_db()
    by = book.staff.named(plan.owner)
    if plan.name == "dye":
        pipeline.end(
            deal=deal, as_=Status.LOST, by=by, at=days.at - timedelta(days=100),
            because="The power supply was too weak.", lost_to="VN",
        )  # fmt: skip
    if plan.name == "packing":
        sites.record(
            deal=deal, kind=SiteChange.Kind.CLOSURE, happened=days.iso(-15), by=by, at=days.at,
            reason="The harvests failed.", source=f"{INVENTED} The company wrote so.",
        )  # fmt: skip


def _add_figure(book: Book, figure: Figure) -> None:
    claim, is_new = Claim.objects.get_or_create(
        metric=figure.metric,
        phase=figure.phase,
        **{figure.about.partition(" ")[0]: book[figure.about]},
        defaults={
            "value": figure.value,
            "is_not_disclosed": figure.value is None,
            "currency": figure.currency,
            "words": figure.words,
            "source": INVENTED,
            "as_of": book.days.iso(-5),
            "recorded_by": book.staff.named(figure.recorded_by),
        },
    )
    book[f"claim {figure.about} {figure.metric} {figure.phase}"] = claim
    if is_new and figure.evidence:
        claims.verify(claim=claim, by=book.staff.keiko, at=book.days.at, evidence=figure.evidence)
