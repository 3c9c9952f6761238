"""Programmes and applications in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from delegates.models import (
    Application,
    ApplicationDocument,
    Programme,
    ProgrammePartner,
    ReviewNote,
    Score,
    Visit,
)
from delegates.questionnaire import asked_by
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import NEWEST_FIRST, WithPeriod, link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import LinkInline, ListInline
from itpo.office.admin_seeing import SeenFilter


class ProgrammePartnerInline(LinkInline):
    model = ProgrammePartner
    verbose_name = _("partner")
    verbose_name_plural = _("partners")
    fields = ("partner", "role")


class ProgrammeVisitsInline(WithPeriod, ListInline):
    model = Visit
    ordering = NEWEST_FIRST
    fields = readonly_fields = ("delegate_shown", "when_shown", "state")

    @admin.display(description=_("delegate"))
    def delegate_shown(self, visit: Visit) -> str:
        return link_to(visit, str(visit.delegate))


@admin.register(Programme)
class ProgrammeAdmin(WithPeriod, DeskAdmin):
    list_display = ("name", "when_shown", "state", "seats", "is_ours")
    list_filter = ("state", "is_ours", ("countries", SeenFilter))
    list_select_related = ("office", "officer")
    search_fields = ("name", "ref", "region_typed", "organisers_typed", "sectors_typed")
    ordering = NEWEST_FIRST
    set_once = ("state",)
    inlines = (ProgrammePartnerInline, ProgrammeVisitsInline, follow_ups_of(Programme))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "office",
                    "name",
                    "begins",
                    "ends",
                    "state",
                    "officer",
                    "is_ours",
                    "countries",
                )
            },
        ),
        (_("The call"), {"fields": ("seats", ("call_opens_on", "call_closes_on"))}),
        (_("What the form asks"), {"fields": ("asks_aims", "asks_projects", "asks_travel")}),
        (_("Sectors and themes"), {"fields": ("sectors", "themes")}),
        (_("Notes"), {"classes": ("collapse",), "fields": ("notes",)}),
        (
            _("As typed in the source"),
            {
                "classes": ("collapse",),
                "fields": (
                    "ref",
                    "region_typed",
                    "direction",
                    "organisers_typed",
                    "counterparts_typed",
                    "sectors_typed",
                    "source_url",
                ),
            },
        ),
    )


class ReceivedInline(ListInline):
    """The files of an application; each is handed out by a view that looks who asks."""

    model = ApplicationDocument
    fields = readonly_fields = ("required", "open_file")

    @admin.display(description=_("file"))
    def open_file(self, received: ApplicationDocument) -> SafeString:
        url = reverse("office:document", args=[received.document_id])
        return format_html('<a href="{}">{}</a>', url, received.document)


class ScoresInline(ListInline):
    model = Score
    fields = readonly_fields = ("criterion", "points", "by")


class ReviewNotesInline(ListInline):
    model = ReviewNote
    fields = readonly_fields = ("text", "by", "created_at")


@admin.register(Application)
class ApplicationAdmin(DeskAdmin):
    """What came in; it is decided by the verbs of the intake."""

    list_display = ("who", "programme", "agency", "state", "submitted_at", "decided_at")
    list_filter = ("state", ("programme", SeenFilter))
    list_select_related = ("programme", "agency__country", "delegate__country", "decided_by")
    search_fields = ("family_name", "given_name", "email", "agency__name")
    ordering = ("-pk",)
    set_once = ("programme",)
    readonly_fields = (
        "answers_shown",
        "delegate",
        "state",
        "submitted_at",
        "decided_at",
        "decided_by",
        "reason",
        "told",
        "created_at",
    )
    inlines = (ReceivedInline, ScoresInline, ReviewNotesInline, follow_ups_of(Application))
    fieldsets = (
        (None, {"fields": ("programme", "agency", "family_name", "given_name", "email")}),
        (_("Answers"), {"fields": ("answers_shown",)}),
        (
            _("Decision"),
            {
                "fields": (
                    "state",
                    "submitted_at",
                    "decided_at",
                    "decided_by",
                    "reason",
                    "told",
                    "delegate",
                    "created_at",
                )
            },
        ),
    )

    @admin.display(description=_("who"), ordering="family_name")
    def who(self, application: Application) -> str:
        return str(application)

    @admin.display(description=_("answers"))
    def answers_shown(self, application: Application) -> SafeString | None:
        told = asked_by(application.programme).in_words(application)
        lines = ((label, answer) for _heading, answers in told for label, answer in answers)
        return format_html_join("\n", "<dt>{}</dt><dd>{}</dd>", lines) or None
