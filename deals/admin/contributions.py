"""How visits, missions, meetings and events helped deals, in the admin."""

from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deals import contributions
from deals.models import Contribution, Deal
from itpo.office.admin_base import link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_pickers import DeskForm
from itpo.office.admin_seeing import SeenFilter, shown_to


class ContributionInline(ListInline):
    model = Contribution
    fields = readonly_fields = ("what", "role", "strength", "evidence", "accepted")

    def get_queryset(self, request: Any) -> Any:
        self.viewer = request.user  # an inline lives as long as its request
        return super().get_queryset(request).select_related("visit__delegate")

    @admin.display(description=_("what helped"))
    def what(self, contribution: Contribution) -> str:
        return link_to(contribution, shown_to(self.viewer, contribution.thing()))

    @admin.display(description=_("accepted by"))
    def accepted(self, contribution: Contribution) -> str | None:
        return str(contribution.accepted_by) if contribution.accepted_by else None


class ContributionForm(DeskForm):
    """Holds the deal while it is looked at, so that the verb refuses nothing afterwards."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        deal = data.get("deal") or getattr(self.instance, "deal", None)
        if deal is not None:
            self.instance.deal = data["deal"] = Deal.objects.select_for_update().get(pk=deal.pk)
        return data


class OrderFilter(admin.SimpleListFilter):
    """Where a visit or a meeting was moved after it was accepted as having helped."""

    title = _("in order of time")
    parameter_name = "order"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("Dated after the decision: look again"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.out_of_order() if self.value() == "late" else queryset


@admin.register(Contribution)
class ContributionAdmin(DeskAdmin):
    form = ContributionForm
    list_display = ("deal", "what", "role", "strength", "accepted_by", "accepted_at")
    list_filter = (OrderFilter, "role", "strength", ("deal__country", SeenFilter))
    list_select_related = ("deal", "visit__delegate", "mission", "meeting", "event", "accepted_by")
    search_fields = ("deal__title", "evidence", "visit__delegate__family_name", "mission__name")
    ordering = ("-pk",)
    set_once = ("deal", "visit", "mission", "meeting", "event")
    readonly_fields = ("accepted_by", "accepted_at")
    fieldsets = (
        (None, {"fields": ("deal",)}),
        (_("What helped: one of these"), {"fields": ("visit", "mission", "meeting", "event")}),
        (_("How"), {"fields": ("role", "strength", "evidence", "evidence_url")}),
        (_("Accepted"), {"fields": ("accepted_by", "accepted_at")}),
    )

    def dress(self, rows: list[Any], request: Any) -> None:
        for contribution in rows:
            contribution.helped = shown_to(request.user, contribution.thing())

    @admin.display(description=_("what helped"))
    def what(self, contribution: Any) -> str:
        return str(contribution.helped)

    def save_model(self, request: Any, obj: Contribution, form: Any, change: bool) -> None:
        """What somebody writes down by hand, or changes, they have thereby accepted."""
        told = {name: getattr(obj, name) for name in contributions.ANSWER}
        told |= {"by": request.user, "at": timezone.now()}
        if change:
            contributions.change(contribution=obj, **told)
        else:
            obj.pk = contributions.accept(deal=obj.deal, thing=obj.thing(), **told).pk
