"""Missions with their legs and members; events."""

from datetime import timedelta

from investors.models import Event, Mission, MissionLeg, MissionMember
from itpo.sample.synthetic import names
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import INVENTED, Firm, Gathering, Journey, World
from itpo.sample.synthetic.writing import link, store, write

State = Mission.State


def add(world: World) -> None:
    chance = world.chance("missions")
    number = world.number(0.015, least=3)
    coming = min(number // 3, 6 + world.deals // 10000)
    every = [chance.choice([State.OPEN, State.CONFIRMED]) for _ in range(coming)]
    every += [
        chance.weighted({State.COMPLETED: 93, State.CANCELLED: 7}) for _ in range(number - coming)
    ]
    world.journeys = [
        _journey(world, chance, state, place) for place, state in enumerate(every, start=1)
    ]
    rows = (_mission(world, journey, place) for place, journey in enumerate(world.journeys, 1))
    for journey, row in zip(world.journeys, write(rows), strict=True):
        journey.pk = row.pk
    sectors = [sector.pk for sector in world.sectors]
    link(
        Mission.sectors,
        ((one.pk, sector) for one in world.journeys for sector in chance.few(sectors, 3)),
    )
    store(leg for journey in world.journeys for leg in _legs(journey))
    store(one for journey in world.journeys for one in _members(chance, journey))
    _add_events(world)


def _journey(world: World, chance: Chance, state: State, number: int) -> Journey:
    lasts = timedelta(days=chance.randint(4, 12))
    if state in {State.COMPLETED, State.CANCELLED}:
        begins = world.past(chance) - lasts
    else:
        begins = world.today + timedelta(days=chance.randint(5, 150))
    countries = chance.sample(world.countries, chance.randint(1, 2))
    firms = [chance.early(world.firms) for _ in range(chance.randint(3, 12))]
    return Journey(
        name=f"Synthetic mission {number} to {' and '.join(one.name for one in countries)}",
        owner=chance.choice(world.officers),
        begins=begins,
        ends=begins + lasts,
        state=state,
        countries=countries,
        firms=list({firm.pk: firm for firm in firms}.values()),
    )


def _mission(world: World, journey: Journey, number: int) -> Mission:
    row = Mission(
        office=world.office,
        name=journey.name,
        ref=f"SYN-M{number}",
        state=journey.state,
        owner=journey.owner,
        begins=journey.begins.isoformat(),
        ends=journey.ends.isoformat(),
        notes=INVENTED,
    )
    if journey.state == State.CANCELLED:
        row.cancelled_because = "Too few companies."
    return row


def _legs(journey: Journey) -> list[MissionLeg]:
    """One country after the other, for equally long."""
    days = (journey.ends - journey.begins).days // len(journey.countries)
    return [
        MissionLeg(
            mission_id=journey.pk,
            country_id=country.pk,
            begins=(journey.begins + timedelta(days=place * days)).isoformat(),
            ends=(journey.begins + timedelta(days=(place + 1) * days)).isoformat(),
            notes=INVENTED,
        )
        for place, country in enumerate(journey.countries)
    ]


def _members(chance: Chance, journey: Journey) -> list[MissionMember]:
    states = MissionMember.State
    if journey.state == State.COMPLETED:
        possible = [states.TRAVELLED]
    else:
        possible = [states.INVITED, states.CONFIRMED]
    return [
        MissionMember(
            mission_id=journey.pk,
            company_id=firm.pk,
            contact_id=_one_of(chance, firm),
            state=chance.choice(possible),
        )
        for firm in journey.firms
    ]


def _one_of(chance: Chance, firm: Firm) -> int | None:
    return chance.choice(firm.contacts) if firm.contacts else None


def _add_events(world: World) -> None:
    chance = world.chance("events")
    world.gatherings = [
        Gathering(world.past(chance, 15)) for _ in range(world.number(0.01, least=2))
    ]
    rows = (
        Event(
            office=world.office,
            name=f"Synthetic {chance.choice(['seminar', 'webinar', 'fair'])} {number}",
            ref=f"SYN-E{number}",
            kind=chance.choice(Event.Kind.values),
            state=Event.State.HELD,
            country_id=chance.choice(world.countries).pk,
            place=chance.choice(names.PLACES),
            begins=one.day.isoformat(),
            ends=one.day.isoformat(),
            notes=INVENTED,
        )
        for number, one in enumerate(world.gatherings, start=1)
    )
    for one, row in zip(world.gatherings, write(rows), strict=True):
        one.pk = row.pk
