"""The tasks, and what calls them by name."""

import pytest
from django.core import mail as django_mail

from itpo import tasks
from itpo.office import post
from tests.factories import FollowUpFactory, OutgoingMailFactory


@pytest.mark.django_db
def test_the_tick_sends_what_is_due():
    FollowUpFactory(owner__digest_hour=0)

    tasks.tick()

    assert [mail.subject for mail in django_mail.outbox] == ["1 follow-up is due"]


@pytest.mark.django_db
def test_handing_out_queues_nothing_new():
    FollowUpFactory(owner__digest_hour=0)
    mail = OutgoingMailFactory(user=FollowUpFactory().owner)

    tasks.hand_out()

    assert [one.to for one in django_mail.outbox] == [[mail.to]]


def test_beat_and_the_post_room_know_the_tasks_by_name(settings):
    called = [settings.CELERY_BEAT_SCHEDULE["tick"]["task"], post.HAND_OUT]

    assert called == [tasks.tick.name, tasks.hand_out.name]
