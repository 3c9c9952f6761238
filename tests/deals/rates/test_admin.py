"""A rate in the admin is refused for what its own page refuses."""

import pytest
import time_machine
from django.urls import reverse

from itpo.office.models import ExchangeRate

GOOD = {
    "from_currency": "MAD",
    "to_currency": "JPY",
    "on": "2026-11-20",
    "rate": "14.5",
    "source": "UN",
}


@time_machine.travel("2026-11-20T23:00:00Z", tick=False)  # the 21st in Tokyo
@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"on": "2026-11-22"}, "on", "That day is still to come: nobody knows its rate."),
        ({"from_currency": "MDH"}, "from_currency", "“MDH” is no currency."),
        ({"to_currency": "XXX"}, "to_currency", "“XXX” is no currency."),
    ],
)
def test_a_rate_nobody_can_know_is_refused_in_the_admin(managers_desk, typed, field, sentence):
    response = managers_desk.post(reverse("admin:office_exchangerate_add"), {**GOOD, **typed})

    assert response.context["adminform"].form.errors == {field: [sentence]}
    assert ExchangeRate.objects.count() == 0


@time_machine.travel("2026-11-20T23:00:00Z", tick=False)
def test_todays_rate_is_taken_in_the_admin(managers_desk):
    managers_desk.post(
        reverse("admin:office_exchangerate_add"),
        {**GOOD, "on": "2026-11-21", "from_currency": "mad"},
    )

    kept = ExchangeRate.objects.get()
    assert (kept.from_currency, str(kept.on), kept.rate_shown) == ("MAD", "2026-11-21", "14.5")
