"""What helped a deal: who says so, and that nothing helps what was decided before it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from deals import contributions
from deals.models import Contribution
from itpo.office.states import NotPossible
from tests.factories import (
    ContributionFactory,
    DealFactory,
    EventFactory,
    ManagerFactory,
    MeetingFactory,
    MissionFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOO_LATE = (
    "The investor decided Jun 2016; %s came later and cannot have influenced that. "
    "What helped to carry it out is “implementation”."
)


def told(by, **changes):
    return {
        "role": "promotion",
        "strength": "decisive",
        "evidence": "Letter",
        "by": by,
        "at": NOON,
        **changes,
    }


def facts(row: Contribution) -> tuple:
    return (row.role, row.strength, row.evidence, row.accepted_by, row.accepted_at)


# --- the day of what helped -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "day"),
    [
        (lambda: VisitFactory(begins="2016-06-27", ends=""), date(2016, 6, 27)),
        (lambda: VisitFactory(begins="1990s", ends=""), date(1990, 1, 1)),
        (lambda: VisitFactory(begins="", ends="2016"), None),
        (lambda: MissionFactory(begins="2016-06", ends=""), date(2016, 6, 1)),
        (lambda: EventFactory(begins="2016", ends="2016"), date(2016, 1, 1)),
        (lambda: MeetingFactory(day=None), None),
        (
            # Half past eight in Tokyo is still the day before in Greenwich.
            lambda: MeetingFactory(
                day=date(2026, 11, 20), starts_at=datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
            ),
            date(2026, 11, 20),
        ),
    ],
)
def test_it_helped_from_the_first_day_on_where_that_is_known(make, day):
    thing = make()

    assert contributions.helped_on(thing) == day
    assert ContributionFactory(**{"visit": None, way_of(thing): thing}).helped_on == day


def way_of(thing) -> str:
    return type(thing).__name__.lower()


# --- accepting --------------------------------------------------------------------------------


def test_whoever_accepts_it_says_in_what_role_how_strongly_on_what_evidence(officer):
    deal, meeting = DealFactory(decided="2020"), MeetingFactory(day=date(2019, 3, 3))

    made = contributions.accept(
        deal=deal,
        thing=meeting,
        **told(officer, evidence=" Letter "),
        evidence_url="https://a.org/",
    )

    row = Contribution.objects.get()
    assert row == made
    assert (row.deal, row.thing(), row.evidence_url) == (deal, meeting, "https://a.org/")
    assert facts(row) == ("promotion", "decisive", "Letter", officer, NOON)
    assert (row.helped_on, row.decided_on) == (date(2019, 3, 3), date(2020, 12, 31))
    assert row.history.first().history_user == officer


def test_what_somebody_wrote_down_before_is_accepted_and_not_doubled(officer):
    waiting = ContributionFactory(accepted_by=None, accepted_at=None, role="negotiation")

    made = contributions.accept(deal=waiting.deal, thing=waiting.visit, **told(officer))

    assert [one.pk for one in Contribution.objects.all()] == [waiting.pk] == [made.pk]
    assert facts(made) == ("promotion", "decisive", "Letter", officer, NOON)


def test_what_is_accepted_is_not_accepted_again(officer):
    row = ContributionFactory(accepted_by=ManagerFactory(family_name="Kato", given_name="Keiko"))

    with pytest.raises(NotPossible) as refusal:
        contributions.accept(deal=row.deal, thing=row.visit, **told(officer))

    assert str(refusal.value) == f"{row.accepted_by} has accepted it already."
    assert Contribution.objects.get().accepted_by == row.accepted_by


def test_nothing_is_accepted_without_evidence(officer):
    with pytest.raises(NotPossible) as refusal:
        contributions.accept(
            deal=DealFactory(), thing=VisitFactory(), **told(officer, evidence="  ")
        )

    assert (str(refusal.value), refusal.value.field) == ("Say on what evidence.", "evidence")
    assert not Contribution.objects.exists()


# --- it did not help --------------------------------------------------------------------------


def test_that_it_did_not_help_is_an_answer_with_its_reason(officer):
    deal, visit = DealFactory(), VisitFactory()

    row = contributions.dismiss(
        deal=deal, thing=visit, because="They never met", by=officer, at=NOON
    )

    assert facts(row) == ("promotion", "none", "They never met", officer, NOON)
    assert list(deal.contributions.helped()) == []
    assert list(deal.contributions.dismissed()) == [row]


def test_what_did_not_help_is_not_accepted_afterwards(officer):
    row = ContributionFactory(strength="none")

    with pytest.raises(NotPossible) as refusal:
        contributions.accept(deal=row.deal, thing=row.visit, **told(officer))

    assert str(refusal.value) == f"{row.accepted_by} has said already that it did not help."


def test_whoever_says_it_did_not_help_says_why(officer):
    with pytest.raises(NotPossible) as refusal:
        contributions.dismiss(
            deal=DealFactory(), thing=VisitFactory(), because=" ", by=officer, at=NOON
        )

    assert str(refusal.value) == "Say why it did not help."


def test_what_did_not_help_may_have_come_after_the_decision(officer):
    deal, visit = DealFactory(decided="2016-06"), VisitFactory(begins="2017", ends="")

    row = contributions.dismiss(deal=deal, thing=visit, because="Too late", by=officer, at=NOON)

    assert (row.strength, row.helped_on) == ("none", date(2017, 1, 1))


# --- changing ---------------------------------------------------------------------------------


def test_whoever_changes_it_has_accepted_what_it_says_now(officer):
    row = ContributionFactory()

    changed = contributions.change(contribution=row, **told(officer, strength="informed"))

    row.refresh_from_db()
    assert changed == row
    assert facts(row) == ("promotion", "informed", "Letter", officer, NOON)


def test_the_wrong_thing_is_replaced_by_the_right_one_but_not_by_one_it_has(officer):
    row, mission = ContributionFactory(), MissionFactory()
    other = ContributionFactory(deal=row.deal)

    contributions.change(contribution=row, thing=mission, **told(officer))
    with pytest.raises(NotPossible) as refusal:
        contributions.change(contribution=row, thing=other.visit, **told(officer))

    row.refresh_from_db()
    assert (row.visit, row.mission, row.helped_on) == (None, mission, mission.begins_earliest)
    assert str(refusal.value) == "The deal has this contribution already."


def test_a_change_looks_at_the_days_as_they_are_now(officer):
    row = ContributionFactory(deal__decided="2016-06", visit__begins="2016", visit__ends="")
    row.visit.begins = "2017"
    row.visit.save()

    with pytest.raises(contributions.AfterTheDecision):
        contributions.change(contribution=row, **told(officer))
    contributions.change(contribution=row, **told(officer, role="implementation"))

    row.refresh_from_db()
    assert (row.role, row.helped_on) == ("implementation", date(2017, 1, 1))


# --- nothing helps what was decided before it -------------------------------------------------


@pytest.mark.parametrize(
    ("make", "called"),
    [
        (
            lambda: VisitFactory(
                begins="2016-07-01",
                ends="",
                delegate__family_name="Exemple",
                delegate__given_name="Karim",
            ),
            "the visit of EXEMPLE Karim (1 Jul 2016)",
        ),
        (lambda: MissionFactory(name="Food", begins="2016-07", ends=""), "“Food” (Jul 2016)"),
        (lambda: MeetingFactory(subject="Talk", day=date(2016, 7, 1)), "“Talk” (1 Jul 2016)"),
        (
            lambda: MeetingFactory(subject="Secret", day=date(2016, 7, 1), is_restricted=True),
            "a meeting (1 Jul 2016)",
        ),
        (lambda: EventFactory(name="Fair", begins="2016-07", ends=""), "“Fair” (Jul 2016)"),
    ],
    ids=["visit", "mission", "meeting", "restricted meeting", "event"],
)
def test_what_came_after_the_decision_is_refused_by_its_name(officer, make, called):
    deal, thing = DealFactory(decided="2016-06"), make()

    with pytest.raises(contributions.AfterTheDecision) as refusal:
        contributions.accept(deal=deal, thing=thing, **told(officer))

    assert str(refusal.value) == TOO_LATE % called
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("begins", "decided"),
    [
        ("2016-06-30", "2016-06-30"),  # on the very day
        ("2016", "2016-06"),  # it may have been before
        ("2016-12-31", "2016"),
        ("", "2016"),
        ("2030", ""),
    ],
)
def test_what_may_have_come_before_is_accepted(officer, begins, decided):
    deal, visit = DealFactory(decided=decided), VisitFactory(begins=begins, ends="")

    row = contributions.accept(deal=deal, thing=visit, **told(officer))

    assert list(deal.contributions.helped()) == [row]
    assert list(Contribution.objects.out_of_order()) == []


def test_what_was_decided_may_be_helped_to_happen_afterwards(officer):
    deal, visit = DealFactory(decided="2016-06"), VisitFactory(begins="2017", ends="")

    row = contributions.accept(deal=deal, thing=visit, **told(officer, role="implementation"))

    assert list(deal.contributions.helped()) == [row]
    assert list(Contribution.objects.out_of_order()) == []


class AcceptedOnlyBefore(TestCase):
    """For whatever days: the verb, the form's check, the database and the list agree."""

    @settings(max_examples=60, deadline=None)
    @given(
        helps=st.none() | st.dates(date(2015, 1, 1), date(2017, 12, 31)),
        decided=st.none() | st.dates(date(2015, 1, 1), date(2017, 12, 31)),
        role=st.sampled_from(Contribution.Role.values),
        strength=st.sampled_from(Contribution.Strength.values),
    )
    def test_the_verb_and_the_database_agree(self, helps, decided, role, strength):
        is_possible = (
            role == "implementation"
            or strength == "none"
            or helps is None
            or decided is None
            or helps <= decided
        )
        by = UserFactory()
        deal = DealFactory(decided=decided.isoformat() if decided else "")
        thing = MeetingFactory(day=helps)
        row = Contribution.of(deal, thing, role=role, strength=strength, evidence="Letter")

        verb = self.outcome(
            NotPossible,
            lambda: contributions.accept(
                deal=deal, thing=thing, **told(by, role=role, strength=strength)
            ),
        )
        form = self.outcome(ValidationError, row.full_clean)
        database = self.outcome(IntegrityError, row.save)

        assert [verb, form, database] == [is_possible] * 3

    def outcome(self, refusal, attempt) -> bool:
        """Whether it was taken; what it wrote is taken back."""
        try:
            with transaction.atomic():
                attempt()
                transaction.set_rollback(True)
        except refusal:
            return False
        return True


