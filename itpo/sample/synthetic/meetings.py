"""Meetings during visits, missions, events and on their own, with who sat there."""

from collections.abc import Iterator
from datetime import date, timedelta

from investors.models import Meeting, MeetingParty
from itpo.office.models import User
from itpo.sample.synthetic import names
from itpo.sample.synthetic.chance import Chance
from itpo.sample.synthetic.world import Firm, Gathering, Journey, Stay, Talk, World
from itpo.sample.synthetic.writing import moment, store, write

State = Meeting.State


def add(world: World) -> None:
    chance = world.chance("meetings")
    stays = [stay for stay in world.stays if stay.state != "cancelled"]
    journeys = [one for one in world.journeys if one.state != "cancelled"]
    world.talks = [_talk(world, chance, stays, journeys) for _ in range(world.number(1.5, least=5))]
    world.talks.sort(key=lambda talk: talk.day)
    rows = (_meeting(world, chance, talk) for talk in world.talks)
    for talk, row in zip(world.talks, write(rows), strict=True):
        talk.pk = row.pk
        for firm in talk.firms:
            firm.meetings.append(talk)
    store(party for talk in world.talks for party in _parties(world, chance, talk))


def _talk(world: World, chance: Chance, stays: list[Stay], journeys: list[Journey]) -> Talk:
    part = chance.weighted({"visit": 40, "mission": 12, "event": 5, "": 43})
    stay = chance.choice(stays) if part == "visit" and stays else None
    journey = chance.choice(journeys) if part == "mission" and journeys else None
    gathering = chance.choice(world.gatherings) if part == "event" else None
    firms = [chance.early(world.firms)]
    if journey:
        firms = [chance.choice(journey.firms)]
    elif chance.often(0.15):
        firms.append(chance.choice(world.firms))
    return Talk(
        subject=f"{chance.choice(names.SUBJECTS)} with {firms[0].name}",
        officer=_officer(world, chance, stay, journey),
        firms=list({firm.pk: firm for firm in firms}.values()),
        day=_day(world, chance, stay or journey or gathering),
        is_restricted=chance.often(0.02),
        stay=stay,
        journey=journey,
        gathering=gathering,
    )


def _officer(world: World, chance: Chance, stay: Stay | None, journey: Journey | None) -> User:
    if stay:
        return stay.officer
    return journey.owner if journey else chance.choice(world.officers)


def _day(world: World, chance: Chance, during: Stay | Journey | Gathering | None) -> date:
    if isinstance(during, Gathering):
        return during.day
    if during:
        return chance.day(during.begins, during.ends)
    return world.past(chance, 20) + timedelta(days=30 if chance.often(0.03) else 0)


def _meeting(world: World, chance: Chance, talk: Talk) -> Meeting:
    is_to_come = talk.day > world.today
    usual = State.PLANNED if is_to_come else State.HELD
    row = Meeting(
        office=world.office,
        kind=Meeting.Kind.VISIT if talk.stay else chance.choice(Meeting.Kind.values),
        state=chance.weighted({usual: 94, State.CANCELLED: 4, State.POSTPONED: 2}),
        subject=talk.subject,
        day=talk.day,
        place=chance.choice(names.PLACES),
        visit_id=talk.stay.pk if talk.stay else None,
        mission_id=talk.journey.pk if talk.journey else None,
        event_id=talk.gathering.pk if talk.gathering else None,
        officer=talk.officer,
        is_restricted=talk.is_restricted,
        logged_at=moment(min(talk.day, world.today)),
    )
    if chance.often(0.6):
        row.starts_at = moment(talk.day, chance.randint(0, 8))
        row.ends_at = row.starts_at + timedelta(hours=1)
    if row.state == State.HELD:
        row.outcome = chance.choice(names.OUTCOMES)
        row.interest = chance.choice(Meeting.Interest.values)
    return row


def _parties(world: World, chance: Chance, talk: Talk) -> Iterator[MeetingParty]:
    yield MeetingParty(meeting_id=talk.pk, officer=talk.officer)
    for firm in talk.firms:
        yield MeetingParty(
            meeting_id=talk.pk, company_id=firm.pk, contact_id=_contact(chance, firm)
        )
    if talk.stay:
        yield MeetingParty(meeting_id=talk.pk, delegate_id=talk.stay.person.pk)
    elif chance.often(0.3):
        person = chance.early(world.people, 1.3)
        yield MeetingParty(meeting_id=talk.pk, delegate_id=person.pk)
    if chance.often(0.05):
        yield MeetingParty(meeting_id=talk.pk, partner=chance.choice(world.partners))


def _contact(chance: Chance, firm: Firm) -> int | None:
    return chance.choice(firm.contacts) if firm.contacts and chance.often(0.8) else None
