"""The delegates' visits: long ago, under way and to come."""

from datetime import timedelta

from delegates.models import Visit
from itpo.sample.synthetic import names
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Stay, World
from itpo.sample.synthetic.writing import moment, write

State = Visit.State


def add(world: World) -> None:
    chance = world.chance("visits")
    number = world.number(0.2, least=4)
    # An office has so many guests at a time, however many it had in thirty years.
    here = min(number // 4, 5 + world.deals // 5000)
    coming = min(number // 4, 20 + world.deals // 2000)
    every = [State.RUNNING] * here + [State.PLANNED] * coming
    every += [
        chance.weighted({State.COMPLETED: 95, State.CANCELLED: 5})
        for _ in range(number - len(every))
    ]
    world.stays = [_stay(world, chance, state) for state in every]
    # The oldest first, as they would have been logged.
    world.stays.sort(key=lambda stay: stay.begins)
    for stay, row in zip(
        world.stays, write(_visit(world, chance, stay) for stay in world.stays), strict=True
    ):
        stay.pk = row.pk


def _stay(world: World, chance: Chance, state: State) -> Stay:
    lasts = timedelta(days=chance.randint(2, 12))
    if state == State.RUNNING:
        begins = world.today - timedelta(days=chance.randint(0, lasts.days))
    elif state == State.PLANNED:
        begins = world.today + timedelta(days=chance.randint(1, 120))
    else:
        begins = world.past(chance) - lasts
    person = chance.early(world.people, 1.3)
    return Stay(person, chance.choice(world.officers), begins, begins + lasts, state)


def _visit(world: World, chance: Chance, stay: Stay) -> Visit:
    programmes = [pk for pk, year in world.programmes if year == stay.begins.year]
    typed = chance.typed(stay.begins)
    row = Visit(
        office=world.office,
        delegate_id=stay.person.pk,
        agency_id=stay.person.agency,
        programme_id=chance.choice(programmes) if programmes and chance.often(0.5) else None,
        officer=stay.officer,
        state=stay.state,
        begins=typed,
        # Who does not know the first day does not know the last.
        ends=stay.ends.isoformat() if typed == stay.begins.isoformat() else "",
        is_walk_in=chance.often(0.03),
        purpose=chance.choice(names.PURPOSES),
        place=chance.choice(names.PLACES),
        notes=INVENTED,
        logged_at=moment(min(stay.begins - timedelta(days=20), world.today)),
    )
    if stay.state == State.CANCELLED:
        row.cancelled_because = "The agency could not spare them."
    return row
