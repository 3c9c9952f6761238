"""Companies, their people and what they can do, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from investors.models import (
    Company,
    Contact,
    ContactPosting,
    HandOver,
    MeetingParty,
    MissionMember,
    Technology,
)
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline, RowInline
from itpo.office.admin_seeing import ArchivedFilter, SeenFilter


class ContactInline(RowInline):
    model = Contact
    fields = ("family_name", "given_name", "department", "post", "email", "left_on")


class TechnologyInline(RowInline):
    model = Technology
    fields = ("name", "summary")


class ContactPostingInline(RowInline):
    model = ContactPosting
    fk_name = "contact"
    fields = ("company", "department", "post", "begins", "ends", "successor")


class CompanyMissionsInline(ListInline):
    model = MissionMember
    verbose_name_plural = _("missions")
    fields = readonly_fields = ("mission_shown", "when_shown", "contact_shown", "state")

    @admin.display(description=_("mission"))
    def mission_shown(self, member: MissionMember) -> str:
        return link_to(member.mission)

    @admin.display(description=_("when"))
    def when_shown(self, member: MissionMember) -> str | None:
        return member.mission.when or None

    @admin.display(description=_("contact"))
    def contact_shown(self, member: MissionMember) -> str | None:
        return str(member.contact) if member.contact else None


class CompanyMeetingsInline(ListInline):
    model = MeetingParty
    fk_name = "company"
    verbose_name_plural = _("meetings")
    fields = readonly_fields = ("meeting_shown", "day", "contact_shown")

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request)
        return rows.order_by(F("meeting__day").desc(nulls_last=True), "-pk")

    @admin.display(description=_("meeting"))
    def meeting_shown(self, party: MeetingParty) -> str:
        return link_to(party.meeting)

    @admin.display(description=_("day"))
    def day(self, party: MeetingParty) -> str | None:
        return party.meeting.when or None

    @admin.display(description=_("contact"))
    def contact_shown(self, party: MeetingParty) -> str | None:
        return str(party.contact) if party.contact else None


@admin.register(Company)
class CompanyAdmin(DeskAdmin):
    list_display = ("name", "name_ja", "corporate_number", "parent", "owner", "archived_at")
    list_filter = (("owner", SeenFilter), ("sectors", SeenFilter), ArchivedFilter)
    list_select_related = ("parent", "owner", "merged_into")
    search_fields = ("name", "name_ja", "reading", "corporate_number")
    search_help_text = _("name in either script, reading, or the 13 digits")
    ordering = ("name", "pk")
    readonly_fields = ("archived_at", "merged_into")
    inlines = (
        ContactInline,
        TechnologyInline,
        CompanyMissionsInline,
        CompanyMeetingsInline,
        follow_ups_of(Company),
    )
    fieldsets = (
        (None, {"fields": ("name", "name_ja", "reading", "corporate_number", "parent", "owner")}),
        (_("Sectors"), {"fields": ("sectors", "sectors_typed")}),
        (_("More"), {"classes": ("collapse",), "fields": ("address", "website", "notes")}),
        (_("Out of use"), {"classes": ("collapse",), "fields": ("archived_at", "merged_into")}),
    )

    def called(self, thing: Company) -> str:  # type: ignore[override]
        return thing.both_names


@admin.register(Contact)
class ContactAdmin(DeskAdmin):
    list_display = ("full_name_shown", "name_ja_shown", "company", "post", "email", "left_on")
    list_filter = (ArchivedFilter,)
    list_select_related = ("company", "merged_into")
    readonly_fields = ("archived_at", "merged_into")
    search_fields = (
        "family_name",
        "given_name",
        "family_name_ja",
        "given_name_ja",
        "reading",
        "company__name",
        "company__name_ja",
    )
    ordering = ("family_name", "given_name", "pk")
    inlines = (ContactPostingInline,)
    fieldsets = (
        (None, {"fields": ("company", ("family_name", "given_name"))}),
        (_("In Japanese"), {"fields": (("family_name_ja", "given_name_ja"), "reading")}),
        (_("What they do"), {"fields": (("department", "post"), ("since", "left_on"))}),
        (_("How to reach them"), {"fields": ("email", "phone")}),
        (_("Notes"), {"classes": ("collapse",), "fields": ("notes",)}),
        (_("Out of use"), {"classes": ("collapse",), "fields": ("archived_at", "merged_into")}),
    )

    def called(self, thing: Contact) -> str:  # type: ignore[override]
        return f"{thing.full_name}, {thing.company}"

    @admin.display(description=_("name"), ordering="family_name")
    def full_name_shown(self, contact: Contact) -> str:
        return contact.full_name

    @admin.display(description=_("name in kanji"), ordering="reading")
    def name_ja_shown(self, contact: Contact) -> str | None:
        return contact.name_ja or None


@admin.register(Technology)
class TechnologyAdmin(DeskAdmin):
    list_display = ("name", "company", "sectors_typed")
    list_filter = (("sectors", SeenFilter),)
    list_select_related = ("company",)
    search_fields = ("name", "summary", "company__name", "company__name_ja")
    ordering = ("name", "pk")
    fieldsets = (
        (None, {"fields": ("company", "name", "summary")}),
        (_("Sectors"), {"fields": ("sectors", "sectors_typed")}),
        (_("Source"), {"classes": ("collapse",), "fields": ("source_url",)}),
    )


@admin.register(HandOver)
class HandOverAdmin(DeskAdmin):
    """Whose details went abroad, to whom, and how they agreed. Added on the contact's page."""

    list_display = ("contact", "on", "agency", "country", "consent", "consented_on", "office")
    list_select_related = ("contact", "agency", "country", "office")
    search_fields = ("contact__family_name", "contact__family_name_ja", "agency__name")
    ordering = ("-on", "-pk")
    fields = (
        "contact",
        "on",
        ("agency", "recipient", "country"),
        "what",
        ("consent", "consented_on"),
        ("office", "by"),
    )
    is_read_only = True
