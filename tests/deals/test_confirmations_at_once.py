"""Two browsers answer at the same moment, on PostgreSQL, where they really do."""

import pytest

from deals import claims, confirmations
from deals.models import Claim, Confirmation
from itpo.office.models import OutgoingMail
from tests.deals.asked import NOON, YES, a_deal, answered, asked, person_of, wrong
from tests.factories import ManagerFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_eight_answers_the_first_stands_whole():
    made = asked(UserFactory())

    def answering(number):
        said = YES._replace(comment=str(number))
        return lambda: answered(made, wrong(1000 + number), answers=said)

    refusals = at_once([answering(number) for number in range(8)])

    assert sorted(refusals, key=str) == [None, *["NotPossible"] * 7]
    kept = Confirmation.objects.get()
    assert kept.figures.get().recorded_as.value == 1000 + int(kept.comment)
    assert Claim.objects.count() == 2
    assert OutgoingMail.objects.filter(kind="confirmation.answered").count() == 1


def test_one_person_is_asked_once_however_many_press_at_once():
    officer = UserFactory()
    deal = a_deal(officer)

    refusals = at_once([lambda: asked(officer, deal) for _press in range(6)])

    assert sorted(refusals, key=str) == [None, *["NotPossible"] * 5]
    assert Confirmation.objects.filter(contact=person_of(deal)).count() == 1
    assert OutgoingMail.objects.count() == 1


def test_an_answer_used_as_evidence_is_not_changed_at_the_same_moment():
    officer = UserFactory()
    manager = ManagerFactory(office=officer.office)
    made = answered(asked(officer))
    figure, claim = made.figures.get(), made.deal.claims.get()

    at_once(
        [
            lambda: confirmations.verify_on(figure=figure, claim=claim, by=manager, at=NOON),
            lambda: answered(made, wrong(7), seen=made.stamp),
        ]
    )

    claim.refresh_from_db()
    says = made.figures.get().answer
    assert (claim.is_verified, says) in {(True, "right"), (False, "wrong")}
    assert claims.reported([claim])
