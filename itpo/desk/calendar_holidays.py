"""The holidays of both sides: the office's, and those of the countries that take part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Q
from django.utils.translation import gettext as _
from django_countries import countries

from itpo.desk.calendar import Stay
from itpo.office.models import Holiday, Office, User
from itpo.office.working_days import is_weekend, public_holidays


@dataclass(frozen=True)
class Holidays:
    """Which days are holidays and weekends where."""

    office: Office | None
    hosts: Mapping[str, str]  # code and name
    closed: Mapping[tuple[str, date], str]  # by country, or by "" for this office alone

    @classmethod
    def of(cls, user: User, hosts: Mapping[str, str], first: date, last: date) -> Self:
        """Read the table once; what is public comes from the library."""
        office = user.office
        codes = {*hosts, office.country_code} if office else set(hosts)
        wanted = Q(office=None, country_code__in=codes)
        if office:
            wanted |= Q(office=office)
        rows = Holiday.objects.visible_to(user).between(first, last).filter(wanted)
        closed = {
            ("" if row["office"] else row["country_code"], row["on"]): row["name"]
            for row in rows.values("office", "country_code", "on", "name")
        }
        return cls(office, hosts, closed)

    @property
    def home(self) -> str:
        return self.office.country_code if self.office else ""

    def name(self, code: str, day: date) -> str:
        """What a country celebrates that day; empty for nothing."""
        return self.closed.get((code, day)) or public_holidays(code, day.year).get(day, "")

    def on(self, day: date) -> list[str]:
        """The holidays of a day with whose they are; the office's come first."""
        named: dict[str, str] = {}
        if self.office:
            named[str(self.office)] = self.closed.get(("", day), "")
            named[str(countries.name(self.home))] = self.name(self.home, day)
        for code, country in sorted(self.hosts.items(), key=lambda item: item[1]):
            if code != self.home:
                named[country] = self.name(code, day)
        return [f"{where}: {holiday}" for where, holiday in named.items() if holiday]

    def is_off(self, day: date) -> bool:
        """Whether the office rests that day."""
        if self.office is None:
            return False
        closed = self.closed.get(("", day)) or self.name(self.home, day)
        return bool(closed) or is_weekend(self.home, day)

    def there(self, stays: tuple[Stay, ...], day: date) -> list[str]:
        """What rests that day in the countries somebody travels in."""
        said = []
        for code, country in {stay.code: stay.country for stay in stays if stay.is_on(day)}.items():
            if holiday := self.name(code, day):
                said.append(
                    _("holiday there: %(holiday)s (%(country)s)")
                    % {"holiday": holiday, "country": country}
                )
            if is_weekend(code, day):
                said.append(_("weekend there (%(country)s)") % {"country": country})
        return said
