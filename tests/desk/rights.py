"""Who may do what at every address: one line for each URL name of the product.

Each line says how to make a row of the officer's office and its address, and what each of the
cast is answered when they look (GET) and when they write (an empty POST), in the order of WHO.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import get_resolver, reverse

import tests.factories as make
from deals.models import (
    Claim,
    Confirmation,
    ConfirmedFigure,
    Contribution,
    Deal,
    DealCompany,
    Institution,
    Verification,
)
from delegates.models import (
    Agency,
    Application,
    ChecklistItem,
    Delegate,
    HostCountry,
    Invitation,
    Paper,
    PostCheck,
    Programme,
    ProgrammePartner,
    ProjectProfile,
    TrainingSession,
    TravelDocument,
    Visit,
)
from investors.models import (
    AgendaItem,
    AttendanceList,
    Company,
    Contact,
    ContactPosting,
    Event,
    EventPartner,
    EventRegistration,
    EventSeries,
    EventSession,
    Meeting,
    MeetingParty,
    Mission,
    MissionLeg,
    MissionMember,
    MissionPaper,
    MissionPartner,
    MissionTask,
    Pairing,
    Participant,
    Schedule,
    ScheduleRun,
    Technology,
)
from itpo.office import chain, merging
from itpo.office.models import (
    Absence,
    Document,
    ExchangeRate,
    FollowUp,
    ImportRun,
    Merge,
    OutgoingMail,
    Partner,
    PersonalLink,
    SavedView,
    User,
)
from itpo.office.picking import pickables
from itpo.office.record_forms import editables
from itpo.office.sheets import _sheets
from tests.desk.admin_rows import MAKERS, SHARED
from tests.registry import MODELS

WHO = ("officer", "elsewhere", "manager", "auditor", "visitor")

# An answer is a status; “login” leads to the log-in page, “on” to another page.
READ = "200 200 200 200 login"
READ_OURS = "200 404 200 200 login"
WRITE = "200 200 200 403 login"  # the form comes back: it was empty
WRITE_OURS = "200 404 200 403 login"
ACT = "on on on 403 login"
ACT_OURS = "on 404 on 403 login"
NOT_THERE = "404 404 404 403 login"
NO_FORM = "404 404 404 404 login"
NOT_SO = "405 405 405 405 login"
MANAGERS = "403 403 200 200 login"
MANAGERS_ONLY = "403 403 200 403 login"
EMPTY_IS_WELL = "403 403 on 403 login"
NOBODY = "403 403 403 403 login"

# Of what is kept already, a form with nothing in it leaves what must be as it is.
ALL_OPTIONAL_AT_THE_DESK = {Invitation}
ALL_OPTIONAL_IN_THE_ADMIN = {Application, TravelDocument}


# Of what is made for a test there is something to print; of the others, a sentence.
PRINTS_AT_ONCE = {(Visit, "badges"), (Visit, "signs"), (Visit, "days")}


class Right(NamedTuple):
    """One address and what everybody gets there."""

    url_name: str
    address: Callable[[Any], str]  # given a row of `model`, or nothing where it is about none
    get: str
    post: str
    model: Any = None

    def expected(self, method: str) -> dict[str, str]:
        return dict(zip(WHO, getattr(self, method).split(), strict=True))


def a_contribution(officer: User) -> Any:
    return make.ContributionFactory(
        deal=make.DealFactory(office=officer.office), visit=make.VisitFactory(officer=officer)
    )


def a_merge(officer: User) -> Any:
    """Two companies that were merged."""
    return merging.merge(
        winner=make.CompanyFactory(),
        loser=make.CompanyFactory(),
        taken=[],
        by=officer,
        at=datetime(2026, 11, 20, tzinfo=UTC),
    )


def beside_another(name: str, get: str) -> Right:
    """A page of two companies that may be one. Nothing is decided by an empty form."""
    return Right(
        name,
        lambda row: reverse(name, args=["investors.company", row.pk, make.CompanyFactory().pk]),
        get,
        WRITE if get == WRITE else ACT,
        Company,
    )


def a_check(officer: User) -> Any:
    claim = make.VerifiedClaimFactory(
        deal__office=officer.office, recorded_by=make.UserFactory(office=officer.office)
    )
    letter = make.DocumentFactory(office=officer.office, is_restricted=True)
    return make.VerificationFactory(claim=claim, evidence_file=letter)


def evidence(check: Any) -> str:
    return reverse("deals:evidence", args=[check.claim_id, check.pk])


# A row of each table with an address, of the officer's office where an office owns it.
ROWS: dict[Any, Callable[[User], Any]] = {
    Agency: lambda officer: make.AgencyFactory(),
    AttendanceList: lambda officer: make.AttendanceListFactory(event__office=officer.office),
    AgendaItem: lambda officer: make.AgendaItemFactory(visit__officer=officer),
    Application: lambda officer: make.ApplicationFactory(programme__office=officer.office),
    ChecklistItem: lambda officer: make.ChecklistItemFactory(visit__officer=officer),
    Claim: lambda officer: make.ClaimFactory(
        deal__office=officer.office, recorded_by=make.UserFactory(office=officer.office)
    ),
    Company: lambda officer: make.CompanyFactory(),
    Contact: lambda officer: make.ContactFactory(),
    ContactPosting: lambda officer: make.ContactPostingFactory(),
    Confirmation: lambda officer: make.ConfirmationFactory(deal__office=officer.office),
    ConfirmedFigure: lambda officer: make.ConfirmedFigureFactory(
        confirmation__deal__office=officer.office
    ),
    Contribution: a_contribution,
    Deal: lambda officer: make.DealFactory(office=officer.office),
    DealCompany: lambda officer: make.DealCompanyFactory(deal__office=officer.office),
    Delegate: lambda officer: make.DelegateFactory(),
    Document: lambda officer: make.DocumentFactory(office=officer.office),
    Event: lambda officer: make.EventFactory(office=officer.office),
    EventPartner: lambda officer: make.EventPartnerFactory(event__office=officer.office),
    EventRegistration: lambda officer: make.EventRegistrationFactory(event__office=officer.office),
    EventSeries: lambda officer: make.EventSeriesFactory(office=officer.office),
    EventSession: lambda officer: make.EventSessionFactory(event__office=officer.office),
    FollowUp: lambda officer: make.FollowUpFactory(owner=officer),
    HostCountry: lambda officer: make.HostCountryFactory(),
    Institution: lambda officer: make.InstitutionFactory(deal__office=officer.office),
    Invitation: lambda officer: make.InvitationFactory(programme__office=officer.office),
    Meeting: lambda officer: make.MeetingFactory(officer=officer),
    MeetingParty: lambda officer: make.MeetingPartyFactory(meeting__officer=officer),
    Mission: lambda officer: make.MissionFactory(office=officer.office),
    MissionLeg: lambda officer: make.MissionLegFactory(mission__office=officer.office),
    MissionMember: lambda officer: make.MissionMemberFactory(mission__office=officer.office),
    MissionPaper: lambda officer: make.MissionPaperFactory(mission__office=officer.office),
    MissionPartner: lambda officer: make.MissionPartnerFactory(mission__office=officer.office),
    Pairing: lambda officer: make.PairingFactory(schedule__office=officer.office),
    Participant: lambda officer: make.ParticipantFactory(schedule__office=officer.office),
    ImportRun: lambda officer: make.ImportRunFactory(by=officer),
    SavedView: lambda officer: make.SavedViewFactory(user=officer, is_shared=True),
    Schedule: lambda officer: make.ScheduleFactory(office=officer.office),
    ScheduleRun: lambda officer: make.ScheduleRunFactory(schedule__office=officer.office),
    Merge: a_merge,
    MissionTask: lambda officer: make.MissionTaskFactory(mission__office=officer.office),
    Paper: lambda officer: make.PaperFactory(visit__officer=officer),
    Partner: lambda officer: make.PartnerFactory(),
    PostCheck: lambda officer: make.PostCheckFactory(office=officer.office),
    Programme: lambda officer: make.ProgrammeFactory(office=officer.office),
    ProgrammePartner: lambda officer: make.ProgrammePartnerFactory(
        programme__office=officer.office
    ),
    ProjectProfile: lambda officer: make.ProjectProfileFactory(),
    Technology: lambda officer: make.TechnologyFactory(),
    Verification: a_check,
    Visit: lambda officer: make.VisitFactory(officer=officer),
}


_numbers = count()


def row_of(model: Any, officer: User) -> Any:
    """One row of a table, made here or as the tests of the admin make it; nothing for none."""
    if model is None:
        return None
    if model in ROWS:
        return ROWS[model](officer)
    return MAKERS[model](officer.office, next(_numbers))[0]


def at(name: str, get: str, post: str = NOT_SO, *args: str) -> Right:
    """A page without a row in its address."""
    return Right(name, lambda row: reverse(name, args=args), get, post)


def about(model: Any, name: str, get: str, post: str = NOT_SO) -> Right:
    """A page of one row."""
    return Right(name, lambda row: reverse(name, args=[row.pk]), get, post, model)


def desk_of(model: Any, name: str, get: str, post: str, *more: str) -> Right:
    """A page of the desk for a row of any table."""
    label = model._meta.label_lower
    return Right(name, lambda row: reverse(name, args=[label, row.pk, *more]), get, post, model)


def of_visit(name: str, get: str, post: str) -> Right:
    """A page for things of several kinds, for a visit."""
    return Right(name, lambda row: reverse(name, args=["visit", row.pk]), get, post, Visit)


def about_paper(name: str, get: str, post: str) -> Right:
    """A letter about a visit of which the office's letterhead is not filled in yet."""
    return Right(
        name, lambda row: reverse(name, args=["visit", row.pk, "reason", "en"]), get, post, Visit
    )


