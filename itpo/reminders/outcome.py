"""What a part of the tick did, and what it had to pass over."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Model

from itpo.office import troubles

logger = logging.getLogger(__name__)


class Outcome:
    """How many new things a part made at a moment, and how many broken ones it passed over.

    `left_out` names the parts that were not gone through: what was broken there stays told.
    """

    def __init__(self, part: str, now: datetime) -> None:
        self.part, self.now = part, now
        self.made = 0
        self.broken = 0
        self.left_out: set[str] = set()

    def take(self, of_a_part: "Outcome") -> None:
        """Add what was done in a part of this part."""
        self.made += of_a_part.made
        self.broken += of_a_part.broken
        self.left_out |= of_a_part.left_out

    @contextmanager
    def passing_over(self, thing: Model | None) -> Iterator[None]:
        """Let one broken thing stop nothing else: it is logged, counted and told the managers.

        None is the part as a whole. A database that is away is raised: it is nobody's fault, and
        nothing could be written down.
        """
        try:
            yield
        except Exception as error:
            if troubles.database_is_away(error):
                raise
            logger.exception("%s: %s is broken and passed over", self.part, _named(thing))
            self.broken += 1
            if thing is None:
                self.left_out.add(self.part)
            troubles.note(part=self.part, thing=thing, error=error, at=self.now)


def _named(thing: Model | None) -> str:
    return f"{thing._meta.label} {thing.pk}" if thing is not None else "all of it"
