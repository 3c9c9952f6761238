"""How long a second is on the machine the tests run on."""

import time

# What an ordinary machine adds up in a second.
ADDITIONS = 12_000_000


def a_second() -> float:
    """A second; longer where the processor is slow just now, and others work beside the tests."""
    begun = time.perf_counter()
    total = 0
    for number in range(ADDITIONS // 10):
        total += number
    return max(1.0, 10 * (time.perf_counter() - begun))