def beginning(event: Any) -> str:
    return f"{reverse('investors:schedule-begin')}?event={event.pk}"


def interpreting(schedule: Any) -> str:
    interpreter = make.ResourceFactory(office=schedule.office)
    schedule.interpreters.add(interpreter)
    return reverse("investors:schedule-interpreter", args=[schedule.pk, interpreter.pk])


def adding(label: str) -> Right:
    kind = editables[label]
    answer = WRITE if kind.may_be_added else NOT_THERE
    return at("desk:add", answer, answer, label)


def changing(label: str) -> Right:
    model = editables[label].model
    if model in ALL_OPTIONAL_AT_THE_DESK:
        return desk_of(model, "desk:change", WRITE_OURS, ACT_OURS)
    return desk_of(model, "desk:change", *[WRITE if model in SHARED else WRITE_OURS] * 2)


def removing(label: str) -> Right:
    kind = editables[label]
    return desk_of(
        kind.model, "desk:remove", NOT_SO, ACT_OURS if kind.may_be_removed else NOT_THERE
    )


def remembering(model: Any) -> Right:
    if not hasattr(model, "history") or not hasattr(model, "get_absolute_url"):
        return desk_of(model, "desk:history", NO_FORM, NOT_SO)
    return desk_of(model, "desk:history", READ if model in SHARED else READ_OURS, NOT_SO)


