"""What programmes ask, in the admin: questions, documents and what answers are judged by.

They are taken away in the workspace, which looks first whether somebody has answered.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegates.models import Criterion, Question, RequiredDocument
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_seeing import SeenFilter

LANGUAGES = ("text", "text_fr", "text_ja")
IN_ORDER = ("-programme", "position", "pk")


@admin.register(Question)
class QuestionAdmin(DeskAdmin):
    list_display = ("text", "programme", "step", "kind", "is_required")
    list_filter = ("step", ("programme", SeenFilter))
    list_select_related = ("programme",)
    search_fields = LANGUAGES
    ordering = IN_ORDER
    set_once = ("programme",)
    fieldsets = (
        (None, {"fields": ("programme", *LANGUAGES)}),
        (_("How it is asked"), {"fields": ("step", "kind", "choices_typed", "is_required")}),
        (_("Order"), {"classes": ("collapse",), "fields": ("position",)}),
    )


@admin.register(RequiredDocument)
class RequiredDocumentAdmin(DeskAdmin):
    list_display = ("text", "programme", "is_required", "is_passport")
    list_filter = (("programme", SeenFilter),)
    list_select_related = ("programme",)
    search_fields = LANGUAGES
    ordering = IN_ORDER
    # What came in as a passport is sealed, and stays so.
    set_once = ("programme", "is_passport")
    fieldsets = (
        (None, {"fields": ("programme", *LANGUAGES, "is_required", "is_passport")}),
        (_("Order"), {"classes": ("collapse",), "fields": ("position",)}),
    )


@admin.register(Criterion)
class CriterionAdmin(DeskAdmin):
    list_display = ("name", "programme", "most")
    list_filter = (("programme", SeenFilter),)
    list_select_related = ("programme",)
    search_fields = ("name",)
    ordering = IN_ORDER
    set_once = ("programme",)
    fields = ("programme", "name", "most", "position")
