"""Money in another currency, at the rate of the day it is of.

The rate is the latest of the pair on or before that day, and at most 31 days older: the pair's
own, the other way round, or across one currency both have a rate with, by the same rule. Where
there is none, there is no amount: neither zero nor the amount itself. What is converted is rounded
only where it is shown.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Q

from itpo.office.models import ExchangeRate

AT_MOST_OLDER = timedelta(days=31)
WHOLE = Decimal(1)


class Known(NamedTuple):
    """One rate as it is kept."""

    on: date
    rate: Decimal
    source: str


@dataclass(frozen=True)
class Step:
    """What one unit of a currency was worth in another: a rate as kept, perhaps turned round."""

    from_currency: str
    to_currency: str
    known: Known
    is_turned: bool

    def of(self, value: Decimal) -> Decimal:
        return value / self.known.rate if self.is_turned else value * self.known.rate

    @property
    def pair(self) -> tuple[str, str]:
        """One, and what it is worth in, as the rate is kept."""
        both = self.from_currency, self.to_currency
        return both[::-1] if self.is_turned else both

    @property
    def rate_shown(self) -> str:
        """The rate as it is kept, without the zeros at its end."""
        return f"{self.known.rate.normalize():f}"


@dataclass(frozen=True)
class Rate:
    """The way from one currency to another on a day: no step for the same, else one or two."""

    steps: tuple[Step, ...] = ()

    def of(self, value: Decimal) -> Decimal:
        for step in self.steps:
            value = step.of(value)
        return value

    @property
    def oldest(self) -> date:
        return min(step.known.on for step in self.steps)


@dataclass(frozen=True)
class Rates:
    """The rates that are needed to convert some amounts, read at once."""

    to: str
    kept: dict[tuple[str, str], list[Known]]

    @classmethod
    def between(cls, currencies: Iterable[str], to: str, days: Iterable[date | None]) -> "Rates":
        """Read what converting from these currencies on these days may need. One query at most."""
        known = sorted(day for day in days if day is not None)
        foreign = set(currencies) - {to, ""}
        kept: dict[tuple[str, str], list[Known]] = defaultdict(list)
        if known and foreign:
            among = [*foreign, to]
            rows = ExchangeRate.objects.filter(
                Q(from_currency__in=among) | Q(to_currency__in=among),
                on__range=(known[0] - AT_MOST_OLDER, known[-1]),
            )
            columns = ("from_currency", "to_currency", "on", "rate", "source")
            for one, other, *rate in rows.order_by("on").values_list(*columns):
                kept[one, other].append(Known(*rate))
        return cls(to, dict(kept))

    def rate(self, currency: str, on: date | None) -> Rate | None:
        """How to convert from a currency on a day; None where no rate is known, or no day."""
        if currency == self.to:
            return Rate()
        if on is None:
            return None
        if step := self._step(currency, self.to, on):
            return Rate((step,))
        return self._across(currency, on)

    def convert(self, value: Decimal, currency: str, on: date | None) -> Decimal | None:
        """An amount in the currency asked for, not rounded; None where the rate is missing."""
        rate = self.rate(currency, on)
        return None if rate is None else rate.of(value)

    def _step(self, one: str, other: str, on: date) -> Step | None:
        """The later of the pair's own rate and the one the other way round; its own if alike."""
        ways = [
            Step(one, other, known, is_turned)
            for pair, is_turned in (((one, other), False), ((other, one), True))
            if (known := self._latest(pair, on)) is not None
        ]
        return max(ways, key=lambda step: (step.known.on, not step.is_turned), default=None)

    def _across(self, currency: str, on: date) -> Rate | None:
        """By way of a third currency: that whose older rate is the latest, USD if several are."""
        met = {one for pair in self.kept for one in pair} - {currency, self.to}
        ways = [
            Rate((first, second))
            for between in sorted(met, key=lambda one: (one != "USD", one))
            if (first := self._step(currency, between, on)) is not None
            and (second := self._step(between, self.to, on)) is not None
        ]
        return max(ways, key=lambda rate: rate.oldest, default=None)

    def _latest(self, pair: tuple[str, str], on: date) -> Known | None:
        kept = self.kept.get(pair, [])
        place = bisect_right(kept, on, key=lambda known: known.on)
        if place and kept[place - 1].on >= on - AT_MOST_OLDER:
            return kept[place - 1]
        return None


def convert(value: Decimal, currency: str, to: str, on: date | None) -> Decimal | None:
    """One amount in another currency, not rounded; None where the rate is missing.

    For several amounts read the rates once, see Rates.between.
    """
    return Rates.between([currency], to, [on]).convert(value, currency, on)


def amount_shown(value: Decimal, currency: str = "") -> str:
    """A sum as a page shows it: 2,886,000,000 MAD; 10,000."""
    return f"{value:,.2f}".removesuffix(".00") + (f" {currency}" if currency else "")


def rounded(value: Decimal) -> Decimal:
    """What is converted is shown in whole units, halves away from zero."""
    return value.quantize(WHOLE, ROUND_HALF_UP)