def following(model: Any, step: str) -> Right:
    known = any(key == (model, step) for key in chain._neighbours)
    get = NO_FORM if not known else READ if model in SHARED else READ_OURS
    return desk_of(model, "desk:neighbours", get, NOT_SO, step)


def printing(model: Any) -> Right:
    return desk_of(model, "office:sheets", READ_OURS, NOT_SO)


def printed(model: Any, kind: str) -> Right:
    """A file, or a sentence where there is nothing to print yet."""
    get = "200 404 200 200 login" if (model, kind) in PRINTS_AT_ONCE else "on 404 on on login"
    return desk_of(model, "office:sheet", get, NOT_SO, kind, "en")


DESK = [
    at("desk:my-day", READ),
    at("desk:calendar", READ),
    at("desk:feed", READ, ACT),
    at("desk:find", READ),
    at("desk:log", WRITE, NOT_SO),
    at("desk:keys", READ),
    at("desk:duplicates", READ),
    beside_another("desk:merge", WRITE),
    beside_another("desk:tell-apart", NOT_SO),
    about(Merge, "desk:undo-merge", NOT_SO, ACT),
    at("desk:my-settings", READ, READ),
    *(adding(label) for label in editables),
    *(changing(label) for label in editables),
    *(removing(label) for label in editables),
    *(remembering(model) for model in MODELS if model in ROWS),
    *(at("desk:pick", READ, NOT_SO, name) for name in pickables),
    *(following(model, step) for model in chain.origins().values() for step in chain.Step),
]
OFFICE = [
    at("office:follow-ups", READ),
    at("office:promise", WRITE, WRITE),
    at("office:absences", READ, WRITE),
    about(Absence, "office:absence-remove", NOT_SO, "404 404 on 403 login"),
    about(FollowUp, "office:follow-up", READ_OURS),
    about(FollowUp, "office:tick-off", NOT_SO, ACT_OURS),
    about(FollowUp, "office:move", NOT_SO, WRITE_OURS),
    about(FollowUp, "office:drop", NOT_SO, WRITE_OURS),
    at("office:partners", READ),
    about(Partner, "office:partner", READ),
    Right(
        "office:keep-view",
        lambda row: f"{reverse('office:keep-view')}?list=deals:deals",
        *[WRITE] * 2,
    ),
    # Of one that the officer shares: a manager may only take it away.
    about(SavedView, "office:saved-view", WRITE_OURS, WRITE_OURS),
    about(SavedView, "office:remove-view", NOT_SO, ACT_OURS),
    at("office:several", NOT_SO, NOT_THERE),
    about(Document, "office:document", READ_OURS),
    at("office:imports", READ),
    at("office:import-begin", WRITE, WRITE),
    about(ImportRun, "office:import", READ_OURS),
    about(ImportRun, "office:import-columns", WRITE_OURS, WRITE_OURS),
    about(ImportRun, "office:import-decide", NOT_SO, ACT_OURS),
    about(ImportRun, "office:import-carry-out", NOT_SO, ACT_OURS),
    about(ImportRun, "office:import-errors", WRITE_OURS),
    about(ImportRun, "office:import-undo", NOT_SO, ACT_OURS),
    about(ImportRun, "office:import-remove", NOT_SO, ACT_OURS),
    *(printing(model) for model in _sheets),
    *(printed(model, kind) for model, kinds in _sheets.items() for kind in kinds),
]
DELEGATES = [
    at("delegates:countries", READ),
    about(HostCountry, "delegates:country", READ),
    at("delegates:agencies", READ),
    about(Agency, "delegates:agency", READ),
    at("delegates:delegates", READ),
    about(Delegate, "delegates:delegate", READ),
    at("delegates:programmes", READ),
    about(Programme, "delegates:programme", READ_OURS),
    about(Programme, "delegates:programme-state", NOT_SO, ACT_OURS),
    about(Programme, "delegates:programme-asks", READ_OURS),
    about(Programme, "delegates:programme-plan", READ_OURS),
    about(Programme, "delegates:programme-copy", NOT_SO, ACT_OURS),
    about(Programme, "delegates:programme-ask-usual", NOT_SO, ACT_OURS),
    about(Programme, "delegates:programme-move-up", NOT_SO, NOT_THERE),
    about(TrainingSession, "delegates:training", READ_OURS),
    about(TrainingSession, "delegates:training-save", NOT_SO, ACT_OURS),
    about(Programme, "delegates:invite-agency", WRITE_OURS, WRITE_OURS),
    about(Programme, "delegates:invite-delegate", WRITE_OURS, WRITE_OURS),
    about(Invitation, "delegates:invitation", READ_OURS),
    about(Invitation, "delegates:invitation-address", NOT_SO, ACT_OURS),
    about(PersonalLink, "delegates:send-link", NOT_SO, ACT_OURS),
    about(PersonalLink, "delegates:revoke-link", NOT_SO, ACT_OURS),
    at("delegates:applications", READ),
    about(Application, "delegates:application", READ_OURS),
    about(Application, "delegates:application-address", NOT_SO, ACT_OURS),
    about(Application, "delegates:application-decide", *["403 403 on 403 login"] * 2),
    about(Application, "delegates:application-note", NOT_SO, WRITE_OURS),
    about(Application, "delegates:application-rank", NOT_SO, "403 403 on 403 login"),
    about(Application, "delegates:application-reopen", *[WRITE_OURS] * 2),
    about(Application, "delegates:application-score", NOT_SO, WRITE_OURS),
    about(Programme, "delegates:selection", READ_OURS),
    about(PostCheck, "delegates:post-check", *[WRITE_OURS] * 2),
    at("delegates:visits", READ),
    at("delegates:log-visit", WRITE, WRITE),
    about(Visit, "delegates:visit", READ_OURS),
    about(Visit, "delegates:visit-agenda", READ_OURS),
    about(Visit, "delegates:visit-passport", WRITE_OURS, WRITE_OURS),
    about(TravelDocument, "delegates:passport-number", NOT_SO, WRITE_OURS),
    about(TravelDocument, "delegates:passport-picture", NOT_SO, ACT_OURS),
    about(TravelDocument, "delegates:passport-delete", NOT_SO, ACT_OURS),
    about(Visit, "delegates:visit-papers", READ_OURS),
    about(Visit, "delegates:lay-out-checklist", NOT_SO, ACT_OURS),
    about(ChecklistItem, "delegates:checklist-item", NOT_SO, ACT_OURS),
    at("delegates:checklist-steps", READ),
    at("delegates:usual-steps", NOT_SO, ACT),
    about(Programme, "delegates:programme-papers", READ_OURS),
    about(Programme, "delegates:issue-certificates", NOT_SO, ACT_OURS),
    about_paper("delegates:preview-paper", "on 404 on on login", NOT_SO),
    about_paper("delegates:issue-paper", NOT_SO, ACT_OURS),
    about(Paper, "delegates:send-paper", NOT_SO, ACT_OURS),
    at("delegates:projects", READ),
    about(ProjectProfile, "delegates:project", READ),
]
PLANNING = [
    ("plan", READ_OURS, NOT_SO),
    ("plan-add", WRITE_OURS, WRITE_OURS),
    ("travel-time", NOT_SO, ACT_OURS),
]


