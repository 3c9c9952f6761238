"""Sums as pages say them: with what hidden deals add, and in the currency of the office's reports.

Of what cannot be converted it is said what is missing for that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals.models import Claim
from deals.money import Rates, Step, amount_shown, rounded
from deals.rollup import MONEY, Dated, Figures, Hidden
from itpo.office.models import User
from itpo.office.partial_dates import day_shown

MISSING_SHOWN = 5
HiddenSums = Mapping[tuple[str, str, str], Hidden]  # by metric, column and currency


class Sum(NamedTuple):
    """One sum. Money has its currency; what is no money has none."""

    value: Decimal
    currency: str
    is_seen: bool  # whether any of the figures behind it is seen
    hidden: int = 0  # how many confidential deals are in it that its reader may not see

    @property
    def shown(self) -> str:
        return amount_shown(self.value, self.currency)

    @property
    def note(self) -> str:
        if not self.hidden:
            return ""
        sentence = ngettext(
            "with %(n)s confidential deal", "with %(n)s confidential deals", self.hidden
        )
        return sentence % {"n": self.hidden}


def summed(figures: Figures, hidden: HiddenSums, metric: str, column: str) -> list[Sum]:
    """The sums of one metric and column by their currencies, hidden deals included."""
    seen = figures.of(metric, column)
    beside = {of[2]: more for of, more in hidden.items() if of[:2] == (metric, column)}
    none = Hidden(Decimal(0), 0)
    return [
        Sum(
            seen.get(currency, Decimal(0)) + beside.get(currency, none).value,
            currency,
            currency in seen,
            beside.get(currency, none).deals,
        )
        for currency in sorted(seen.keys() | beside.keys())
    ]


class Converted(NamedTuple):
    """A sum in the office's currency, in whole units; without a value, what is missing for it.

    Neither where nothing is in another currency.
    """

    value: Decimal | None = None
    currency: str = ""
    missing: str = ""

    @property
    def shown(self) -> str:
        """“≈ 33,000,000 JPY”; blank where there is no amount."""
        return "" if self.value is None else f"≈ {amount_shown(self.value, self.currency)}"


@dataclass
class Converter:
    """Converts sums, each figure at the rate of its own day, and remembers the rates it used."""

    rates: Rates
    used: dict[tuple[str, str, date], Step] = field(default_factory=dict)

    def of(self, figures: Figures, sums: Iterable[Sum], metric: str, column: str) -> Converted:
        """What the sums of one metric and column are together, if that is money."""
        if metric not in MONEY:
            return Converted()
        sums = list(sums)
        if all(one.currency == self.rates.to for one in sums):
            return Converted()
        if any(one.hidden for one in sums):
            reason = _("not converted: the days of confidential figures are not told")
            return Converted(missing=reason)
        return self.whole(
            [one for one in figures.dated if (one.metric, one.column) == (metric, column)]
        )

    def whole(self, dated: list[Dated]) -> Converted:
        """All of it or nothing: a part of it would read as the whole."""
        if not self.rates.to or not any(one.currency != self.rates.to for one in dated):
            return Converted()
        whole, missing = Decimal(0), []
        steps: list[Step] = []
        for one in dated:
            rate = self.rates.rate(one.currency, one.on)
            if rate is None:
                missing.append(one)
                continue
            whole += rate.of(one.value)
            steps += rate.steps
        if missing:
            return Converted(missing=_missing(missing, sum(one.number for one in dated)))
        self.used.update({(*step.pair, step.known.on): step for step in steps})
        return Converted(rounded(whole), self.rates.to)

    @property
    def steps(self) -> list[Step]:
        """The rates that were used, by currency and day."""
        return [step for _key, step in sorted(self.used.items(), key=lambda one: one[0])]


def converted(claim: Claim, viewer: User) -> tuple[Converted, list[Step]]:
    """One figure in the currency of somebody's office, and by which rates."""
    if claim.metric not in MONEY or claim.value is None:
        return Converted(), []
    alone = Dated(claim.metric, claim.phase, claim.currency, claim.as_of_latest, claim.value, 1)
    converter = converter_for([alone], viewer)
    return converter.whole([alone]), converter.steps


def converter_for(dated: Iterable[Dated], viewer: User) -> Converter:
    """Into the currency of the reports of somebody's office. One query at most."""
    dated = list(dated)
    to = viewer.office.currency if viewer.office else ""
    currencies = {one.currency for one in dated} if to else set()
    return Converter(Rates.between(currencies, to, {one.on for one in dated}))


def _missing(missing: list[Dated], number: int) -> str:
    """How many figures have a rate, and which currencies on which days have none."""
    places = sorted({(one.currency, one.on or date.max) for one in missing})
    what = ", ".join(_first(places))
    if number == 1:
        return _("rate missing: %(what)s") % {"what": what}
    lacking = sum(one.number for one in missing)
    sentence = _("rate missing: %(done)s of %(all)s figures converted; missing: %(what)s")
    return sentence % {"done": number - lacking, "all": number, "what": what}


def _first(places: list[tuple[str, date]]) -> Iterator[str]:
    """The first few places in words: of many, most would be written for nobody."""
    for currency, on in places[:MISSING_SHOWN]:
        yield f"{currency} {_('not dated') if on == date.max else day_shown(on)}"
    more = len(places) - MISSING_SHOWN
    if more > 0:
        yield _("and %(n)s more") % {"n": more}
