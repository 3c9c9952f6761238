"""The exchange rates: read by everybody, kept by managers."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from itpo.office.models import ExchangeRate
from tests.factories import ExchangeRateFactory

LIST, ADD, UPLOAD = (reverse(f"deals:{name}") for name in ("rates", "rate-add", "rate-upload"))
TYPED = {
    "from_currency": "usd",
    "to_currency": "MAD",
    "on": "2021-01-31",
    "rate": "8.91",
    "source": "UN operational rates",
}


@pytest.fixture(autouse=True)
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def kept():
    return list(ExchangeRate.objects.values_list("from_currency", "to_currency", "on", "rate"))


def test_a_manager_writes_down_a_rate(managers_desk):
    response = managers_desk.post(ADD, TYPED)

    assert response.url == LIST
    assert kept() == [("USD", "MAD", date(2021, 1, 31), Decimal("8.91"))]


def test_an_officer_reads_them_and_cannot_keep_them(desk):
    rate = ExchangeRateFactory(source="Bank of Japan")

    page = desk.get(LIST).content.decode()

    assert "Bank of Japan" in page
    assert ADD not in page
    for address in (ADD, UPLOAD, reverse("deals:rate", args=[rate.pk])):
        assert desk.post(address, TYPED).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"rate": "8,91"}, "rate", "“8,91” has a comma: write 11.5, and 1234.5 for a thousand."),
        ({"rate": "0"}, "rate", "A rate is more than zero."),
        ({"rate": "-1"}, "rate", "“-1” is below zero."),
        ({"to_currency": "MDH"}, "to_currency", "“MDH” is no currency."),
        ({"on": "2026-11-22"}, "on", "That day is still to come: nobody knows its rate."),
        ({"to_currency": "USD"}, "__all__", "A rate is between two currencies."),
    ],
)
def test_what_is_wrong_is_said_on_the_page(managers_desk, typed, field, sentence):
    response = managers_desk.post(ADD, {**TYPED, **typed})

    assert response.context["form"].errors == {field: [sentence]}
    assert kept() == []


def test_a_second_rate_for_a_day_is_refused(managers_desk):
    managers_desk.post(ADD, TYPED)

    response = managers_desk.post(ADD, {**TYPED, "rate": "9"})

    assert response.context["form"].errors == {"__all__": ["There is a rate for this day already."]}


def test_a_rate_that_is_corrected_keeps_what_it_was(managers_desk):
    managers_desk.post(ADD, TYPED)
    address = reverse("deals:rate", args=[ExchangeRate.objects.get().pk])

    managers_desk.post(address, {**TYPED, "rate": "9"})

    assert kept() == [("USD", "MAD", date(2021, 1, 31), 9)]
    assert [one.rate for one, _ in managers_desk.get(address).context["earlier"]] == [
        9,
        Decimal("8.91"),
    ]
    assert "8.91" in managers_desk.get(address).content.decode()


def listed(text):
    return {"file": SimpleUploadedFile("rates.csv", text.encode())}


def test_a_list_is_taken_in_and_what_could_not_be_is_said_row_by_row(managers_desk):
    rows = "date,from,to,rate,source\n2021-01-31,USD,MAD,8.91,UN\n2021-01-31,USD,JPY,0,UN\n"

    page = managers_desk.post(UPLOAD, listed(rows)).content.decode()

    assert "Row 3, rate: A rate is more than zero." in page
    assert "2 rows: 1 is new, 1 is not taken." in page
    assert kept() == [("USD", "MAD", date(2021, 1, 31), Decimal("8.91"))]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "It is empty."), ("a,b\n1,2\n", "Missing columns: date, from, to, rate, source.")],
)
def test_a_file_that_is_no_list_is_refused(managers_desk, text, sentence):
    response = managers_desk.post(UPLOAD, listed(text))

    assert response.context["form"].errors == {"file": [sentence]}
