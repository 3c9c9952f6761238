"""The filters of the deal list that Django does not make by itself."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deals.models import Claim


class NextStepFilter(admin.SimpleListFilter):
    """Deals whose next step is late, and deals still open that have none."""

    title = _("next step")
    parameter_name = "next"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("Overdue")), ("none", _("Nothing planned"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() == "none":
            return queryset.with_nothing_planned()
        if self.value() == "late":
            return queryset.overdue(request.user, request.user.today(timezone.now()))
        return queryset


class VerifiedFilter(admin.SimpleListFilter):
    """Deals with a result that a second person checked, deals that wait for that, and the rest."""

    title = _("result")
    parameter_name = "verified"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("yes", _("Verified")),
            ("waiting", _("Waiting for verification")),
            ("no", _("Nothing verified")),
        ]

    def queryset(self, request: Any, queryset: Any) -> Any:
        of_deal = Claim.objects.filter(deal=OuterRef("pk"))
        if self.value() == "yes":
            return queryset.filter(Exists(of_deal.verified()))
        if self.value() == "waiting":
            return queryset.filter(Exists(of_deal.to_verify()))
        if self.value() == "no":
            return queryset.exclude(Exists(of_deal.verified()))
        return queryset
