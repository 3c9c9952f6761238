"""Figures as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from itpo.office.amounts import AmountField

FIELD = AmountField(required=False, min_value=0, max_digits=18, decimal_places=2)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1000", 1000),
        ("1,000", 1000),
        ("１，０００", 1000),
        (" 35 000 000.50 ", "35000000.5"),
        ("1'600", 1600),
        ("0", 0),
    ],
)
def test_a_figure_is_read_as_typed(typed, read):
    assert FIELD.clean(typed) == Decimal(read)


@pytest.mark.parametrize(
    "typed", ["1,5", "1.000,50", "10,00", "1e5", "about 5", "¥5", "NaN", "1,0000"]
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(typed):
    with pytest.raises(ValidationError, match="Write it in digits"):
        FIELD.clean(typed)


@pytest.mark.parametrize(("typed", "sentence"), [("−1", "not below zero"), ("9" * 19, "too large")])
def test_a_figure_is_neither_below_zero_nor_beyond_what_is_kept(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        FIELD.clean(typed)


def test_nothing_typed_is_nothing_known():
    assert FIELD.clean("") is None
