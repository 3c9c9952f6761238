"""Phone numbers as they are compared: without spaces, country codes and the zero before them."""

import re

import phonenumbers

from itpo.office.folding import digits, half_width

# The zero that is left out from abroad: +81 (0)3.
INNER_ZERO = re.compile(r"\(\s*0\s*\)")


def national(text: str) -> str:
    """The digits of a number within its country: the same for 03-1234-5678 and +81 3 1234 5678."""
    plain = INNER_ZERO.sub("", half_width(text)).strip()
    every = digits(plain)
    abroad = every.removeprefix("00")
    if plain.startswith("+") or abroad != every:
        try:
            return str(phonenumbers.parse(f"+{abroad}").national_number)
        except phonenumbers.NumberParseException:
            return abroad
    return every.lstrip("0")
