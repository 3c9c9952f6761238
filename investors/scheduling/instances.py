"""Invented problems to measure on: the same every time for the same seed."""

import random
from collections.abc import Callable

from investors.scheduling.problem import Person, Problem, Slot, Wish

DAYS, SLOTS = 5, 10
AFTERNOON = 6
WEIGHTS = [(1, 0), (2, 0), (3, 0), (0, 2), (1, 2), (3, 2)]  # by the host, by the counterpart


def programme(seed: int = 1) -> Problem:
    """10 delegates, 40 companies, 5 days of 10 slots, 5 tables, 3 interpreters.

    More is wished than fits, and hardly anybody is there all the time.
    """
    chance = random.Random(seed)  # noqa: S311
    slots = tuple(Slot(day, at) for day in range(DAYS) for at in range(SLOTS))
    delegates = [
        Person(key, _parts_of_days(chance, 0.15), _languages(chance, ["en", "fr", "pt"]))
        for key in range(1, 11)
    ]
    companies = [
        Person(key, _days_missed(chance), _languages(chance, ["ja", "en", "ja"]))
        for key in range(101, 141)
    ]
    interpreters = (
        Person(1, frozenset(), frozenset({"ja", "en"})),
        Person(2, _parts_of_days(chance, 0.2), frozenset({"ja", "fr", "en"})),
        Person(3, _parts_of_days(chance, 0.2), frozenset({"ja", "pt", "en"})),
    )
    wishes = _wishes(chance, delegates, companies, how_likely=0.75)
    return Problem(slots, 5, (*delegates, *companies), wishes, interpreters)


def afternoon(seed: int = 1, hosts: int = 22, companies: int = 40) -> Problem:
    """One afternoon of 6 slots, a table fewer than hosts would fill; more is wished than fits.

    With 22 hosts and 40 companies there are some 110 meetings.
    """
    chance = random.Random(seed)  # noqa: S311
    slots = tuple(Slot(0, at) for at in range(AFTERNOON))
    ours = [Person(key, _slots_missed(chance)) for key in range(1, hosts + 1)]
    theirs = [Person(key, _slots_missed(chance)) for key in range(101, 101 + companies)]
    wishes = _wishes(chance, ours, theirs, how_likely=8 / companies)
    return Problem(slots, hosts - 2, (*ours, *theirs), wishes)


INSTANCES: dict[str, Callable[[int], Problem]] = {
    "10 delegates × 40 companies × 5 days × 10 slots": programme,
    "110 meetings in one afternoon": afternoon,
}


def _wishes(
    chance: random.Random, hosts: list[Person], companies: list[Person], *, how_likely: float
) -> tuple[Wish, ...]:
    wishes = []
    for host in hosts:
        for company in companies:
            if chance.random() < how_likely:
                by_host, by_company = chance.choice(
                    [(1, 0), (2, 0), (3, 0), (0, 2), (1, 2), (3, 2)]
                )
                wishes.append(Wish(host.key, company.key, by_host, by_company))
    return tuple(wishes)


def _languages(chance: random.Random, some: list[str]) -> frozenset[str]:
    return frozenset({chance.choice(some)})


def _parts_of_days(chance: random.Random, how_likely: float) -> frozenset[int]:
    """Mornings and afternoons in which somebody cannot."""
    missed: set[int] = set()
    for day in range(DAYS):
        for first, last in ((0, 4), (4, SLOTS)):
            if chance.random() < how_likely:
                missed |= set(range(day * SLOTS + first, day * SLOTS + last))
    return frozenset(missed)


def _days_missed(chance: random.Random) -> frozenset[int]:
    """A company comes for half a day, or for one, or for two halves."""
    halves = [
        range(day * SLOTS + first, day * SLOTS + last)
        for day in range(DAYS)
        for first, last in ((0, 4), (4, SLOTS))
    ]
    there = {slot for half in chance.sample(halves, chance.choice([1, 2, 2])) for slot in half}
    return frozenset(range(DAYS * SLOTS)) - there


def _slots_missed(chance: random.Random) -> frozenset[int]:
    return frozenset(slot for slot in range(AFTERNOON) if chance.random() < 0.1)
