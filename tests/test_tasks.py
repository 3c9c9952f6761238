"""The tasks, and what calls them by name."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail as django_mail

from itpo import tasks
from itpo.office import post
from tests.factories import FollowUpFactory, OutgoingMailFactory, work_today

LONG_AGO = date(2020, 1, 6)


@pytest.mark.django_db
def test_the_tick_sends_what_is_due():
    work_today(FollowUpFactory(owner__digest_hour=0, due_on=LONG_AGO).office)

    tasks.tick()

    assert [mail.subject for mail in django_mail.outbox] == ["1 follow-up is due"]


@pytest.mark.django_db
def test_handing_out_queues_nothing_new():
    FollowUpFactory(owner__digest_hour=0, due_on=LONG_AGO)
    mail = OutgoingMailFactory(
        user=FollowUpFactory(due_on=LONG_AGO).owner, send_after=datetime(2020, 1, 6, tzinfo=UTC)
    )

    tasks.hand_out()

    assert [one.to for one in django_mail.outbox] == [[mail.to]]


def test_beat_and_the_post_room_know_the_tasks_by_name(settings):
    called = [settings.CELERY_BEAT_SCHEDULE["tick"]["task"], post.HAND_OUT]

    assert called == [tasks.tick.name, tasks.hand_out.name]
