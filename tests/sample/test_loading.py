from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from delegates.models import Visit
from itpo.office.models import FollowUp, Milestone, SampleRecord
from itpo.sample import loading
from itpo.sample.people import NotLoaded
from tests.factories import UserFactory, VisitFactory
from tests.sample.conftest import AT
from tests.sample.everything import contents, counts

TODAY = AT.date()


def test_loading_twice_changes_nothing(db, capsys):
    loading.load(at=AT)
    once = contents()

    call_command("load_sample")

    assert contents() == once
    assert capsys.readouterr().out == "The sample is there already; nothing was changed.\n"


def test_the_command_says_how_many_rows_it_made(db, capsys):
    call_command("load_sample")

    made = SampleRecord.objects.count()
    assert capsys.readouterr().out == f"The sample is loaded: {made} rows.\n"
    assert Milestone.objects.get(name=Milestone.SAMPLE_LOADED).note == f"{made} rows"


def test_production_refuses_with_one_sentence(db, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match=r"^The sample is not loaded in production\.$"):
        call_command("load_sample")

    assert counts() == {}


def test_a_real_user_of_the_same_address_stops_it(office):
    UserFactory(office=office, email="officer@example.org")
    before = contents()

    with pytest.raises(NotLoaded, match=r"^officer@example.org belongs to a real user\.$"):
        loading.load(at=AT)

    assert contents() == before


def test_real_rows_are_left_as_they_are(officer):
    visit = VisitFactory(officer=officer)
    before = contents()

    loading.load(at=AT)

    after = contents()
    assert {
        table: [row for row in after[table] if row in rows] for table, rows in before.items()
    } == before
    assert Visit.objects.get(pk=visit.pk).officer == officer


@pytest.mark.once
@pytest.mark.parametrize(
    "day",
    [datetime(2027, 1, 1, 0, 30, tzinfo=UTC), datetime(2028, 2, 29, 14, 59, tzinfo=UTC)],
    ids=["a holiday", "a leap day"],
)
def test_it_can_be_loaded_on_any_day(db, day):
    loading.load(at=day)

    assert FollowUp.objects.filter(due_on=day.date(), state="open").count() == 5
