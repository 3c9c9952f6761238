"""The holidays of both sides: the office's, and those of the countries that take part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _
from django_countries import countries

from itpo.desk.calendar import Stay
from itpo.office.days_off import DaysOff, is_known, is_weekend
from itpo.office.models import Office, User


@dataclass(frozen=True)
class Holidays:
    """Which days are holidays and weekends where."""

    office: Office | None
    hosts: Mapping[str, str]  # code and name
    days_off: DaysOff

    @classmethod
    def of(cls, user: User, hosts: Mapping[str, str], first: date, last: date) -> Self:
        """Read the tables once; what is public comes from the library."""
        offices = [user.office] if user.office else []
        return cls(user.office, hosts, DaysOff(offices, hosts, first, last))

    def on(self, day: date) -> list[str]:
        """The holidays of a day with whose they are; the office's come first."""
        named: dict[str, str] = {}
        home = self.office.country_code if self.office else ""
        if self.office:
            named[str(self.office)] = self.days_off.own_name(self.office, day)
            named[str(countries.name(home))] = self.days_off.name_in(home, day)
        for code, country in sorted(self.hosts.items(), key=lambda item: item[1]):
            if code != home:
                named[country] = self.days_off.name_in(code, day)
        return [f"{where}: {holiday}" for where, holiday in named.items() if holiday]

    def is_off(self, day: date) -> bool:
        """Whether the office rests that day."""
        return self.office is not None and self.days_off.rests(self.office, day)

    def there(self, stays: tuple[Stay, ...], day: date) -> list[str]:
        """What rests that day in the countries somebody travels in."""
        said = []
        for code, country in {stay.code: stay.country for stay in stays if stay.is_on(day)}.items():
            if holiday := self.days_off.name_in(code, day):
                said.append(
                    _("holiday there: %(holiday)s (%(country)s)")
                    % {"holiday": holiday, "country": country}
                )
            if is_weekend(code, day) and self.days_off.rests_in(code, day):
                said.append(_weekend(code) % {"country": country})
        return said


def _weekend(code: str) -> str:
    if is_known(code):
        return _("weekend there (%(country)s)")
    return _("perhaps weekend there: not known (%(country)s)")
