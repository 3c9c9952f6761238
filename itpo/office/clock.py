"""Time that was passed in, and goes on."""

import time
from datetime import datetime, timedelta


class Clock:
    """Tells the time that has passed since the moment a run was given.

    A run that lasts needs to know how late it has become; a moment that is replayed stays its own.
    """

    def __init__(self, start: datetime) -> None:
        self.start = start
        self.started = time.monotonic()

    def now(self) -> datetime:
        return self.start + timedelta(seconds=time.monotonic() - self.started)
