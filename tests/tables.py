"""Whether anything was written, to whatever table."""

from django.apps import apps


def all_rows() -> dict[str, list[tuple]]:
    """Every row of every table, history included, so that two moments can be compared."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }
