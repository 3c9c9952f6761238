"""Time that was passed in, and goes on."""

import time
from datetime import datetime, timedelta


class Clock:
    """Tells the time that has passed since the moment a run was given.

    A run that lasts needs to know how late it has become; a moment that is replayed stays its own.
    `past` is how long ago that was, less than nothing where it is ahead.
    """

    def __init__(self, start: datetime, past: timedelta = timedelta(0)) -> None:
        self.start = start
        self.past = past
        self.started = time.monotonic()

    def now(self) -> datetime:
        return self.start + timedelta(seconds=time.monotonic() - self.started)

    def present(self) -> datetime:
        """What time it is for everybody else."""
        return self.now() + self.past
