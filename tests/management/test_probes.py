"""`/healthz` and `/readyz`: what a machine asks that watches over this one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError, connection

from itpo.management import health
from itpo.office.models import Milestone
from tests.factories import OutgoingMailFactory
from tests.queues import queue_on
from tests.smtp import free_port

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
NOTHING = {"waiting": 0, "late": 0, "failed": 0}
WELL = {"database": "ok", "migrations": "ok", "broker": "ok", "beat": "ok", **NOTHING}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def queue(monkeypatch):
    queue = queue_on("memory://", monkeypatch)
    queue.conf.task_default_queue = "probes"
    monkeypatch.setattr(health, "queue_app", queue)


def ticked(minutes):
    Milestone.objects.create(name=Milestone.TICK, at=NOW - timedelta(minutes=minutes))
    return {**WELL, "last_tick": f"{NOW - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}+00:00"}


def test_a_process_that_answers_is_healthy_whatever_the_database_does(client):
    answer = client.get("/healthz")  # this test may not touch the database

    assert (answer.status_code, answer.json()) == (200, {"web": "ok"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_machine_on_which_all_works_is_ready(client, django_assert_max_num_queries):
    well = ticked(4)
    OutgoingMailFactory(send_after=NOW - timedelta(minutes=11))

    with django_assert_max_num_queries(12):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {**well, "waiting": 1, "late": 1})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_neither_https_nor_the_hosts_name_stands_in_a_probes_way(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    ticked(1)

    answers = [client.get(path, headers={"host": "10.0.0.7"}) for path in ("/healthz", "/readyz")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert client.get("/", headers={"host": "10.0.0.7"}).status_code in {301, 400}


@pytest.mark.django_db
def test_after_five_minutes_of_silence_it_is_not_ready(client):
    well = ticked(6)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {**well, "beat": "fail"})


@pytest.mark.django_db
def test_a_queue_that_is_away_is_told_without_its_address(client, monkeypatch):
    well = ticked(1)
    away = f"redis://:secret@127.0.0.1:{free_port()}/0"
    monkeypatch.setattr(health, "queue_app", queue_on(away, monkeypatch))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {**well, "broker": "fail"})


@pytest.mark.django_db
def test_a_database_that_is_away_is_an_answer_and_no_error(client, monkeypatch):
    def no_tables():
        raise OperationalError("the database is away")

    monkeypatch.setattr(connection.introspection, "table_names", no_tables)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "database": "fail",
        "migrations": "fail",
        "broker": "ok",
        "beat": "fail",
    }