def planned(model: Any, name: str, get: str, post: str) -> Right:
    """A page of the agenda of a visit or a mission."""
    kind = model._meta.model_name
    return Right(
        f"investors:{name}",
        lambda row: reverse(f"investors:{name}", args=[kind, row.pk]),
        get,
        post,
        model,
    )


def movable(model: Any, name: str) -> Right:
    """A page that moves or copies what stands on an agenda."""
    kind = "meeting" if model is Meeting else "item"
    return Right(
        f"investors:{name}",
        lambda row: reverse(f"investors:{name}", args=[kind, row.pk]),
        WRITE_OURS,
        WRITE_OURS,
        model,
    )


INVESTORS = [
    at("investors:companies", READ),
    about(Company, "investors:company", READ),
    at("investors:contacts", READ),
    about(Contact, "investors:contact", READ),
    about(Contact, "investors:contact-moved", WRITE, WRITE),
    about(Contact, "investors:contact-left", WRITE, WRITE),
    about(Contact, "investors:contact-still-there", NOT_SO, ACT),
    about(ContactPosting, "investors:contact-successor", WRITE, WRITE),
    at("investors:technologies", READ),
    about(Technology, "investors:technology", READ),
    at("investors:events", READ),
    about(Event, "investors:event", READ_OURS),
    about(Event, "investors:event-state", NOT_SO, ACT_OURS),
    about(Event, "investors:event-door", READ_OURS),
    about(Event, "investors:event-check-in", NOT_SO, ACT_OURS),
    about(Event, "investors:event-walk-in", NOT_SO, WRITE_OURS),
    about(Event, "investors:event-attendance", WRITE_OURS, WRITE_OURS),
    about(AttendanceList, "investors:attendance-list", WRITE_OURS, WRITE_OURS),
    about(AttendanceList, "investors:attendance-take-in", NOT_SO, ACT_OURS),
    about(EventRegistration, "investors:registration-give-back", NOT_SO, ACT_OURS),
    about(EventRegistration, "investors:registration-contact", NOT_SO, ACT_OURS),
    at("investors:event-numbers", READ),
    about(EventSeries, "investors:event-series", READ_OURS),
    at("investors:missions", READ),
    about(Mission, "investors:mission", READ_OURS),
    about(Mission, "investors:mission-state", NOT_SO, ACT_OURS),
    about(MissionMember, "investors:member-state", NOT_SO, ACT_OURS),
    about(Mission, "investors:mission-papers", READ_OURS),
    about(Mission, "investors:issue-itineraries", NOT_SO, ACT_OURS),
    about(MissionMember, "investors:member-papers", READ_OURS),
    about(Mission, "investors:mission-copy", NOT_SO, ACT_OURS),
    about(Mission, "investors:mission-close", WRITE_OURS, ACT_OURS),
    about(Mission, "investors:mission-roster", READ_OURS),
    about(Mission, "investors:roster-add", NOT_SO, WRITE_OURS),
    about(Mission, "investors:roster-states", NOT_SO, WRITE_OURS),
    about(Mission, "investors:mission-plan", READ_OURS),
    about(Mission, "investors:lay-out-tasks", NOT_SO, ACT_OURS),
    about(MissionTask, "investors:mission-task", NOT_SO, ACT_OURS),
    at("investors:mission-steps", READ),
    at("investors:usual-mission-steps", NOT_SO, ACT),
    at("investors:meetings", READ),
    at("investors:log-meeting", WRITE, WRITE),
    about(Meeting, "investors:meeting", READ_OURS),
    about(Meeting, "investors:write-down", WRITE_OURS, WRITE_OURS),
    *(planned(Visit, name, get, post) for name, get, post in PLANNING),
    *(planned(Mission, name, get, post) for name, get, post in PLANNING),
    *(movable(Meeting, name) for name in ("plan-move", "plan-copy")),
    *(movable(AgendaItem, name) for name in ("plan-move", "plan-copy")),
    about(AgendaItem, "investors:plan-remove", NOT_SO, ACT_OURS),
    at("investors:log-quickly", WRITE, WRITE),
    at("investors:to-log", READ),
    about(Meeting, "investors:plan-again", WRITE_OURS, WRITE_OURS),
    about(Meeting, "investors:minutes", WRITE_OURS, WRITE_OURS),
    about(Meeting, "investors:no-minutes", NOT_SO, ACT_OURS),
    about(ProjectProfile, "investors:project-matches", READ),
    about(Visit, "investors:visit-matches", READ_OURS),
    about(Programme, "investors:programme-matches", READ_OURS),
    about(ProjectProfile, "investors:invite-match", NOT_SO, NOT_THERE),
    about(ProjectProfile, "investors:leave-out-match", NOT_SO, NOT_THERE),
    about(ProjectProfile, "investors:suggest-again", NOT_SO, NOT_THERE),
    about(Visit, "investors:visit-state", NOT_SO, ACT_OURS),
    about(Meeting, "investors:invite", NOT_SO, ACT_OURS),
    of_visit("investors:invite-all", NOT_SO, ACT_OURS),
    of_visit("investors:call-off", WRITE_OURS, WRITE_OURS),
    about(Application, "investors:withdraw", NOT_SO, ACT_OURS),
    at("investors:schedules", READ),
    Right("investors:schedule-begin", beginning, WRITE_OURS, WRITE_OURS, Event),
    about(Schedule, "investors:schedule", READ_OURS),
    about(Schedule, "investors:schedule-people", READ_OURS),
    about(Schedule, "investors:schedule-wishes", READ_OURS),
    about(Schedule, "investors:schedule-hours", *[WRITE_OURS] * 2),
    about(Schedule, "investors:schedule-invite", *[WRITE_OURS] * 2),
    about(Schedule, "investors:schedule-interpreters", WRITE_OURS, ACT_OURS),
    Right("investors:schedule-interpreter", interpreting, WRITE_OURS, ACT_OURS, Schedule),
    about(Schedule, "investors:schedule-search", NOT_SO, ACT_OURS),
    about(Schedule, "investors:schedule-publish", NOT_SO, ACT_OURS),
    about(Schedule, "investors:schedule-remove", NOT_SO, ACT_OURS),
    about(ScheduleRun, "investors:schedule-run-cancel", NOT_SO, ACT_OURS),
    about(Pairing, "investors:schedule-pin", NOT_SO, ACT_OURS),
    about(Participant, "investors:schedule-participant", READ_OURS, ACT_OURS),
    about(Participant, "investors:schedule-dismiss", NOT_SO, ACT_OURS),
]
DEALS = [
    at("deals:deals", READ),
    at("deals:board", READ),
    at("deals:board-sums", READ),
    about(Deal, "deals:deal", READ_OURS),
    about(Deal, "deals:move", WRITE_OURS, WRITE_OURS),
    about(Deal, "deals:status", WRITE_OURS, WRITE_OURS),
    about(Deal, "deals:ask", WRITE_OURS, WRITE_OURS),
    about(Confirmation, "deals:confirmation-remind", NOT_SO, ACT_OURS),
    about(Confirmation, "deals:confirmation-call-back", NOT_SO, ACT_OURS),
    about(ConfirmedFigure, "deals:confirmed-verify", NOT_SO, ACT_OURS),
    about(Deal, "deals:help", READ_OURS),
    about(Deal, "deals:help-answer", NOT_SO, NOT_THERE),
    about(Deal, "deals:lineage", READ_OURS),
    at("deals:contributions", READ),
    at("deals:impact", READ),
    at("deals:impact-pdf", READ),
    at("deals:impact-xlsx", READ),
    about(Deal, "deals:revive", WRITE_OURS, WRITE_OURS),
    about(Deal, "deals:expand", ACT_OURS, NOT_SO),
    about(Deal, "deals:withhold", NOT_SO, ACT_OURS),
    at("deals:claims", READ),
    at("deals:totals", READ),
    at("deals:rates", READ),
    at("deals:rate-add", MANAGERS_ONLY, MANAGERS_ONLY),
    at("deals:rate-upload", MANAGERS_ONLY, MANAGERS_ONLY),
    about(ExchangeRate, "deals:rate", MANAGERS_ONLY, MANAGERS_ONLY),
    about(Claim, "deals:claim", READ_OURS),
    about(Claim, "deals:verify", NOT_SO, WRITE_OURS),
    about(Claim, "deals:check-again", NOT_SO, WRITE_OURS),
    about(Claim, "deals:withdraw", NOT_SO, WRITE_OURS),
    Right("deals:evidence", evidence, READ_OURS, NOT_SO, Verification),
    at("deals:transfers", READ),
    about(Deal, "deals:transfer", READ_OURS),
]
# Each for oneself: an auditor too may log out and choose a password.
OPEN = "200 200 200 200 200"
IN_ALREADY = "on on on on 200"
MINE = "200 200 200 200 login"
GONE_ON = "on on on on login"
ACCOUNT = [
    at("account_login", IN_ALREADY, IN_ALREADY),
    at("account_logout", MINE, "login login login login login"),
    at("account_inactive", OPEN, "405 405 405 405 405"),
    at("account_signup", IN_ALREADY, IN_ALREADY),
    at("account_reauthenticate", MINE, MINE),
    at("account_email", NOBODY, NOBODY),  # a manager changes it
    at("account_email_verification_sent", OPEN, "405 405 405 405 405"),
    at("account_change_password", MINE, MINE),
    at("account_set_password", GONE_ON, GONE_ON),
    at("account_reset_password", OPEN, OPEN),
    at("account_reset_password_done", OPEN, "405 405 405 405 405"),
    at("account_reset_password_from_key", OPEN, OPEN, "nobody", "no-key"),
    at("account_reset_password_from_key_done", OPEN, "405 405 405 405 405"),
    at("account_confirm_login_code", GONE_ON, GONE_ON),
    at("account_confirm_email", OPEN, "404 404 404 404 404", "no-key"),
]


