"""The deal list by stage, and a deal's page, in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deals import confidentiality, families, pipeline
from deals.admin.claims import ClaimInline
from deals.admin.contributions import ContributionInline
from deals.admin.deal_filters import NextStepFilter, VerifiedFilter
from deals.admin.sites import SiteChangeInline
from deals.admin.stage_order import in_stage_order
from deals.admin.stages import StageChangeInline
from deals.deal_rows import DealRow, rows_of
from deals.models import Deal, DealCompany, Stage
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import DeskChangeList
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import LinkInline
from itpo.office.admin_seeing import SeenFilter
from itpo.office.requests import row_number

STAGE_ORDER = in_stage_order()


class DealChangeList(DeskChangeList):
    """Sorts the deals by their numbers alone, and fetches only those of the page."""

    def get_results(self, request: Any) -> None:
        ChangeList.get_results(self, request)
        numbers = list(self.result_list.values_list("pk", flat=True))
        found = self.root_queryset.order_by().in_bulk(numbers)
        rows = [found[number] for number in numbers]
        self.model_admin.dress(rows, request)
        self.result_list = rows


class DealCompanyInline(LinkInline):
    model = DealCompany
    verbose_name = _("company")
    verbose_name_plural = _("companies")
    fields = ("company", "role")


@admin.register(Deal)
class DealAdmin(DeskAdmin):
    """Stage and status are moved by verbs: here one stage on, otherwise on the deal's own page."""

    list_display = (
        "title",
        "stage_shown",
        "companies_shown",
        "country",
        "owner",
        "age",
        "next_step",
        "planned_jobs",
        "verified_jobs",
    )
    list_filter = (
        "stage",
        "status",
        NextStepFilter,
        VerifiedFilter,
        "kind",
        ("country", SeenFilter),
        ("owner", SeenFilter),
    )
    list_select_related = ("country", "owner", "parent")
    search_fields = ("title", "ref", "country__name")
    search_help_text = _("title, company, country or reference")
    ordering = (STAGE_ORDER, "title", "pk")
    actions = ("move_on",)
    set_once = ("stage_since",)
    readonly_fields = (
        "stage",
        "status",
        "lost_because",
        "lost_to_said",
        "decided_said",
        "add_to_it",
        "created_at",
    )
    inlines = (
        follow_ups_of(Deal),
        DealCompanyInline,
        ClaimInline,
        ContributionInline,
        SiteChangeInline,
        StageChangeInline,
    )
    fieldsets = (
        (None, {"fields": ("office", "title", "kind", "country", "owner", "origin")}),
        (
            _("Where it stands"),
            {
                "fields": (
                    "stage",
                    "stage_since",
                    "status",
                    "lost_because",
                    "lost_to_said",
                    "decided_said",
                    "expected_on",
                    "rhythm_days",
                    "add_to_it",
                )
            },
        ),
        (_("Part of a larger deal"), {"fields": ("parent", "parent_relation")}),
        (_("Confidential"), {"fields": ("is_confidential", "anonymous_description")}),
        (_("Sectors and themes"), {"fields": ("sectors", "themes")}),
        (_("Notes"), {"classes": ("collapse",), "fields": ("our_part_typed", "notes")}),
        (
            _("As typed in the source"),
            {
                "classes": ("collapse",),
                "fields": (
                    "ref",
                    "region_typed",
                    "kind_typed",
                    "status_typed",
                    "sectors_typed",
                    "source_url",
                    "created_at",
                ),
            },
        ),
    )

    def changeform_view(self, request: Any, object_id: str | None = None, *args: Any) -> Any:
        """Of two who put deals under one another, one waits: the row is held while it is saved."""
        number = row_number(object_id)
        if request.method != "POST" or number is None:
            return super().changeform_view(request, object_id, *args)
        with transaction.atomic():
            families.hold(number)
            return super().changeform_view(request, object_id, *args)

    @admin.display(description=_("country it went to"))
    def lost_to_said(self, deal: Deal) -> str:
        return deal.lost_to_name

    @admin.display(description=_("when the investor decided"))
    def decided_said(self, deal: Deal) -> str | None:
        """To read: what helped is compared with it, so it is changed on the deal's own page."""
        return deal.decided_shown or None

    def get_changelist(self, request: Any, **options: Any) -> type[DealChangeList]:
        return DealChangeList

    def dress(self, rows: list[Any], request: Any) -> None:
        said = rows_of(rows, request.user, request.user.today(timezone.now()))
        for deal in rows:
            deal.said = said[deal.pk]

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        confidentiality.settle(deal=form.instance, by=request.user)

    @admin.display(description=_("stage"), ordering=STAGE_ORDER)
    def stage_shown(self, deal: Deal) -> str | SafeString:
        if deal.status == deal._meta.get_field("status").default:
            return deal.get_stage_display()
        return format_html("{}<br>{}", deal.get_stage_display(), deal.get_status_display())

    @admin.display(description=_("companies"))
    def companies_shown(self, deal: Any) -> str | None:
        said: DealRow = deal.said
        return said.companies

    @admin.display(description=_("in this stage for"), ordering="stage_since")
    def age(self, deal: Any) -> str | None:
        said: DealRow = deal.said
        return said.age

    @admin.display(description=_("next step"))
    def next_step(self, deal: Any) -> str:
        said: DealRow = deal.said
        return said.next_step

    @admin.display(description=_("planned jobs"))
    def planned_jobs(self, deal: Any) -> str | None:
        said: DealRow = deal.said
        return said.planned_jobs

    @admin.display(description=_("verified jobs"))
    def verified_jobs(self, deal: Any) -> str | None:
        said: DealRow = deal.said
        return said.verified_jobs

    @admin.display(description=_("add to it"))
    def add_to_it(self, deal: Deal) -> SafeString:
        return format_html(
            '<a href="{}?deal={}">{}</a> · <a href="{}?deal={}">{}</a>',
            reverse("admin:deals_claim_add"),
            deal.pk,
            _("Record a figure"),
            reverse("admin:deals_contribution_add"),
            deal.pk,
            _("Record our part in it"),
        )

    @admin.action(description=_("Move on to the next stage, as of today"), permissions=["change"])
    def move_on(self, request: Any, chosen: Any) -> None:
        moved = 0
        for deal in chosen:
            try:
                to = pipeline.next_stage(Stage(deal.stage))
                pipeline.move(deal=deal, to=to, by=request.user, at=timezone.now())
                moved += 1
            except pipeline.MoveNotAllowed as refusal:
                self.message_user(request, f"{deal}: {refusal}", messages.ERROR)
        if moved:
            told = ngettext("%d deal moved on.", "%d deals moved on.", moved) % moved
            self.message_user(request, told, messages.SUCCESS)
