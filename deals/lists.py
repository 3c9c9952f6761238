"""The lists of the deals app: their columns, and how they can be narrowed."""

from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from deals import deal_exports, exports, pipeline
from deals.models import Claim, Contribution, Deal, DealCompany, Stage, Status
from deals.models.deals import RUNNING
from deals.narrowing import ResultFilters, helped_by_programme
from deals.rates.forms import CurrencyFilter
from deals.refusals import CannotTakeOver, refuse_owner
from deals.totals.narrowing import CountedFilters
from itpo.office.listing import (
    Column,
    DayFilter,
    ListFilters,
    Listing,
    MineFilter,
    PickFilter,
    YearFilter,
    in_order,
)
from itpo.office.models import User
from itpo.office.several_actions import TAGGING, giving
from itpo.office.states import NotPossible


def helped_by(**way: Any) -> Any:
    """The deals that something helped, as a person has accepted."""
    return Contribution.objects.helped().filter(Q(**way, _connector=Q.OR)).values("deal")


class DealFilters(ResultFilters):
    """How the list of deals and the board are narrowed: the same ways on both."""

    stage = ChoiceFilter(label=_("Stage"), choices=Stage.choices)
    status = ChoiceFilter(
        label=_("Status"),
        choices=[(RUNNING, _("Neither lost nor given up")), *Status.choices],
        method="by_status",
    )
    country = PickFilter("countries", "country", label=_("Country"))
    sector = PickFilter(
        "sectors", label=_("Sector"), through=lambda sector: sector.deals.values("pk")
    )
    theme = PickFilter("themes", label=_("Theme"), through=lambda theme: theme.deals.values("pk"))
    kind = ChoiceFilter(label=_("Kind"), choices=Deal.Kind.choices)
    company = PickFilter(
        "companies",
        label=_("Company"),
        through=lambda company: DealCompany.objects.filter(company=company).values("deal"),
    )
    owner = PickFilter("colleagues", "owner", label=_("Looked after by"))
    origin = ChoiceFilter(label=_("Where it came from"), choices=Deal.Origin.choices)
    programme = PickFilter(
        "programmes",
        label=_("Helped by the programme"),
        through=helped_by_programme,
    )
    mission = PickFilter(
        "missions",
        label=_("Helped by the mission"),
        through=lambda mission: helped_by(mission=mission, meeting__mission=mission),
    )
    stale = ChoiceFilter(
        label=_("Heard of"),
        choices=[("yes", _("Silent for too long"))],
        method="by_silence",
    )
    next = ChoiceFilter(
        label=_("Next step"),
        choices=[("late", _("Overdue")), ("none", _("Nothing planned"))],
        method="by_next_step",
    )
    year = YearFilter("stage_since", label=_("Came into its stage in"))
    decided = YearFilter("decided_earliest", "decided_latest", label=_("Decided in"))
    expected = YearFilter("expected_on", label=_("Next stage expected in"))
    mine = MineFilter("owner", label=_("Whose"), says=_("Mine"))

    def by_status(self, rows: Any, name: str, value: str) -> Any:
        return rows.of_status(value)

    def by_silence(self, rows: Any, name: str, value: str) -> Any:
        return rows.stale(self.request.user.today(timezone.now()))

    def by_next_step(self, rows: Any, name: str, value: str) -> Any:
        if value == "none":
            return rows.with_nothing_planned()
        viewer = self.request.user
        return rows.overdue(viewer, viewer.today(timezone.now()))


def _refuse(deal: Deal, to: User) -> None:
    try:
        refuse_owner(deal, to)
    except CannotTakeOver as refusal:
        raise NotPossible(str(refusal)) from refusal


def _give(deal: Deal, to: User, by: User) -> None:
    try:
        pipeline.hand_over(deal=deal, to=to, by=by)
    except CannotTakeOver as refusal:
        raise NotPossible(str(refusal)) from refusal


DEALS = Listing(
    page="deals:deals",
    export=deal_exports.DEALS,
    model=Deal,
    several=[giving(_give, _refuse), *TAGGING],
    title=_("Deals"),
    search_label=_("Search by title, company or country"),
    columns=[
        Column("deal", _("Deal"), ("title",)),
        Column("companies", _("Companies")),
        Column("stage", _("Stage"), (in_order(Stage, "stage"), F("stage_since"))),
        Column("next", _("Next step")),
        Column("owner", _("Owner"), (F("owner__family_name"),)),
        Column("made", _("Added"), ("pk",), descends=True),
    ],
    sorted_by="-made",
    filters=DealFilters,
    nothing=_("No deals yet. Add the first one, or import a list."),
    no_match=_("No deal matches. Try a part of the title, the company or the country."),
)

