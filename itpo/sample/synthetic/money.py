"""Exchange rates, and what programmes and missions cost."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from delegates.models import BudgetLine
from investors.models import MissionBudgetLine
from itpo.office.models import ExchangeRate
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, World
from itpo.sample.synthetic.writing import store

YEN = {"USD": Decimal(110), "EUR": Decimal(130), "MAD": Decimal(12)}
FIRST_YEAR = 2005
FOR = ["Flights", "Hotels", "Interpreters"]


def add(world: World) -> None:
    store(_rates(world))
    chance = world.chance("money")
    store(
        BudgetLine(programme_id=pk, what=what, **_costs(chance, 40))
        for pk, _year in world.programmes
        for what in FOR
    )
    store(
        MissionBudgetLine(
            mission_id=journey.pk,
            what=what,
            **_costs(chance, 20),
        )
        for journey in world.journeys
        for what in FOR[: chance.randint(0, len(FOR))]
    )


def _costs(chance: Chance, most: int) -> dict[str, Decimal | None]:
    """In round sums; what it came to is not always known."""
    planned, actual = (Decimal(100_000 * chance.randint(1, most)) for _ in range(2))
    return {"planned": planned, "actual": actual if chance.often(0.7) else None}


def _rates(world: World) -> Iterator[ExchangeRate]:
    """One a month, each a little off the usual one; of the months after the office's day, none."""
    chance = world.chance("rates")
    known = set(ExchangeRate.objects.filter(to_currency="JPY").values_list("from_currency", "on"))
    for currency, usual in YEN.items():
        for year in range(FIRST_YEAR, world.today.year + 1):
            for month in range(1, 13):
                on = date(year, month, 1)
                rate = usual * Decimal(chance.randint(85, 115)) / 100
                if on <= world.today and (currency, on) not in known:
                    yield ExchangeRate(
                        from_currency=currency, to_currency="JPY", on=on, rate=rate, source=INVENTED
                    )
