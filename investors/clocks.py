"""By whose clocks something takes place."""

from datetime import date
from typing import Any

from delegates.models import Visit
from investors.models import Mission
from itpo.office.models import User
from itpo.office.time_zones import zones_of


def zones_for(whole: Visit | Mission, day: date | None, reader: User) -> list[str]:
    """The time zones a thing may take place in, the likeliest first.

    That of the country a mission is in that day; the office's; the other countries'; the reader's.
    """
    return list(dict.fromkeys([*zones_on(whole, day), whole.office.time_zone, reader.time_zone]))


def zones_on(whole: Visit | Mission | None, day: date | None) -> list[str]:
    """The zones of the countries a mission goes to, first those it is in that day; else none."""
    if not isinstance(whole, Mission):
        return []
    legs = list(whole.legs.select_related("country").order_by("begins_earliest", "pk"))
    legs.sort(key=lambda leg: not _is_on(leg, day))
    return [zone for leg in legs if leg.country for zone in zones_of(leg.country.code)]


def _is_on(leg: Any, day: date | None) -> bool:
    first, last = leg.begins_earliest, leg.ends_latest or leg.begins_latest
    return bool(day and first and last and first <= day <= last)
