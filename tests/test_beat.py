"""Beat, which asks for the ticks."""

from datetime import timedelta

import pytest
import time_machine
from celery.beat import Service
from django.conf import settings
from django.utils import timezone

from itpo.celery import app


@pytest.mark.parametrize("hours", [-9, 9])
def test_beat_goes_on_though_the_clock_is_set(hours: int):
    scheduler = Service(app, scheduler_cls=app.conf.beat_scheduler).scheduler
    before = scheduler.tick()

    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        after = scheduler.tick()

    assert 0 < after <= before <= settings.TICK_SECONDS
    assert list(scheduler.schedule) == ["tick"]
