"""Queues for tests, whatever queue the environment names."""

from pathlib import Path

import pytest
from celery import Celery

from itpo.celery import app


def queue_on(broker: str, monkeypatch: pytest.MonkeyPatch, folder: Path | None = None) -> Celery:
    """An application like ours on another queue; one in a folder says which."""
    # Celery lets the variable win over what it is told.
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    other: Celery = type(app)("other", broker=broker, set_as_current=False)
    if folder:
        other.conf.broker_transport_options = {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
        }
    else:
        other.conf.broker_transport_options = {"max_retries": 0}
    return other