BOARD = Listing(
    page="deals:board",
    title=_("Deals"),
    search_label=DEALS.search_label,
    columns=[],
    sorted_by="",
    filters=DealFilters,
    nothing=DEALS.nothing,
    no_match=DEALS.no_match,
)


ABOUT = [
    ("deal", _("Deals")),
    ("mission", _("Missions")),
    ("event", _("Events")),
    ("programme", _("Programmes")),
    ("visit", _("Visits")),
]


class ClaimFilters(CountedFilters):
    about = ChoiceFilter(label=_("About"), choices=ABOUT, method="by_subject")
    metric = ChoiceFilter(label=_("What is counted"), choices=Claim.Metric.choices)
    phase = ChoiceFilter(label=_("Planned or real"), choices=Claim.Phase.choices)
    checked = ChoiceFilter(
        label=_("Checked"),
        choices=[
            ("yes", _("Verified")),
            ("waiting", _("Waiting for a second person")),
            ("again", _("Due to be checked again")),
            ("withdrawn", _("Withdrawn")),
        ],
        method="by_check",
    )

    def by_subject(self, rows: Any, name: str, value: str) -> Any:
        return rows.exclude(**{value: None})

    def by_check(self, rows: Any, name: str, value: str) -> Any:
        if value == "withdrawn":
            return rows.exclude(withdrawn_at=None)
        if value == "again":
            return rows.due_again(self.request.user.today(timezone.now()))
        return rows.verified() if value == "yes" else rows.to_verify()


CLAIMS = Listing(
    page="deals:claims",
    export=exports.CLAIMS,
    title=_("Figures"),
    search_label=_("Search by what it is about, or its source"),
    columns=[
        Column("figure", _("Figure"), ("metric", F("value"))),
        Column("about", _("About")),
        Column("phase", _("Planned or real"), (in_order(Claim.Phase, "phase"),)),
        Column("as_of", _("As of"), (F("as_of_latest"),), descends=True),
        Column("source", _("Source")),
        Column("again", _("To be checked again"), (F("check_again_on"),)),
        Column("recorded", _("Recorded"), ("recorded_at",), descends=True),
    ],
    sorted_by="-recorded",
    filters=ClaimFilters,
    nothing=_("No figures yet. Record the first one on the page of a deal."),
    no_match=_("No figure matches. Try one word of the deal's title, or of the source."),
)


class TransferFilters(ListFilters):
    country = PickFilter("countries", "deal__country", label=_("Country"))
    technology = PickFilter("technologies", "technology", label=_("Technology"))


TRANSFERS = Listing(
    page="deals:transfers",
    export=exports.TRANSFERS,
    title=_("Technology transfers"),
    search_label=_("Search by institution, city, technology or deal"),
    columns=[
        Column("institution", _("Institution"), ("name",)),
        Column("country", _("Country"), (F("deal__country__name"), "name")),
        Column("technology", _("Technology"), (F("technology__name"), "name")),
        *(Column(one.value, one.label, css_class="r") for one in Claim.TRANSFERRED),
    ],
    sorted_by="institution",
    filters=TransferFilters,
    nothing=_("No institution yet. Add one on the page of a deal that is a technology transfer."),
    no_match=_("No institution matches. Try one word of its name, the city or the technology."),
)


class RateFilters(ListFilters):
    one = CurrencyFilter("from_currency", label=_("Of one"))
    other = CurrencyFilter("to_currency", label=_("Worth in"))
    since = DayFilter("on", "gte", label=_("On or after"))
    until = DayFilter("on", "lte", label=_("On or before"))


RATES = Listing(
    page="deals:rates",
    export=exports.RATES,
    title=_("Exchange rates"),
    search_label=_("Search by currency or source"),
    columns=[
        Column("on", _("Day"), ("on", "from_currency", "to_currency"), descends=True),
        Column("pair", _("Currencies"), ("from_currency", "to_currency", "on")),
        Column("rate", _("Rate"), css_class="r"),
        Column("source", _("Source"), ("source", "on")),
    ],
    sorted_by="-on",
    filters=RateFilters,
    nothing=_("No exchange rates yet. A manager takes in a list, or adds the first one."),
    no_match=_("No rate matches. Try a currency's three letters."),
)
