"""Figures: a second person verifies; of several, one is reported; nothing is added up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from deals import claims
from deals.models import Claim
from itpo.office.states import NotPossible
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    DealFactory,
    EventFactory,
    ManagerFactory,
    MissionFactory,
    ProgrammeFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WITHDRAWN = {"withdrawn_at": NOON, "withdrawn_because": "Counted twice"}


def verify(claim, by, evidence="Letter of the company"):
    return claims.verify(claim=claim, by=by, at=NOON, evidence=evidence)


# --- verifying ---


def test_a_manager_verifies_what_somebody_else_recorded(officer, manager):
    claim = ClaimFactory(phase="actual", recorded_by=officer)

    verified = verify(claim, manager, " Letter of the company ")

    claim.refresh_from_db()
    assert verified == claim
    assert (claim.verified_by, claim.verified_at) == (manager, NOON)
    assert (claim.evidence, claim.is_verified) == ("Letter of the company", True)
    last = claim.history.latest()
    assert (last.verified_by, last.history_user, last.history_type) == (manager, manager, "~")


def test_a_manager_verifies_what_an_import_recorded(manager):
    claim = verify(ClaimFactory(phase="actual", recorded_by=None), manager)

    assert claim.verified_by == manager


@pytest.mark.django_db
def test_an_administrator_verifies_too():
    administrator = UserFactory(is_superuser=True)

    assert verify(ClaimFactory(phase="actual"), administrator).verified_by == administrator


def test_a_figure_of_nought_is_a_figure_and_can_be_verified(manager):
    assert verify(ClaimFactory(phase="actual", value=0), manager).is_verified


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        ({"phase": "planned"}, "Only an actual figure can be verified; this one is a plan."),
        ({"phase": "announced"}, "Only an actual figure can be verified; this one is a plan."),
        ({"value": None, "is_not_disclosed": True}, "A figure that is not disclosed cannot be"),
        (WITHDRAWN, "The figure was withdrawn."),
    ],
)
def test_what_is_no_real_figure_cannot_be_verified(manager, figure, sentence):
    claim = ClaimFactory(**{"phase": "actual"} | figure)
    before = all_rows()

    with pytest.raises(claims.NotVerifiable) as refusal:
        verify(claim, manager)

    assert str(refusal.value).startswith(sentence)
    assert all_rows() == before


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [("  ", "Say on what evidence"), ("x" * 301, "at most 300 characters")],
)
def test_a_figure_is_verified_on_evidence_said_in_a_sentence(manager, evidence, sentence):
    claim = ClaimFactory(phase="actual")
    before = all_rows()

    with pytest.raises(claims.NotVerifiable, match=sentence):
        verify(claim, manager, evidence)

    assert all_rows() == before


def test_who_recorded_a_figure_cannot_verify_it_manager_or_not(manager):
    claim = ClaimFactory(phase="actual", recorded_by=manager)
    before = all_rows()

    with pytest.raises(claims.NotVerifiable, match="Whoever recorded a figure cannot verify it"):
        verify(claim, manager)

    assert all_rows() == before


def test_the_database_too_refuses_that_somebody_verifies_what_they_recorded(manager):
    claim = ClaimFactory(phase="actual", recorded_by=manager)
    verified = {"verified_by": manager, "verified_at": NOON, "evidence": "Letter"}

    with (
        pytest.raises(IntegrityError, match="claim_verified_by_somebody_else"),
        transaction.atomic(),
    ):
        Claim.objects.filter(pk=claim.pk).update(**verified)

    claim.refresh_from_db()
    assert not claim.is_verified


def test_neither_an_officer_nor_an_auditor_verifies(officer, auditor):
    claim = ClaimFactory(phase="actual")
    before = all_rows()

    for somebody in (officer, auditor):
        with pytest.raises(claims.NotVerifiable, match="A manager verifies figures"):
            verify(claim, somebody)

    assert all_rows() == before


def test_a_figure_is_verified_once(manager):
    claim = ClaimFactory(phase="actual")
    first = ManagerFactory()
    verify(Claim.objects.get(pk=claim.pk), first)
    before = all_rows()

    # As the page was opened before: the figure that counts is the one in the database.
    with pytest.raises(claims.NotVerifiable, match="The figure is verified already"):
        verify(claim, manager)

    assert all_rows() == before


# --- which one is reported ---


def chosen(*several):
    """The claim reported of several about the same thing, and why."""
    reported = claims.reported(several)["jobs", "actual", None]
    return reported.claim, reported.why


def actual(**figure):
    return ClaimFactory(phase="actual", **figure)


@pytest.mark.django_db
def test_the_verified_figure_is_reported_before_a_later_one():
    verified = VerifiedClaimFactory(as_of="2010", value=1600)
    later = actual(deal=verified.deal, as_of="2021", value=11000)

    assert chosen(verified, later) == (verified, "the verified one")
    assert chosen(later, verified) == (verified, "the verified one")


@pytest.mark.django_db
def test_without_a_verified_one_the_latest_by_its_date_is_reported():
    newest = actual(as_of="2021-06")
    recorded_later = actual(deal=newest.deal, as_of="2014")
    undated = actual(deal=newest.deal)

    assert chosen(undated, recorded_later, newest) == (newest, "the latest by its date")


@pytest.mark.django_db
def test_of_the_same_date_the_latest_recorded_is_reported():
    first = actual(as_of="2021")
    second = actual(deal=first.deal, as_of="2021")
    Claim.objects.filter(pk=second.pk).update(recorded_at=first.recorded_at - timedelta(days=1))
    second.refresh_from_db()

    assert chosen(first, second) == (first, "the latest recorded")


@pytest.mark.django_db
def test_without_any_date_the_latest_recorded_is_reported():
    first = actual()
    second = actual(deal=first.deal)

    assert chosen(first, second) == (second, "the latest recorded")


@pytest.mark.django_db
def test_of_two_verified_figures_the_latest_by_its_date_is_reported_not_the_last_verified():
    newer = VerifiedClaimFactory(as_of="2021", verified_at=NOON - timedelta(days=30))
    older = VerifiedClaimFactory(deal=newer.deal, as_of="2010", verified_at=NOON)

    assert chosen(newer, older) == (newer, "the latest by its date")


@pytest.mark.django_db
def test_a_single_figure_says_that_it_is_the_only_one_or_verified():
    assert chosen(only := actual()) == (only, "the only one")
    assert chosen(verified := VerifiedClaimFactory()) == (verified, "verified")


@pytest.mark.django_db
def test_a_withdrawn_figure_is_neither_reported_nor_beside_the_reported_one():
    standing = actual(as_of="2010")
    withdrawn = VerifiedClaimFactory(deal=standing.deal, as_of="2021", **WITHDRAWN)

    reported = claims.reported([withdrawn, standing])

    assert reported == {("jobs", "actual", None): claims.Reported(standing, "the only one", [])}
    assert claims.reported([withdrawn]) == {}
    assert claims.reported([]) == {}


@pytest.mark.django_db
def test_figures_of_several_metrics_and_phases_are_chosen_apart_and_never_added_up():
    deal = DealFactory()
    planned = ClaimFactory(deal=deal, value=16000)
    announced = ClaimFactory(deal=deal, phase="announced", value=11000)
    first, second = actual(deal=deal, value=1600), actual(deal=deal, value=4500)
    women = actual(deal=deal, metric="women", value=900)

    reported = claims.reported([planned, announced, first, second, women])

    assert {key: (one.claim.value, one.others) for key, one in reported.items()} == {
        ("jobs", "planned", None): (16000, []),
        ("jobs", "announced", None): (11000, []),
        ("jobs", "actual", None): (4500, [first]),
        ("women", "actual", None): (900, []),
    }


@pytest.mark.django_db
def test_all_others_stand_beside_the_reported_one_best_first():
    deal = DealFactory()
    undated, dated = actual(deal=deal), actual(deal=deal, as_of="2014")
    newest, verified = actual(deal=deal, as_of="2021"), VerifiedClaimFactory(deal=deal)

    reported = claims.reported([undated, dated, newest, verified])["jobs", "actual", None]

    assert reported.claim == verified
    assert reported.others == [newest, dated, undated]


@pytest.mark.django_db
def test_the_database_ranks_figures_as_we_do():
    deal = DealFactory()
    several = [
        actual(deal=deal),
        VerifiedClaimFactory(deal=deal, as_of="2010", verified_at=NOON),
        actual(deal=deal, as_of="2021"),
        VerifiedClaimFactory(deal=deal, as_of="2014", verified_at=NOON - timedelta(days=9)),
        VerifiedClaimFactory(deal=deal, verified_at=NOON),
        actual(deal=deal, as_of="1990s"),
        actual(deal=deal, as_of="2021"),
        actual(deal=deal),
    ]

    reported = claims.reported(several)["jobs", "actual", None]

    ranked = list(Claim.objects.reported_first())
    assert [reported.claim, *reported.others] == ranked


# --- who sees a figure ---


def one_figure_each(user):
    """A figure about each kind of thing of a user's office."""
    office = user.office
    subjects = [
        {"deal": DealFactory(office=office)},
        {"mission": MissionFactory(office=office)},
        {"event": EventFactory(office=office)},
        {"programme": ProgrammeFactory(office=office)},
        {"visit": VisitFactory(officer=user)},
    ]
    return [ClaimFactory(**{"deal": None} | subject) for subject in subjects]


