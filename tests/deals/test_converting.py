"""Sums in the currency of an office, where some of a sum may be hidden from its reader."""

from decimal import Decimal

import pytest

from deals.converting import Converter, Sum
from deals.money import Rates
from deals.rollup import Figures


@pytest.mark.parametrize(("currency", "missing"), [("USD", ""), ("MAD", "not converted: ")])
def test_of_a_sum_with_confidential_figures_only_another_currency_is_not_converted(
    currency, missing
):
    sums = [Sum(Decimal(1_000_000), currency, is_seen=True, hidden=3)]

    found = Converter(Rates("USD", {})).of(Figures(), iter(sums), "capital", "planned")

    assert found.value is None
    assert found.missing.startswith(missing)
    assert bool(found.missing) == bool(missing)
