"""What is asked of the review in its address: since when, and which deals the list shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from deals.models import Deal, Stage, Status
from deals.models.deals import OPEN, RUNNING
from deals.review import rows
from deals.review.forecast import spans
from deals.review.lost import Lost
from deals.review.sums import Counted, Sums
from itpo.desk.review.markup import options
from itpo.office.forms import DayField
from itpo.office.models import User
from itpo.office.months import months_later
from itpo.office.paging import words_of

A_WEEK = timedelta(days=7)
LATELY, LATELY_YEARS = "lately", 5
Choices = list[tuple[str, str | Promise]]

STEPS: Choices = [
    ("late", gettext_lazy("Next step overdue")),
    ("none", gettext_lazy("Nothing planned")),
    ("stuck", gettext_lazy("Silent for longer than its rhythm")),
    ("expected", gettext_lazy("Next stage expected soon")),
    ("lacking", gettext_lazy("Lacks something for its next stage")),
]
RESULTS: Choices = [
    ("yes", gettext_lazy("Verified")),
    ("waiting", gettext_lazy("Waiting for verification")),
    ("no", gettext_lazy("Nothing verified")),
]
STATUS_GROUPS: Choices = [
    (OPEN, gettext_lazy("Open: still to be worked on")),
    (RUNNING, gettext_lazy("All but lost and abandoned")),
]


@dataclass(frozen=True)
class Filter:
    """One filter and what occurs; the first line takes everything."""

    name: str
    label: str | Promise
    options: SafeString


@dataclass
class Asked:
    """What the address asks for. What makes no sense is left aside."""

    since: date
    since_typed: str = ""
    came_since: date | None = None  # of the deals that came to a stage, only those since then
    since_refused: str = ""
    deals: dict[str, str] = field(default_factory=dict)
    words: str = ""
    filters: list[Filter] = field(default_factory=list)

    def since_at(self, viewer: User) -> datetime:
        """The moment that day began for somebody."""
        return datetime.combine(self.since, time.min, tzinfo=ZoneInfo(viewer.time_zone))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.deals or self.words)

    def address(self, **deals: str) -> str:
        """The review of the same time, with the list of these deals."""
        kept = {"since": self.since_typed} if self.since_typed and not self.since_refused else {}
        return f"?{urlencode({**kept, **deals})}#deals"


def asked(
    request: HttpRequest,
    today: date,
    found: Counted,
    owners: Mapping[str, str],
    gone: Iterable[Lost],
) -> Asked:
    """Read the address. `found`, `owners` and `gone` say what occurs."""
    result = Asked(since=today - A_WEEK, words=words_of(request))
    _read_since(result, request.GET.get("since", "").strip(), today)
    if request.GET.get("came") == LATELY:
        result.came_since = months_later(today, -12 * LATELY_YEARS)
    for name, label, choices in _occurring(found, owners, gone, today):
        value = request.GET.get(name, "")
        if value in {known for known, _words in choices}:
            result.deals[name] = value
        shown = options([("", _("All")), *choices], value)
        result.filters.append(Filter(name, label, shown))
    return result


def _read_since(result: Asked, typed: str, today: date) -> None:
    if not typed:
        return
    result.since_typed = typed[:20]
    try:
        day = DayField().clean(typed)
    except ValidationError:
        result.since_refused = _("Choose a day, or write it as 2026-11-21.")
        return
    if day > today:
        result.since_refused = _("That day is still to come.")
    else:
        result.since = day


def _occurring(
    found: Counted, owners: Mapping[str, str], gone: Iterable[Lost], today: date
) -> Iterable[tuple[str, str | Promise, Choices]]:
    statuses = {status for sums in found.stages.values() for status in sums.by_status}
    yield "stage", _("Stage"), [(one.value, one.label) for one in Stage if one in found.stages]
    yield (
        "status",
        _("Status"),
        [*STATUS_GROUPS, *((one.value, one.label) for one in Status if one in statuses)],
    )
    yield "owner", _("Owner"), _named(owners, _("Nobody"))
    yield "country", _("Country"), _named(names(found.countries), _("Not known"))
    yield "sector", _("Sector"), _named(names(found.sectors), _("No sector"))
    kinds: Choices = [(one.value, one.label) for one in Deal.Kind if one in found.kinds]
    yield "kind", _("Kind"), kinds
    yield "next", _("What it calls for"), STEPS
    yield "expected", _("Next stage expected"), expected_when(today)
    yield "verified", _("Result"), RESULTS
    yield "lost", _("Lost to"), [(one.key, f"{country_of(one)}: {one.because}") for one in gone]


def country_of(gone: Lost) -> str:
    """Where deals went, in the reader's language."""
    return str(countries.name(gone.to)) if gone.to else _("not known")


def expected_when(today: date) -> Choices:
    """The times for which something is expected, in words."""
    words = {"late": _("By now"), "later": _("Later"), "none": _("No day known")}
    return [(span.key, words.get(span.key) or span.label) for span in spans(today)]


def names(sums: Mapping[str, Sums]) -> dict[str, str]:
    return {key: one.name for key, one in sums.items()}


def _named(things: Mapping[str, str], otherwise: str) -> Choices:
    """By name, and what has none at the end."""
    known: Any = sorted(
        ((key, name) for key, name in things.items() if key != rows.NOBODY),
        key=lambda pair: pair[1].casefold(),
    )
    return [*known, (rows.NOBODY, capfirst(otherwise))] if rows.NOBODY in things else list(known)
