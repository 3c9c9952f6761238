"""Words that the office writes, with places such as {name} that are filled when they are used.

A place is a name between braces and nothing else: nobody reaches into objects with it, and what is
filled in is never looked at again. A brace has no other use in such a text.
"""

import re
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class CannotFill(ValueError):
    """A text names a placeholder that has no value, or has a brace that belongs to none."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in their places. Raises CannotFill, and says what is in the way."""
    if stray(text):
        raise CannotFill(f"A brace belongs to no placeholder: {stray(text)}")
    unknown = names(text) - values.keys()
    if unknown:
        raise CannotFill(f"Nothing fills {_listed(unknown)}.")
    return PLACE.sub(lambda found: values[found[1]], text)


def check(text: str, allowed: Collection[str], required: Collection[str] = ()) -> None:
    """Raise ValidationError with a sentence for each thing that is wrong with the placeholders."""
    said = []
    if stray(text):
        said.append(
            _("Write placeholders as {name}, in small letters; this is not one: “%(text)s”.")
            % {"text": stray(text)}
        )
    unknown = names(text) - set(allowed)
    if unknown:
        said.append(_("Unknown here: %(names)s.") % {"names": _listed(unknown)})
    missing = set(required) - names(text)
    if missing:
        said.append(_("This has to be in the text: %(names)s.") % {"names": _listed(missing)})
    if said and allowed:
        said.append(_("These may be used: %(names)s.") % {"names": _listed(allowed)})
    elif said:
        said.append(_("No placeholders can be used here."))
    if said:
        raise ValidationError(" ".join(said))


def names(text: str) -> set[str]:
    """The placeholders a text names."""
    return set(PLACE.findall(text))


def stray(text: str) -> str:
    """The first brace that belongs to no placeholder, with a few words around it, or nothing."""
    rest = PLACE.sub(lambda found: " " * len(found[0]), text)
    found = re.search(r"[{}]", rest)
    if found is None:
        return ""
    start = found.start()
    return " ".join(text[max(0, start - 10) : start + 20].split())


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
