"""What a part of the tick did, and what it had to pass over."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Model

logger = logging.getLogger(__name__)


class Outcome:
    """How many new things were made, and how many broken ones passed over."""

    def __init__(self) -> None:
        self.made = 0
        self.broken = 0

    @contextmanager
    def passing_over(self, thing: Model) -> Iterator[None]:
        """Let one broken thing stop nothing else: it is logged and counted."""
        try:
            yield
        except Exception:
            logger.exception("%s %s is broken and passed over", thing._meta.label, thing.pk)
            self.broken += 1
