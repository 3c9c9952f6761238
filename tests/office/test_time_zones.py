"""The time zones of countries, from the table of the time zone database."""

import pytest

from itpo.office.time_zones import country_of, zones_of


@pytest.mark.parametrize(
    ("country", "zones"),
    [
        ("MA", ("Africa/Casablanca",)),
        ("jp", ("Asia/Tokyo",)),
        ("ID", ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")),
        ("XX", ()),
    ],
)
def test_a_countrys_zones_come_with_the_most_populous_first(country, zones):
    assert zones_of(country) == zones


@pytest.mark.parametrize(
    ("zone", "country"), [("Africa/Casablanca", "MA"), ("Asia/Makassar", "ID"), ("UTC", "")]
)
def test_a_zone_belongs_to_a_country(zone, country):
    assert country_of(zone) == country
