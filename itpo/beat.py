"""When beat asks for a tick: so long after the last one, whatever the machine's clock says."""

import time
from datetime import UTC, datetime

from celery.schedules import schedule


def every(seconds: float) -> schedule:
    """A schedule that goes on when the clock is put back, and does not wait for it to catch up."""
    return schedule(seconds, nowfun=_since_the_machine_started)


def _since_the_machine_started() -> datetime:
    """Moments that only differ from one another as they should: 1970 is when it was started."""
    return datetime.fromtimestamp(time.monotonic(), UTC)
