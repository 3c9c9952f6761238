"""For every record that has a form: how to make one, and what somebody may type for another."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model
from django.urls import reverse

from itpo.office.editing import Editable
from itpo.office.models import User
from itpo.office.picking import PickField, PickSeveralField
from itpo.office.record_forms import editables
from tests.factories import (
    AgencyFactory,
    AgendaItemFactory,
    ApplicationFactory,
    BudgetLineFactory,
    ChecklistItemFactory,
    ChecklistStepFactory,
    ClaimFactory,
    CompanyFactory,
    ContactFactory,
    ContactPostingFactory,
    ContributionFactory,
    CriterionFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    EventPartnerFactory,
    EventRegistrationFactory,
    EventSeriesFactory,
    EventSessionFactory,
    HandOverFactory,
    HostCountryFactory,
    InstitutionFactory,
    InvitationFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionBudgetLineFactory,
    MissionFactory,
    MissionHostFactory,
    MissionLegFactory,
    MissionMemberFactory,
    MissionPartnerFactory,
    MissionStepFactory,
    MissionTaskFactory,
    PartnerFactory,
    PostingFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    ProjectProfileFactory,
    QuestionFactory,
    RequiredDocumentFactory,
    SectorFactory,
    SiteChangeFactory,
    TechnologyFactory,
    ThemeFactory,
    TrainingSessionFactory,
    UserFactory,
    VisitFactory,
)
from tests.registry import FACTORIES

Typed = dict[str, Any]


class Example(NamedTuple):
    """How to make a record of the officer's office, and what fills every field of its form.

    `others` are two fields that somebody may change without touching the rest.
    """

    make: Callable[[User], Any]
    typed: Callable[[User], Typed]
    others: tuple[str, str]


def sectors() -> list[int]:
    return sorted(SectorFactory().pk for _ in range(2))


def themes() -> list[int]:
    return sorted(ThemeFactory().pk for _ in range(2))


def ours(factory: Any) -> Callable[[User], Any]:
    return lambda by: factory(office=by.office)


def part_of(factory: Any, whole: str) -> Callable[[User], Any]:
    return lambda by: factory(**{f"{whole}__office": by.office})


def shared(factory: Any) -> Callable[[User], Any]:
    return lambda by: factory()


SOURCE = "https://example.org/a?b=1&c=2"


def country(by: User) -> Typed:
    mori = UserFactory(office=by.office)
    return {
        "name": "Côte d'Ivoire",
        "code": "CI",
        "desk_officer": mori.pk,
        "themes": themes(),
        "visa_notes": "Papers six weeks before",
    }


def agency(by: User) -> Typed:
    return {
        "name": "Agence <fictive>",
        "short_name": "AF",
        "kind": "bank",
        "country": HostCountryFactory().pk,
        "predecessor": AgencyFactory().pk,
        "website": "https://example.org/",
        "notes": "Renamed",
    }


def delegate(by: User) -> Typed:
    return {
        "family_name": "O'Brien",
        "given_name": "Amina",
        "country": HostCountryFactory().pk,
        "email": "amina@example.org",
        "phone": "+212 5 00",
        "title": "Dr.",
        "name_local": "كريم",
        "asked_yearly": True,
        "notes": "Speaks French",
    }


def posting(by: User) -> Typed:
    return {
        "delegate": DelegateFactory().pk,
        "post": "Director",
        "agency": AgencyFactory().pk,
        "begins": "1990s",
        "ends": "2016-06",
        "is_current": True,
        "source_url": SOURCE,
    }


def programme(by: User) -> Typed:
    return {
        "name": "Delegates 2027",
        "countries": [HostCountryFactory().pk],
        "begins": "2027-01",
        "ends": "2027-03",
        "seats": "8",
        "officer": UserFactory(office=by.office).pk,
        "call_opens_on": "2026-09-01",
        "call_closes_on": "2026-10-01",
        "sectors": sectors(),
        "sectors_typed": "Food",
        "themes": themes(),
        "organisers_typed": "ITPO",
        "counterparts_typed": "AMDIE",
        "region_typed": "Africa",
        "source_url": SOURCE,
        "is_ours": True,
        "asks_aims": True,
        "asks_projects": True,
        "asks_travel": True,
        "notes": "First edition",
    }


IN_THREE_LANGUAGES = {
    "text": "What do you expect of Japan?",
    "text_fr": "Qu’attendez-vous du Japon ?",
    "text_ja": "日本に何を期待しますか。",
}


def question(by: User) -> Typed:
    return {
        "programme": ProgrammeFactory(office=by.office).pk,
        **IN_THREE_LANGUAGES,
        "step": "post",
        "kind": "choice",
        "choices_typed": "Much\nLittle",
        "is_required": True,
    }


def required_document(by: User) -> Typed:
    return {
        "programme": ProgrammeFactory(office=by.office).pk,
        **IN_THREE_LANGUAGES,
        "is_required": True,
        "is_passport": True,
    }


def criterion(by: User) -> Typed:
    return {"programme": ProgrammeFactory(office=by.office).pk, "name": "Clear aims", "most": "10"}


def budget_line(by: User) -> Typed:
    return {
        "programme": ProgrammeFactory(office=by.office).pk,
        "what": "Flights",
        "planned": "1200000.00",
        "actual": "1150000.50",
        "currency": "JPY",
        "paid_by": PartnerFactory().pk,
    }


def training_session(by: User) -> Typed:
    return {
        "programme": ProgrammeFactory(office=by.office).pk,
        "topic": "Investor targeting",
        "held_on": "2026-11-18",
        "begins_at": "09:30",
        "ends_at": "12:00",
        "place": "Aoyama",
        "trainer": "A. Trainer",
        "partner": PartnerFactory().pk,
        "material_url": SOURCE,
    }


def checklist_step(by: User) -> Typed:
    return {
        **IN_THREE_LANGUAGES,
        "country": HostCountryFactory().pk,
        "by_whom": "agency",
        "days_before": "21",
        "paper": "reason",
    }


def checklist_item(by: User) -> Typed:
    return {
        **IN_THREE_LANGUAGES,
        "visit": VisitFactory(officer=by).pk,
        "by_whom": "agency",
        "days_before": "21",
        "paper": "reason",
    }


def role_in(whole: str, factory: Any) -> Callable[[User], Typed]:
    return lambda by: {
        whole: factory(office=by.office).pk,
        "partner": PartnerFactory().pk,
        "role": "speaker",
    }


def application(by: User) -> Typed:
    return {
        "programme": ProgrammeFactory(office=by.office).pk,
        "agency": AgencyFactory().pk,
        "family_name": "Exemple",
        "given_name": "Amina",
    }


def invitation(by: User) -> Typed:
    return {"contact_name": "Mme la Directrice", "most": "3", "answer_by": "2026-12-01"}


def visit(by: User) -> Typed:
    return {
        "begins": "2026-12-01",
        "ends": "2026-12",
        "purpose": "Factory visits",
        "programme": ProgrammeFactory(office=by.office).pk,
        "officer": UserFactory(office=by.office).pk,
        "is_walk_in": True,
        "agency": AgencyFactory().pk,
        "place": "Yokohama",
        "source_url": SOURCE,
        "notes": "Vegetarian",
    }


def project(by: User) -> Typed:
    return {
        "title": "Solar park",
        "country": HostCountryFactory().pk,
        "agency": AgencyFactory().pk,
        "summary": "Fifty megawatts",
        "partner_sought": "Joint venture",
        "capital_sought": "1250000.50",
        "currency": "MAD",
        "is_open": True,
        "delegate": DelegateFactory().pk,
        "sectors": sectors(),
        "sectors_typed": "Energy",
    }


def company(by: User) -> Typed:
    return {
        "name": "Sakura & Sons",
        "name_ja": "桜工業",
        "reading": "サクラコウギョウ",
        "corporate_number": "7000012050002",
        "owner": UserFactory(office=by.office).pk,
        "parent": CompanyFactory().pk,
        "address": "1-1 Chiyoda",
        "website": "https://example.org/",
        "sectors": sectors(),
        "sectors_typed": "Harnesses",
        "notes": "Family firm",
    }


def contact(by: User) -> Typed:
    return {
        "company": CompanyFactory().pk,
        "family_name": "Yamada",
        "given_name": "Haruo",
        "family_name_ja": "山田",
        "given_name_ja": "春夫",
        "reading": "ヤマダハルオ",
        "department": "Overseas",
        "post": "Head",
        "email": "yamada@example.org",
        "phone": "03",
        "left_on": "2026-03-31",
        "notes": "Likes golf",
    }


def technology(by: User) -> Typed:
    return {
        "company": CompanyFactory().pk,
        "name": "Incinerator",
        "summary": "Burns waste",
        "sectors": sectors(),
        "sectors_typed": "Waste",
        "source_url": SOURCE,
    }


def mission(by: User) -> Typed:
    return {
        "name": "Mission to Tangier",
        "begins": "2027-01-11",
        "ends": "2027-01",
        "owner": UserFactory(office=by.office).pk,
        "sectors": sectors(),
        "themes": themes(),
        "organisers_typed": "METI",
        "sectors_typed": "Cars",
        "source_url": SOURCE,
        "is_ours": True,
        "notes": "Seminar first",
    }


def leg(by: User) -> Typed:
    return {
        "mission": MissionFactory(office=by.office).pk,
        "country": HostCountryFactory().pk,
        "begins": "2027-01-11",
        "ends": "2027-01-12",
        "region_typed": "North",
        "counterparts_typed": "AMDIE",
        "sectors_typed": "Cars",
        "source_url": SOURCE,
        "notes": "By train",
    }


def member(by: User) -> Typed:
    somebody = ContactFactory()
    return {
        "mission": MissionFactory(office=by.office).pk,
        "company": somebody.company.pk,
        "contact": somebody.pk,
        "role": "Head of the group",
    }


def contact_posting(by: User) -> Typed:
    return {
        "contact": ContactFactory().pk,
        "company": CompanyFactory().pk,
        "department": "Overseas",
        "post": "Manager",
        "begins": "2019",
        "ends": "2024-03",
        "successor": ContactFactory().pk,
    }


def hand_over(by: User) -> Typed:
    return {
        "contact": ContactFactory().pk,
        "on": "2026-11-20",
        "agency": AgencyFactory().pk,
        "recipient": "Director",
        "country": HostCountryFactory().pk,
        "what": "Name, post and e-mail",
        "consent": "mail",
        "consented_on": "2026-11-19",
    }


def host(by: User) -> Typed:
    return {
        "leg": MissionLegFactory(mission__office=by.office).pk,
        "agency": AgencyFactory().pk,
        "role": "speaker",
    }


def mission_task(by: User) -> Typed:
    return {
        "mission": MissionFactory(office=by.office).pk,
        "text": "Book the flights",
        "by_whom": "company",
        "days_before": "42",
    }


def mission_step(by: User) -> Typed:
    return {"text": "Book the flights", "by_whom": "company", "days_before": "42"}


def mission_budget_line(by: User) -> Typed:
    return {
        "mission": MissionFactory(office=by.office).pk,
        "what": "Coaches",
        "planned": "5000.00",
        "actual": "5200.50",
        "currency": "EUR",
        "paid_by": PartnerFactory().pk,
    }


def event(by: User) -> Typed:
    return {
        "name": "Webinar on ports",
        "kind": "webinar",
        "begins": "2026-11-24",
        "ends": "2026-11-25",
        "begins_at": "14:00",
        "ends_at": "16:00",
        "time_zone": "Africa/Casablanca",
        "country": HostCountryFactory().pk,
        "place": "Online",
        "seats": 40,
        "registration_closes_on": "2026-11-23",
        "join_url": SOURCE,
        "summary": "Two free zones present themselves.",
        "name_fr": "Webinaire sur les ports",
        "summary_fr": "Deux zones franches se présentent.",
        "name_ja": "港湾ウェビナー",
        "summary_ja": "二つの自由貿易区を紹介します。",
        "series": EventSeriesFactory(office=by.office).pk,
        "sectors": sectors(),
        "themes": themes(),
        "organisers_typed": "JETRO",
        "counterparts_typed": "AMDIE",
        "region_typed": "Africa",
        "sectors_typed": "Ports",
        "source_url": SOURCE,
        "is_ours": True,
        "notes": "In French",
    }


def event_series(by: User) -> Typed:
    return {"name": "Week of webinars", "notes": "Every spring"}


def event_session(by: User) -> Typed:
    return {
        "event": EventFactory(office=by.office).pk,
        "topic": "Free zones",
        "held_on": "2026-11-20",
        "begins_at": "14:00",
        "ends_at": "14:30",
        "speaker": "Ms Alami",
        "organisation": "AMDIE",
        "partner": PartnerFactory().pk,
    }


def registration(by: User) -> Typed:
    return {
        "event": EventFactory(office=by.office).pk,
        "name": "Guest",
        "email": "guest@example.org",
        "organisation": "Embassy",
        "post": "Attaché",
        "language": "fr",
        "contact": ContactFactory().pk,
    }


def agenda_item(by: User) -> Typed:
    return {
        "title": "Lunch with the mayor",
        "kind": "meal",
        "day": "2026-11-19",
        "starts": "12:00",
        "ends": "13:00",
        "place": "Yokohama",
    }


def meeting(by: User) -> Typed:
    return {
        "subject": "Second talk",
        "kind": "video",
        "day": "2026-11-20",
        "starts": "14:30",
        "place": "Room 5",
        "visit": VisitFactory(officer=by).pk,
        "is_restricted": True,
        "source_url": SOURCE,
    }


def party(by: User) -> Typed:
    somebody = ContactFactory()
    return {
        "meeting": MeetingFactory(officer=by).pk,
        "company": somebody.company.pk,
        "contact": somebody.pk,
        "name": "and her interpreter",
    }


def deal(by: User) -> Typed:
    return {
        "title": "Plant in Tangier",
        "country": HostCountryFactory().pk,
        "kind": "greenfield",
        "expected_on": "2027-03-31",
        "owner": by.pk,
        "sectors": sectors(),
        "themes": themes(),
        "parent": DealFactory(office=by.office).pk,
        "parent_relation": "part",
        "is_confidential": True,
        "anonymous_description": "A plant in Africa",
        "our_part_typed": "Introduced them",
        "source_url": SOURCE,
        "notes": "Slow",
    }


def claim(by: User) -> Typed:
    return {
        "deal": DealFactory(office=by.office).pk,
        "metric": "capital",
        "phase": "planned",
        "value": "35000000.00",
        "currency": "MAD",
        "as_of": "2021",
        "source": "Press",
        "words": "about 35 million",
        "source_url": SOURCE,
    }


def institution(by: User) -> Typed:
    return {
        "deal": DealFactory(office=by.office).pk,
        "name": "Hôpital Fann",
        "city": "Dakar",
        "counterpart": PartnerFactory().pk,
        "technology": TechnologyFactory().pk,
    }


def contribution(by: User) -> Typed:
    return {
        "deal": DealFactory(office=by.office).pk,
        "mission": MissionFactory(office=by.office).pk,
        "role": "promotion",
        "strength": "facilitated",
        "evidence": "Letter",
        "evidence_url": SOURCE,
    }


def site_change(by: User) -> dict[str, Any]:
    return {
        "deal": DealFactory(office=by.office, stage="operational").pk,
        "kind": "relocation",
        "happened": "2019-03",
        "moved_to": "VN",
        "reason": "Wages",
        "source": "The company's report",
        "source_url": "https://example.org/moved",
    }


EXAMPLES: Mapping[str, Example] = {
    "office.partner": Example(
        shared(PartnerFactory),
        lambda by: {
            "name": "A bank",
            "short_name": "AB",
            "kind": "bank",
            "website": "https://example.org/",
            "is_us": True,
        },
        ("short_name", "is_us"),
    ),
    "delegates.hostcountry": Example(shared(HostCountryFactory), country, ("name", "visa_notes")),
    "delegates.agency": Example(shared(AgencyFactory), agency, ("country", "notes")),
    "delegates.delegate": Example(shared(DelegateFactory), delegate, ("family_name", "email")),
    "delegates.posting": Example(shared(PostingFactory), posting, ("begins", "is_current")),
    "delegates.programme": Example(ours(ProgrammeFactory), programme, ("seats", "countries")),
    "delegates.programmepartner": Example(
        part_of(ProgrammePartnerFactory, "programme"),
        role_in("programme", ProgrammeFactory),
        ("partner", "role"),
    ),
    "delegates.question": Example(
        part_of(QuestionFactory, "programme"), question, ("text_fr", "is_required")
    ),
    "delegates.requireddocument": Example(
        part_of(RequiredDocumentFactory, "programme"), required_document, ("text", "is_required")
    ),
    "delegates.criterion": Example(
        part_of(CriterionFactory, "programme"), criterion, ("name", "most")
    ),
    "delegates.budgetline": Example(
        part_of(BudgetLineFactory, "programme"), budget_line, ("planned", "paid_by")
    ),
    "delegates.trainingsession": Example(
        part_of(TrainingSessionFactory, "programme"), training_session, ("held_on", "trainer")
    ),
    "delegates.checkliststep": Example(
        ours(ChecklistStepFactory), checklist_step, ("days_before", "text_ja")
    ),
    "delegates.checklistitem": Example(
        lambda by: ChecklistItemFactory(visit=VisitFactory(officer=by)),
        checklist_item,
        ("days_before", "text_ja"),
    ),
    "delegates.application": Example(
        part_of(ApplicationFactory, "programme"), application, ("given_name", "agency")
    ),
    "delegates.invitation": Example(
        part_of(InvitationFactory, "programme"), invitation, ("contact_name", "most")
    ),
    "delegates.visit": Example(
        lambda by: VisitFactory(officer=by), visit, ("purpose", "is_walk_in")
    ),
    "delegates.projectprofile": Example(
        shared(ProjectProfileFactory), project, ("sectors", "summary")
    ),
    "investors.company": Example(shared(CompanyFactory), company, ("owner", "address")),
    "investors.contact": Example(shared(ContactFactory), contact, ("left_on", "post")),
    "investors.contactposting": Example(
        shared(ContactPostingFactory), contact_posting, ("post", "begins")
    ),
    "investors.handover": Example(ours(HandOverFactory), hand_over, ("recipient", "consent")),
    "investors.technology": Example(shared(TechnologyFactory), technology, ("name", "sectors")),
    "investors.mission": Example(ours(MissionFactory), mission, ("begins", "themes")),
    "investors.missionleg": Example(
        part_of(MissionLegFactory, "mission"), leg, ("country", "notes")
    ),
    "investors.missionmember": Example(
        part_of(MissionMemberFactory, "mission"), member, ("company", "role")
    ),
    "investors.missionpartner": Example(
        part_of(MissionPartnerFactory, "mission"),
        role_in("mission", MissionFactory),
        ("role", "partner"),
    ),
    "investors.missionhost": Example(
        lambda by: MissionHostFactory(leg__mission__office=by.office), host, ("role", "agency")
    ),
    "investors.missiontask": Example(
        part_of(MissionTaskFactory, "mission"), mission_task, ("days_before", "text")
    ),
    "investors.missionstep": Example(
        ours(MissionStepFactory), mission_step, ("days_before", "by_whom")
    ),
    "investors.missionbudgetline": Example(
        part_of(MissionBudgetLineFactory, "mission"), mission_budget_line, ("planned", "paid_by")
    ),
    "investors.event": Example(ours(EventFactory), event, ("is_ours", "place")),
    "investors.eventseries": Example(ours(EventSeriesFactory), event_series, ("name", "notes")),
    "investors.eventsession": Example(
        part_of(EventSessionFactory, "event"), event_session, ("topic", "speaker")
    ),
    "investors.eventregistration": Example(
        part_of(EventRegistrationFactory, "event"), registration, ("email", "organisation")
    ),
    "investors.eventpartner": Example(
        part_of(EventPartnerFactory, "event"), role_in("event", EventFactory), ("role", "partner")
    ),
    "investors.meeting": Example(
        lambda by: MeetingFactory(officer=by), meeting, ("starts", "place")
    ),
    "investors.agendaitem": Example(
        lambda by: AgendaItemFactory(visit__officer=by), agenda_item, ("title", "place")
    ),
    "investors.meetingparty": Example(
        lambda by: MeetingPartyFactory(meeting__officer=by), party, ("company", "name")
    ),
    "deals.deal": Example(ours(DealFactory), deal, ("expected_on", "owner")),
    "deals.dealcompany": Example(
        part_of(DealCompanyFactory, "deal"),
        lambda by: {
            "deal": DealFactory(office=by.office).pk,
            "company": CompanyFactory().pk,
            "role": "supplier",
        },
        ("company", "role"),
    ),
    "deals.claim": Example(part_of(ClaimFactory, "deal"), claim, ("value", "source")),
    "deals.institution": Example(
        part_of(InstitutionFactory, "deal"), institution, ("city", "technology")
    ),
    "deals.sitechange": Example(
        part_of(SiteChangeFactory, "deal"), site_change, ("reason", "source")
    ),
    "deals.contribution": Example(
        lambda by: ContributionFactory(deal__office=by.office, visit__officer=by),
        contribution,
        ("role", "evidence"),
    ),
}
ADDED = [label for label, kind in editables.items() if kind.may_be_added]
REMOVED = [label for label, kind in editables.items() if kind.may_be_removed]


def add_url(label: str) -> str:
    return reverse("desk:add", args=[label])


def change_url(row: Model) -> str:
    return reverse("desk:change", args=[row._meta.label_lower, row.pk])


def remove_url(row: Model) -> str:
    return reverse("desk:remove", args=[row._meta.label_lower, row.pk])


def kind_of(row: Model) -> Editable:
    return editables[row._meta.label_lower]


def sent(form: Any, *without: str) -> Typed:
    """What a browser sends of a form: nothing for a box that is not ticked."""
    return {
        name: typed
        for name in form.fields
        if name not in without and (typed := as_typed(form[name].value())) not in ("", [])
    }


def as_typed(value: Any) -> Any:
    """One value as it travels in a form."""
    if isinstance(value, list | tuple):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(getattr(value, "pk", value))


def typed_of(typed: Typed) -> Typed:
    return {name: as_typed(value) for name, value in typed.items()}


def form_of(row: Any, viewer: User) -> Any:
    """The form that shows a record as it stands."""
    fresh = type(row)._default_manager.get(pk=row.pk)
    return kind_of(row).form(instance=fresh, viewer=viewer)


def another(row: Any, name: str, by: User) -> Any:
    """Something else that may be typed into a field than what a record has there."""
    field = form_of(row, by).fields[name]
    if isinstance(field, PickSeveralField):
        return [FACTORIES[field.queryset.model]().pk]
    if isinstance(field, PickField):
        return FACTORIES[field.queryset.model](**NEW.get(field.pick_name, {})).pk
    if isinstance(field, forms.BooleanField):
        return "" if form_of(row, by)[name].value() else "on"
    if isinstance(field, forms.ChoiceField):
        now = form_of(row, by)[name].value()
        return next(value for value, _label in field.choices if value and value != now)
    for kind, typed in OTHERWISE:
        if isinstance(field, kind):
            return typed
    return "2015" if name in {"begins", "ends", "as_of"} else "Other words"


NEW: dict[str, Typed] = {"countries": {"code": "KE", "name": "Kenya"}}
OTHERWISE: list[tuple[type[forms.Field], str]] = [
    (forms.EmailField, "other@example.org"),
    (forms.DateField, "2027-05-05"),
    (forms.TimeField, "16:45"),
    (forms.DecimalField, "7.00"),
    (forms.IntegerField, "7"),
]
