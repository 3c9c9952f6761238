"""Drawing lots, the same every time."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """The lots of one subject: what another subject draws does not change them."""

    def often(self, share: float) -> bool:
        return self.random() < share

    def early(self, things: Sequence[T], power: float = 2.0) -> T:
        """One of them, the first ones more often: a few companies have most of the meetings."""
        return things[int(len(things) * self.random() ** power)]

    def few(self, things: Sequence[T], most: int) -> list[T]:
        """So many of them at most, and none perhaps."""
        return self.sample(things, self.randint(0, min(most, len(things))))

    def weighted(self, shares: dict[T, int]) -> T:
        return self.choices(list(shares), list(shares.values()))[0]

    def day(self, first: date, last: date) -> date:
        """A day from the first to the last; the first where the last is before it."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def typed(self, day: date) -> str:
        """The day as people come to know it: the longer ago, the less exactly."""
        text = day.isoformat()
        if day.year < 2000 and self.often(0.3):
            return f"{text[:3]}0s"
        if day.year < 2020 and self.often(0.2):
            return self.choice([text[:7], text[:4], f"about {text[:4]}"])
        return text
