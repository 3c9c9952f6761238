"""What is broken is told once, as long as it lasts, and without what nobody should read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from itpo.office import troubles
from itpo.office.models import Trouble
from tests.factories import (
    ApplicationFactory,
    ClaimFactory,
    DelegateFactory,
    RuleFactory,
    TravelDocumentFactory,
    TroubleFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def note(thing, at=NOW, error=None):
    return troubles.note(part="rules", thing=thing, error=error or ValueError("no"), at=at)


def forget(now):
    """Forget as a tick does that is over at once."""
    troubles.forget(now=now, until=now)


def test_a_trouble_that_lasts_is_one_row():
    rule = RuleFactory()

    note(rule)
    note(rule, NOW + MINUTE, error=KeyError("day"))

    (told,) = Trouble.objects.all()
    assert (told.office, told.model, told.row) == (rule.office, "office.rule", str(rule.pk))
    assert (told.first_at, told.last_at, told.times) == (NOW, NOW + MINUTE, 2)
    assert told.error == "KeyError: 'day'"


def test_a_trouble_that_comes_back_begins_anew():
    rule = RuleFactory()
    note(rule)
    forget(NOW + 6 * MINUTE)
    assert Trouble.objects.get().gone_at == NOW + 6 * MINUTE

    note(rule, NOW + 9 * MINUTE)

    told = Trouble.objects.get()
    assert (told.first_at, told.times, told.gone_at) == (NOW + 9 * MINUTE, 1, None)


def test_what_a_tick_beside_this_one_found_is_not_forgotten():
    TroubleFactory(last_at=NOW)

    forget(NOW + 5 * MINUTE)
    forget(NOW - 5 * MINUTE)

    assert Trouble.objects.lasting().count() == 1


@pytest.mark.parametrize(("lasted", "lasting"), [(20, 1), (14, 0)])
def test_a_tick_that_lasts_leaves_what_was_found_meanwhile(lasted, lasting):
    TroubleFactory(last_at=NOW + 20 * MINUTE)

    troubles.forget(now=NOW, until=NOW + lasted * MINUTE)

    assert Trouble.objects.lasting().count() == lasting


def test_a_replayed_moment_of_the_past_leaves_the_row_in_order():
    rule = RuleFactory()
    note(rule)

    note(rule, NOW - timedelta(days=400))

    assert Trouble.objects.get().last_at == NOW


def test_a_part_of_the_tick_belongs_to_no_office():
    assert (note(None).office_id, note(None).model, note(None).row) == (None, "", "")


def test_neither_a_personal_link_nor_the_row_a_database_names_is_kept():
    opens = "/my/7/" + "a" * 64 + "/"

    told = note(None, error=ValueError(f"{opens} is broken\nDETAIL: Key (name)=(Secret plant)"))

    assert told.error == "ValueError: /my/7/•••/ is broken"


def test_a_long_error_is_cut():
    assert len(note(None, error=ValueError("x" * 1000)).error) == 300


def test_an_error_of_a_database_that_answers_is_the_records():
    assert not troubles.database_is_away(OperationalError("deadlock detected"))
    assert not troubles.database_is_away(ValueError())


@pytest.mark.parametrize(
    "make",
    [
        lambda: ClaimFactory(),
        lambda: ClaimFactory(deal=None, visit=VisitFactory()),
        lambda: ApplicationFactory(),
        lambda: TravelDocumentFactory(),
        lambda: VisitFactory(),
    ],
)
def test_a_trouble_belongs_to_the_office_of_what_its_record_is_a_part_of(make):
    assert note(make()).office is not None


def test_a_trouble_with_what_all_offices_share_is_nobodys():
    assert note(DelegateFactory()).office is None
