"""The rules in the admin: a form that offers what fits, and whom a rule would concern."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import RowInline
from itpo.office.admin_pickers import DeskForm
from itpo.office.models import Rule, RuleText, User
from itpo.office.models.rules import FITS, Subject
from itpo.reminders.preview import preview
from itpo.reminders.rule_mails import Texts
from itpo.reminders.wording import when

PREVIEW = "_preview"


class RuleForm(DeskForm):
    """Offers what goes with the subject. Sent for a preview, it is not saved."""

    is_preview = False
    subject = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fits = FITS.get(Subject(self.subject)) if self.subject in FITS else None
        for name, fitting in (fits._asdict() if fits else {}).items():
            if name not in self.fields:
                continue  # only shown
            offered: Any = self.fields[name]
            kept = getattr(self.instance, name)
            offered.choices = [
                (value, label)
                for value, label in offered.choices
                if not value or value in fitting or value == kept
            ]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_preview


class TextsFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The words of a rule; one that writes mails has some."""

    def clean(self) -> None:
        super().clean()
        if self.instance.writes_mails and self.instance.is_active and not self.texts():
            raise forms.ValidationError(_("Write what the mail says, or take the rule out of use."))

    def texts(self) -> Texts:
        """The words as they are typed, by their language."""
        kept = [
            form
            for form in self.forms
            if form.has_changed() or form.instance.pk
            if not form.cleaned_data.get("DELETE")
        ]
        return {form.instance.language: form.instance for form in kept}


class RuleTextInline(RowInline):
    model = RuleText
    formset = TextsFormSet
    fields = ("language", "subject", "body")
    may_be_deleted = True
    extra = 0
    formfield_overrides = {
        **RowInline.formfield_overrides,
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 8, "cols": 60})},
    }


@admin.register(Rule)
class RuleAdmin(DeskAdmin):
    """What a rule asks for, and a look at whom it would concern before it is saved."""

    form = RuleForm
    change_form_template = "admin/office/rule/change_form.html"
    list_display = ("what", "subject", "when_shown", "tells", "is_active")
    list_filter = ("subject", "tells", "is_active")
    list_select_related = ("office",)
    ordering = ("subject", "anchor", "offset", "pk")
    search_fields = ("what",)
    set_once = ("subject",)
    inlines = (RuleTextInline,)
    fieldsets = (
        (None, {"fields": ("office", "subject", "what", "is_active")}),
        (_("When"), {"fields": (("offset", "unit", "anchor"), "working", "condition")}),
        (_("What happens"), {"fields": ("tells",)}),
    )

    @admin.display(description=_("when"), ordering="offset")
    def when_shown(self, rule: Rule) -> str:
        return when(rule)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        form.is_preview = PREVIEW in request.POST
        form.subject = obj.subject if obj else request.GET.get("subject", "")
        return form

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """Words only where a rule can write mails at all."""
        if obj is not None and len(FITS[Subject(obj.subject)].tells) == 1:
            return ()
        return super().get_inlines(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> HttpResponse:
        rule, viewer = context["adminform"].form.instance, request.user
        is_asked = PREVIEW in request.POST and not context["errors"]
        if isinstance(viewer, User) and (is_asked or (request.method == "GET" and rule.pk)):
            texts = _typed(context) if is_asked else None
            context["preview"] = preview(rule, viewer=viewer, now=timezone.now(), texts=texts)
            context["is_unsaved"] = is_asked
        if not rule.pk:
            url = reverse("admin:office_rule_add")
            context["subjects"] = [(f"{url}?subject={one}", one.label) for one in Subject]
        page: HttpResponse = super().render_change_form(request, context, *args, **options)
        return page


def _typed(context: Any) -> Texts:
    """The words of the mails as they stand in the page's form, checked."""
    formsets = (one.formset for one in context["inline_admin_formsets"])
    found: Texts = next((one.texts() for one in formsets if isinstance(one, TextsFormSet)), {})
    return found
