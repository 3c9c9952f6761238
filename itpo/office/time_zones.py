"""The time zones there are and those of a country, from the time zone database's own table."""

from functools import cache
from importlib.resources import files


@cache
def zones_of(country_code: str) -> tuple[str, ...]:
    """The zones a country's clocks follow, its most populous first; none where not known."""
    return tuple(zone for code, zone in _table() if code == country_code.upper())


@cache
def country_of(zone: str) -> str:
    """The code of the country whose clocks a zone tells; empty where it is not known."""
    return next((code for code, known in _table() if known == zone), "")


def city_of(zone: str) -> str:
    """The city a zone is named for."""
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def by_city() -> tuple[tuple[str, str], ...]:
    """Every zone somebody may live in, each with what it is called in a list: city first."""
    zones = {zone for _code, zone in _table()} | {"UTC"}
    named = ((zone, f"{city_of(zone)} ({zone})" if "/" in zone else zone) for zone in zones)
    return tuple(sorted(named, key=lambda one: one[1]))


@cache
def _table() -> tuple[tuple[str, str], ...]:
    """Country and zone, in the order of IANA's zone.tab."""
    text = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="ascii")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple((columns[0], columns[2]) for columns in lines)
