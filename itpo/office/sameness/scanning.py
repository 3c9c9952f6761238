"""Looking for records that may be one, in portions, by the tick: never while somebody waits.

What was changed comes first. Then a walk through the whole table goes on, once around a day: it
finds what no history told of.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps

from itpo.office.models import Milestone
from itpo.office.sameness.keys import known
from itpo.office.sameness.pairs import look_again

PORTION = 300
# A version may be written before one with a lower number is there to be seen.
SETTLED = timedelta(minutes=1)
A_DAY = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def go_on(*, now: datetime) -> None:
    """Look at the next portion of every kind of record."""
    for label in known:
        _changed(label, now)
        _walk(label, now)


def _changed(label: str, now: datetime) -> None:
    """Those that were changed since the last time."""
    history: Any = apps.get_model(label).history.model
    seen = _place(f"changed {label}")
    versions = history.objects.filter(history_id__gt=int(seen.note or 0))
    next_ones = versions.order_by("history_id").values_list("history_id", "id", "history_date")
    settled = []
    for row in next_ones[:PORTION]:
        if row[2] > now - SETTLED:
            break
        settled.append(row)
    if settled:
        look_again(label, {pk for _version, pk, _at in settled})
        _remember(seen, str(settled[-1][0]), now)


def _walk(label: str, now: datetime) -> None:
    """The next in the order of their numbers; from the first again a day after the last."""
    place = _place(f"walked {label}")
    model: Any = apps.get_model(label)
    if place.note == "" and place.at > now - A_DAY:
        return
    after = int(place.note or 0)
    rows = model._base_manager.filter(pk__gt=after).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[:PORTION])
    if numbers:
        look_again(label, numbers)
    done = len(numbers) < PORTION
    _remember(place, "" if done else str(numbers[-1]), now)


def _place(name: str) -> Milestone:
    """How far it has come."""
    found, _is_new = Milestone.objects.get_or_create(name=name[:40], defaults={"at": LONG_AGO})
    return found


def _remember(place: Milestone, note: str, now: datetime) -> None:
    place.note, place.at = note, now
    place.save(update_fields=["note", "at"])
