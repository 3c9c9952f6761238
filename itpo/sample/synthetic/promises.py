"""Follow-ups about all of it: kept, dropped, overdue, for today and for later."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from deals.models import Deal
from delegates.models import Delegate, Visit
from investors.models import Company, Meeting, Mission
from itpo.office.models import FollowUp, Promiser, User
from itpo.sample.synthetic import names
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import World
from itpo.sample.synthetic.writing import link, moment, write

State = FollowUp.State


class About(NamedTuple):
    """What a promise is about: its table, key and words, and who looks after it."""

    table: Any
    pk: int
    words: str
    owner: User | None
    is_restricted: bool = False


def add(world: World) -> None:
    chance = world.chance("promises")
    things = [_about(world, chance) for _ in range(world.number(1.5, least=10))]
    links: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    for thing, row in zip(things, write(_rows(world, chance, things)), strict=True):
        links[thing.table].append((thing.pk, row.pk))
    for table, pairs in links.items():
        link(table.follow_ups, pairs)


def _about(world: World, chance: Chance) -> About:
    match chance.weighted({"deal": 50, "talk": 22, "stay": 8, "firm": 12, "mission": 3, "": 5}):
        case "deal":
            deal = chance.choice(world.ventures)
            return About(Deal, deal.pk, deal.title, deal.owner, deal.is_confidential)
        case "talk":
            talk = chance.choice(world.talks)
            words = f"{talk.subject}, {talk.day}"
            return About(Meeting, talk.pk, words, talk.officer, talk.is_restricted)
        case "stay":
            stay = chance.choice(world.stays)
            return About(Visit, stay.pk, f"{stay.person.name}, {stay.begins}", stay.officer)
        case "firm":
            firm = chance.early(world.firms)
            return About(Company, firm.pk, firm.name, firm.owner)
        case "mission":
            journey = chance.choice(world.journeys)
            return About(Mission, journey.pk, journey.name, journey.owner)
    person = chance.choice(world.people)
    return About(Delegate, person.pk, person.name, None)


def _rows(world: World, chance: Chance, things: list[About]) -> Iterator[FollowUp]:
    for thing in things:
        state = chance.weighted({State.OPEN: 28, State.DONE: 65, State.DROPPED: 7})
        due_on = _open_day(world, chance) if state == State.OPEN else world.past(chance, 10)
        owner = thing.owner or chance.choice(world.officers)
        row = FollowUp(
            office=world.office,
            what=chance.choice(names.TO_DO),
            due_on=due_on,
            owner=owner,
            promised_by=chance.choice(Promiser.values),
            about=thing.words[:200],
            about_url=thing.table(pk=thing.pk).get_absolute_url(),
            is_restricted=thing.is_restricted,
            state=state,
            created_at=moment(min(due_on - timedelta(days=chance.randint(5, 60)), world.today)),
        )
        if state != State.OPEN:
            row.closed_by, row.closed_at = owner, moment(due_on, 7)
        if state == State.DROPPED:
            row.reason = "Nobody needs it any more."
        yield row


def _open_day(world: World, chance: Chance) -> date:
    """Some days ago, today, or in the weeks and months to come."""
    match chance.weighted({"late": 15, "today": 3, "to come": 82}):
        case "late":
            return world.today - timedelta(days=1 + int(40 * chance.random() ** 2))
        case "today":
            return world.today
    return world.today + timedelta(days=1 + int(200 * chance.random() ** 1.5))
