"""Figures in the admin: recording them, and verifying those of others."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deals import claims, confirmations
from deals.figure_fields import SaysFigure
from deals.models import Claim, Verification
from deals.recorders import with_recorder
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_pickers import DeskForm
from itpo.office.states import NotPossible

SUBJECTS = ("deal", "mission", "event", "programme", "visit")
# What is typed for a verb and is no part of the figure.
VERBS = {"verify_on", "still_true_on", "withdraw_because"}
FIGURE = ("metric", "phase", "value", "currency", "is_not_disclosed", "as_of")


class FigureColumns:
    """A figure as a reader sees it."""

    def get_queryset(self, request: Any) -> Any:
        return with_recorder(super().get_queryset(request))  # type: ignore[misc]

    @admin.display(description=_("figure"), ordering="value")
    def figure(self, claim: Claim) -> str:
        return claim.value_shown

    @admin.display(description=_("as of"), ordering="as_of_latest")
    def as_of_said(self, claim: Claim) -> str | None:
        return claim.as_of_shown or None

    @admin.display(description=_("recorded by"), ordering="recorded_by__family_name")
    def who_recorded(self, claim: Claim) -> str:
        return claim.recorder

    @admin.display(description=_("verified"), ordering="verified_at")
    def checked(self, claim: Claim) -> str | SafeString:
        """By whom; or that it is still to be checked, cannot be, or was withdrawn."""
        if claim.withdrawn_at:
            return gettext("withdrawn")
        if claim.is_verified:
            return gettext("by %(user)s") % {"user": claim.verified_by}
        if claim.phase == Claim.Phase.ACTUAL and claim.value is not None:
            return format_html('<span class="tag due">{}</span>', gettext("to verify"))
        return gettext("no actual figure")


class ClaimInline(FigureColumns, ListInline):
    model = Claim
    ordering = ("metric", "phase", "-recorded_at", "-pk")
    fields = readonly_fields = (
        "what",
        "phase",
        "figure",
        "as_of_said",
        "source",
        "who_recorded",
        "checked",
    )

    @admin.display(description=_("what is counted"))
    def what(self, claim: Claim) -> SafeString:
        return link_to(claim, claim.get_metric_display())


class CheckInline(ListInline):
    """Each time it was checked; the figure's verbs write these."""

    model = Verification
    ordering = ("-checked_at", "-pk")
    fields = readonly_fields = ("checked_at", "checked_by", "evidence")


class ClaimForm(SaysFigure, DeskForm):
    """Whoever writes a figure, or corrects one, has recorded it and cannot verify it."""

    verify_on = forms.CharField(
        label=_("I have checked this figure, on this evidence"),
        max_length=300,
        required=False,
        help_text=_("Saving then verifies the figure in your name. Blank: it is not verified."),
    )

    still_true_on = forms.CharField(
        label=_("It is still true, on this evidence"),
        max_length=300,
        required=False,
        help_text=_("Saving then notes the check in your name. Blank: it was not checked."),
    )
    withdraw_because = forms.CharField(
        label=_("It no longer stands, because"),
        max_length=200,
        required=False,
        help_text=_("Saving then withdraws the figure. It stays to be seen, with your reason."),
    )


class CheckedFilter(admin.SimpleListFilter):
    title = _("verified")
    parameter_name = "checked"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("Waiting for verification")),
            ("again", _("Due to be checked again")),
            ("yes", _("Verified")),
            ("withdrawn", _("Withdrawn")),
        ]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() == "waiting":
            return queryset.to_verify()
        if self.value() == "again":
            return queryset.due_again(request.user.today(timezone.now()))
        if self.value() == "yes":
            return queryset.verified()
        if self.value() == "withdrawn":
            return queryset.exclude(withdrawn_at=None)
        return queryset


@admin.register(Claim)
class ClaimAdmin(FigureColumns, DeskAdmin):
    """A verified figure stays as it was checked."""

    form = ClaimForm
    list_display = (
        "what_shown",
        "metric",
        "phase",
        "figure",
        "as_of_said",
        "source",
        "who_recorded",
        "checked",
    )
    list_filter = (CheckedFilter, "phase", "metric")
    list_select_related = (
        "deal",
        "mission",
        "event",
        "programme",
        "visit__delegate",
        "recorded_by",
        "verified_by",
    )
    search_fields = ("deal__title", "mission__name", "event__name", "programme__name", "source")
    ordering = ("-recorded_at", "-pk")
    set_once = SUBJECTS
    readonly_fields = (
        "who_recorded",
        "recorded_at",
        "verified_by",
        "verified_at",
        "evidence",
        "evidence_file",
        "check_again_on",
        "withdrawn_at",
        "withdrawn_because",
    )
    inlines = (CheckInline, follow_ups_of(Claim))

    @admin.display(description=_("about"))
    def what_shown(self, claim: Claim) -> str:
        return str(claim.about())

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        about = [one for one in SUBJECTS if obj is None or getattr(obj, f"{one}_id")]
        fieldsets: list[Any] = [
            (_("About: one of these") if obj is None else None, {"fields": about}),
            (_("The figure"), {"fields": (*FIGURE, *self._where(obj))}),
            (_("Where it is from"), {"fields": ("words", "source", "source_url")}),
        ]
        if obj is not None:
            kept = ["who_recorded", "recorded_at", "verified_by", "verified_at", "evidence"]
            fields = [*self._asked(request, obj), *kept, "check_again_on"]
            fieldsets.append((_("Verification"), {"fields": fields}))
        if obj is not None and obj.withdrawn_at:
            withdrawn = ("withdrawn_at", "withdrawn_because")
            fieldsets.append((_("Withdrawn"), {"fields": withdrawn}))
        return fieldsets

    def _asked(self, request: Any, claim: Claim) -> list[str]:
        """What it makes sense to ask; the verbs look again."""
        if self.is_to_read(request, claim) or claim.withdrawn_at:
            return []
        asked = ["withdraw_because"]
        if claims.may_be_verified_by(claim, request.user):
            asked.insert(0, "verify_on")
        if claims.may_be_checked_again_by(claim, request.user):
            asked.insert(0, "still_true_on")
        return asked

    def _where(self, claim: Claim | None) -> list[str]:
        """Only a deal's figure may be that of an institution."""
        return ["institution"] if claim is None or claim.deal_id else []

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if obj is not None and (obj.is_verified or obj.withdrawn_at):
            return (*fields, *FIGURE, "institution", "words", "source", "source_url")
        return fields

    def save_model(self, request: Any, obj: Claim, form: Any, change: bool) -> None:
        told: dict[str, Any] = {"claim": obj, "by": request.user}
        at = timezone.now()
        said = {name: form.cleaned_data.get(name, "").strip() for name in VERBS}
        try:
            if set(form.changed_data) - VERBS:
                claims.write_down(**told, changed=form.changed_data)
            if said["verify_on"]:
                confirmations.verify(**told, at=at, evidence=said["verify_on"])
            if said["still_true_on"]:
                confirmations.check_again(**told, at=at, evidence=said["still_true_on"])
            if said["withdraw_because"]:
                claims.withdraw(**told, at=at, because=said["withdraw_because"])
        except (claims.NotVerifiable, NotPossible) as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
