"""Lists as everybody there has narrowed them; managers share theirs with the office."""

from collections.abc import Iterator

from deals.models import Stage
from itpo.office.models import SavedView
from itpo.sample.synthetic.world import World
from itpo.sample.synthetic.writing import store


def add(world: World) -> None:
    store(_rows(world))


def _rows(world: World) -> Iterator[SavedView]:
    chance = world.chance("kept views")
    for user in [*world.officers, *world.managers]:
        stage = chance.choice(list(Stage))
        yield SavedView(
            office=world.office,
            user=user,
            page="deals:deals",
            name=f"Mine, {stage.label.lower()}",
            query=f"stage={stage.value}&mine=yes",
        )
        if user in world.managers:
            country = chance.choice(world.countries)
            yield SavedView(
                office=world.office,
                user=user,
                page="deals:board",
                name=country.name,
                query=f"country={country.pk}",
                is_shared=True,
            )
