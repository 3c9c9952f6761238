"""Asking for the pages over loopback, again and again, and timing the answers."""

import gzip
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from http.client import HTTPConnection
from math import ceil
from pathlib import Path
from statistics import median
from typing import NamedTuple

from django.core.management import CommandError

from itpo.management.bench import tally
from itpo.management.bench.pages import Target

WARM_UP = 3
COUNTED = 3
PATIENCE = 20.0  # seconds for one page, after which it is asked for less often
ENOUGH = 10
GZIP_LEVEL = 6
ASSETS = re.compile(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


class Answer(NamedTuple):
    headers: dict[str, str]
    body: bytes
    seconds: float


class Measured(NamedTuple):
    """What one page costs."""

    p50_ms: float
    p95_ms: float
    queries: int
    db_ms: float
    bytes: int
    gzip_bytes: int


class Browser:
    """One connection that is kept open."""

    def __init__(self, host: str, port: int) -> None:
        self.connection = HTTPConnection(host, port, timeout=120)

    def open(self, target: Target, **headers: str) -> Answer:
        """Ask for a page. Raises CommandError when the answer is anything but the page."""
        sent = {"Cookie": target.cookie, **headers}
        started = time.perf_counter()
        self.connection.request("GET", target.path, headers=sent)
        response = self.connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - started
        if response.status != 200:
            raise CommandError(
                f"The page {target.name} ({target.path}) answers {response.status}, not 200."
            )
        return Answer(dict(response.getheaders()), body, seconds)


class Bench:
    """Measures the pages in turns with the floor, so that noise hits both."""

    def __init__(self, browser: Browser, floor: Target, targets: Sequence[Target]) -> None:
        self.browser = browser
        self.floor = floor
        self.targets = targets
        self.times: dict[str, list[float]] = defaultdict(list)
        self.worker = 0

    def measure(self, rounds: int) -> dict[str, Measured]:
        """Everything, by name; the floor's first."""
        everything = [self.floor, *self.targets]
        for target in everything:
            for _time in range(WARM_UP):
                self.browser.open(target)
        for _round in range(rounds):
            for target in self.targets:
                if not self._has_enough(target):
                    self._time(target)
                    self._time(self.floor)
        return {target.name: self._measured(target) for target in everything}

    def _has_enough(self, target: Target) -> bool:
        times = self.times[target.name]
        return len(times) >= ENOUGH and sum(times) > PATIENCE

    def _time(self, target: Target) -> None:
        self.times[target.name].append(self.browser.open(target).seconds)

    def _measured(self, target: Target) -> Measured:
        """With what is counted in requests of their own, which are not timed."""
        answers = [self.browser.open(target, **{tally.ASK: "1"}) for _time in range(COUNTED)]
        last = answers[-1]
        self.worker = int(last.headers[tally.WORKER])
        times = self.times[target.name]
        return Measured(
            p50_ms=percentile(times, 50) * 1000,
            p95_ms=percentile(times, 95) * 1000,
            queries=int(last.headers[tally.QUERIES]),
            db_ms=median(float(answer.headers[tally.DB_MS]) for answer in answers),
            bytes=len(last.body),
            gzip_bytes=len(gzip.compress(last.body, GZIP_LEVEL)),
        )

    def assets_bytes(self) -> int:
        """What the workspace's pages load beside themselves, compressed as it is served."""
        pages = [target for target in self.targets if not target.name.startswith("admin")]
        found = {
            address.decode()
            for target in pages
            for address in ASSETS.findall(self.browser.open(target).body)
        }
        return sum(
            len(self.browser.open(Target("asset", address, ""), **{"Accept-Encoding": "br"}).body)
            for address in sorted(found)
        )

    def worker_mb(self) -> float | None:
        """The memory the web worker holds now; None where the machine does not say."""
        try:
            status = Path(f"/proc/{self.worker}/status").read_text()
        except OSError:
            return None
        kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kilobytes.split()[1]) / 1024


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which so many per cent lie."""
    return sorted(values)[max(0, ceil(len(values) * percent / 100) - 1)]
