"""What the deals of a country, programme or mission add up to: their pages lead to it."""

from collections.abc import Callable
from typing import Any

from itpo.office.visibility import Viewer


def totals_link(by: str) -> Callable[[Any, Viewer], dict[str, Any]]:
    """Where the totals of one of them stand: their pages have no query to spare for them."""
    return lambda thing, viewer: {"query": f"?by={by}&of={thing.pk}#groups"}
