"""Exchange rates for the money of the sample's figures: plausible ones, not published ones.

Each is near what a currency was worth in yen on the average of that year, rounded and taken from no
list, so that converted sums have the right size. A real report needs the rates its office goes by.
"""

from datetime import date
from decimal import Decimal

from itpo.office.models import ExchangeRate
from itpo.sample.book import INVENTED, Book

# A rate serves the 31 days after its day: these are before the days the figures are of.
YEN = {
    date(2010, 12, 1): {"USD": "88", "EUR": "116", "MAD": "10.4"},
    date(2014, 12, 1): {"USD": "106", "EUR": "141", "MAD": "12.6"},
    date(2021, 1, 1): {"USD": "110", "EUR": "130", "MAD": "12.2"},
    date(2022, 12, 1): {"USD": "131", "EUR": "138", "MAD": "12.9"},
}
LATELY = {"USD": "150", "EUR": "163", "MAD": "15.5"}


def add(book: Book) -> None:
    """Add the rates, and those for the invented figures of these days."""
    lately = book.days.work(-5).replace(day=1)  # see pipeline.FIGURES
    for on, worth in {**YEN, lately: LATELY}.items():
        near = "a round one" if on == lately else f"near the average of {on.year}"
        source = f"{INVENTED} Not a published rate, but {near}."
        for currency, rate in worth.items():
            ExchangeRate.objects.get_or_create(
                from_currency=currency,
                to_currency="JPY",
                on=on,
                defaults={"rate": Decimal(rate), "source": source},
            )
