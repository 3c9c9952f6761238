"""Two managers check the same figure at the same moment, on PostgreSQL, where they really do."""

from datetime import UTC, datetime

import pytest

from deals import claims
from deals.models import Claim, Verification
from itpo.office.states import NotPossible
from tests.factories import ClaimFactory, ManagerFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

FIRST = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LATER = datetime(2027, 11, 21, 3, 0, tzinfo=UTC)
REFUSED = (claims.NotVerifiable, NotPossible)


def figure_and_managers(number):
    officer = UserFactory()
    claim = ClaimFactory(deal__office=officer.office, phase="actual", recorded_by=officer)
    return claim, [ManagerFactory(office=officer.office) for _ in range(number)]


def checking(verb, claim, at):
    return lambda by: lambda: verb(claim=claim, by=by, at=at, evidence=f"Seen by {by.pk}")


def test_of_six_who_verify_a_figure_one_has_verified_it():
    claim, managers = figure_and_managers(6)
    verify = checking(claims.verify, claim, FIRST)

    refusals = at_once([verify(one) for one in managers], claims.NotVerifiable)

    assert sorted(refusals, key=str) == [None, *["NotVerifiable"] * 5]
    claim.refresh_from_db()
    check = Verification.objects.get()
    assert (check.checked_by, check.evidence) == (claim.verified_by, claim.evidence)


def test_of_six_who_check_it_again_one_has_and_it_is_due_a_year_later():
    claim, managers = figure_and_managers(6)
    claims.verify(claim=claim, by=managers[0], at=FIRST, evidence="Payroll")
    again = checking(claims.check_again, claim, LATER)

    refusals = at_once([again(one) for one in managers], claims.NotVerifiable)

    assert sorted(refusals, key=str) == [None, *["NotVerifiable"] * 5]
    claim.refresh_from_db()
    assert Verification.objects.count() == 2
    assert claim.check_again_on.isoformat() == "2028-11-21"


def test_a_figure_withdrawn_at_the_same_moment_is_withdrawn_whatever_was_checked():
    claim, (manager,) = figure_and_managers(1)
    verify = checking(claims.verify, claim, FIRST)

    refusals = at_once(
        [
            verify(manager),
            lambda: claims.withdraw(claim=claim, by=manager, at=FIRST, because="Counted twice"),
        ],
        claims.NotVerifiable,
    )

    kept = Claim.objects.get()
    assert refusals[1] is None
    assert kept.withdrawn_because == "Counted twice"
    assert kept.is_verified == (refusals[0] is None) == Verification.objects.exists()


def test_a_correction_at_the_same_moment_is_not_verified_by_who_wrote_it():
    claim, (manager,) = figure_and_managers(1)
    corrected = Claim.objects.get()
    corrected.value = 1700
    verify = checking(claims.verify, claim, FIRST)

    refusals = at_once(
        [
            verify(manager),
            lambda: claims.write_down(claim=corrected, by=manager, changed=["value"]),
        ],
        REFUSED,
    )

    kept = Claim.objects.get()
    assert refusals.count(None) == 1
    assert (kept.value, kept.is_verified) in {(1600, True), (1700, False)}
    assert kept.recorded_by != kept.verified_by
