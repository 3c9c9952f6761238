"""What a card of the board says: short, and in words."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals.models import Claim, Fact
from deals.rollup import Column, Figures

JOBS, CAPITAL = Claim.Metric.JOBS, Claim.Metric.CAPITAL
PLANNED, ANNOUNCED, ACTUAL = Claim.Phase.PLANNED, Claim.Phase.ANNOUNCED, Claim.Phase.ACTUAL
# Of what is known of a deal, the first of these stands on its card.
FIRST_OF = [
    (JOBS, PLANNED),
    (CAPITAL, PLANNED),
    (JOBS, ANNOUNCED),
    (CAPITAL, ANNOUNCED),
    (JOBS, ACTUAL),
    (CAPITAL, ACTUAL),
]
MILLION = 1_000_000
FACTS_NAMED = 2
A_WEEK = timedelta(days=7)
MONTHS_FROM = 61  # days from which an age is said in months
YEARS_FROM = 24  # months from which it is said in years

# A value, and the currency of money. No value: it is not disclosed.
Value = tuple[Decimal | None, str]


class Tag(NamedTuple):
    """A few words, and the class that colours them."""

    words: str
    css_class: str


def who(companies: str, country: str) -> str:
    """The companies and the country, as far as they are known."""
    where = country or _("country not known")
    return f"{companies} · {where}" if companies else where


def figure(reported: Mapping[tuple[str, str], Value]) -> str:
    """The one figure a card has room for, said as what it is; never a zero nobody said."""
    for metric, phase in FIRST_OF:
        value, currency = reported.get((metric, phase), (None, ""))
        if value is not None:
            return _("%(figure)s, %(phase)s") % {
                "figure": amount(value, currency),
                "phase": str(Claim.Phase(phase).label).lower(),
            }
    return _("not disclosed") if reported else _("figure not known")


def amount(value: Decimal, currency: str) -> str:
    """“4,500 jobs”, “2.5 million USD”. What is no round part of a million is said in full."""
    if not currency:
        return ngettext("%(count)s job", "%(count)s jobs", int(value)) % {"count": f"{value:,.0f}"}
    if value >= MILLION and value % (MILLION // 10) == 0:
        millions = f"{value / MILLION:,.1f}".removesuffix(".0")
        return _("%(count)s million %(currency)s") % {"count": millions, "currency": currency}
    return f"{value:,.2f}".removesuffix(".00") + f" {currency}"


def age(since: date | None, today: date) -> str:
    """How long a deal has been in its stage."""
    if since is None:
        return _("since when is not known")
    days = (today - since).days
    if days < MONTHS_FROM:
        return ngettext("%(count)d day in stage", "%(count)d days in stage", days) % {"count": days}
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    if months < YEARS_FROM:
        return ngettext("%(count)d month in stage", "%(count)d months in stage", months) % {
            "count": months
        }
    years = months // 12
    return ngettext("%(count)d year in stage", "%(count)d years in stage", years) % {"count": years}


def due(on: date | None, today: date, is_open: bool) -> Tag:
    """When the next step is due; that there is none, where one should be."""
    if on is None:
        return Tag(_("nothing planned"), "late") if is_open else Tag("", "")
    if on < today:
        late = (today - on).days
        words = ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}
        return Tag(words, "late")
    if on == today:
        return Tag(_("Today"), "due")
    if on - today < A_WEEK:
        return Tag(date_format(on, "D j"), "")
    return Tag(date_format(on, "j M" if on.year == today.year else "j M Y"), "")


def silent(since: date, today: date) -> str:
    """For how long nobody has heard of a deal that is silent for longer than its rhythm."""
    days = (today - since).days
    return ngettext("silent %(count)d day", "silent %(count)d days", days) % {"count": days}


def sums(added: Figures) -> list[str]:
    """What deals add up to: jobs, then money by its currency; each said as what it is."""
    words = []
    for metric in (JOBS, CAPITAL):
        for column in (Column.PLANNED, Column.ANNOUNCED, Column.VERIFIED):
            of_each = added.of(metric, column).items()
            said = [amount(value, currency) for currency, value in of_each]
            if said:
                words.append(f"{str(column.label).lower()} {', '.join(said)}")
    return words


def missing(facts: Sequence[Fact]) -> str:
    """What a deal lacks for its next stage, by name; of many the first few."""
    if not facts:
        return ""
    names = [str(fact.label) for fact in facts[:FACTS_NAMED]]
    said = ", ".join(f"{name[:1].lower()}{name[1:]}" for name in names)
    if more := len(facts) - len(names):
        said = ngettext("%(facts)s and %(count)d more", "%(facts)s and %(count)d more", more) % {
            "facts": said,
            "count": more,
        }
    return _("Missing: %(facts)s") % {"facts": said}
