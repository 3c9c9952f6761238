"""How to break each constraint of the tables of meeting schedules."""

from datetime import UTC, date, datetime

from tests.factories import (
    AgencyFactory,
    AwayFactory,
    CompanyFactory,
    DelegateFactory,
    MissionLegFactory,
    PairingFactory,
    ParticipantFactory,
    PartnerFactory,
    ProgrammeFactory,
    ResourceFactory,
    ScheduleFactory,
    ScheduleRunFactory,
    ScheduleSlotFactory,
    WishFactory,
)
from tests.refusals import Case, Spoiled, change


def beside(**changes):
    """Two pairings of one schedule; the second is made like the first in some ways."""

    def make() -> Spoiled:
        one = PairingFactory(interpreter=ResourceFactory())
        other = PairingFactory(schedule=one.schedule, table=2)
        return Spoiled(other, {name: getattr(one, name) for name in changes["like"]})

    return make


def taken_twice(who, factory):
    """Two participants of one schedule who are the same."""

    def make() -> Spoiled:
        nobody = {"company": None, "name": ""}
        one = ParticipantFactory(**{**nobody, who: factory()})
        other = ParticipantFactory(schedule=one.schedule, **{**nobody, who: factory()})
        return Spoiled(other, {who: getattr(one, who)})

    return make


def participant_away_twice() -> Spoiled:
    one = AwayFactory()
    return Spoiled(AwayFactory(participant=one.participant), {"slot": one.slot})


def interpreter_away_twice() -> Spoiled:
    slot, other = ScheduleSlotFactory(), ScheduleSlotFactory()
    interpreter = ResourceFactory()
    AwayFactory(participant=None, interpreter=interpreter, slot=slot)
    away = AwayFactory(participant=None, interpreter=interpreter, slot=other)
    return Spoiled(away, {"slot": slot})


def second_run() -> Spoiled:
    one = ScheduleRunFactory()
    return Spoiled(ScheduleRunFactory(schedule=one.schedule, state="done"), {"state": "running"})


def second_slot() -> Spoiled:
    one = ScheduleSlotFactory()
    later = ScheduleSlotFactory(
        schedule=one.schedule, starts_at=datetime(2026, 11, 24, 14, tzinfo=UTC)
    )
    return Spoiled(later, {"starts_at": one.starts_at})


def second_wish() -> Spoiled:
    one = WishFactory()
    other = WishFactory(host=one.host)
    return Spoiled(other, {"counterpart": one.counterpart})


def wish_of_oneself() -> Spoiled:
    one = WishFactory()
    return Spoiled(one, {"counterpart": one.host})


def an_interpreter_twice() -> Spoiled:
    one = PairingFactory(interpreter=ResourceFactory())
    other = PairingFactory(schedule=one.schedule, slot=one.slot, table=2)
    return Spoiled(other, {"interpreter": one.interpreter})


def a_table_twice() -> Spoiled:
    one = PairingFactory()
    return Spoiled(PairingFactory(schedule=one.schedule, slot=one.slot, table=2), {"table": 1})


EARLIER = datetime(2026, 11, 1, tzinfo=UTC)
FEW, TABLES = "A meeting lasts from 5 to 240 minutes.", "There are from 1 to 200 tables."

SCHEDULE_CASES = [
    Case("schedule_is_of_one_thing", change(ScheduleFactory, event=None)),
    Case("schedule_is_of_one_thing", change(ScheduleFactory, programme=ProgrammeFactory)),
    Case("schedule_is_of_one_thing", change(ScheduleFactory, leg=MissionLegFactory)),
    Case("schedule_ends_after_it_begins", change(ScheduleFactory, last_on=date(2026, 11, 23))),
    Case("schedule_has_a_table", change(ScheduleFactory, tables=0), says=TABLES),
    Case("schedule_has_a_table", change(ScheduleFactory, tables=201), says=TABLES),
    Case("schedule_meetings_last_a_while", change(ScheduleFactory, minutes=4), says=FEW),
    Case("schedule_meetings_last_a_while", change(ScheduleFactory, minutes=241), says=FEW),
    Case("schedule_pauses_briefly", change(ScheduleFactory, pause=241)),
    Case("schedule_has_a_slot", change(ScheduleFactory, morning_slots=0, afternoon_slots=0)),
    Case("schedule_has_a_slot", change(ScheduleFactory, morning_slots=41)),
    Case("schedule_slot_once", second_slot),
    Case("schedule_slot_ends_after_it_starts", change(ScheduleSlotFactory, ends_at=EARLIER)),
    Case("participant_is_one", change(ParticipantFactory, company=None)),
    Case("participant_is_one", change(ParticipantFactory, name="Somebody")),
    *(
        Case("participant_is_one", change(ParticipantFactory, **{who: factory}))
        for who, factory in (
            ("delegate", DelegateFactory),
            ("partner", PartnerFactory),
            ("agency", AgencyFactory),
        )
    ),
    *(
        Case(f"participant_{who}_once", taken_twice(who, factory))
        for who, factory in (
            ("company", CompanyFactory),
            ("delegate", DelegateFactory),
            ("partner", PartnerFactory),
            ("agency", AgencyFactory),
        )
    ),
    Case("participant_name_once", taken_twice("name", iter(["One", "Other"]).__next__)),
    Case("wish_once", second_wish),
    Case("wish_is_of_two", wish_of_oneself),
    Case("wish_is_known", change(WishFactory, by_host=0)),
    Case("wish_is_known", change(WishFactory, by_host=4)),
    Case("wish_is_known", change(WishFactory, by_counterpart=4)),
    Case("away_is_of_one", change(AwayFactory, participant=None)),
    Case("away_is_of_one", change(AwayFactory, interpreter=ResourceFactory)),
    Case("away_participant_once", participant_away_twice),
    Case("away_interpreter_once", interpreter_away_twice),
    Case("pairing_pair_once", beside(like=["host", "counterpart"])),
    Case("pairing_host_once", beside(like=["host", "slot"])),
    Case("pairing_counterpart_once", beside(like=["counterpart", "slot"])),
    Case("pairing_table_once", a_table_twice),
    Case("pairing_interpreter_once", an_interpreter_twice),
    Case("pairing_has_a_table", change(PairingFactory, table=0)),
    Case("schedule_run_one_at_a_time", second_run),
]
