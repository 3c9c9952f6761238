"""What a rate has to be, wherever it is written down."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from deals.importing.currencies import CURRENCIES
from itpo.office.folding import half_width

RATE = re.compile(r"([0-9]+)(?:\.([0-9]+))?")
WHOLE_DIGITS, DECIMALS = 10, 8  # what the column has room for


def currency(typed: str) -> str:
    """A currency's ISO code. Raises ValueError with a sentence."""
    code = half_width(typed).strip().upper()
    if code not in CURRENCIES:
        raise ValueError(_("“%(text)s” is no currency.") % {"text": typed})
    return code


def rate(typed: str) -> Decimal:
    """A rate, with a point before its decimals. Raises ValueError with a sentence.

    A comma is refused rather than guessed: 1,234 may be a thousand or a little more than one.
    """
    plain = half_width(typed).strip()
    if "," in plain:
        raise ValueError(
            _("“%(text)s” has a comma: write 11.5, and 1234.5 for a thousand.") % {"text": typed}
        )
    if plain[:1] in {"-", "−", "–"}:
        raise ValueError(_("“%(text)s” is below zero.") % {"text": typed})
    found = RATE.fullmatch(plain)
    if not found:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": typed})
    if len(found[2] or "") > DECIMALS:
        raise ValueError(_("“%(text)s” has more than eight decimals.") % {"text": typed})
    if len(found[1].lstrip("0")) > WHOLE_DIGITS:
        raise ValueError(_("“%(text)s” is too large.") % {"text": typed})
    value = Decimal(plain)
    if not value:
        raise ValueError(_("A rate is more than zero."))
    return value


def day(typed: str, today: date) -> date:
    """A whole day, not one to come. Raises ValueError with a sentence."""
    try:
        found = date.fromisoformat(half_width(typed).strip().replace("/", "-"))
    except ValueError:
        raise ValueError(
            _("“%(text)s” is no day: write it as 2021-01-31.") % {"text": typed}
        ) from None
    check_day(found, today)
    return found


def check_day(found: date, today: date) -> None:
    """Refuse a day to come. Raises ValueError with a sentence."""
    if found > today:
        raise ValueError(_("That day is still to come: nobody knows its rate."))
