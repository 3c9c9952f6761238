"""Which lists there are, by the names of their addresses; and what an address asks of one."""

from typing import Any

from django.http import QueryDict

# Each with its Listing. Complete once the addresses are loaded.
pages: dict[str, Any] = {}
# Which page, whether the filter form is open, whether it is to be a file, and what is to be done
# with which rows.
LOOKING = ("page", "filter", "export", "do", "row", "all")


def normalised(query: str) -> str:
    """What a query asks for, without what only says how it is looked at and what is blank."""
    asked = QueryDict(query.removeprefix("?"), mutable=True)
    for name in list(asked):
        values = [value for value in asked.getlist(name) if value]
        if name in LOOKING or not values:
            del asked[name]
        else:
            asked.setlist(name, values)
    return asked.urlencode()
