"""What the history of every row begins with."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from deals.models import Claim, Deal
from delegates.models import Visit
from investors.models import Meeting
from itpo.office.models import FollowUp
from itpo.sample.tables import histories

REASON = "invented by load_synthetic"
# Who wrote a row, and when; of the other tables nobody says, and it is now.
WRITTEN: dict[type[Model], tuple[str, str]] = {
    Claim: ("recorded_by_id", "recorded_at"),
    Deal: ("owner_id", "created_at"),
    FollowUp: ("owner_id", "created_at"),
    Meeting: ("officer_id", "logged_at"),
    Visit: ("officer_id", "logged_at"),
}


def begin(at: datetime) -> None:
    """Give each row without history its first entry: one statement a table, not one a row."""
    for history, tracked in histories().items():
        _copy(history, tracked, at)


def _copy(history: Any, tracked: Any, at: datetime) -> None:
    quoted = connection.ops.quote_name
    who, when = WRITTEN.get(tracked, ("", ""))
    columns: list[str] = [quoted(field.column) for field in history.tracked_fields]
    into = [*columns, "history_user_id", "history_date", "history_type", "history_change_reason"]
    values = [*columns, quoted(who) if who else "NULL", quoted(when) if when else "%s", "'+'", "%s"]
    key = quoted(tracked._meta.pk.column)
    table, past = quoted(tracked._meta.db_table), quoted(history._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {past} ({', '.join(into)}) SELECT {', '.join(values)} "  # noqa: S608
            f"FROM {table} WHERE {key} NOT IN (SELECT {key} FROM {past})",  # names of our tables
            [REASON] if when else [at, REASON],
        )
