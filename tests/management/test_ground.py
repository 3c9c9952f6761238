"""What `start` stands on."""

import socket
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection

from itpo.management import ground


def test_a_folder_is_made_and_held_by_one_only(tmp_path):
    folder = tmp_path / "new" / "var"

    with ground.alone_in(folder):
        with pytest.raises(CommandError) as refused, ground.alone_in(folder):
            pass
        assert str(refused.value) == f"Another start is running on {folder} already."

    with ground.alone_in(folder):
        assert (folder / "start.lock").exists()


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError) as refused, ground.alone_in(tmp_path / "file" / "var"):
        pass

    assert str(refused.value).startswith("DATA_DIR cannot be written to: [Errno 20]")


def test_a_port_somebody_listens_on_is_refused():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]

        with pytest.raises(CommandError) as refused:
            ground.check_port("127.0.0.1", port)

    assert str(refused.value) == (
        f"Port {port} on 127.0.0.1 cannot be used: Address already in use. Set PORT to another."
    )
    ground.check_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_refused(host):
    with pytest.raises(CommandError, match=f"Port 8000 on {host} cannot be used"):
        ground.check_port(host, 8000)


@pytest.mark.django_db
def test_a_sound_database_has_no_problem():
    assert ground.database_problem() == ""


@pytest.mark.django_db
def test_a_database_that_fails_is_told_in_one_line(monkeypatch):
    def no_tables() -> list[str]:
        raise OperationalError("disk I/O\n\terror")

    monkeypatch.setattr(connection.introspection, "table_names", no_tables)

    with pytest.raises(CommandError) as refused:
        ground.migrate()

    assert str(refused.value) == "The database cannot be used: disk I/O error"


def garbage_inside(queue: Path) -> None:
    (queue / "messages").mkdir(parents=True)
    (queue / "messages" / "1_x.celery.msg").write_bytes(b"\x00no message")


def garbage_instead(queue: Path) -> None:
    queue.write_text("no folder")


@pytest.mark.parametrize("spoil", [garbage_inside, garbage_instead, lambda queue: None])
def test_the_queue_begins_empty_whatever_is_there(spoil, settings, tmp_path):
    settings.CELERY_BROKER_URL = "filesystem://localhost"
    settings.QUEUE_DIR = tmp_path / "queue"
    spoil(settings.QUEUE_DIR)

    ground.empty_queue()

    assert sorted(settings.QUEUE_DIR.rglob("*")) == [
        settings.QUEUE_DIR / "control",
        settings.QUEUE_DIR / "messages",
    ]


def test_a_queue_elsewhere_is_left_alone(settings, tmp_path):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.QUEUE_DIR = tmp_path / "queue"

    ground.empty_queue()

    assert not settings.QUEUE_DIR.exists()


def test_static_files_are_collected_when_they_have_changed(settings, tmp_path):
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "desk.css").write_text("a {}")
    settings.STATICFILES_DIRS = [ours]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"

    assert [ground.collect_static(), ground.collect_static()] == [True, False]
    assert (tmp_path / "static" / "desk.css").read_text() == "a {}"

    (ours / "desk.css").write_text("a { color: red }")
    assert [ground.collect_static(), ground.collect_static()] == [True, False]
    assert (tmp_path / "static" / "desk.css").read_text() == "a { color: red }"
