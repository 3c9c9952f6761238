"""What helped a deal: the meetings of its company, and the visits and missions around them."""

from collections.abc import Iterator
from typing import Any

from deals.models import Contribution
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Talk, Venture, World
from itpo.sample.synthetic.writing import store

MOST = 8


def add(world: World) -> None:
    chance = world.chance("contributions")
    store(row for one in world.ventures for row in _of_deal(world, chance, one))


def _of_deal(world: World, chance: Chance, venture: Venture) -> Iterator[Contribution]:
    talks = venture.firm.meetings or [chance.choice(world.talks)]
    found: set[tuple[str, int]] = set()
    for _number in range(int(chance.random() ** 2 * min(MOST, 2 + len(talks)))):
        helper = _helper(chance, chance.choice(talks))
        if helper not in found:
            found.add(helper)
            yield _contribution(world, chance, venture, *helper)


def _helper(chance: Chance, talk: Talk) -> tuple[str, int]:
    """The visit, mission or event a meeting belongs to, or the meeting itself."""
    if talk.stay and chance.often(0.6):
        return "visit_id", talk.stay.pk
    if talk.journey and chance.often(0.8):
        return "mission_id", talk.journey.pk
    if talk.gathering and chance.often(0.8):
        return "event_id", talk.gathering.pk
    return "meeting_id", talk.pk


def _contribution(
    world: World, chance: Chance, venture: Venture, what: str, pk: int
) -> Contribution:
    values: dict[str, Any] = {what: pk}
    if chance.often(0.8):
        values |= {"accepted_by": chance.choice(world.managers), "accepted_at": world.at}
    return Contribution(
        deal_id=venture.pk,
        role=chance.choice(Contribution.Role.values),
        strength=chance.choice(Contribution.Strength.values),
        evidence=f"{INVENTED} The company said so.",
        **values,
    )
