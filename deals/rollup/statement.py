"""The rule by which figures are added, as SQL that every sum is made of.

Querysets say which deals, which claims of them and which parts, as common table expressions.
What follows them, `RULE`, says which figures are left out: those that lie inside a larger one in
the same metric and column. It is decided over all the deals that are asked about, never over one
group of them, and along all links, those of deals nobody sees here included.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from deals.models import Claim, Deal
from deals.models.claims import ClaimQuerySet
from deals.models.deals import ENDED
from itpo.office.fiscal_years import Basis, year_in

# Of each deal, metric and phase there is one such figure, and one of each institution.
REPORTED = "claim, deal, institution, metric, phase, currency, value, verified_at, as_of, year"

# Goes on after `reported` and `part`. Gives `figure`, `left_out` and `added`. No step of it joins
# figures to figures before it knows which deal lies in which: PostgreSQL takes `reported` for a few
# rows, and would go through all pairs.
RULE = """
  figure (claim, deal, institution, metric, col, currency, value, as_of, year) AS (
    SELECT claim, deal, institution, metric, phase, currency, value, as_of, year FROM reported
    WHERE value IS NOT NULL
    UNION ALL
    SELECT claim, deal, institution, metric, 'verified', currency, value, as_of, year FROM reported
    WHERE value IS NOT NULL AND verified_at IS NOT NULL
  ),
  inside (claim, metric, col, whole) AS (
    SELECT claim, metric, col, whole FROM figure JOIN part ON part.deal = figure.deal
    UNION
    SELECT claim, metric, col, part.whole FROM inside JOIN part ON part.deal = inside.whole
  ),
  left_out (claim, col) AS (
    SELECT inside.claim, inside.col FROM inside JOIN figure ON figure.deal = inside.whole
      AND figure.metric = inside.metric AND figure.col = inside.col
    UNION
    SELECT figure.claim, figure.col FROM figure
      JOIN figure AS larger ON larger.deal = figure.deal AND larger.institution IS NULL
        AND larger.metric = figure.metric AND larger.col = figure.col
    WHERE figure.institution IS NOT NULL
  ),
  added (claim, deal, metric, col, currency, value, as_of, year) AS (
    SELECT claim, deal, metric, col, currency, value, as_of, year FROM figure
    WHERE (claim, col) NOT IN (SELECT claim, col FROM left_out)
  )"""


def running(deals: Any) -> Any:
    """Of some deals, those that add something: neither lost nor given up."""
    return deals.order_by().exclude(status__in=ENDED)


def said(deals: Any, basis: Basis = Basis.JAPAN, **only: Any) -> dict[str, QuerySet[Any, Any]]:
    """What `RULE` needs: the figures of some deals, and all the links from part to whole.

    `only` narrows which metrics and phases are looked at; both are what keeps figures apart.
    """
    # Of all deals: a part stays one when what lies between is restricted.
    parts = Deal.objects.filter(parent_relation=Deal.ParentRelation.PART)
    return {
        f"reported ({REPORTED})": reported(deals, basis, **only),
        "part (deal, whole)": parts.values_list("pk", "parent"),
    }


def reported(deals: Any, basis: Basis, **only: Any) -> QuerySet[Any, Any]:
    """The reported figures of deals that are neither lost nor given up."""
    claims = Claim.objects.filter(deal__in=running(deals).values("pk"), **only)
    chosen = _chosen(claims).annotate(year=year_in("as_of_latest", basis))
    rows: QuerySet[Any, Any] = chosen.values_list(
        "pk",
        "deal",
        "institution",
        "metric",
        "phase",
        "currency",
        "value",
        "verified_at",
        "as_of_latest",
        "year",
    )
    return rows


def _chosen(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The one to report of each deal, metric, phase and institution, as every page chooses it.

    A filter added to these rows would leave claims out before one of them is chosen.
    """
    order: Any = Claim.objects.reported_first().query.order_by
    alike = ["deal", "metric", "phase", "institution"]
    place = Window(RowNumber(), partition_by=alike, order_by=list(order))
    chosen: ClaimQuerySet = claims.standing().annotate(place=place).filter(place=1)
    return chosen


def compose(tables: Mapping[str, QuerySet[Any, Any]], rest: str) -> tuple[str, list[Any]]:
    """One statement of querysets by their head and of what is asked of them.

    Raises EmptyResultSet where one of them can have no rows: nobody sees a deal then.
    """
    heads: list[str] = []
    values: list[Any] = []
    for head, queryset in tables.items():
        sql, more = queryset.query.sql_with_params()
        heads.append(f"{head} AS ({sql})")
        values += more
    return "WITH RECURSIVE " + ", ".join(heads) + "," + rest, values


def ask(tables: Mapping[str, QuerySet[Any, Any]], rest: str) -> list[Any]:
    """The rows of such a statement; none where nobody sees a deal."""
    try:
        sql, values = compose(tables, rest)
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
