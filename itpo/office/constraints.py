"""What several tables ask of the database in the same words."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

Table = TypeVar("Table", bound=type[models.Model])


class NewestFirstIndex(models.Index):
    """For lists with the newest first and, on PostgreSQL too, what is not known last.

    SQLite takes NULL for the smallest value and has them there anyway.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **options: Any) -> Any:
        index = self.clone()
        if schema_editor.connection.vendor == "postgresql":
            index.fields_orders = [
                (
                    name,
                    f"{order} NULLS LAST" if order and model._meta.get_field(name).null else order,
                )
                for name, order in self.fields_orders
            ]
        return models.Index.create_sql(index, model, schema_editor, using, **options)


class KnownValues(models.CheckConstraint):
    """A column holds one of the values its choices name.

    Forms are told by the field itself, beside the field; to ask again would cost a query each.
    """

    def validate(self, *args: Any, **options: Any) -> None:
        """Leave it to the field."""


def known_values(model: Table) -> Table:
    """Have the database refuse what the choices of a model's fields do not name.

    What it names, a row says quickly: a list calls `get_…_display` for every cell, and Django's
    own makes a dictionary of all choices each time, which was a tenth of the time of a page.
    """
    known = [
        KnownValues(
            condition=Q(**{f"{field.name}__in": [value for value, _label in _values(field)]}),
            name=f"{model._meta.app_label}_{model._meta.model_name}_{field.name}_known",
            violation_error_message=_("This is none of the known values."),
        )
        for field in model._meta.local_concrete_fields
        if field.choices
    ]
    model._meta.constraints = [*model._meta.constraints, *known]
    # Where migrations look whether a model has constraints at all.
    model._meta.original_attrs["constraints"] = model._meta.constraints
    for field in model._meta.local_concrete_fields:
        if field.choices:
            setattr(model, f"get_{field.name}_display", _says(field))
    return model


def _says(field: Any) -> Any:
    """What a row is asked for the label of its value in the reader's language."""
    labels = dict(field.flatchoices)
    name = field.attname

    def get_display(row: models.Model) -> str:
        value = getattr(row, name)
        return str(labels.get(value, "" if value is None else value))

    return get_display


def _values(field: Any) -> list[tuple[str, Any]]:
    blank = [("", "")] if field.blank else []
    return [*blank, *field.flatchoices]


def is_only(one: str, *others: str) -> Q:
    """That one of several foreign keys is set and the others are not."""
    return Q(**{f"{one}__isnull": False}, **{f"{other}__isnull": True for other in others})


def exactly_one(*names: str) -> Q:
    """That one of several foreign keys is set, whichever."""
    condition = Q()
    for one in names:
        condition |= is_only(one, *(other for other in names if other != one))
    return condition


def read_as_written(name: str, constraint: str) -> models.CheckConstraint:
    """A partial date and what was understood of it are there together, or not at all."""
    nothing = Q(**{name: "", f"{name}_earliest__isnull": True, f"{name}_latest__isnull": True})
    in_order = Q(
        **{
            f"{name}_earliest__isnull": False,
            f"{name}_latest__isnull": False,
            f"{name}_latest__gte": F(f"{name}_earliest"),
        }
    )
    return models.CheckConstraint(
        condition=nothing | (~Q(**{name: ""}) & in_order),
        name=constraint,
        violation_error_message=_("A date is kept with its first and its last day, in order."),
    )
