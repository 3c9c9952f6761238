"""The daily mail through real Redis, beats, workers and PostgreSQL to a real mail server."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from itpo.management.commands.start import commands
from itpo.office import post
from itpo.office.models import Milestone, OutgoingMail
from itpo.reminders import digest
from tests.factories import FollowUpFactory, UserFactory, work_today
from tests.queues import queue_on
from tests.services.processes import CELERY, environment, running, wait_until
from tests.smtp import MailBox, smtp_server

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

PREFORK_WORKER = [*CELERY, "worker", "--pool", "prefork", "--concurrency", "2"]
BEAT = [*CELERY, "beat", "--pidfile", ""]
SECONDS = 90
LONG_AGO = date(2020, 1, 6)


@pytest.fixture
def box() -> Iterator[tuple[MailBox, int]]:
    with smtp_server() as served:
        yield served


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator["redis.Redis"]:
    """Redis, empty before and after, apart from what tests beside this one put in theirs."""
    server, database = settings.CELERY_BROKER_URL.rsplit("/", 1)
    assert server.startswith("redis://"), "needs Redis: run .ci/run"
    url = f"{server}/{int(database) + 1}"
    monkeypatch.setattr(post, "queue_app", queue_on(url, monkeypatch))
    client = redis.Redis.from_url(url)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture
def machine(box: tuple[MailBox, int], queue: "redis.Redis") -> dict[str, str]:
    """The environment of processes that work on this test's database, queue and mail server."""
    assert connection.vendor == "postgresql", "needs PostgreSQL: run .ci/run"
    of = connection.settings_dict
    login = f"{of['USER']}:{of['PASSWORD']}" if of["PASSWORD"] else of["USER"]
    return environment(
        DATABASE_URL=f"postgres://{login}@{of['HOST']}:{of['PORT']}/{of['NAME']}",
        CELERY_BROKER_URL=post.queue_app.conf.broker_url,
        EMAIL_URL=f"smtp://127.0.0.1:{box[1]}",
        TICK_SECONDS=1,
    )


def ticks(count: int) -> None:
    """Wait for so many more ticks."""
    for _ in range(count):
        last = Milestone.objects.filter(name=Milestone.TICK).first()
        before = last and last.at
        wait_until(lambda before=before: Milestone.objects.exclude(at=before).exists(), SECONDS)


def test_a_digest_goes_out_once_though_beat_and_worker_run_twice(box, machine, tmp_path):
    officer = UserFactory(digest_hour=0)
    work_today(officer.office)
    FollowUpFactory(owner=officer, what="Send the profile", due_on=LONG_AGO)
    log = tmp_path / "log"
    with ExitStack() as stack:
        for number, worker in enumerate([PREFORK_WORKER, commands()["worker"]]):
            # Two machines: each has a folder of its own.
            env = {**machine, "DATA_DIR": str(tmp_path / str(number))}
            stack.enter_context(running(BEAT, env, log))
            stack.enter_context(running([*worker, "--hostname", f"{number}@test"], env, log))
        wait_until(lambda: box[0].received, SECONDS, log)
        ticks(4)

    assert [mail["To"] for mail in box[0].received] == [officer.email]
    words = box[0].received[0].get_body(("plain",))
    assert words is not None
    assert "* Send the profile" in words.get_content()
    (mail,) = OutgoingMail.objects.all()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.SENT, 1)
    assert box[0].received[0]["Message-ID"] == mail.message_id


def test_a_nudge_reaches_the_worker_without_any_beat(box, machine, queue, tmp_path):
    officer = FollowUpFactory(due_on=LONG_AGO).owner
    env, log = {**machine, "DATA_DIR": str(tmp_path)}, tmp_path / "log"
    with running(commands()["worker"], env, log):
        with transaction.atomic():
            post.queue(
                key="once",
                kind="digest",
                office=officer.office,
                user=officer,
                to=officer.email,
                send_after=timezone.now(),
            )
            assert queue.llen("celery") == 0
        wait_until(lambda: box[0].received, SECONDS, log)

    assert [mail["To"] for mail in box[0].received] == [officer.email]
    assert Milestone.objects.count() == 0


def test_a_queue_that_was_wiped_loses_no_mail(box, machine, queue, tmp_path):
    work_today(FollowUpFactory(owner__digest_hour=0, due_on=LONG_AGO).office)
    digest.queue_due(now=timezone.now())
    post.nudge()
    assert queue.llen("celery") == 1
    queue.flushdb()
    env, log = {**machine, "DATA_DIR": str(tmp_path)}, tmp_path / "log"

    with running(BEAT, env, log), running(PREFORK_WORKER, env, log):
        wait_until(lambda: box[0].received, SECONDS, log)
        ticks(2)

    assert len(box[0].received) == 1
    assert [mail.state for mail in OutgoingMail.objects.all()] == [OutgoingMail.State.SENT]
