"""The gates, which a manager sets, and what cannot be disclosed, in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deals import gates
from deals.admin.stage_order import in_stage_order
from deals.models import Gate, Undisclosed
from itpo.office.admin_history import DeskAdmin


@admin.register(Gate)
class GateAdmin(DeskAdmin):
    """What a deal needs from a stage on. A deal that is there already lacks it and stays."""

    list_display = ("fact", "stage", "kind_shown", "office_shown")
    list_filter = ("stage",)
    list_select_related = ("office",)
    ordering = (in_stage_order(), "fact", "kind", "pk")
    # A gate without an office is one of all offices: nobody's is filled in unasked.
    sets_office = False
    may_be_deleted = True
    readonly_fields = ("lacking",)
    fields = ("fact", "stage", "kind", "office", "lacking")

    @admin.display(description=_("only this kind of deal"), ordering="kind")
    def kind_shown(self, gate: Gate) -> str:
        return gate.get_kind_display() if gate.kind else str(_("every kind"))

    @admin.display(description=_("only this office"), ordering="office__name")
    def office_shown(self, gate: Gate) -> str:
        return str(gate.office or _("all offices"))

    @admin.display(description=_("deals that are there without it"))
    def lacking(self, gate: Gate) -> str | None:
        if not gate.pk:
            return None
        number = gates.lacking(gate)
        return ngettext("%(count)d deal", "%(count)d deals", number) % {"count": number}


@admin.register(Undisclosed)
class UndisclosedAdmin(DeskAdmin):
    """To read: it is said, and taken back, on the deal's own page."""

    is_read_only = True
    list_display = ("deal", "fact", "because", "said_by", "said_at")
    list_filter = ("fact",)
    list_select_related = ("deal", "said_by")
    search_fields = ("deal__title", "because")
    ordering = ("-said_at", "-pk")
    fields = ("deal", "fact", "because", "said_by", "said_at")
