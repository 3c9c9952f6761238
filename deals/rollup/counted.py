"""Which figures stand behind a sum."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models.expressions import RawSQL

from deals.models import Claim
from deals.rollup.statement import RULE, compose, said

FIGURES = " SELECT claim FROM added WHERE col = %s"


def counted_in(column: str, deals: Any, claims: Any) -> Any:
    """Of some claims, those that are added in a column when these deals are added up."""
    try:
        sql, values = compose(said(deals), RULE + FIGURES)
    except EmptyResultSet:
        return claims.none()
    numbers = RawSQL(sql, [*values, column], Claim._meta.pk)  # noqa: S611 - Django made all of it
    return claims.filter(pk__in=numbers)
