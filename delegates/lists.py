"""The lists of the delegates app: their columns, and how they can be narrowed."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from delegates import exports
from delegates.models import Agency, Application, Delegate, Posting, Programme, Visit
from delegates.visit_actions import VISIT_ACTIONS
from itpo.office.listing import (
    Column,
    DayFilter,
    ListFilters,
    Listing,
    MineFilter,
    PickFilter,
    YesFilter,
    in_order,
    written,
)
from itpo.office.several_actions import giving_office_records


class DelegateFilters(ListFilters):
    """What is asked of their visits is asked of one and the same visit."""

    OF_VISITS = ("came", "programme", "theme", "since", "until")

    country = PickFilter("countries", "country", label=_("Country"))
    agency = PickFilter(
        "agencies",
        label=_("Works or worked at"),
        through=lambda agency: Posting.objects.filter(agency=agency).values("delegate"),
    )
    came = YesFilter("all", label=_("Came"), says=_("At least once"))
    programme = PickFilter("programmes", label=_("Came with the programme"), method="by_visit")
    theme = PickFilter("themes", label=_("Came with a programme on"), method="by_visit")
    since = DayFilter(label=_("In Japan on or after"), method="by_visit")
    until = DayFilter(label=_("In Japan on or before"), method="by_visit")
    here = ChoiceFilter(
        label=_("Where"), choices=[("yes", _("In Japan now"))], method="only_in_japan"
    )
    gone = YesFilter("out_of_use", label=_("Can come no more"), says=_("Those only"))

    def by_visit(self, rows: Any, name: str, value: Any) -> Any:
        return rows  # all that is asked of a visit is asked at once, below

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        asked = {name: self.form.cleaned_data.get(name) for name in self.OF_VISITS}
        if not any(asked.values()):
            return rows
        visits: Any = Visit.objects.visible_to(self.request.user).came()
        if asked["programme"]:
            visits = visits.filter(programme=asked["programme"])
        if asked["theme"]:
            visits = visits.on_theme(asked["theme"])
        if asked["since"]:
            visits = visits.perhaps_from(asked["since"])
        if asked["until"]:
            visits = visits.perhaps_until(asked["until"])
        return rows.filter(pk__in=visits.values("delegate"))

    def only_in_japan(self, rows: Any, name: str, value: str) -> Any:
        running = Visit.objects.filter(state=Visit.State.RUNNING)
        return rows.filter(pk__in=running.values("delegate"))


DELEGATES = Listing(
    page="delegates:delegates",
    export=exports.DELEGATES,
    model=Delegate,
    title=_("Delegates"),
    search_label=_("Search by name, country or agency"),
    columns=[
        Column("name", _("Name"), ("family_name", "given_name")),
        Column("country", _("Country"), ("country__name", "family_name")),
        Column("post", _("Post")),
        Column("agency", _("Agency")),
    ],
    sorted_by="name",
    filters=DelegateFilters,
    nothing=_("No delegates yet. Log the first visit, and the delegate with it."),
    no_match=_("Nobody matches. Try a part of the name, or the country."),
)


class VisitFilters(ListFilters):
    state = ChoiceFilter(label=_("State"), choices=Visit.State.choices)
    country = PickFilter("countries", "delegate__country", label=_("Country"))
    programme = PickFilter("programmes", "programme", label=_("Programme"))
    theme = PickFilter(
        "themes",
        label=_("Within a programme on"),
        through=lambda theme: Visit.objects.on_theme(theme).values("pk"),
    )
    came = YesFilter("came", label=_("Took place"), says=_("Yes, or is under way"))
    officer = PickFilter("colleagues", "officer", label=_("Officer"))
    since = DayFilter(narrow="perhaps_from", label=_("In Japan on or after"))
    until = DayFilter(narrow="perhaps_until", label=_("In Japan on or before"))
    mine = MineFilter("officer", label=_("Whose"), says=_("Mine"))


VISITS = Listing(
    page="delegates:visits",
    export=exports.VISITS,
    model=Visit,
    several=VISIT_ACTIONS,
    title=_("Visits"),
    search_label=_("Search by delegate, country, agency or purpose"),
    columns=[
        Column("delegate", _("Delegate"), ("delegate__family_name", "delegate__given_name")),
        Column("when", _("When"), (F("begins_earliest"),), descends=True),
        Column("purpose", _("Purpose")),
        Column("officer", _("Officer"), ("officer__family_name",)),
        Column("state", _("State"), (in_order(Visit.State, "state"),)),
    ],
    sorted_by="-when",
    filters=VisitFilters,
    nothing=_("No visits yet. Log the first one."),
    no_match=_("No visit matches. Try a part of the delegate's name, or the country."),
)


class AgencyFilters(ListFilters):
    country = PickFilter("countries", "country", label=_("Country"))
    kind = ChoiceFilter(label=_("Kind"), choices=Agency.Kind.choices)


AGENCIES = Listing(
    page="delegates:agencies",
    export=exports.AGENCIES,
    title=_("Agencies"),
    search_label=_("Search by name or country"),
    columns=[
        Column("name", _("Agency"), ("name",)),
        Column("country", _("Country"), ("country__name", "name")),
        Column("kind", _("Kind"), (in_order(Agency.Kind, "kind"), "name")),
        Column("before", _("Before")),
    ],
    sorted_by="name",
    filters=AgencyFilters,
    nothing=_("No agencies yet. Add the first one, or log the visit of somebody who works there."),
    no_match=_("No agency matches. Try a part of its name, its short name, or the country."),
)


class CountryFilters(ListFilters):
    officer = PickFilter("colleagues", "desk_officer", label=_("Desk officer"))
    mine = MineFilter("desk_officer", label=_("Whose"), says=_("Mine"))


COUNTRIES = Listing(
    page="delegates:countries",
    export=exports.COUNTRIES,
    title=_("Host countries"),
    search_label=_("Search by name"),
    columns=[
        Column("name", _("Country"), ("name",)),
        Column("officer", _("Desk officer"), (F("desk_officer__family_name"), "name")),
        Column("themes", _("Themes")),
    ],
    sorted_by="name",
    filters=CountryFilters,
    nothing=_("No host countries yet. Add the first one."),
    no_match=_("No country matches. Try the first letters of its English name."),
)


class ProgrammeFilters(ListFilters):
    state = ChoiceFilter(label=_("State"), choices=Programme.State.choices)
    country = PickFilter(
        "countries",
        label=_("Country"),
        through=lambda country: country.programmes.values("pk"),
    )
    officer = PickFilter("colleagues", "officer", label=_("Officer"))
    mine = MineFilter("officer", label=_("Run by"), says=_("Me"))
    ours = YesFilter("ours", label=_("Whose"), says=_("Run by us"))


PROGRAMMES = Listing(
    page="delegates:programmes",
    export=exports.PROGRAMMES,
    model=Programme,
    several=[giving_office_records("officer")],
    title=_("Programmes"),
    search_label=_("Search by name, region or sector"),
    columns=[
        Column("name", _("Programme"), ("name",)),
        Column("when", _("When"), (F("begins_earliest"),), descends=True),
        Column("closes", _("Call closes"), (F("call_closes_on"),), descends=True),
        Column("seats", _("Seats"), css_class="r"),
        Column("state", _("State"), (in_order(Programme.State, "state"),)),
    ],
    sorted_by="-when",
    filters=ProgrammeFilters,
    nothing=_("No programmes yet. Add the first one, or import a list."),
    no_match=_("No programme matches. Try one word of its name."),
)


class ApplicationFilters(ListFilters):
    state = ChoiceFilter(label=_("State"), choices=Application.State.choices)
    programme = PickFilter("programmes", "programme", label=_("Programme"))
    country = PickFilter("countries", "agency__country", label=_("Country of the agency"))
    late = ChoiceFilter(
        label=_("Handed in"), choices=[("yes", _("Not yet, though it is late"))], method="only_late"
    )

    def only_late(self, rows: Any, name: str, value: str) -> Any:
        return rows.not_handed_in_by(self.request.user.today(timezone.now()))


APPLICATIONS = Listing(
    page="delegates:applications",
    export=exports.APPLICATIONS,
    title=_("Applications"),
    search_label=_("Search by name, address, agency or programme"),
    columns=[
        Column("who", _("Who"), (written("family_name"), "given_name", "email")),
        Column("programme", _("Programme"), ("programme__name",)),
        Column("agency", _("Nominated by"), (F("agency__name"),)),
        Column("made", _("Invited"), ("created_at",), descends=True),
        Column("state", _("State"), (in_order(Application.State, "state"),)),
    ],
    sorted_by="-made",
    filters=ApplicationFilters,
    nothing=_("No applications yet. Invite agencies or delegates from the page of a programme."),
    no_match=_("No application matches. Try a part of the name or the address."),
)


class ProjectFilters(ListFilters):
    country = PickFilter("countries", "country", label=_("Country"))
    sector = PickFilter(
        "sectors", label=_("Sector"), through=lambda sector: sector.projects.values("pk")
    )
    offer = YesFilter("on_offer", label=_("On offer"), says=_("Still on offer"))


PROJECTS = Listing(
    page="delegates:projects",
    export=exports.PROJECTS,
    title=_("Project profiles"),
    search_label=_("Search by title, country, agency or sector"),
    columns=[
        Column("title", _("Project"), ("title",)),
        Column("country", _("Country"), ("country__name", "title")),
        Column("agency", _("Offered by"), (F("agency__name"),)),
        Column("capital", _("Capital sought"), css_class="r"),
        Column("offer", _("On offer"), ("is_open",), descends=True),
    ],
    sorted_by="title",
    filters=ProjectFilters,
    nothing=_("No project profiles yet. Add what a delegate brought along."),
    no_match=_("No project matches. Try one word of the title, or the country."),
)
