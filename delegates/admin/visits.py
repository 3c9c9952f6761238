"""Visits and travel documents in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegates import passports, visits
from delegates.models import ChecklistItem, TravelDocument, Visit
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import NEWEST_FIRST, DeskPlainAdmin, WithPeriod
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_pickers import DeskForm
from itpo.office.admin_seeing import SeenFilter
from itpo.office.forms import without
from itpo.office.states import NotPossible


class ChecklistInline(ListInline):
    """What is to be done before they arrive; ticked off in the workspace."""

    model = ChecklistItem
    fields = readonly_fields = ("text", "by_whom", "days_before", "done_at")


class VisitForm(DeskForm):
    """Nobody is on two visits at once, and no meeting is left outside its visit."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            visits.see_that_days_fit(self.instance)
        except NotPossible as refusal:
            self.add_error(refusal.field, str(refusal))


@admin.register(Visit)
class VisitAdmin(WithPeriod, DeskAdmin):
    form = VisitForm
    list_display = ("delegate", "when_shown", "state", "agency", "programme", "officer")
    list_filter = (
        "state",
        "is_walk_in",
        ("delegate__country", SeenFilter),
        ("officer", SeenFilter),
    )
    list_select_related = ("delegate__country", "agency__country", "programme", "officer")
    search_fields = (
        "delegate__family_name",
        "delegate__given_name",
        "agency__name",
        "agency__short_name",
        "purpose",
    )
    ordering = NEWEST_FIRST
    set_once = ("state",)
    readonly_fields = ("cancelled_because", "logged_at")
    inlines = (ChecklistInline, follow_ups_of(Visit))
    fieldsets = (
        (None, {"fields": ("office", "delegate", "agency", "programme", "officer")}),
        (_("When"), {"fields": ("begins", "ends", "state", "is_walk_in")}),
        (_("What for"), {"fields": ("purpose", "place", "rank", "notes")}),
        (
            _("More"),
            {
                "classes": ("collapse",),
                "fields": ("cancelled_because", "source_url", "logged_at"),
            },
        ),
    )

    def called(self, thing: Visit) -> str:  # type: ignore[override]
        return f"{thing.delegate}, {thing.when or gettext('without a date')}"

    def formfield_for_choice_field(self, db_field: Any, request: Any, **options: Any) -> Any:
        """A visit is not entered as cancelled: that is a verb, and says why."""
        if db_field.name == "state":
            cancelled = Visit.State.CANCELLED
            options["choices"] = [one for one in Visit.State.choices if one[0] != cancelled]
        return super().formfield_for_choice_field(db_field, request, **options)


class TravelDocumentForm(DeskForm):
    """The number is typed in, sealed and never shown again."""

    number = forms.CharField(
        label=_("number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It is kept sealed and not shown again. Blank: it stays as it is."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._seal(data.get("number", ""))
        # Not written into the page again: where something is wrong it is typed once more.
        self.data = without(self.data, "number")
        return data

    def _seal(self, typed: str) -> None:
        try:
            number = passports.normalised(typed)
        except NotPossible as error:
            self.add_error("number", str(error))
            return
        if number:
            self.instance.seal(number)
        elif not self.instance.sealed_number:
            self.add_error("number", _("Write the number of the document."))


@admin.register(TravelDocument)
class TravelDocumentAdmin(DeskPlainAdmin):
    """Masked here for everybody: the number is read in the workspace, on record."""

    form = TravelDocumentForm
    may_be_deleted = True
    list_display = ("masked", "whose", "country_code", "expires_on")
    list_select_related = ("visit__delegate__country", "application")
    search_fields = (
        "visit__delegate__family_name",
        "visit__delegate__given_name",
        "application__family_name",
        "application__given_name",
    )
    ordering = ("-pk",)
    readonly_fields = ("masked",)
    set_once = ("visit",)

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        fields = ["visit", "country_code", "expires_on"]
        if obj is not None:
            fields.append("masked")
        if self.has_change_permission(request, obj):
            fields.append("number")
        return [(None, {"fields": fields})]

    @admin.display(description=_("kept number"))
    def masked(self, document: TravelDocument) -> str:
        return document.masked() or gettext("not known")

    @admin.display(description=_("whose"))
    def whose(self, document: TravelDocument) -> str:
        if document.visit is None:
            return str(document.application)
        return f"{document.visit.delegate}, {document.visit.when}"

    def delete_model(self, request: Any, obj: TravelDocument) -> None:
        passports.delete(document=obj, by=request.user, at=timezone.now())
