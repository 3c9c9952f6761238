"""A world for each scenario."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from itpo.office import post
from tests.proof.services import Redis
from tests.proof.world import World
from tests.queues import queue_on
from tests.smtp import smtp_server


@pytest.fixture
def world(
    db: None, settings, tmp_path: Path, record_property, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """PostgreSQL, a Redis of its own, and a mail server that takes what it is sent."""
    assert connection.vendor == "postgresql", "needs PostgreSQL: run .ci/run"
    redis = Redis(tmp_path)
    with ExitStack() as stack:
        box, port = stack.enter_context(smtp_server())
        stack.callback(redis.stop)
        redis.start()
        settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        queue = queue_on(redis.url, monkeypatch)
        monkeypatch.setattr(post, "queue_app", queue)
        world = World(tmp_path, redis, queue, box, port, record_property)
        stack.callback(world.kill_all)
        yield world
