"""`tick`, in the foreground."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from itpo.office.models import Milestone
from tests.factories import FollowUpFactory

pytestmark = pytest.mark.django_db


def tick(*arguments: str) -> str:
    out = StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "moment", ["2026-11-20T00:00Z", "2026-11-20T09:00+09:00", "2026-11-20 00:00"]
)
def test_it_replays_a_moment_and_prints_what_it_did(moment):
    FollowUpFactory()

    assert tick("--now", moment) == "queued 1, sent 1, failed 0, missed 0\n"

    at = datetime(2026, 11, 20, tzinfo=UTC)
    assert [one.at for one in Milestone.objects.all()] == [at]


@time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False)
def test_without_a_moment_it_acts_now():
    FollowUpFactory(due_on=datetime.now(UTC).date() - timedelta(days=400))

    assert tick() == "queued 1, sent 1, failed 0, missed 0\n"
    assert tick() == "queued 0, sent 0, failed 0, missed 0\n"


def test_what_is_no_moment_is_refused():
    with pytest.raises(CommandError, match="“tomorrow” is no moment; write 2026-11-20T08:00Z"):
        tick("--now", "tomorrow")
