"""What is broken and passed over: noted for a manager to read, and gone once it works again.

Nothing here waits for a person: each tick tries everything again, and what it no longer finds
broken is no trouble any more. What is looked at less often stays told until it was looked at.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Model, Q

from itpo.office.logs import without_tokens
from itpo.office.models import Office, Trouble

# How what belongs to an office without saying so calls what it is a part of.
WHOLES = ("programme", "visit", "mission", "event", "deal")
LONGEST = 300  # characters; the length of the column
# Several ticks may run at once, each at its own moment; every one tries all that is to be done.
# A tick may last: what others found meanwhile is newer than what it has tried.
FORGOTTEN_AFTER = timedelta(minutes=5)


def database_is_away(error: Exception) -> bool:
    """Whether an error is none of the record that was looked at: nothing could be read at all."""
    return isinstance(error, OperationalError | InterfaceError) and not connection.is_usable()


@transaction.atomic
def note(*, part: str, thing: Model | None, error: Exception, at: datetime) -> Trouble:
    """Write down that something was passed over at that moment, and why."""
    model, row = (thing._meta.label_lower, str(thing.pk)) if thing is not None else ("", "")
    trouble: Trouble
    trouble, is_new = Trouble.objects.select_for_update().get_or_create(
        part=part,
        model=model,
        row=row,
        defaults={
            "office_id": _office_id(thing),
            "error": _in_words(error),
            "first_at": at,
            "last_at": at,
        },
    )
    if is_new:
        return trouble
    if trouble.gone_at is not None:
        trouble.first_at, trouble.times, trouble.gone_at = at, 0, None
    trouble.error, trouble.times = _in_words(error), trouble.times + 1
    trouble.last_at = max(at, trouble.first_at)  # a moment that is replayed may lie before it
    trouble.save(update_fields=["error", "first_at", "last_at", "times", "gone_at"])
    return trouble


def forget(*, now: datetime, until: datetime, left_out: Collection[str] = ()) -> None:
    """Whatever the ticks from one moment to another no longer found broken is no trouble any more.

    But for the parts that were left out, with all that are parts of them.
    """
    told = Q(last_at__range=(now - FORGOTTEN_AFTER, until + FORGOTTEN_AFTER))
    for part in left_out:
        told |= Q(part=part) | Q(part__startswith=f"{part}: ")
    Trouble.objects.lasting().exclude(told).update(gone_at=now)


def _office_id(thing: Model | None) -> int | None:
    """The office of a record, or of what it is a part of; None of what all offices share."""
    if isinstance(thing, Office):
        return thing.pk
    for owner in (thing, *(getattr(thing, name, None) for name in WHOLES)):
        found: int | None = getattr(owner, "office_id", None)
        if found is not None:
            return found
    return None


def _in_words(error: Exception) -> str:
    """The first line of what went wrong: a database goes on with the row it was about."""
    said = str(error).strip().partition("\n")[0]
    said = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return without_tokens(said)[:LONGEST]