def of_the_admin(model: type[Model]) -> Iterator[Right]:
    """The pages Django's admin has for a table. What the roles allow: itpo/office/admin_rights."""
    one: Any = admin.site._registry[model]
    adds = not one.is_read_only and not one.only_a_superuser_adds
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield at(f"{name}_changelist", MANAGERS, MANAGERS)
    yield at(f"{name}_add", *[MANAGERS_ONLY if adds else NOBODY] * 2)
    changed = EMPTY_IS_WELL if model in ALL_OPTIONAL_IN_THE_ADMIN else MANAGERS_ONLY
    yield about(model, f"{name}_change", MANAGERS, NOBODY if one.is_read_only else changed)
    yield about(model, f"{name}_delete", *[MANAGERS_ONLY if one.may_be_deleted else NOBODY] * 2)
    yield about(model, f"{name}_history", MANAGERS, MANAGERS)
    if hasattr(model, "history"):
        yield Right(
            f"{name}_simple_history", lambda row: version(name, row), MANAGERS, NOBODY, model
        )


def version(name: str, row: Any) -> str:
    return reverse(f"{name}_simple_history", args=[row.pk, row.history.first().pk])


def on_site(row: Any) -> str:
    table = ContentType.objects.get_for_model(row)
    return reverse("admin:view_on_site", args=[table.pk, row.pk])


