"""Deals move by the map, one at a time, and leave a line behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection

from deals import pipeline
from deals.models import Deal, Stage, StageChange, Status
from itpo.office import follow_ups
from tests.factories import DealFactory, FollowUpFactory, RuleFactory, UserFactory
from tests.racing import at_once
from tests.tables import all_rows

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 21 November, noon in Tokyo

ALLOWED = [
    (Stage.IDENTIFIED, Stage.PROMOTED),
    (Stage.PROMOTED, Stage.NEGOTIATION),
    (Stage.NEGOTIATION, Stage.CONCLUDED),
    (Stage.CONCLUDED, Stage.OPERATIONAL),
    # And back, when something was recorded too early.
    (Stage.PROMOTED, Stage.IDENTIFIED),
    (Stage.NEGOTIATION, Stage.PROMOTED),
    (Stage.CONCLUDED, Stage.NEGOTIATION),
    (Stage.OPERATIONAL, Stage.CONCLUDED),
]
LEAPS = [
    (Stage.IDENTIFIED, Stage.NEGOTIATION, Stage.PROMOTED),
    (Stage.IDENTIFIED, Stage.OPERATIONAL, Stage.PROMOTED),
    (Stage.PROMOTED, Stage.CONCLUDED, Stage.NEGOTIATION),
    (Stage.NEGOTIATION, Stage.IDENTIFIED, Stage.PROMOTED),
    (Stage.OPERATIONAL, Stage.IDENTIFIED, Stage.CONCLUDED),
]
REFUSED = [(one, to) for one in Stage for to in Stage if (one, to) not in ALLOWED]


def move(deal, to, by, at=NOON, **more):
    return pipeline.move(deal=deal, to=to, by=by, at=at, **more)


# --- from stage to stage ---


@pytest.mark.parametrize(("current", "to"), ALLOWED)
def test_a_deal_goes_one_step_on_or_back_and_leaves_a_line_behind(officer, current, to):
    deal = DealFactory(stage=current, status=Status.DELAYED)

    change = move(deal, to, officer, happened="2026-11-02", reason=" They signed. ")

    deal.refresh_from_db()
    assert (deal.stage, deal.stage_since) == (to, date(2026, 11, 2))
    assert StageChange.objects.get() == change
    assert (change.deal, change.from_stage, change.to_stage) == (deal, current, to)
    assert (change.from_status, change.to_status) == (Status.DELAYED, Status.DELAYED)
    assert (change.happened, change.reason) == ("2026-11-02", "They signed.")
    assert (change.changed_by, change.changed_at) == (officer, NOON)


@pytest.mark.parametrize(("current", "to"), REFUSED)
def test_a_deal_goes_no_other_way(officer, current, to):
    deal = DealFactory(stage=current)
    before = all_rows()

    with pytest.raises(pipeline.MoveNotAllowed) as refusal:
        move(deal, to, officer)

    sentence = f"A deal in “{current.label}” cannot move to “{to.label}”"
    assert str(refusal.value).startswith(sentence)
    assert all_rows() == before


@pytest.mark.parametrize(("current", "to", "first"), LEAPS)
def test_a_deal_that_is_to_leap_is_told_which_stage_comes_first(officer, current, to, first):
    deal = DealFactory(stage=current)

    with pytest.raises(pipeline.MoveNotAllowed) as refusal:
        move(deal, to, officer)

    assert str(refusal.value) == (
        f"A deal in “{current.label}” cannot move to “{to.label}”: it goes one stage at a time, "
        f"and “{first.label}” comes first."
    )


# --- what its mover has seen ---


def test_a_deal_moves_from_the_stage_its_mover_has_seen(officer):
    deal = DealFactory()

    move(deal, Stage.PROMOTED, officer, seen=Stage.IDENTIFIED)

    deal.refresh_from_db()
    assert deal.stage == Stage.PROMOTED


def test_a_deal_that_somebody_moved_meanwhile_is_not_moved_again(officer, colleague):
    """Back to where it came from would be allowed, but is not what its mover meant."""
    deal = DealFactory(stage=Stage.PROMOTED)
    move(deal, Stage.NEGOTIATION, colleague)
    before = all_rows()

    with pytest.raises(pipeline.MovedMeanwhile) as refusal:
        move(deal, Stage.PROMOTED, officer, seen=Stage.PROMOTED)

    assert str(refusal.value) == (
        "Somebody has moved it meanwhile: it is in “Negotiation” now. Look, then decide."
    )
    assert all_rows() == before


def test_the_stage_that_counts_is_the_one_in_the_database(officer):
    deal = DealFactory(stage=Stage.IDENTIFIED)
    Deal.objects.update(stage=Stage.OPERATIONAL)

    with pytest.raises(pipeline.MoveNotAllowed, match="A deal in “Operational”"):
        move(deal, Stage.PROMOTED, officer)


def test_a_move_leaves_what_else_somebody_just_wrote(officer):
    deal = DealFactory()
    Deal.objects.update(notes="Ask for the power supply")

    move(deal, Stage.PROMOTED, officer)

    deal.refresh_from_db()
    assert deal.notes == "Ask for the power supply"


def test_the_history_says_who_moved_the_deal(officer):
    deal = DealFactory()

    move(deal, Stage.PROMOTED, officer)

    last = deal.history.latest()
    assert (last.stage, last.history_user, last.history_type) == (Stage.PROMOTED, officer, "~")


# --- when it was ---


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Asia/Tokyo", date(2026, 11, 22)), ("America/New_York", date(2026, 11, 21))],
)
def test_a_move_without_a_date_was_made_on_the_movers_own_day(office, zone, today):
    officer = UserFactory(office=office, time_zone=zone)
    midnight_in_tokyo = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    deal = DealFactory()

    change = move(deal, Stage.PROMOTED, officer, at=midnight_in_tokyo, happened="  ")

    deal.refresh_from_db()
    assert (change.happened, change.happened_earliest) == (today.isoformat(), today)
    assert deal.stage_since == today


@pytest.mark.parametrize(
    ("happened", "first", "last"),
    [
        ("1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("about 2000", date(2000, 1, 1), date(2000, 12, 31)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_known_in_part_is_kept_as_typed_and_counted_from_its_first_day(
    officer, happened, first, last
):
    deal = DealFactory()

    change = move(deal, Stage.PROMOTED, officer, happened=happened)

    deal.refresh_from_db()
    change.refresh_from_db()
    assert deal.stage_since == first
    assert (change.happened, change.happened_earliest, change.happened_latest) == (
        happened,
        first,
        last,
    )


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        ("soon", "cannot be read as a date"),
        ("x" * 61, "cannot be read as a date"),
        ("2026-11-22", "has not happened yet"),
        ("2026-12", "has not happened yet"),
        ("2030s", "has not happened yet"),
    ],
)
def test_what_is_no_date_or_still_to_come_moves_no_deal(officer, happened, sentence):
    deal = DealFactory()
    before = all_rows()

    with pytest.raises(pipeline.MoveNotAllowed, match=sentence):
        move(deal, Stage.PROMOTED, officer, happened=happened)

    assert all_rows() == before


def test_a_reason_too_long_for_its_place_moves_no_deal(officer):
    deal = DealFactory()
    before = all_rows()

    with pytest.raises(pipeline.MoveNotAllowed, match="at most 200 characters"):
        move(deal, Stage.PROMOTED, officer, reason="x" * 201)

    assert all_rows() == before


# --- how it ends ---


@pytest.mark.parametrize("as_", [Status.LOST, Status.ABANDONED])
def test_a_deal_ends_where_it_stands_and_says_why(officer, as_):
    deal = DealFactory(stage=Stage.NEGOTIATION, stage_since=date(2026, 3, 1), status=Status.DORMANT)

    change = pipeline.end(deal=deal, as_=as_, by=officer, at=NOON, because=" No power supply. ")

    deal.refresh_from_db()
    assert (deal.status, deal.lost_because) == (as_, "No power supply.")
    assert (deal.stage, deal.stage_since) == (Stage.NEGOTIATION, date(2026, 3, 1))
    assert StageChange.objects.get() == change
    assert (change.from_stage, change.to_stage) == (Stage.NEGOTIATION, Stage.NEGOTIATION)
    assert (change.from_status, change.to_status) == (Status.DORMANT, as_)
    assert (change.happened, change.reason) == ("2026-11-21", "No power supply.")
    assert (change.changed_by, change.changed_at) == (officer, NOON)
    assert deal.history.latest().history_user == officer


def test_the_next_steps_of_a_deal_that_ends_are_dropped_and_no_other_promise(officer):
    deal = DealFactory(office=officer.office)
    step = pipeline.plan(
        deal=deal, what="Call them", due_on=date(2026, 12, 1), owner=officer, by=officer
    )
    of_a_rule = FollowUpFactory(
        owner=officer, about_url=deal.get_absolute_url(), rule=RuleFactory(office=officer.office)
    )
    of_a_visit = FollowUpFactory(owner=officer, about_url="/visits/7/")
    deal.follow_ups.add(of_a_rule, of_a_visit)

    pipeline.end(deal=deal, as_=Status.LOST, by=officer, at=NOON, because="Too dear")

    for one in (step, of_a_rule, of_a_visit):
        one.refresh_from_db()
    assert (step.state, step.reason, step.closed_by) == ("dropped", "The deal is lost.", officer)
    assert [of_a_rule.state, of_a_visit.state] == ["open", "open"]


@pytest.mark.parametrize(
    ("as_", "because", "sentence"),
    [
        (Status.DORMANT, "They are silent", "A deal ends as lost or as abandoned"),
        (Status.ONGOING, "They are back", "A deal ends as lost or as abandoned"),
        (Status.LOST, "  ", "Say why the deal is lost or given up"),
        (Status.LOST, "x" * 201, "at most 200 characters"),
    ],
)
def test_a_deal_ends_in_no_other_way(officer, as_, because, sentence):
    deal = DealFactory()
    before = all_rows()

    with pytest.raises(pipeline.MoveNotAllowed, match=sentence):
        pipeline.end(deal=deal, as_=as_, by=officer, at=NOON, because=because)

    assert all_rows() == before


@pytest.mark.parametrize("status", [Status.LOST, Status.ABANDONED])
def test_a_deal_that_has_ended_neither_moves_nor_ends_again(officer, status):
    deal = DealFactory(status=status, lost_because="No power supply")
    before = all_rows()

    with pytest.raises(pipeline.MoveNotAllowed, match=f"The deal is {status.label.lower()}"):
        move(deal, Stage.PROMOTED, officer)
    with pytest.raises(pipeline.MoveNotAllowed, match=f"The deal is {status.label.lower()}"):
        pipeline.end(deal=deal, as_=Status.LOST, by=officer, at=NOON, because="Again")

    assert all_rows() == before


@pytest.mark.parametrize("status", [Status.ONGOING, Status.DELAYED, Status.DORMANT])
def test_a_deal_that_is_only_slow_still_moves(officer, status):
    deal = DealFactory(status=status)

    move(deal, Stage.PROMOTED, officer)

    deal.refresh_from_db()
    assert (deal.stage, deal.status) == (Stage.PROMOTED, status)


# --- how it is doing ---


@pytest.mark.parametrize(
    ("before", "to"),
    [
        (Status.ONGOING, Status.DELAYED),
        (Status.DELAYED, Status.DORMANT),
        (Status.DORMANT, Status.ONGOING),
    ],
)
def test_a_deal_is_said_to_be_slow_or_going_again_where_it_stands(officer, before, to):
    deal = DealFactory(stage=Stage.NEGOTIATION, stage_since=date(2026, 3, 1), status=before)
    Deal.objects.update(notes="Ask for the power supply")

    change = pipeline.change_status(deal=deal, to=to, by=officer, at=NOON, reason=" Elections. ")

    deal.refresh_from_db()
    assert (deal.status, deal.stage, deal.stage_since) == (
        to,
        Stage.NEGOTIATION,
        date(2026, 3, 1),
    )
    assert deal.notes == "Ask for the power supply"
    assert StageChange.objects.get() == change
    assert (change.from_stage, change.to_stage) == (Stage.NEGOTIATION, Stage.NEGOTIATION)
    assert (change.from_status, change.to_status) == (before, to)
    assert (change.happened, change.reason) == ("2026-11-21", "Elections.")
    assert (change.changed_by, change.changed_at) == (officer, NOON)
    assert deal.history.latest().history_user == officer


@pytest.mark.parametrize(
    ("status", "to", "reason", "sentence"),
    [
        (Status.DELAYED, Status.DELAYED, "", "The deal is delayed already."),
        (Status.ONGOING, Status.LOST, "No power", "says why it is lost or given up"),
        (Status.ONGOING, Status.ABANDONED, "No power", "says why it is lost or given up"),
        (Status.LOST, Status.ONGOING, "", "The deal is lost."),
        (Status.ABANDONED, Status.DORMANT, "", "The deal is abandoned."),
        (Status.ONGOING, Status.DELAYED, "x" * 201, "at most 200 characters"),
    ],
)
def test_a_deal_is_said_to_be_doing_nothing_else(officer, status, to, reason, sentence):
    deal = DealFactory(status=status, lost_because="No power")
    before = all_rows()

    with pytest.raises(pipeline.MoveNotAllowed, match=sentence):
        pipeline.change_status(deal=deal, to=to, by=officer, at=NOON, reason=reason)

    assert all_rows() == before


def test_how_a_deal_is_doing_is_looked_up_again(officer):
    deal = DealFactory()
    Deal.objects.update(status=Status.LOST, lost_because="No power")

    with pytest.raises(pipeline.MoveNotAllowed, match="The deal is lost"):
        pipeline.change_status(deal=deal, to=Status.DELAYED, by=officer, at=NOON)


def test_after_each_stage_but_the_last_comes_another():
    after = [pipeline.next_stage(stage) for stage in list(Stage)[:-1]]

    assert after == list(Stage)[1:]
    with pytest.raises(pipeline.MoveNotAllowed, match="It is operational already"):
        pipeline.next_stage(Stage.OPERATIONAL)


# --- who looks after it ---


@pytest.mark.parametrize("status", [Status.ONGOING, Status.LOST])
def test_a_deal_is_handed_to_a_colleague(officer, colleague, manager, status):
    deal = DealFactory(owner=officer, status=status, lost_because="No power")
    Deal.objects.update(notes="Ask for the power supply")

    pipeline.hand_over(deal=deal, to=colleague, by=manager)

    deal.refresh_from_db()
    assert (deal.owner, deal.notes) == (colleague, "Ask for the power supply")
    last = deal.history.latest()
    assert (last.owner, last.history_user) == (colleague, manager)


def test_a_deal_is_handed_to_nobody_who_cannot_look_after_it(officer, auditor, manager, stranger):
    deal = DealFactory(owner=officer)
    gone = UserFactory(is_active=False)
    before = all_rows()

    said = []
    for somebody in (officer, auditor, gone, stranger):
        with pytest.raises(pipeline.CannotTakeOver) as refusal:
            pipeline.hand_over(deal=deal, to=somebody, by=manager)
        said.append(str(refusal.value))

    assert said == [
        f"{officer} looks after it already.",
        f"{auditor} cannot look after deals.",
        f"{gone} cannot look after deals.",
        f"{stranger} belongs to another office.",
    ]
    assert all_rows() == before


def test_who_looks_after_it_is_looked_up_again(officer, colleague, manager):
    deal = DealFactory(owner=officer)
    Deal.objects.update(owner=colleague)

    with pytest.raises(pipeline.CannotTakeOver, match="looks after it already"):
        pipeline.hand_over(deal=deal, to=colleague, by=manager)


# --- what is next ---


def test_what_is_next_is_promised_and_belongs_to_the_deal(officer, manager):
    deal = DealFactory(owner=officer)

    step = pipeline.plan(
        deal=deal, what="Call the bank", due_on=date(2026, 12, 1), owner=officer, by=manager
    )

    assert list(deal.follow_ups.all()) == [step]
    assert (step.what, step.due_on, step.owner) == ("Call the bank", date(2026, 12, 1), officer)
    assert (step.about, step.about_url) == (f"{deal}, Identified", deal.get_absolute_url())
    assert (step.is_restricted, step.history.latest().history_user) == (False, manager)


def test_what_is_next_about_a_confidential_deal_is_for_few(officer, manager):
    deal = DealFactory(owner=officer)
    Deal.objects.update(is_confidential=True, anonymous_description="A plant")

    step = pipeline.plan(
        deal=deal, what="Call the bank", due_on=date(2026, 12, 1), owner=officer, by=manager
    )

    assert step.is_restricted


def test_nothing_is_next_where_nothing_is_said(officer, manager):
    deal = DealFactory()
    before = all_rows()

    with pytest.raises(follow_ups.NotPossible, match="Say what is to be done"):
        pipeline.plan(deal=deal, what=" ", due_on=date(2026, 12, 1), owner=officer, by=manager)

    assert all_rows() == before


# --- two at once ---


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_a_deal_at_once_exactly_one_does():
    deal, officer, colleague = DealFactory(), UserFactory(), UserFactory()
    together = Barrier(2)

    def try_to_move(by):
        together.wait()
        try:
            return move(deal, Stage.PROMOTED, by).changed_by
        except pipeline.MoveNotAllowed as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(try_to_move, [officer, colleague]))

    refusals = [answer for answer in answers if isinstance(answer, str)]
    assert refusals == ["A deal in “Promoted” cannot move to “Promoted”."]
    assert [change.changed_by for change in StageChange.objects.all()] == [
        answer for answer in answers if answer not in refusals
    ]
    deal.refresh_from_db()
    assert deal.stage == Stage.PROMOTED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_drag_a_card_both_ways_at_once_the_second_is_told_to_look():
    deal, officer, colleague = DealFactory(stage=Stage.PROMOTED), UserFactory(), UserFactory()

    refusals = at_once(
        [
            lambda: move(deal, Stage.NEGOTIATION, officer, seen=Stage.PROMOTED),
            lambda: move(deal, Stage.IDENTIFIED, colleague, seen=Stage.PROMOTED),
        ],
        pipeline.MoveNotAllowed,
    )

    assert sorted(map(str, refusals)) == ["MovedMeanwhile", "None"]
    assert StageChange.objects.count() == 1


# --- into the pipeline ---


def test_a_deal_is_started_with_a_line_that_says_who_and_when(officer):
    deal = pipeline.start(
        deal=DealFactory.build(office=officer.office, country=None), by=officer, at=NOON
    )

    change = StageChange.objects.get()
    assert (deal.stage, deal.stage_since) == ("identified", date(2026, 11, 21))
    assert (change.deal, change.from_stage, change.to_stage) == (deal, "", "identified")
    assert (change.to_status, change.happened) == ("ongoing", "2026-11-21")
    assert (change.changed_by, change.changed_at) == (officer, NOON)
    assert deal.history.get().history_user == officer


def test_a_deal_that_was_there_before_it_was_written_down_keeps_its_day(officer):
    found = DealFactory.build(
        office=officer.office, country=None, stage="concluded", stage_since=date(2000, 4, 1)
    )

    deal = pipeline.start(deal=found, by=officer, at=NOON)

    change = deal.stage_changes.get()
    assert (change.to_stage, change.happened) == ("concluded", "2000-04-01")
