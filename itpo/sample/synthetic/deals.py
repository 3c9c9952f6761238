"""Deals with their companies and tags, and how they moved through their stages."""

from collections.abc import Iterator
from datetime import date, timedelta

from deals.models import (
    Deal,
    DealCompany,
    Fact,
    SiteChange,
    Stage,
    StageChange,
    Status,
    Undisclosed,
)
from itpo.sample.synthetic import names
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Venture, World
from itpo.sample.synthetic.writing import link, moment, store, write

STAGES = list(Stage)
WENT_TO = ["VN", "MX", "TR", "TH", "PL"]
STATUSES = {
    Status.ONGOING: 78,
    Status.DELAYED: 8,
    Status.DORMANT: 6,
    Status.LOST: 5,
    Status.ABANDONED: 3,
}


def add(world: World) -> None:
    chance = world.chance("deals")
    every = [_venture(world, chance, number) for number in range(1, 1 + world.number(1))]
    parts = len(every) // 20
    whole, belonging = every[: len(every) - parts], every[len(every) - parts :]
    _write(world, chance, whole)
    for venture in belonging:
        venture.parent = chance.choice(whole).pk
    _write(world, chance, belonging)
    store(side for venture in every for side in _companies(world, chance, venture))
    sectors = [sector.pk for sector in world.sectors]
    themes = [theme.pk for theme in world.themes]
    link(Deal.sectors, ((one.pk, pk) for one in every for pk in chance.few(sectors, 2)))
    link(Deal.themes, ((one.pk, pk) for one in every for pk in chance.few(themes, 2)))
    store(change for venture in every for change in _changes(world, chance, venture))
    store(_withheld(world, chance, every))
    store(_closures(world, chance, every))


def _venture(world: World, chance: Chance, number: int) -> Venture:
    # Most deals are their company's only one; some companies come again and again.
    own = world.firms[(number - 1) % len(world.firms)]
    country = chance.early(world.countries, 1.5) if chance.often(0.97) else None
    reached = [world.past(chance, 20)]
    for _stage in range(chance.weighted({0: 30, 1: 25, 2: 20, 3: 13, 4: 12})):
        day = reached[-1] + timedelta(days=chance.randint(20, 400))
        if day <= world.today:
            reached.append(day)
    return Venture(
        number=number,
        firm=own if chance.often(0.8) else chance.early(world.firms),
        country=country,
        owner=chance.choice(world.officers) if chance.often(0.9) else None,
        title=_title(chance, country.name if country else "West Africa", number),
        reached=reached,
        is_confidential=chance.often(0.04),
    )


def _title(chance: Chance, where: str, number: int) -> str:
    return f"{chance.choice(names.PROJECTS)} in {where}, synthetic deal {number}"


def _write(world: World, chance: Chance, ventures: list[Venture]) -> None:
    rows = (_deal(world, chance, venture) for venture in ventures)
    for venture, row in zip(ventures, write(rows), strict=True):
        venture.pk = row.pk
        world.ventures.append(venture)


def _deal(world: World, chance: Chance, venture: Venture) -> Deal:
    row = Deal(
        office=world.office,
        title=venture.title,
        ref=f"SYN-{venture.number:06}",
        country_id=venture.country.pk if venture.country else None,
        region_typed="" if venture.country else "West Africa",
        kind=chance.choice(Deal.Kind.values),
        stage=STAGES[len(venture.reached) - 1],
        stage_since=venture.reached[-1],
        decided=venture.decided.isoformat() if venture.decided else "",
        owner=venture.owner,
        parent_id=venture.parent,
        is_confidential=venture.is_confidential,
        anonymous_description="A maker of something else" if venture.is_confidential else "",
        source_url="https://example.org/synthetic" if chance.often(0.3) else "",
        notes=INVENTED,
        created_at=moment(venture.reached[0]),
    )
    venture.kind = row.kind
    if venture.parent:
        row.parent_relation = chance.choice(Deal.ParentRelation.values)
    if row.stage != Stage.OPERATIONAL:
        row.status = chance.weighted(STATUSES)
        if row.is_ended:
            row.lost_because = "The power supply was too weak."
            if row.status == Status.LOST and chance.often(0.3):
                row.lost_to = chance.choice(WENT_TO)
        elif chance.often(0.6):
            row.expected_on = world.today + timedelta(days=chance.randint(-60, 400))
    if chance.often(0.2):
        row.rhythm_days = chance.choice([30, 60, 180, 365])
    if chance.often(0.7):
        row.origin = chance.choice(Deal.Origin.values)
    return row


def _companies(world: World, chance: Chance, venture: Venture) -> Iterator[DealCompany]:
    yield DealCompany(deal_id=venture.pk, company_id=venture.firm.pk)
    if chance.often(0.2) and (other := chance.choice(world.firms)) is not venture.firm:
        yield DealCompany(
            deal_id=venture.pk, company_id=other.pk, role=chance.choice(["partner", "supplier"])
        )


def _changes(world: World, chance: Chance, venture: Venture) -> Iterator[StageChange]:
    """Its beginning, if somebody recorded that, and its moves; a manager let some pass a gate."""
    begins = 0 if chance.often(0.7) else 1
    for place, day in enumerate(venture.reached[begins:], start=begins):
        change = _change(venture, place, day)
        if place and chance.often(0.03):
            change.missing = chance.choice([Fact.SECTOR, Fact.JOBS, Fact.DECIDED])
            change.passed_because = "The minister came to sign."
            change.changed_by = chance.choice(world.managers)
        yield change


def _change(venture: Venture, place: int, day: date) -> StageChange:
    return StageChange(
        deal_id=venture.pk,
        from_stage=STAGES[place - 1] if place else "",
        to_stage=STAGES[place],
        from_status=Status.ONGOING if place else "",
        to_status=Status.ONGOING,
        happened=day.isoformat(),
        changed_by=venture.owner,
        changed_at=moment(day),
    )


def _withheld(world: World, chance: Chance, every: list[Venture]) -> Iterator[Undisclosed]:
    """What cannot be disclosed of some deals, where a gate would ask for it."""
    for venture in every:
        for fact in (Fact.SECTOR, Fact.JOBS, Fact.CAPITAL):
            if chance.often(0.05):
                yield Undisclosed(
                    deal_id=venture.pk,
                    fact=fact,
                    said_by=chance.choice(world.officers),
                    said_at=moment(venture.reached[-1]),
                )


def _closures(world: World, chance: Chance, every: list[Venture]) -> Iterator[SiteChange]:
    for venture in every:
        if len(venture.reached) == len(STAGES) and chance.often(0.1):
            day = chance.day(venture.reached[-1], world.today)
            yield SiteChange(
                deal_id=venture.pk,
                kind=chance.choice(SiteChange.Kind.values),
                happened=chance.typed(day),
                source=INVENTED,
                recorded_by=chance.choice(world.officers),
                recorded_at=moment(day),
            )
