"""What is taken out of the list of deals: what the import knows first, then what is shown."""

from typing import Any, NamedTuple

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import gettext_lazy as _

from deals.importing.deal_rows import BETWEEN_COMPANIES
from deals.models import Claim, Deal, DealCompany, StageChange
from itpo.office.exporting.columns import (
    Column,
    Export,
    Value,
    columns_of,
    linked,
    moment,
    number,
    shown_of,
)
from itpo.office.models import User
from itpo.office.named import together

IMPORTED = (Claim.Metric.JOBS, Claim.Metric.CAPITAL)


def _fetched(rows: Any, viewer: User) -> Any:
    """With all that its columns need. Of a larger deal the viewer may not see, nothing."""
    parents = Deal.objects.visible_to(viewer).filter(pk=OuterRef("parent"))
    figures = Claim.objects.visible_to(viewer).filter(
        metric__in=IMPORTED, institution=None, withdrawn_at=None, value__isnull=False
    )
    sides = DealCompany.objects.select_related("company").order_by("pk")
    begun = StageChange.objects.filter(from_stage="").order_by("pk")
    return rows.annotate(
        parent_ref=Subquery(parents.values("ref")[:1]),
        parent_title=Subquery(parents.values("title")[:1]),
    ).prefetch_related(
        Prefetch("company_roles", sides, to_attr="sides"),
        Prefetch("stage_changes", begun, to_attr="begun"),
        Prefetch("claims", figures.order_by("-pk"), to_attr="said"),
    )


class Published(NamedTuple):
    """Jobs and capital of one date and kind, as a row of the import has them."""

    jobs: Claim | None
    capital: Claim | None

    @property
    def any(self) -> Claim | None:
        return self.jobs or self.capital


def _published(deal: Any) -> Published:
    """The latest figures the deal's own source gives; others are in the list of figures."""
    own = [one for one in deal.said if one.source_url == deal.source_url]
    jobs = next((one for one in own if one.metric == Claim.Metric.JOBS), None)
    fitting = (
        one
        for one in own
        if one.metric == Claim.Metric.CAPITAL and (jobs is None or _beside(jobs) == _beside(one))
    )
    return Published(jobs, next(fitting, None))


def _beside(claim: Claim) -> tuple[str, str]:
    return claim.phase, claim.as_of_edtf


def _figure(deal: Any, name: str) -> Value:
    one = getattr(_published(deal), name)
    return None if one is None else one.value


def _of_figures(deal: Any, name: str) -> str:
    one = _published(deal).any
    return "" if one is None else str(getattr(one, name))


def _currency(deal: Any) -> str:
    one = _published(deal).capital
    return "" if one is None else one.currency


def _companies(deal: Any) -> str:
    return together((str(side.company) for side in deal.sides), BETWEEN_COMPANIES)


def _year(deal: Any) -> str:
    return deal.begun[0].happened if deal.begun else ""


def _part_of(deal: Any) -> str | None:
    is_part = deal.parent_relation == Deal.ParentRelation.PART
    return deal.parent_ref if is_part else None


DEALS = Export(
    [
        number(Deal),
        *columns_of(Deal, "ref", "title"),
        Column("company", _("companies"), _companies),
        Column("country", _("country"), lambda deal: deal.region_typed or str(deal.country or "")),
        linked("iso2", _("country's code"), "country.code"),
        Column("sector", _("sectors"), lambda deal: deal.sectors_typed),
        Column("year", _("began, by the list"), _year),
        Column("jobs", _("jobs"), lambda deal: _figure(deal, "jobs")),
        Column("value_amount", _("capital"), lambda deal: _figure(deal, "capital")),
        Column("value_currency", _("currency"), _currency),
        Column("figure_kind", _("kind of the figures"), lambda deal: _of_figures(deal, "phase")),
        Column("as_of", _("figures as of"), lambda deal: _of_figures(deal, "as_of")),
        Column("part_of", _("reference of the larger deal"), _part_of),
        Column("outcome_type", _("kind, as typed"), lambda deal: deal.kind_typed),
        Column("status", _("status, as typed"), lambda deal: deal.status_typed),
        Column("itpo_link", _("our part, as documented"), lambda deal: deal.our_part_typed),
        *columns_of(Deal, "source_url", "notes"),
        *shown_of(Deal, "kind", "stage"),
        *columns_of(Deal, "stage_since"),
        Column("standing", _("status"), lambda deal: str(deal.get_status_display())),
        Column("larger_deal", _("larger deal"), lambda deal: deal.parent_title),
        *columns_of(Deal, "decided", "expected_on"),
        linked("next_step", _("next step"), "next_what"),
        linked("next_due_on", _("next step due"), "next_due_on"),
        linked("owner", _("who looks after it")),
        moment(Deal, "created_at"),
    ],
    fetched=_fetched,
)
