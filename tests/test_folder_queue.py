"""The queue of one machine without Redis."""

import threading
from queue import Empty
from uuid import uuid4

import pytest

from tests.queues import queue_on


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "messages").mkdir()
    return tmp_path / "messages"


@pytest.fixture
def name():
    """A queue of its own: a process remembers for good which queues it has declared."""
    return f"queue-{uuid4()}"


@pytest.fixture
def connection(folder, monkeypatch):
    app = queue_on("filesystem://localhost", monkeypatch, folder.parent)
    with app.connection_for_write() as connection:
        yield connection


def test_what_is_put_in_is_got_out(connection, name):
    queue = connection.SimpleQueue(name)
    queue.put({"task": "tick"})

    assert queue.get(timeout=2).payload == {"task": "tick"}
    with pytest.raises(Empty):
        queue.get_nowait()


@pytest.mark.parametrize(
    "garbage", [b"", b"no JSON", b"\x00\xff", b"[]", b'{"a": 1}'], ids=lambda text: repr(text)
)
def test_what_is_no_message_is_thrown_away(garbage, connection, folder, name):
    (folder / f"0_first.{name}.msg").write_bytes(garbage)
    queue = connection.SimpleQueue(name)
    queue.put({"task": "tick"})

    assert queue.get(timeout=2).payload == {"task": "tick"}
    assert list(folder.iterdir()) == []


def test_a_message_is_never_seen_half_written(connection, folder, name):
    queue = connection.SimpleQueue(name)
    long = {"task": "x" * 1_000_000}
    seen = set()
    done = threading.Event()

    def look():
        while not done.is_set():
            seen.update((one.suffix, one.stat().st_size) for one in folder.glob("*.msg"))

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(5):
        queue.put(long)
    done.set()
    looking.join()

    sizes = {one.stat().st_size for one in folder.iterdir()}
    assert {size for _suffix, size in seen} <= sizes
    assert {suffix for suffix, _size in seen} <= {".msg"}
