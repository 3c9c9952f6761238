"""A country in a few sentences, made of what is on record and of nothing else.

A clause whose rows are missing is left out; what nobody knows is said to be unknown. The same
rows give the same sentences.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals.impact.funnel import NEVER, Funnel, Span, When
from deals.models import Claim
from deals.money import amount_shown
from deals.rollup import Column, Figures
from itpo.office.wording import in_country

MOST_NAMED = 4  # deals that are called by their names


def told(country: Any, funnel: Funnel, figures: Figures, running: list[Any]) -> list[str]:
    """The sentences. `running`: the deals we helped that run, each with `ran`, its Span or None."""
    where = in_country(country.code, country.name)
    sentences = [
        _visits(funnel),
        _missions(funnel, where),
        _deals(funnel, where),
        _running(running),
        _jobs(figures),
        _capital(figures),
    ]
    return [one for one in sentences if one]


def _visits(funnel: Funnel) -> str:
    delegates, visits = funnel["delegates"], funnel["visits"]
    if not visits:
        return ""
    who = ngettext(
        "%(count)s delegate came to Japan", "%(count)s delegates came to Japan", delegates
    ) % {"count": delegates}
    how_often = ngettext("on %(count)s visit", "on %(count)s visits", visits) % {"count": visits}
    return _("%(who)s %(how_often)s%(when)s.") % {
        "who": who,
        "how_often": how_often,
        "when": _when(funnel.when.get("visits", NEVER), visits),
    }


def _missions(funnel: Funnel, where: str) -> str:
    missions = funnel["missions"]
    if not missions:
        return ""
    went = ngettext(
        "%(count)s business mission of ours went to %(where)s",
        "%(count)s business missions of ours went to %(where)s",
        missions,
    ) % {"count": missions, "where": where}
    return _("%(what)s%(when)s.") % {
        "what": went,
        "when": _when(funnel.when.get("missions", NEVER), missions),
    }


def _when(when: When, number: int) -> str:
    """“ between the 1990s and 2022”; “: 1 in the 1990s, 1 without a date”."""
    undated = min(when.undated, number)
    if undated == number:
        return _(", without a date")
    dates = _dates(when)
    if not undated:
        return f" {dates}"
    return _(": %(dated)s %(dates)s, %(undated)s without a date") % {
        "dated": number - undated,
        "dates": dates,
        "undated": undated,
    }


def _dates(when: When) -> str:
    first, last = (_year(span) for span in (when.first, when.last))
    if first == last:
        return _("in %(year)s") % {"year": first}
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}


def _year(span: Span | None) -> str:
    """The year, the decade or the years between which something was."""
    if span is None:
        return ""
    first, last = span.first.year, span.last.year
    if first == last:
        return str(first)
    if first % 10 == 0 and last == first + 9:
        return _("the %(decade)ss") % {"decade": first}
    return f"{first}–{last}"


def _deals(funnel: Funnel, where: str) -> str:
    deals, runs, helped = funnel["deals"], funnel["deals operational"], funnel["deals helped"]
    if not deals:
        return ""
    known = ngettext(
        "%(count)s deal in %(where)s is on record",
        "%(count)s deals in %(where)s are on record",
        deals,
    ) % {"count": deals, "where": where}
    parts = [
        ngettext("%(count)s operational", "%(count)s operational", runs) % {"count": runs}
        if runs
        else _("none operational yet"),
        ngettext(
            "%(count)s with a contribution of ours that somebody accepted",
            "%(count)s with a contribution of ours that somebody accepted",
            helped,
        )
        % {"count": helped}
        if helped
        else _("none with an accepted contribution of ours"),
    ]
    return _("%(known)s: %(parts)s.") % {"known": known, "parts": ", ".join(parts)}


def _running(running: list[Any]) -> str:
    if not running:
        return ""
    count = len(running)
    named = [
        _("%(deal)s (%(year)s)") % {"deal": one.title, "year": _year(one.ran)}
        if one.ran
        else one.title
        for one in running[:MOST_NAMED]
    ]
    if count > MOST_NAMED:
        more = count - MOST_NAMED
        named.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    sentence = ngettext(
        "Operational with our help: %(deals)s%(companies)s.",
        "Operational with our help, %(count)s sites: %(deals)s%(companies)s.",
        count,
    )
    return sentence % {
        "count": count,
        "deals": get_text_list(named, _("and")),
        "companies": _of_whom(running),
    }


def _of_whom(running: list[Any]) -> str:
    names = list(dict.fromkeys(one.company_names for one in running if one.company_names))
    if len(names) != 1:
        return ""
    return _(", of %(company)s") % {"company": names[0]}


def _jobs(figures: Figures) -> str:
    parts = []
    if (planned := _number(figures, Column.PLANNED)) is not None:
        parts.append(_("%(jobs)s planned") % {"jobs": amount_shown(planned)})
    if (announced := _number(figures, Column.ANNOUNCED)) is not None:
        parts.append(_("%(jobs)s announced") % {"jobs": amount_shown(announced)})
    if (actual := _number(figures, Column.ACTUAL)) is not None:
        parts.append(_("%(jobs)s said to be real") % {"jobs": amount_shown(actual)})
        verified = _number(figures, Column.VERIFIED)
        parts.append(
            _("verified by nobody here")
            if verified is None
            else _("%(jobs)s verified") % {"jobs": amount_shown(verified)}
        )
    return _("Jobs: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def _number(figures: Figures, column: Column) -> Decimal | None:
    return figures.of(Claim.Metric.JOBS, column).get("")


def _capital(figures: Figures) -> str:
    parts = list(_sums(figures))
    return _("Capital: %(parts)s.") % {"parts": "; ".join(parts)} if parts else ""


def _sums(figures: Figures) -> Iterator[str]:
    said = {
        Column.PLANNED: _("%(sums)s planned"),
        Column.ANNOUNCED: _("%(sums)s announced"),
        Column.ACTUAL: _("%(sums)s said to be real"),
        Column.VERIFIED: _("%(sums)s verified"),
    }
    for column, sentence in said.items():
        sums = figures.of(Claim.Metric.CAPITAL, column)
        if sums:
            shown = [amount_shown(value, currency) for currency, value in sums.items()]
            yield sentence % {"sums": get_text_list(shown, _("and"))}
