"""`tick`, in the foreground."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command

from itpo.office.models import Milestone, OutgoingMail, StoppedAddress, Trouble
from itpo.reminders.digest_next import next_moment
from tests.factories import FollowUpFactory, OutgoingMailFactory, TroubleFactory

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
    assert [one.at for one in Milestone.objects.filter(name=Milestone.TICK)] == [at]


@time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False)
def test_without_a_moment_it_acts_now():
    FollowUpFactory(due_on=datetime.now(UTC).date() - timedelta(days=400))

    assert tick() == "queued 1, sent 1, failed 0, missed 0\n"
    assert tick() == "queued 0, sent 0, failed 0, missed 0\n"


def test_what_is_no_moment_is_refused():
    with pytest.raises(CommandError, match="“tomorrow” is no moment; write 2026-11-20T08:00Z"):
        tick("--now", "tomorrow")


PAST = datetime(2026, 11, 20, tzinfo=UTC)
PRESENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def live():
    """Time stands still at ten o'clock on a Monday in Tokyo."""
    with time_machine.travel(PRESENT, tick=False):
        yield


def test_a_moment_before_the_last_tick_is_replayed_and_what_was_found_since_stays(live):
    trouble = TroubleFactory(last_at=PRESENT)
    tick()
    FollowUpFactory(due_on=PAST.date())

    assert tick("--now", PAST.isoformat()) == "queued 1, sent 1, failed 0, missed 0\n"
    assert tick("--now", PAST.isoformat()) == "queued 0, sent 0, failed 0, missed 0\n"

    (last,) = Milestone.objects.filter(name=Milestone.TICK)
    assert (last.at, last.note) == (PRESENT, "queued 0, sent 0, failed 0, missed 0")
    trouble.refresh_from_db()
    assert trouble.gone_at is None


def test_what_is_broken_in_a_replayed_moment_is_told_and_forgotten_by_the_next_tick(live):
    tick()
    broken = FollowUpFactory(owner__time_zone="Asia/Atlantis", due_on=PAST.date()).owner

    assert tick("--now", PAST.isoformat()).endswith("failed 1, missed 0\n")
    assert [one.row for one in Trouble.objects.lasting()] == [str(broken.pk)]

    broken.time_zone = "Asia/Tokyo"
    broken.save()
    tick()
    assert Trouble.objects.lasting().count() == 0


def test_a_tick_that_was_given_a_moment_ahead_keeps_nobody_from_the_past(live):
    Milestone.objects.create(name=Milestone.TICK, at=PRESENT + timedelta(days=400))

    tick("--now", PAST.isoformat())

    assert Milestone.objects.get(name=Milestone.TICK).at == PAST


class Watched(locmem.EmailBackend):
    """Looks into the book while a mail is handed over, as a worker would that lives now."""

    taken_over: list[OutgoingMail] = []

    def send_messages(self, messages):
        self.taken_over += OutgoingMail.objects.ready(PRESENT)
        return super().send_messages(messages)


def test_in_the_past_no_lease_is_lost_or_stolen_and_nothing_is_told_twice(live, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Watched"
    Watched.taken_over.clear()
    told, untold = FollowUpFactory(due_on=PAST.date()), FollowUpFactory(due_on=PAST.date())
    mail = {"user": told.owner, "send_after": PRESENT}
    OutgoingMailFactory(**mail, state="sent", sent_at=PRESENT, about={"day": "2026-11-23"})
    in_hand = OutgoingMailFactory(
        **mail, state="sending", leased_until=PRESENT + timedelta(minutes=5)
    )

    assert tick("--now", PAST.isoformat()) == "queued 1, sent 1, failed 0, missed 0\n"

    assert [one.to for one in django_mail.outbox] == [[untold.owner.email]]
    assert Watched.taken_over == []
    in_hand.refresh_from_db()
    assert (in_hand.state, in_hand.leased_until) == ("sending", PRESENT + timedelta(minutes=5))


AHEAD = PRESENT + timedelta(days=30)
MINUTE = timedelta(minutes=1)


class Refusing(locmem.EmailBackend):
    """Notes until when a mail is in hand, and does not take it this time."""

    leases: list[datetime | None] = []

    def send_messages(self, messages):
        self.leases += OutgoingMail.objects.filter(state="sending").values_list(
            "leased_until", flat=True
        )
        raise SMTPDataError(451, b"4.3.0 Try again later")


def test_ahead_nothing_is_taken_from_who_has_it_in_hand_now(live):
    FollowUpFactory(due_on=PAST.date())
    in_hand = OutgoingMailFactory(
        send_after=PRESENT, state="sending", leased_until=PRESENT + 5 * MINUTE, attempts=1
    )

    assert tick("--now", AHEAD.isoformat()) == "queued 1, sent 1, failed 0, missed 0\n"

    in_hand.refresh_from_db()
    assert (in_hand.state, in_hand.attempts) == ("sending", 1)
    assert in_hand.leased_until == PRESENT + 5 * MINUTE


def test_ahead_leases_and_pauses_go_by_the_present_of_others(live, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.leases.clear()
    FollowUpFactory(due_on=PAST.date())

    tick("--now", AHEAD.isoformat())

    mail = OutgoingMail.objects.get()
    assert [lease - PRESENT < 11 * MINUTE for lease in Refusing.leases] == [True]
    assert (mail.state, mail.attempts) == ("waiting", 1)
    assert MINUTE <= mail.send_after - PRESENT < 2 * MINUTE


def test_ahead_an_address_is_stopped_by_the_present_so_that_it_can_be_cleared(live, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unknowing"
    FollowUpFactory(due_on=PAST.date())

    tick("--now", AHEAD.isoformat())

    assert [one.since - PRESENT < MINUTE for one in StoppedAddress.objects.all()] == [True]


class Unknowing(locmem.EmailBackend):
    """A server that knows nobody."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"5.1.1 No such user")})


def test_a_daily_mail_made_ahead_is_that_days_and_silences_none_before(officer):
    # Eight o'clock in Tokyo, on the 24th to the 27th.
    at_eight = [datetime(2026, 11, day, 23, tzinfo=UTC) for day in (23, 24, 25, 26)]
    with time_machine.travel(PRESENT, tick=False):
        FollowUpFactory(owner=officer, due_on=PAST.date())
        tick("--now", at_eight[2].isoformat())

    nexts = []
    for moment in at_eight:
        with time_machine.travel(moment + MINUTE, tick=False):
            tick()
            nexts.append(officer.today(next_moment(officer, moment + MINUTE)).day)

    days = [mail.about["day"][-2:] for mail in OutgoingMail.objects.order_by("pk")]
    assert days == ["26", "24", "25", "27"]
    assert nexts == [25, 27, 27, 30]
