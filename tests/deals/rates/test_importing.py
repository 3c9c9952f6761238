"""Exchange rates from a list: what is taken, and what is refused with a sentence."""

import csv
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from deals.rates.importing import COLUMNS, import_rates
from itpo.office.models import ExchangeRate
from itpo.office.setup import default_office
from tests.deals.importing.lists import NOW
from tests.factories import ExchangeRateFactory

pytestmark = pytest.mark.django_db


def row(**cells):
    usual = {"date": "2021-01-31", "from": "USD", "to": "MAD", "rate": "8.91", "source": "UN"}
    return {**usual, **cells}


@pytest.fixture
def write(tmp_path):
    def rates(*rows):
        path = tmp_path / "rates.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return rates


@pytest.fixture
def take(write):
    return lambda *rows, **more: import_rates(write(*rows), office=default_office(), at=NOW, **more)


def kept():
    columns = ("from_currency", "to_currency", "on", "rate", "source")
    return list(ExchangeRate.objects.order_by("on", "pk").values_list(*columns))


def test_rates_are_taken_as_they_stand(take):
    report = take(row(), row(date="2021/02/28", rate="８.95", to="mad", source="UN"))

    assert report.summary() == "read 2, created 2, updated 0, unchanged 0, rejected 0"
    assert kept() == [
        ("USD", "MAD", date(2021, 1, 31), Decimal("8.91"), "UN"),
        ("USD", "MAD", date(2021, 2, 28), Decimal("8.95"), "UN"),
    ]


def test_the_same_list_again_changes_nothing(take):
    take(row(), row(to="JPY", rate="104.5"))

    report = take(row(), row(to="JPY", rate="104.50"))

    assert report.summary() == "read 2, created 0, updated 0, unchanged 2, rejected 0"
    assert ExchangeRate.history.count() == 2


def test_another_rate_of_a_day_takes_its_place_and_what_it_was_stays_in_its_history(take):
    take(row())

    report = take(row(rate="9"))

    assert report.summary() == "read 1, created 0, updated 1, unchanged 0, rejected 0"
    history = ExchangeRate.history.order_by("history_id")
    assert list(history.values_list("rate", flat=True)) == [Decimal("8.91"), 9]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"rate": "8,91"}, "rate", "“8,91” has a comma: write 11.5, and 1234.5 for a thousand."),
        ({"rate": "1,234"}, "rate", "“1,234” has a comma: write 11.5, and 1234.5 for a thousand."),
        ({"rate": "0"}, "rate", "A rate is more than zero."),
        ({"rate": "0.00"}, "rate", "A rate is more than zero."),
        ({"rate": "-8.9"}, "rate", "“-8.9” is below zero."),
        ({"rate": ""}, "rate", "“” is not a number."),
        ({"rate": "1e3"}, "rate", "“1e3” is not a number."),
        ({"rate": "0.000000001"}, "rate", "“0.000000001” has more than eight decimals."),
        ({"rate": "12345678901"}, "rate", "“12345678901” is too large."),
        ({"to": "USD"}, "to", "A rate is between two currencies."),
        ({"to": "MDH"}, "to", "“MDH” is no currency."),
        ({"from": ""}, "from", "“” is no currency."),
        ({"date": "2021-01"}, "date", "“2021-01” is no day: write it as 2021-01-31."),
        ({"date": "31/01/2021"}, "date", "“31/01/2021” is no day: write it as 2021-01-31."),
        ({"date": "2026-11-22"}, "date", "That day is still to come: nobody knows its rate."),
        ({"source": ""}, "source", "Say where the rate is from."),
        ({"source": "x" * 201}, "source", "The text is longer than 200 characters."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_are_kept(take, cells, column, reason):
    report = take(row(**cells), row(to="JPY"))

    assert [(one.row, one.column, one.reason) for one in report.problems] == [(2, column, reason)]
    assert [rate[1] for rate in kept()] == ["JPY"]


def test_todays_rate_can_be_taken(take):
    assert take(row(date="2026-11-21")).created == 1


def test_two_rates_for_a_day_are_not_chosen_between_and_the_same_twice_is_taken_once(take):
    report = take(row(), row(), row(rate="9"))

    assert report.summary() == "read 3, created 1, updated 0, unchanged 1, rejected 1"
    assert [(one.row, one.reason) for one in report.problems] == [
        (4, "Row 2 has another rate for this day already.")
    ]


def test_a_dry_run_writes_nothing(take):
    assert take(row(), dry_run=True).created == 1
    assert kept() == []


@pytest.mark.parametrize("number", [1, 3])
def test_looking_up_what_is_kept_is_one_query(write, number, django_assert_max_num_queries):
    rows = [row(date=f"2021-0{month}-01") for month in range(1, number + 1)]
    for one in rows:
        ExchangeRateFactory(
            from_currency="USD", to_currency="MAD", on=one["date"], rate="8.91", source="UN"
        )
    path, office = write(*rows), default_office()

    with django_assert_max_num_queries(4):  # a savepoint, a lock, what is kept, and its end
        assert import_rates(path, office=office, at=NOW).unchanged == number


# --- the command ---


def test_the_command_prints_what_could_not_be_taken_and_ends_with_the_counts(write, capsys):
    path = str(write(row(), row(rate="8,91")))

    with pytest.raises(SystemExit) as end:
        call_command("import_rates", path)

    assert end.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:3: rate: “8,91” has a comma: write 11.5, and 1234.5 for a thousand.",
        "read 2, created 1, updated 0, unchanged 0, rejected 1",
    ]


def test_as_json_and_as_a_dry_run(write, capsys):
    path = str(write(row()))

    call_command("import_rates", path, "--json", "--dry-run")

    said = json.loads(capsys.readouterr().out)
    assert (said["created"], said["dry_run"], said["problems"]) == (1, True, [])
    assert kept() == []


def test_a_file_without_its_columns_is_not_read(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("day,from,to,rate,source\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Missing columns: date") as end:
        call_command("import_rates", str(path))

    assert end.value.returncode == 2
