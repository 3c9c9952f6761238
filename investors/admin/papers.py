"""Papers about missions as they went out, in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegates.admin.papers import IssuedPaperAdmin
from investors.models import MissionPaper


@admin.register(MissionPaper)
class MissionPaperAdmin(IssuedPaperAdmin):
    list_select_related = ("document", "issued_by", "mission", "member__mission")
    fieldsets = (
        IssuedPaperAdmin.as_issued,
        (_("About"), {"fields": ("mission", "member")}),
    )
