"""Figures about deals, missions, events and programmes, some of them verified."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from deals.claims import next_check
from deals.models import Claim, Verification
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Venture, World
from itpo.sample.synthetic.writing import moment, store, write

Metric, Phase = Claim.Metric, Claim.Phase
METRICS = {
    Metric.JOBS: 34,
    Metric.CAPITAL: 30,
    Metric.WOMEN: 10,
    Metric.EXPORTS: 6,
    Metric.LOCAL_MANAGERS: 5,
    Metric.UNITS: 5,
    Metric.TRAINED: 6,
    Metric.TRAINING_DAYS: 4,
}
CURRENCIES = {"USD": 50, "JPY": 25, "EUR": 20, "MAD": 5}
NUMBERS = {0: 12, 1: 17, 2: 22, 3: 24, 4: 15, 6: 7, 9: 3}  # of claims a deal, about 2.5


def add(world: World) -> None:
    chance = world.chance("claims")
    every = (claim for venture in world.ventures for claim in _of_deal(world, chance, venture))
    store(_checks(write(every)))
    store(_checks(write(_of_the_rest(world, chance))))


def _checks(claims: Iterable[Claim]) -> Iterator[Verification]:
    """What was checked of figures, each once."""
    for claim in claims:
        if claim.verified_at:
            yield Verification(
                claim=claim,
                checked_by=claim.verified_by,
                checked_at=claim.verified_at,
                evidence=claim.evidence,
            )


def _of_deal(world: World, chance: Chance, venture: Venture) -> Iterator[Claim]:
    runs = len(venture.reached) >= 4
    for _number in range(chance.weighted(NUMBERS)):
        phase = chance.weighted(
            {Phase.PLANNED: 35, Phase.ANNOUNCED: 45, Phase.ACTUAL: 60 if runs else 5}
        )
        metric = chance.weighted(METRICS)
        day = chance.day(venture.reached[0], world.today)
        yield _claim(world, chance, day, metric=metric, phase=phase, deal_id=venture.pk)


def _of_the_rest(world: World, chance: Chance) -> Iterator[Claim]:
    """Who travelled, who came: of some missions, events and programmes only."""
    for journey in world.journeys:
        if journey.state == "completed" and chance.often(0.8):
            for metric in (Metric.PEOPLE, Metric.COMPANIES):
                about = {"mission_id": journey.pk, "metric": metric}
                yield _claim(world, chance, journey.ends, phase=Phase.ACTUAL, **about)
    for one in world.gatherings:
        about = {"event_id": one.pk, "metric": Metric.PEOPLE}
        yield _claim(world, chance, one.day, phase=Phase.ACTUAL, **about)
    for pk, year in world.programmes:
        about = {"programme_id": pk, "metric": Metric.PEOPLE}
        yield _claim(world, chance, date(year, 1, 1), phase=Phase.PLANNED, **about)


def _claim(world: World, chance: Chance, day: date, **facts: Any) -> Claim:
    is_money = facts["metric"] in Claim.MONEY
    row = Claim(
        **facts,
        value=_value(chance, is_money) if chance.often(0.95) else None,
        as_of=chance.typed(day) if chance.often(0.9) else "",
        source=INVENTED,
        source_url="https://example.org/synthetic" if chance.often(0.3) else "",
        recorded_by=chance.choice(world.officers) if chance.often(0.7) else None,
        recorded_at=min(moment(day), world.at),
    )
    row.is_not_disclosed = row.value is None
    if is_money and row.value is not None:
        row.currency = chance.weighted(CURRENCIES)
    if row.phase == Phase.ACTUAL and row.value is not None and chance.often(0.6):
        row.verified_by = chance.choice(world.managers)
        row.verified_at = min(moment(day + timedelta(days=chance.randint(1, 200))), world.at)
        checked_on = world.office.today(row.verified_at)
        row.check_again_on = next_check(checked_on, checked_on)
        row.evidence = "Fictive letter of the company, with the payroll"
    elif chance.often(0.01):
        row.withdrawn_at = world.at
        row.withdrawn_because = "It was said of another company."
    return row


def _value(chance: Chance, is_money: bool) -> Decimal:
    """Mostly small, seldom large; money in round thousands."""
    size = 10 ** chance.uniform(0.5, 3.5)
    return Decimal(int(size)) * (10_000 if is_money else 1)