# --- the day of the decision changes ----------------------------------------------------------


@transaction.atomic
def decide(deal, when: str) -> None:
    """As whoever writes down when it was decided does it."""
    deal.decided = when
    deal.save()
    contributions.decision_changed(deal)


def test_the_contributions_know_when_the_day_of_the_decision_changes():
    row = ContributionFactory(visit__begins="2016", visit__ends="")

    decide(row.deal, "2016-06")

    row.refresh_from_db()
    assert row.decided_on == date(2016, 6, 30)


def test_no_decision_is_dated_before_what_influenced_it():
    row = ContributionFactory(
        deal__decided="2018", visit__begins="2017", visit__ends="",
        visit__delegate__family_name="Exemple", visit__delegate__given_name="Karim",
    )  # fmt: skip

    with pytest.raises(contributions.AfterTheDecision) as refusal:
        decide(row.deal, "2016-06")

    row.deal.refresh_from_db()
    row.refresh_from_db()
    assert str(refusal.value) == TOO_LATE % "the visit of EXEMPLE Karim (2017)"
    assert (row.deal.decided, row.decided_on) == ("2018", date(2018, 12, 31))


def test_an_earlier_decision_leaves_what_carried_it_out_and_what_did_not_help():
    rows = [
        ContributionFactory(visit__begins="2017", visit__ends="", **exempt)
        for exempt in ({"role": "implementation"}, {"strength": "none"})
    ]

    for row in rows:
        decide(row.deal, "2016-06")

    assert set(Contribution.objects.values_list("decided_on", flat=True)) == {date(2016, 6, 30)}


def test_what_was_moved_past_the_decision_is_to_be_looked_at_again():
    moved, stays = ContributionFactory.create_batch(
        2, deal__decided="2016-06", visit__begins="2016", visit__ends=""
    )
    moved.visit.begins = "2016-07"
    moved.visit.save()

    assert list(Contribution.objects.out_of_order()) == [moved]
    assert list(Contribution.objects.in_order()) == [stays, moved]


def test_a_meeting_moved_by_a_day_is_told_to_the_day():
    day = date(2016, 6, 30)
    row = ContributionFactory(
        visit=None, meeting=MeetingFactory(day=day), deal__decided=day.isoformat()
    )
    before = list(Contribution.objects.out_of_order())
    row.meeting.day = day + timedelta(days=1)
    row.meeting.save()

    assert [before, list(Contribution.objects.out_of_order())] == [[], [row]]
