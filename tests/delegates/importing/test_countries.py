"""Which country a list means."""

import pytest
from django_countries import countries
from django_countries.data import COUNTRIES

from delegates.importing.countries import Place, codes_called, host_countries, read_place
from itpo.office.importing.report import RowRefused
from tests.factories import HostCountryFactory


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Morocco", "MA"),
        ("ＭＯＲＯＣＣＯ", "MA"),
        ("Kingdom of Morocco", "MA"),
        ("Lao PDR", "LA"),
        ("Lao People's Democratic Republic", "LA"),
        ("Laos", "LA"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("United Republic of Tanzania", "TZ"),
        ("Tanzania, United Republic of", "TZ"),
        ("Côte d'Ivoire", "CI"),
        ("COTE D’IVOIRE", "CI"),
        ("Ivory Coast", "CI"),
        ("The Gambia", "GM"),
        ("Gambia (the)", "GM"),
        ("Democratic Republic of Congo", "CD"),
        ("Congo (the Democratic Republic of the)", "CD"),
        ("Republic of the Congo", "CG"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Islamic Republic of Iran", "IR"),
        ("Korea, Republic of", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("People's Republic of China", "CN"),
        ("People's Democratic Republic of Algeria", "DZ"),
        ("Federal Democratic Republic of Ethiopia", "ET"),
        ("Federated States of Micronesia", "FM"),
        ("South Africa", "ZA"),
        ("Republic of South Sudan", "SS"),
        ("St. Lucia", "LC"),
        ("Timor Leste", "TL"),
        ("Turkey", "TR"),
        ("Swaziland", "SZ"),
        ("Kyrgyz Republic", "KG"),
        ("USA", "US"),
        ("U.S.A.", "US"),
    ],
)
def test_a_country_is_known_by_many_names(name, code):
    assert read_place(name, "") == Place(code, "")


def test_every_country_is_known_by_the_names_the_library_has():
    unknown = [
        code
        for code, official in COUNTRIES.items()
        if code not in codes_called(str(official)) or code not in codes_called(countries.name(code))
    ]

    assert unknown == []


@pytest.mark.parametrize(
    "words",
    [
        "Africa (regional)",
        "Multi-country",
        "East Africa",
        "Sub-Saharan Africa",
        "South-East Asia",
        "Middle East",
        "ASEAN countries",
        "Worldwide",
        "several",
        "n/a",
        "-",
        "",
    ],
)
def test_a_region_is_no_country_and_keeps_its_words(words):
    assert read_place(words, "") == Place(None, words)


@pytest.mark.parametrize(
    ("name", "iso2", "place"),
    [
        ("", "MA", Place("MA", "")),
        ("Morocco", " ma ", Place("MA", "")),
        ("Morocco", "ＭＡ", Place("MA", "")),
        ("Le Royaume", "MA", Place("MA", "Le Royaume")),
        ("North Africa", "MA", Place("MA", "North Africa")),
        ("Congo", "CD", Place("CD", "")),
    ],
)
def test_a_code_decides_where_no_name_contradicts_it(name, iso2, place):
    assert read_place(name, iso2) == place


@pytest.mark.parametrize(
    ("name", "iso2", "column"),
    [
        ("Atlantis", "", "country"),
        ("Kenya; Uganda", "", "country"),
        ("Korea", "", "country"),
        ("Morocco", "XX", "iso2"),
        ("Morocco", "MAR", "iso2"),
        ("Morocco", "MR", "iso2"),
        ("", "ZZ", "iso2"),
    ],
)
def test_what_is_unknown_or_contradicts_is_refused(name, iso2, column):
    with pytest.raises(RowRefused) as refusal:
        read_place(name, iso2)

    assert refusal.value.column == column


def test_host_countries_are_made_once_with_their_short_english_names(db):
    kenya = HostCountryFactory(code="KE", name="Our Kenya")

    found = host_countries(["TZ", "KE", "TZ"])

    assert {code: country.name for code, country in found.items()} == {
        "KE": "Our Kenya",
        "TZ": "Tanzania",
    }
    assert found["KE"] == kenya
    assert host_countries(["TZ"]) == {"TZ": found["TZ"]}


def test_the_names_do_not_depend_on_the_reader_language(db, settings):
    settings.LANGUAGE_CODE = "fr"

    assert host_countries(["LA"])["LA"].name == "Laos"
