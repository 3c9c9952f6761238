"""Whether anything was written, to whatever table."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection


@cache
def questions() -> dict[str, str]:
    """What asks for every row of a table, in SQL, as making it takes longer than the answer."""
    return {
        model._meta.label: str(model._base_manager.order_by("pk").values_list().query)
        for model in apps.get_models(include_auto_created=True)
    }


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, history included, so that two moments can be compared."""
    rows = {}
    with connection.cursor() as cursor:
        for label, sql in questions().items():
            cursor.execute(sql)
            rows[label] = cursor.fetchall()
    return rows
