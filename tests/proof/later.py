"""Runs Celery so many seconds ahead of time: `python -m tests.proof.later 93600 --app itpo …`.

Less than nothing is behind it.
"""

import sys
import time
from datetime import UTC, datetime, timedelta

import time_machine
from celery.__main__ import main

if __name__ == "__main__":
    ahead = timedelta(seconds=float(sys.argv.pop(1)))
    time_machine.travel(datetime.now(UTC) + ahead, tick=True).start()
    time.time()  # it stands still until it is first asked, and would be late by a start of Celery
    main()