def seen(viewer):
    return list(Claim.objects.visible_to(viewer).order_by("pk"))


def test_a_figure_is_seen_by_whoever_sees_what_it_is_about(officer, auditor, stranger):
    ours, theirs = one_figure_each(officer), one_figure_each(stranger)

    assert [seen(viewer) for viewer in (officer, auditor, stranger)] == [ours, ours, theirs]


def test_a_figure_of_a_confidential_deal_is_seen_by_its_owner_and_the_managers(
    officer, colleague, manager, auditor, stranger
):
    deal = DealFactory(
        office=officer.office, owner=officer, is_confidential=True, anonymous_description="A plant"
    )
    claim = ClaimFactory(deal=deal)

    seen_by = [
        who for who in (officer, colleague, manager, auditor, stranger) if claim in seen(who)
    ]

    assert seen_by == [officer, manager]


def test_an_administrator_sees_every_figure_and_one_who_left_sees_none(officer, stranger):
    everything = one_figure_each(officer) + one_figure_each(stranger)
    administrator = UserFactory(office=None, is_superuser=True)
    officer.is_active = False

    assert seen(administrator) == everything
    assert seen(officer) == []


def test_a_figure_nobody_may_see_has_no_page(officer, stranger):
    claim = one_figure_each(officer)[0]

    assert logged_in(officer).get(claim.get_absolute_url()).status_code == 200
    assert logged_in(stranger).get(claim.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("given", "offered"), [({}, True), (WITHDRAWN, False), ({"verified": True}, False)]
)
def test_a_figure_that_stands_or_stands_no_longer_is_not_offered_to_be_changed(
    given, offered, desk, officer
):
    fields = {name: value for name, value in given.items() if name != "verified"}
    make = VerifiedClaimFactory if "verified" in given else ClaimFactory
    claim = make(deal__office=officer.office, **fields)

    page = desk.get(claim.get_absolute_url()).content.decode()

    assert (f"/change/deals.claim/{claim.pk}/" in page) == offered


