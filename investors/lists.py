"""The lists of the investors app: their columns, and how they can be narrowed."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from investors import activity_exports, companies, exports
from investors.contact_actions import CONTACT_ACTIONS
from investors.meeting_actions import MEETING_ACTIONS
from investors.models import Company, Contact, Event, Meeting, MeetingParty, Mission, MissionLeg
from investors.out_of_use import BACK, COMPANIES_OUT
from itpo.office.fiscal_years import last_april
from itpo.office.listing import (
    Column,
    DayFilter,
    ListFilters,
    Listing,
    MineFilter,
    PickFilter,
    YesFilter,
    in_order,
)
from itpo.office.models import User
from itpo.office.several_actions import TAGGING, giving, giving_office_records


class CompanyFilters(ListFilters):
    sector = PickFilter(
        "sectors", label=_("Sector"), through=lambda sector: sector.companies.values("pk")
    )
    owner = PickFilter("colleagues", "owner", label=_("Looked after by"))
    mission = PickFilter(
        "missions",
        label=_("On the mission"),
        through=lambda mission: mission.members.values("company"),
    )
    mine = MineFilter("owner", label=_("Whose"), says=_("Mine"))
    gone = YesFilter("out_of_use", label=_("Out of use"), says=_("Those only"))


def _give(company: Company, to: User, by: User) -> None:
    companies.hand_over(company=company, to=to, by=by)


COMPANIES = Listing(
    page="investors:companies",
    export=exports.COMPANIES,
    model=Company,
    several=[giving(_give), *TAGGING, COMPANIES_OUT, BACK],
    title=_("Companies"),
    search_label=_("Search by name or corporate number"),
    columns=[
        Column("name", _("Name"), ("name",)),
        Column("name_ja", _("In Japanese"), (F("reading_order"), "name")),
        Column("sectors", _("Sectors")),
        Column("owner", _("Owner"), (F("owner__family_name"), "name")),
    ],
    sorted_by="name",
    sorted_by_ja="name_ja",
    filters=CompanyFilters,
    nothing=_("No companies yet. Log a meeting, and the company with it."),
    no_match=_("No company matches. Try a part of the name, in either script."),
)


class ContactFilters(ListFilters):
    company = PickFilter("companies", "company", label=_("Company"))
    current = YesFilter("current", label=_("Still there"), says=_("Has not left"))
    check = ChoiceFilter(
        label=_("To check"), choices=[("yes", _("Not since April"))], method="not_since_april"
    )
    owner = PickFilter("colleagues", "company__owner", label=_("Who looks after the company"))

    def not_since_april(self, rows: Any, name: str, value: str) -> Any:
        return rows.not_checked_since(last_april(self.request.user.today(timezone.now())))


CONTACTS = Listing(
    page="investors:contacts",
    export=exports.CONTACTS,
    model=Contact,
    several=CONTACT_ACTIONS,
    title=_("Contacts"),
    search_label=_("Search by name, in any script, or company"),
    columns=[
        Column("name", _("Name"), ("family_name", "given_name")),
        Column("reading", _("In Japanese"), (F("reading_order"), "family_name", "given_name")),
        Column("company", _("Company"), ("company__name", "family_name")),
        Column("post", _("Post")),
        Column("email", _("E-mail")),
    ],
    sorted_by="name",
    sorted_by_ja="reading",
    filters=ContactFilters,
    nothing=_("No contacts yet. Add somebody from the page of their company."),
    no_match=_("Nobody matches. Try the family name, in either script, or the company."),
)


class TechnologyFilters(ListFilters):
    company = PickFilter("companies", "company", label=_("Company"))
    sector = PickFilter(
        "sectors", label=_("Sector"), through=lambda sector: sector.technologies.values("pk")
    )


TECHNOLOGIES = Listing(
    page="investors:technologies",
    export=exports.TECHNOLOGIES,
    title=_("Technologies"),
    search_label=_("Search by name, what it does, or company"),
    columns=[
        Column("name", _("Technology"), ("name",)),
        Column("company", _("Company"), ("company__name", "name")),
        Column("sectors", _("Sectors")),
    ],
    sorted_by="name",
    filters=TechnologyFilters,
    nothing=_("No technologies yet. Add what a company offers from its page."),
    no_match=_("No technology matches. Try one word of what it does."),
)


class MissionFilters(ListFilters):
    state = ChoiceFilter(label=_("State"), choices=Mission.State.choices)
    country = PickFilter(
        "countries",
        label=_("Goes to"),
        through=lambda country: MissionLeg.objects.filter(country=country).values("mission"),
    )
    theme = PickFilter(
        "themes", label=_("Theme"), through=lambda theme: theme.missions.values("pk")
    )
    since = DayFilter(narrow="perhaps_from", label=_("Under way on or after"))
    until = DayFilter(narrow="perhaps_until", label=_("Under way on or before"))
    ours = YesFilter("ours", label=_("Whose"), says=_("We took part"))
    went = YesFilter("went", label=_("Set out"), says=_("Yes"))
    mine = MineFilter("owner", label=_("Looked after by"), says=_("Me"))


MISSIONS = Listing(
    page="investors:missions",
    model=Mission,
    several=[giving_office_records("owner")],
    export=activity_exports.MISSIONS,
    title=_("Missions"),
    search_label=_("Search by name, country or organiser"),
    columns=[
        Column("name", _("Mission"), ("name",)),
        Column("when", _("When"), (F("begins_earliest"),), descends=True),
        Column("countries", _("Countries")),
        Column("state", _("State"), (in_order(Mission.State, "state"),)),
    ],
    sorted_by="-when",
    filters=MissionFilters,
    nothing=_("No missions yet. Add the first one, or import a list."),
    no_match=_("No mission matches. Try one word of its name, or the country."),
)


class ScheduleFilters(ListFilters):
    programme = PickFilter("programmes", "programme", label=_("Of the programme"))
    mission = PickFilter("missions", "leg__mission", label=_("Of the mission"))
    event = PickFilter("events", "event", label=_("Of the event"))


SCHEDULES = Listing(
    page="investors:schedules",
    export=exports.SCHEDULES,
    title=_("Meeting schedules"),
    search_label=_("Search by name, programme, mission or event"),
    columns=[
        Column("name", _("Schedule"), ("name",)),
        Column("whole", _("Of what")),
        Column("when", _("When"), ("first_on",), descends=True),
        Column("planned", _("Meetings planned")),
        Column("published", _("Published")),
    ],
    sorted_by="-when",
    filters=ScheduleFilters,
    nothing=_("No schedules yet. Begin one from the page of a programme, a mission or an event."),
    no_match=_("No schedule matches. Try a word of its name, or of what it is for."),
)


class EventFilters(ListFilters):
    kind = ChoiceFilter(label=_("Kind"), choices=Event.Kind.choices)
    state = ChoiceFilter(label=_("State"), choices=Event.State.choices)
    country = PickFilter("countries", "country", label=_("About which country"))
    theme = PickFilter("themes", label=_("Theme"), through=lambda theme: theme.events.values("pk"))
    series = PickFilter("event-series", "series", label=_("Series"))
    ours = YesFilter("ours", label=_("Whose"), says=_("We took part"))


EVENTS = Listing(
    page="investors:events",
    export=activity_exports.EVENTS,
    title=_("Events"),
    search_label=_("Search by name, country or organiser"),
    columns=[
        Column("name", _("Event"), ("name",)),
        Column("when", _("When"), (F("begins_earliest"),), descends=True),
        Column("kind", _("Kind"), (in_order(Event.Kind, "kind"), "name")),
        Column("country", _("Country")),
        Column("state", _("State"), (in_order(Event.State, "state"),)),
    ],
    sorted_by="-when",
    filters=EventFilters,
    nothing=_("No events yet. Add the first one, or import a list."),
    no_match=_("No event matches. Try one word of its name."),
)


def _at_which(**side: Any) -> Any:
    return MeetingParty.objects.filter(**side).values("meeting")


def _around(delegate: Any) -> Any:
    """Those they sat at, and those of their visits: as many as on their page."""
    own = Meeting.objects.filter(visit__delegate=delegate)
    return own.values("pk").union(_at_which(delegate=delegate))


class MeetingFilters(ListFilters):
    kind = ChoiceFilter(label=_("Kind"), choices=Meeting.Kind.choices)
    state = ChoiceFilter(label=_("State"), choices=Meeting.State.choices)
    interest = ChoiceFilter(label=_("The company's interest"), choices=Meeting.Interest.choices)
    company = PickFilter(
        "companies", label=_("Company"), through=lambda company: _at_which(company=company)
    )
    contact = PickFilter(
        "contacts", label=_("Contact"), through=lambda contact: _at_which(contact=contact)
    )
    delegate = PickFilter("delegates", label=_("Delegate"), through=_around)
    country = PickFilter(
        "countries",
        label=_("With a host country"),
        through=lambda country: Meeting.objects.with_country(country).values("pk"),
    )
    programme = PickFilter(
        "programmes", "visit__programme", label=_("During a visit of the programme")
    )
    theme = PickFilter(
        "themes",
        label=_("Theme"),
        through=lambda theme: Meeting.objects.on_theme(theme).values("pk"),
    )
    visit = PickFilter("visits", "visit", label=_("During the visit of"))
    mission = PickFilter("missions", "mission", label=_("During the mission"))
    event = PickFilter("events", "event", label=_("At the event"))
    since = DayFilter("day", "gte", label=_("On or after"))
    until = DayFilter("day", "lte", label=_("On or before"))
    unwritten = ChoiceFilter(
        label=_("Written down"),
        choices=[("no", _("Not yet, though its day has come"))],
        method="only_unwritten",
    )
    mine = MineFilter("officer", label=_("Logged by"), says=_("Me"))

    def only_unwritten(self, rows: Any, name: str, value: str) -> Any:
        return rows.still_planned_by(self.request.user.today(timezone.now()))


MEETINGS = Listing(
    page="investors:meetings",
    model=Meeting,
    several=MEETING_ACTIONS,
    export=exports.MEETINGS,
    title=_("Meetings"),
    search_label=_("Search by subject or company"),
    columns=[
        Column("subject", _("Subject"), ("subject",)),
        Column("day", _("Day"), (F("day"), F("starts_at")), descends=True),
        Column("companies", _("Companies")),
        Column("delegates", _("Delegates")),
        Column("state", _("State"), (in_order(Meeting.State, "state"),)),
    ],
    sorted_by="-day",
    filters=MeetingFilters,
    nothing=_("No meetings yet. Log the first one."),
    no_match=_("No meeting matches. Try one word of the subject, or the company."),
)
