"""What helped a deal: the meetings of its company, and the visits and missions around them.

What came after the decision helped to carry it out.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from deals.models import Contribution
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Talk, Venture, World
from itpo.sample.synthetic.writing import store

MOST = 8


class Helped(NamedTuple):
    """What helped: its column, its number, and its first day."""

    what: str
    pk: int
    on: date


def add(world: World) -> None:
    chance = world.chance("contributions")
    store(row for one in world.ventures for row in _of_deal(world, chance, one))


def _of_deal(world: World, chance: Chance, venture: Venture) -> Iterator[Contribution]:
    talks = venture.firm.meetings or [chance.choice(world.talks)]
    found: set[Helped] = set()
    for _number in range(int(chance.random() ** 2 * min(MOST, 2 + len(talks)))):
        helped = _helper(chance, chance.choice(talks))
        if helped not in found:
            found.add(helped)
            yield _contribution(world, chance, venture, helped)


def _helper(chance: Chance, talk: Talk) -> Helped:
    """The visit, mission or event a meeting belongs to, or the meeting itself."""
    if talk.stay and chance.often(0.6):
        return Helped("visit_id", talk.stay.pk, talk.stay.begins)
    if talk.journey and chance.often(0.8):
        return Helped("mission_id", talk.journey.pk, talk.journey.begins)
    if talk.gathering and chance.often(0.8):
        return Helped("event_id", talk.gathering.pk, talk.gathering.day)
    return Helped("meeting_id", talk.pk, talk.day)


def _contribution(world: World, chance: Chance, venture: Venture, helped: Helped) -> Contribution:
    values: dict[str, Any] = {helped.what: helped.pk}
    if chance.often(0.8):
        values |= {"accepted_by": chance.choice(world.managers), "accepted_at": world.at}
    role = chance.choice(Contribution.Role.values)
    if venture.decided and helped.on > venture.decided:
        role = Contribution.Role.IMPLEMENTATION
    return Contribution(
        deal_id=venture.pk,
        role=role,
        strength=chance.choice(Contribution.Strength.values),
        evidence=f"{INVENTED} The company said so.",
        helped_on=helped.on,
        decided_on=venture.decided,
        **values,
    )
