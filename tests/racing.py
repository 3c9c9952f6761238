"""Several people act at the same moment, on PostgreSQL, where they really do."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from itpo.office.states import NotPossible


def at_once(
    acts: Sequence[Callable[[], object]], refused: type[Exception] = NotPossible
) -> list[str | None]:
    """Do several things in threads of their own at the same time; the refusal of each, or None."""
    together = Barrier(len(acts))

    def attempt(act: Callable[[], object]) -> str | None:
        together.wait()
        try:
            act()
        except refused as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(attempt, acts))
