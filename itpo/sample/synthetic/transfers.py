"""Where technology was transferred to, and what was installed and taught there."""

from collections.abc import Iterator
from decimal import Decimal

from deals.models import Claim, Deal, Institution
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Venture, World
from itpo.sample.synthetic.writing import moment, store, write

METRICS = [Claim.Metric.UNITS, Claim.Metric.TRAINED, Claim.Metric.TRAINING_DAYS]
KINDS = ["Hospital", "Water works", "Technical school", "Port authority", "University"]


def add(world: World) -> None:
    chance = world.chance("transfers")
    moving = [one for one in world.ventures if one.kind == Deal.Kind.TECHNOLOGY_TRANSFER]
    places = [place for one in moving for place in _institutions(chance, one)]
    of = {one.pk: one for one in moving}
    store(
        claim
        for place in write(places)
        for claim in _figures(world, chance, of[place.deal_id], place)
    )


def _institutions(chance: Chance, venture: Venture) -> Iterator[Institution]:
    for number in range(1, 1 + chance.randint(0, 2)):
        name = f"Fictive {chance.choice(KINDS)} {venture.number}-{number}"
        yield Institution(deal_id=venture.pk, name=name, city="Exampleville")


def _figures(world: World, chance: Chance, venture: Venture, place: Institution) -> Iterator[Claim]:
    for metric in METRICS:
        if chance.often(0.5):
            day = chance.day(venture.reached[0], world.today)
            yield Claim(
                deal_id=venture.pk,
                institution=place,
                metric=metric,
                phase=chance.choice([Claim.Phase.PLANNED, Claim.Phase.ACTUAL]),
                value=Decimal(chance.randint(1, 200)),
                as_of=chance.typed(day),
                source=INVENTED,
                recorded_by=chance.choice(world.officers),
                recorded_at=min(moment(day), world.at),
            )