# --- taking back ---


def withdraw(claim, by, because="Counted twice"):
    return claims.withdraw(claim=claim, by=by, at=NOON, because=because)


@pytest.mark.parametrize("make", [ClaimFactory, VerifiedClaimFactory])
def test_a_figure_that_no_longer_stands_stays_with_the_reason_and_who_said_so(officer, make):
    claim = make(deal__office=officer.office)

    withdrawn = withdraw(claim, officer, "  Counted twice ")

    claim.refresh_from_db()
    assert (withdrawn, claim.withdrawn_at, claim.withdrawn_because) == (
        claim,
        NOON,
        "Counted twice",
    )
    assert claim.history.first().history_user == officer
    assert list(Claim.objects.standing()) == []


@pytest.mark.parametrize(
    ("because", "sentence"),
    [
        ("", "Say why the figure is withdrawn."),
        ("  ", "Say why the figure is withdrawn."),
        ("x" * 201, "Say it in at most 200 characters."),
    ],
)
def test_a_figure_is_taken_back_for_a_reason_said_in_a_sentence(officer, because, sentence):
    claim = ClaimFactory()
    before = all_rows()

    with pytest.raises(NotPossible) as refused:
        withdraw(claim, officer, because)

    assert (str(refused.value), refused.value.field) == (sentence, "because")
    assert all_rows() == before


def test_a_figure_is_taken_back_once(officer, colleague):
    claim = ClaimFactory()
    withdraw(claim, colleague)
    before = all_rows()

    with pytest.raises(NotPossible, match="The figure was withdrawn already"):
        withdraw(claim, officer, "Another reason")

    assert all_rows() == before
