"""Places such as {name} in words the office writes."""

import pytest
from django.core.exceptions import ValidationError

from itpo.office.placeholders import CannotFill, check, fill


def test_every_place_is_filled():
    text = fill("Dear {who},\n{link} … {who}", {"who": "Aiko", "link": "https://x.test"})

    assert text == "Dear Aiko,\nhttps://x.test … Aiko"


def test_what_is_filled_in_is_not_looked_at_again():
    assert fill("{one} {two}", {"one": "{two}", "two": "\\1"}) == "{two} \\1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear {whom}", "Nothing fills {whom}."),
        ("{who.password}", "A brace belongs to no placeholder: {who.password}"),
        ("{who!r:>9}", "A brace belongs to no placeholder: {who!r:>9}"),
        ("{}", "A brace belongs to no placeholder: {}"),
        ("{{who}}", "A brace belongs to no placeholder: {{who}}"),
        ("until {who", "A brace belongs to no placeholder: until {who"),
    ],
)
def test_a_text_that_cannot_be_filled_says_why(text, said):
    with pytest.raises(CannotFill) as refused:
        fill(text, {"who": "Aiko"})

    assert str(refused.value) == said


def test_a_good_text_is_let_through():
    assert check("Dear {who}: {link}", ["link", "who", "day"], ["link"]) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Dear {whom}: {link}",
            "Unknown here: {whom}. These may be used: {link}, {who}.",
        ),
        (
            "Dear {who}",
            "This has to be in the text: {link}. These may be used: {link}, {who}.",
        ),
        (
            "{Who} {link}",
            "Write placeholders as {name}, in small letters; this is not one: “{Who} {link}”."
            " These may be used: {link}, {who}.",
        ),
    ],
)
def test_a_bad_text_is_refused_with_what_may_be_used(text, said):
    with pytest.raises(ValidationError) as refused:
        check(text, ["who", "link"], ["link"])

    assert refused.value.messages == [said]


def test_where_nothing_can_be_filled_it_says_so():
    with pytest.raises(ValidationError) as refused:
        check("{who}", [])

    assert refused.value.messages == ["Unknown here: {who}. No placeholders can be used here."]