ADMIN = [
    at("admin:index", MANAGERS, MANAGERS),
    at("admin:review", MANAGERS, MANAGERS_ONLY),
    at("admin:login", "403 403 on on login", "403 403 on on login"),
    at("admin:logout", "on on 405 405 login", "on on 200 200 login"),
    at("admin:autocomplete", NOBODY, "403 403 405 405 login"),  # it asks for whom: test_admin.py
    at("admin:password_change", MANAGERS, MANAGERS),
    at("admin:password_change_done", MANAGERS, "403 403 405 405 login"),
    about(User, "admin:auth_user_password_change", MANAGERS_ONLY, MANAGERS_ONLY),
    at("admin:app_list", MANAGERS, MANAGERS, "deals"),
    Right("admin:view_on_site", on_site, "403 403 on on login", "403 403 on on login", Company),
    at("admin:office_mailtext_kinds", MANAGERS, MANAGERS),
    about(OutgoingMail, "admin:office_outgoingmail_handle", MANAGERS, MANAGERS_ONLY),
    at("admin:office_holiday_upload", MANAGERS_ONLY, MANAGERS_ONLY),
    at("admin:jsi18n", MANAGERS, "403 403 405 405 login"),
    *(right for model in admin.site._registry for right in of_the_admin(model)),
]

RIGHTS = [*DESK, *OFFICE, *DELEGATES, *INVESTORS, *DEALS, *ACCOUNT, *ADMIN]


def url_names(resolver: Any = None, before: str = "") -> Iterator[str]:
    """The name of every address of the product, as the URL configuration has it.

    Two of Django's admin have none: what leads from a bare number on to the form, and what
    catches everything else; both only lead on to what has a name.
    """
    for one in (resolver or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            yield from url_names(one, before + (f"{one.namespace}:" if one.namespace else ""))
        elif one.name or not is_the_admins_own(one):
            yield f"{before}{one.name or one.pattern}"


def is_the_admins_own(one: Any) -> bool:
    return str(one.pattern) in {"<path:object_id>/", "(?P<url>.*)$"}
