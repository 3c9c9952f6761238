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

# So many records in one tick, which is to be over within a second, and of one kind at a time: a
# long list of one kind lets the others have their turn.
PORTION = 300
AT_A_TIME = 100
# A version may be written before one with a lower number is there to be seen.
SETTLED = timedelta(minutes=1)
A_DAY = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def go_on(*, now: datetime) -> None:
    """Look at the next portion: of what was changed first, then of the walk."""
    left = PORTION
    for look in (_changed, _walk):
        waiting = list(known)
        while waiting and left > 0:
            label = waiting.pop(0)
            most = min(left, AT_A_TIME)
            looked_at = look(label, most, now)
            left -= looked_at
            if looked_at == most:
                waiting.append(label)


def _changed(label: str, most: int, now: datetime) -> int:
    """Those that were changed since the last time; how many versions were looked at."""
    history: Any = apps.get_model(label).history.model
    seen = _place(f"changed {label}")
    versions = history.objects.filter(history_id__gt=int(seen.note or 0))
    next_ones = versions.order_by("history_id").values_list("history_id", "id", "history_date")
    settled = []
    for row in next_ones[:most]:
        if row[2] > now - SETTLED:
            break
        settled.append(row)
    if settled:
        look_again(label, {pk for _version, pk, _at in settled})
        _remember(seen, str(settled[-1][0]), now)
    return len(settled)


def _walk(label: str, most: int, now: datetime) -> int:
    """The next in the order of their numbers; from the first again a day after the last.

    How many they were.
    """
    place = _place(f"walked {label}")
    model: Any = apps.get_model(label)
    if place.note == "" and place.at > now - A_DAY:
        return 0
    after = int(place.note or 0)
    rows = model._base_manager.filter(pk__gt=after).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[:most])
    if numbers:
        look_again(label, numbers)
    done = len(numbers) < most
    _remember(place, "" if done else str(numbers[-1]), now)
    return len(numbers)


def _place(name: str) -> Milestone:
    """How far it has come."""
    found, _is_new = Milestone.objects.get_or_create(name=name[:40], defaults={"at": LONG_AGO})
    return found


def _remember(place: Milestone, note: str, now: datetime) -> None:
    place.note, place.at = note, now
    place.save(update_fields=["note", "at"])
