"""What the deals app knows that speaks for a company: it is there, or a subsidiary of it is."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from deals.models import DealCompany
from deals.models.deals import ENDED
from investors.match_reasons import THEMES_OF
from investors.matching.registry import evidence, reason, speaks
from itpo.office.visibility import Viewer

reason("deal", _("Has a deal there"), "deals:deal")
reason("subsidiary", _("A subsidiary has a deal there"), "deals:deal")


def _there(why: str, company: str) -> None:
    """Who has a deal in the country that was neither lost nor given up."""

    def find(projects: Sequence[int], viewer: Viewer) -> "QuerySet[Any, Any]":
        roles = DealCompany.objects.visible_to(viewer).exclude(deal__status__in=ENDED)
        return evidence(
            roles.filter(deal__country__projects__in=projects, **{f"{company}__isnull": False}),
            why=why,
            project="deal__country__projects",
            company=company,
            row="deal",
            called="deal__title",
        )

    speaks(find)


def _on_a_theme(path: str) -> None:
    def find(projects: Sequence[int], viewer: Viewer) -> "QuerySet[Any, Any]":
        return evidence(
            DealCompany.objects.visible_to(viewer).filter(**{f"deal__{path}__in": projects}),
            why="theme",
            project=f"deal__{path}",
            company="company",
            row="company",
            called="deal__themes__name",
        )

    speaks(find)


_there("deal", "company")
_there("subsidiary", "company__parent")
for themes in THEMES_OF:
    _on_a_theme(themes)
