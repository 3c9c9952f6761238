"""What stands in every table of the database, so that a new table cannot be forgotten."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from itpo.office.models import Milestone

# What Django itself keeps about the models, and the clock of the machinery, which stays.
NOT_COUNTED = {"auth.permission", "contenttypes.contenttype", Milestone._meta.label_lower}


def tables() -> list[type[Model]]:
    return [
        table
        for table in apps.get_models(include_auto_created=True)
        if table._meta.label_lower not in NOT_COUNTED and table._meta.managed
    ]


def counts() -> dict[str, int]:
    """How many rows each table has; tables without any are left out."""
    found = {table._meta.label_lower: table._base_manager.count() for table in tables()}
    return {table: count for table, count in found.items() if count}


def contents() -> dict[str, list[dict[str, Any]]]:
    """Every value of every row; tables without any are left out."""
    found = {
        table._meta.label_lower: list(table._base_manager.order_by("pk").values())
        for table in tables()
    }
    return {table: rows for table, rows in found.items() if rows}
