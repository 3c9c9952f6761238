"""Writing many rows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model

from deals.models import Claim, Deal
from delegates.models import Visit
from investors.models import Meeting
from itpo.office.models import FollowUp

Row = TypeVar("Row", bound=Model)

# So many rows go out in one statement, where the database takes them.
PORTION = 2000
WRITTEN_AT: list[tuple[type[Model], str]] = [
    (Claim, "recorded_at"),
    (Deal, "created_at"),
    (FollowUp, "created_at"),
    (Meeting, "logged_at"),
    (Visit, "logged_at"),
]


def write(rows: Iterable[Row]) -> Iterator[Row]:
    """Save rows portion by portion, and hand them on with their keys."""
    rows = iter(rows)
    while portion := list(islice(rows, PORTION)):
        yield from type(portion[0])._base_manager.bulk_create(portion)


def store(rows: Iterable[Model]) -> None:
    """Save rows nobody asks for again."""
    for _row in write(rows):
        pass


def link(field: Any, pairs: Iterable[tuple[int, int]]) -> None:
    """Save the links of a many-to-many field: whose, and to what."""
    whose = f"{field.field.m2m_field_name()}_id"
    what = f"{field.field.m2m_reverse_field_name()}_id"
    store(field.through(**{whose: own, what: other}) for own, other in pairs)


@contextmanager
def own_moments() -> Iterator[None]:
    """Let rows say when they were written, instead of all of them now."""
    fields: list[Any] = [model._meta.get_field(name) for model, name in WRITTEN_AT]
    for field in fields:
        field.auto_now_add = False
    try:
        yield
    finally:
        for field in fields:
            field.auto_now_add = True


def moment(day: date, hour: int = 3) -> datetime:
    """Noon in Tokyo, or another hour of UTC."""
    return datetime.combine(day, time(hour), UTC)
