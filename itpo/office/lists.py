"""The lists of the ground app: their columns, and how they can be narrowed."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from itpo.office import exports
from itpo.office.follow_up_actions import FOLLOW_UP_ACTIONS
from itpo.office.listing import (
    Column,
    DayFilter,
    ListFilters,
    Listing,
    PickFilter,
    in_order,
    written,
)
from itpo.office.models import FollowUp, Partner, Promiser


class FollowUpFilters(ListFilters):
    state = ChoiceFilter(label=_("State"), choices=FollowUp.State.choices)
    promised_by = ChoiceFilter(label=_("Promised by"), choices=Promiser.choices)
    owner = PickFilter("colleagues", "owner", label=_("Who sees to it"))
    since = DayFilter("due_on", "gte", label=_("Due on or after"))
    until = DayFilter("due_on", "lte", label=_("Due on or before"))


FOLLOW_UPS = Listing(
    page="office:follow-ups",
    export=exports.FOLLOW_UPS,
    model=FollowUp,
    several=FOLLOW_UP_ACTIONS,
    title=_("Follow-ups"),
    search_label=_("Search by what is to be done, or what it is about"),
    columns=[
        Column("due", _("Due"), ("due_on",)),
        Column("what", _("What"), ("what",)),
        Column("owner", _("Who sees to it"), ("owner__family_name", "due_on")),
    ],
    sorted_by="due",
    filters=FollowUpFilters,
    nothing=_("Nothing is open. Log a meeting, and note what was promised."),
    no_match=_("No follow-up matches. Try one word of what is to be done."),
)


class PartnerFilters(ListFilters):
    kind = ChoiceFilter(label=_("Kind"), choices=Partner.Kind.choices)


PARTNERS = Listing(
    page="office:partners",
    export=exports.PARTNERS,
    title=_("Partners"),
    search_label=_("Search by name"),
    columns=[
        Column("name", _("Partner"), ("name",)),
        Column("short", _("Short name"), (written("short_name"), "name")),
        Column("kind", _("Kind"), (in_order(Partner.Kind, "kind"), "name")),
    ],
    sorted_by="name",
    filters=PartnerFilters,
    nothing=_("No partners yet. Add the first one."),
    no_match=_("No partner matches. Try a part of its name or its short name."),
)
