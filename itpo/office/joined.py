"""What several rows are called or how many there are, in one column: a list asks no more."""

from typing import Any

from django.db.models import Aggregate, CharField, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce


class Joined(Aggregate):
    """Texts of several rows, one after the other, with a comma between."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ', ')"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def tags_of(model: Any) -> dict[str, Coalesce]:
    """Columns to annotate a model's rows with: what they are tagged with, in one text each."""
    return {
        f"{tag}_names": names_of(
            getattr(model, tag).through.objects.all(),
            model._meta.model_name,
            f"{tag.removesuffix('s')}__name",
        )
        for tag in ("sectors", "themes")
        if hasattr(model, tag)
    }


def names_of(links: QuerySet[Any], of: str, name: str | Combinable) -> Coalesce:
    """What the rows that link to a record are called; `of` is the column that leads to it."""
    rows = links.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Coalesce(Subquery(rows.annotate(names=Joined(name)).values("names")), Value(""))


def number_of(links: QuerySet[Any], of: str) -> Coalesce:
    """How many rows link to a record; `of` is the column that leads to it."""
    rows = links.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
