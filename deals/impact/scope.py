"""What a report is about: a country, a programme, a theme or everything, and which years."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from delegates.models import HostCountry, Programme
from itpo.office.fiscal_years import Year
from itpo.office.models import Theme


@dataclass(frozen=True)
class Scope:
    """One of country, programme and theme at most; without years, all of them."""

    country: HostCountry | None = None
    programme: Programme | None = None
    theme: Theme | None = None
    since: Year | None = None
    until: Year | None = None

    @property
    def about(self) -> Model | None:
        return self.country or self.programme or self.theme

    @property
    def first(self) -> date | None:
        return self.since.days[0] if self.since else None

    @property
    def last(self) -> date | None:
        return self.until.days[1] if self.until else None

    @property
    def has_years(self) -> bool:
        return bool(self.since or self.until)

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return self.about is not None or self.has_years

    @property
    def name(self) -> str:
        return str(self.about or _("All countries"))

    @property
    def years(self) -> str:
        """Which years, in words."""
        if self.since and self.until:
            if self.since == self.until:
                return str(self.since)
            return _("%(first)s to %(last)s") % {"first": self.since, "last": self.until}
        if self.since:
            return _("from %(first)s on") % {"first": self.since}
        if self.until:
            return _("until %(last)s") % {"last": self.until}
        return _("all years")

    def narrowed(self, rows: Any) -> Any:
        """Of rows that say when they were, those that may have been in these years."""
        if self.first:
            rows = rows.perhaps_from(self.first)
        return rows.perhaps_until(self.last) if self.last else rows

    @property
    def own_query(self) -> dict[str, str]:
        """How the report's own address says what it is about."""
        return {**self._about, **{name: str_of(year) for name, year in self._years.items()}}

    @property
    def _about(self) -> dict[str, str]:
        named = {"country": self.country, "programme": self.programme, "theme": self.theme}
        return {name: str(one.pk) for name, one in named.items() if one}

    @property
    def _years(self) -> dict[str, Year]:
        named = {"from": self.since, "to": self.until}
        return {name: year for name, year in named.items() if year}

    def list_of(self, url_name: str, *, any_year: bool = False, **more: str) -> str:
        """The address of a list that is narrowed as the report is."""
        days = {} if any_year else {"since": self.first, "until": self.last}
        said = {name: day.isoformat() for name, day in days.items() if day}
        query = urlencode({**self._about, **said, **more})
        return f"{reverse(url_name)}?{query}" if query else reverse(url_name)


def str_of(year: Year) -> str:
    """A year as an address has it, and as it is read back."""
    return f"FY {year.number}" if year.basis == "japan" else str(year.number)
