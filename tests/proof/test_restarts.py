"""The queue and the database go away and come back, while mails go out."""

import os
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from itpo.office.mail_book import AT_A_TIME
from tests.proof.services import Cluster
from tests.proof.world import World, size

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_the_broker_is_flushed_and_restarted(world: World):
    mails = world.invitations(size(60, 500), world.now())
    world.box.seconds_to_answer = 0.05
    world.beat()
    world.worker()
    world.worker()
    world.wait(lambda: world.box.received)

    world.redis.client.flushall()
    world.wait(lambda: len(world.box.received) > len(mails) // 4)
    world.redis.kill()
    time.sleep(2)
    world.redis.start()
    later = world.invitations(size(20, 200), world.now())

    world.wait(lambda: len(world.box.received) >= len(mails) + len(later))
    world.judge([*mails, *later])


def test_the_database_is_restarted(world: World):
    senders, restarts = 2, size(1, 5)
    mails = world.invitations(size(200, 1000), world.now())
    world.box.seconds_to_answer = 0.05
    world.beat()
    for _ in range(senders):
        world.worker()

    for _ in range(restarts):
        before = len(world.box.received)
        world.wait(lambda before=before: len(world.box.received) >= before + 10)
        restart_database()

    # It goes on by itself, as processes that were not told; only what was in their hands waits.
    before = len(world.box.received)
    world.wait(lambda: len(world.box.received) >= min(before + 5, len(mails) - senders * AT_A_TIME))
    world.tell("restarts", restarts)
    world.settle()
    world.judge(mails, may_double=senders * restarts)


def restart_database() -> None:
    """Long: pull the plug of the cluster of our own. Short: the same to who is connected."""
    if folder := os.environ.get("PROOF_CLUSTER"):
        cluster = Cluster(Path(folder), int(connection.settings_dict["PORT"]))
        connection.close()
        cluster.crash()
        time.sleep(2)
        cluster.start()
        return
    name = connection.settings_dict["NAME"]
    settings = connection.get_connection_params()
    connection.close()
    with psycopg.connect(
        host=settings["host"], port=settings["port"], user=settings["user"],
        dbname="postgres", autocommit=True,
    ) as server:  # fmt: skip
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            time.sleep(2)
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
