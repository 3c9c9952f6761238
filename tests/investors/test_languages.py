"""Languages as people type them."""

import pytest
from django.utils import translation

from investors import languages


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", set()),
        (" , ", set()),
        ("fr, ar, ja", {"fr", "ar", "ja"}),
        ("French; English", {"fr", "en"}),
        ("Français、日本語", {"fr", "ja"}),
        ("JA/EN", {"ja", "en"}),
        ("Wolof, fr", {"wolof", "fr"}),
    ],
)
def test_names_and_codes_are_read_alike(typed, codes):
    assert languages.read(typed) == codes


def test_they_are_said_in_the_readers_language():
    with translation.override("fr"):
        said = languages.in_words({"ja", "fr", "wolof"})

    assert said == "Français, Japonais, Wolof"
