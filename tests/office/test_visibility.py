"""Who sees what: every table, every kind of viewer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from deals.models import (
    Claim,
    Confirmation,
    ConfirmedFigure,
    Contribution,
    Deal,
    DealCompany,
    Gate,
    Institution,
    SiteChange,
    StageChange,
    Undisclosed,
    Verification,
)
from delegates.models import (
    Agency,
    Application,
    ApplicationDocument,
    Attendance,
    BudgetLine,
    CalendarFeed,
    ChecklistItem,
    ChecklistStep,
    Criterion,
    Delegate,
    HostCountry,
    Invitation,
    Paper,
    PassportRead,
    PostCheck,
    Posting,
    Programme,
    ProgrammePartner,
    ProjectProfile,
    Question,
    RequiredDocument,
    ReviewNote,
    Score,
    TrainingSession,
    TravelDocument,
    Visit,
)
from investors.models import (
    AgendaItem,
    AttendanceList,
    Away,
    Booking,
    Company,
    Contact,
    ContactPosting,
    Event,
    EventPartner,
    EventRegistration,
    EventSeries,
    EventSession,
    HandOver,
    Match,
    Meeting,
    MeetingInvite,
    MeetingParty,
    Mission,
    MissionBudgetLine,
    MissionHost,
    MissionLeg,
    MissionMember,
    MissionPaper,
    MissionPartner,
    MissionStep,
    MissionTask,
    Pairing,
    Participant,
    Resource,
    Schedule,
    ScheduleRun,
    ScheduleSlot,
    Technology,
    TravelTime,
    Wish,
)
from itpo.office.models import (
    Absence,
    Document,
    ExchangeRate,
    ExportLog,
    FollowUp,
    Holiday,
    ImportedRecord,
    ImportRun,
    MailText,
    Merge,
    Milestone,
    Office,
    OutgoingMail,
    Partner,
    PersonalLink,
    RecordKey,
    Rule,
    RuleText,
    SampleRecord,
    SavedView,
    Sector,
    StoppedAddress,
    SuspectedPair,
    Theme,
    Trouble,
    User,
    YearlyClosure,
)
from itpo.office.visibility import Viewer
from tests.factories import (
    AbsenceFactory,
    AgendaItemFactory,
    ApplicationDocumentFactory,
    ApplicationFactory,
    AttendanceFactory,
    AttendanceListFactory,
    AwayFactory,
    BookingFactory,
    BudgetLineFactory,
    CalendarFeedFactory,
    ChecklistItemFactory,
    ChecklistStepFactory,
    ClaimFactory,
    ConfirmationFactory,
    ConfirmedFigureFactory,
    ContributionFactory,
    CriterionFactory,
    DealCompanyFactory,
    DealFactory,
    DocumentFactory,
    EventFactory,
    EventPartnerFactory,
    EventRegistrationFactory,
    EventSeriesFactory,
    EventSessionFactory,
    ExportLogFactory,
    FollowUpFactory,
    GateFactory,
    HandOverFactory,
    ImportedRecordFactory,
    ImportRunFactory,
    InstitutionFactory,
    InvitationFactory,
    MailTextFactory,
    ManagerFactory,
    MatchFactory,
    MeetingFactory,
    MeetingInviteFactory,
    MeetingPartyFactory,
    MissionBudgetLineFactory,
    MissionFactory,
    MissionHostFactory,
    MissionLegFactory,
    MissionMemberFactory,
    MissionPaperFactory,
    MissionPartnerFactory,
    MissionStepFactory,
    MissionTaskFactory,
    OfficeFactory,
    OutgoingMailFactory,
    PairingFactory,
    PaperFactory,
    ParticipantFactory,
    PassportReadFactory,
    PersonalLinkFactory,
    PostCheckFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    QuestionFactory,
    RequiredDocumentFactory,
    ResourceFactory,
    ReviewNoteFactory,
    RuleFactory,
    RuleTextFactory,
    SavedViewFactory,
    ScheduleFactory,
    ScheduleRunFactory,
    ScheduleSlotFactory,
    ScoreFactory,
    SiteChangeFactory,
    StageChangeFactory,
    StoppedAddressFactory,
    TrainingSessionFactory,
    TravelDocumentFactory,
    TravelTimeFactory,
    TroubleFactory,
    UndisclosedFactory,
    UserFactory,
    VerificationFactory,
    VisitFactory,
    WishFactory,
    YearlyClosureFactory,
)
from tests.registry import FACTORIES, MODELS, name

pytestmark = pytest.mark.django_db

# A row of the officer's office; and where it can be restricted, one restricted to its owner.
OWNED = {
    Absence: lambda officer: AbsenceFactory(user=officer),
    Application: lambda officer: ApplicationFactory(programme__office=officer.office),
    ApplicationDocument: lambda officer: ApplicationDocumentFactory(
        application__programme__office=officer.office
    ),
    Attendance: lambda officer: AttendanceFactory(session__programme__office=officer.office),
    BudgetLine: lambda officer: BudgetLineFactory(programme__office=officer.office),
    ChecklistItem: lambda officer: ChecklistItemFactory(visit__officer=officer),
    ChecklistStep: lambda officer: ChecklistStepFactory(office=officer.office),
    Criterion: lambda officer: CriterionFactory(programme__office=officer.office),
    Invitation: lambda officer: InvitationFactory(programme__office=officer.office),
    Paper: lambda officer: PaperFactory(visit__officer=officer),
    PassportRead: lambda officer: PassportReadFactory(visit__officer=officer),
    PostCheck: lambda officer: PostCheckFactory(office=officer.office),
    Question: lambda officer: QuestionFactory(programme__office=officer.office),
    RequiredDocument: lambda officer: RequiredDocumentFactory(programme__office=officer.office),
    ReviewNote: lambda officer: ReviewNoteFactory(application__programme__office=officer.office),
    Score: lambda officer: ScoreFactory(application__programme__office=officer.office),
    TrainingSession: lambda officer: TrainingSessionFactory(programme__office=officer.office),
    AttendanceList: lambda officer: AttendanceListFactory(event__office=officer.office),
    EventSeries: lambda officer: EventSeriesFactory(office=officer.office),
    EventSession: lambda officer: EventSessionFactory(event__office=officer.office),
    Match: lambda officer: MatchFactory(office=officer.office),
    MissionPaper: lambda officer: MissionPaperFactory(mission__office=officer.office),
    CalendarFeed: lambda officer: CalendarFeedFactory(officer=officer),
    MeetingInvite: lambda officer: MeetingInviteFactory(meeting__officer=officer),
    AgendaItem: lambda officer: AgendaItemFactory(visit__officer=officer),
    Away: lambda officer: AwayFactory(participant__schedule__office=officer.office),
    Booking: lambda officer: BookingFactory(meeting__officer=officer),
    Pairing: lambda officer: PairingFactory(schedule__office=officer.office),
    Participant: lambda officer: ParticipantFactory(schedule__office=officer.office),
    Schedule: lambda officer: ScheduleFactory(office=officer.office),
    ScheduleRun: lambda officer: ScheduleRunFactory(schedule__office=officer.office),
    ScheduleSlot: lambda officer: ScheduleSlotFactory(schedule__office=officer.office),
    Wish: lambda officer: WishFactory(host__schedule__office=officer.office),
    Claim: lambda officer: ClaimFactory(deal__office=officer.office),
    Institution: lambda officer: InstitutionFactory(deal__office=officer.office),
    Verification: lambda officer: VerificationFactory(claim__deal__office=officer.office),
    Confirmation: lambda officer: ConfirmationFactory(deal__office=officer.office),
    ConfirmedFigure: lambda officer: ConfirmedFigureFactory(
        confirmation__deal__office=officer.office
    ),
    Contribution: lambda officer: ContributionFactory(deal__office=officer.office),
    Deal: lambda officer: DealFactory(office=officer.office),
    DealCompany: lambda officer: DealCompanyFactory(deal__office=officer.office),
    Document: lambda officer: DocumentFactory(office=officer.office),
    Event: lambda officer: EventFactory(office=officer.office),
    EventPartner: lambda officer: EventPartnerFactory(event__office=officer.office),
    EventRegistration: lambda officer: EventRegistrationFactory(event__office=officer.office),
    ExportLog: lambda officer: ExportLogFactory(user=officer),
    FollowUp: lambda officer: FollowUpFactory(owner=officer),
    Gate: lambda officer: GateFactory(office=officer.office),
    Meeting: lambda officer: MeetingFactory(officer=officer),
    MeetingParty: lambda officer: MeetingPartyFactory(meeting__officer=officer),
    Mission: lambda officer: MissionFactory(office=officer.office),
    MissionBudgetLine: lambda officer: MissionBudgetLineFactory(mission__office=officer.office),
    HandOver: lambda officer: HandOverFactory(office=officer.office, by=officer),
    MissionHost: lambda officer: MissionHostFactory(leg__mission__office=officer.office),
    MissionStep: lambda officer: MissionStepFactory(office=officer.office),
    MissionTask: lambda officer: MissionTaskFactory(mission__office=officer.office),
    MissionLeg: lambda officer: MissionLegFactory(mission__office=officer.office),
    MissionMember: lambda officer: MissionMemberFactory(mission__office=officer.office),
    MissionPartner: lambda officer: MissionPartnerFactory(mission__office=officer.office),
    OutgoingMail: lambda officer: OutgoingMailFactory(user=officer, is_restricted=False),
    MailText: lambda officer: MailTextFactory(office=officer.office),
    PersonalLink: lambda officer: PersonalLinkFactory(office=officer.office),
    Programme: lambda officer: ProgrammeFactory(office=officer.office),
    ProgrammePartner: lambda officer: ProgrammePartnerFactory(programme__office=officer.office),
    Resource: lambda officer: ResourceFactory(office=officer.office),
    Rule: lambda officer: RuleFactory(office=officer.office),
    RuleText: lambda officer: RuleTextFactory(rule__office=officer.office),
    ImportRun: lambda officer: ImportRunFactory(by=officer),
    ImportedRecord: lambda officer: ImportedRecordFactory(run__by=officer),
    SavedView: lambda officer: SavedViewFactory(user=officer, is_shared=True),
    SiteChange: lambda officer: SiteChangeFactory(deal__office=officer.office),
    StoppedAddress: lambda officer: StoppedAddressFactory(
        mail__user=officer, mail__is_restricted=False
    ),
    Undisclosed: lambda officer: UndisclosedFactory(deal__office=officer.office),
    StageChange: lambda officer: StageChangeFactory(deal__office=officer.office),
    YearlyClosure: lambda officer: YearlyClosureFactory(office=officer.office),
    TravelTime: lambda officer: TravelTimeFactory(office=officer.office),
    TravelDocument: lambda officer: TravelDocumentFactory(visit__officer=officer),
    Trouble: lambda officer: TroubleFactory(office=officer.office),
    Visit: lambda officer: VisitFactory(officer=officer),
}


def confidential(officer: User) -> Deal:
    return DealFactory(
        office=officer.office,
        owner=officer,
        is_confidential=True,
        anonymous_description="A plant in the north",
    )


def restricted_meeting(officer: User) -> Meeting:
    return MeetingFactory(officer=officer, is_restricted=True)


RESTRICTED = {
    Booking: lambda officer: BookingFactory(meeting=restricted_meeting(officer)),
    Claim: lambda officer: ClaimFactory(deal=confidential(officer)),
    ImportRun: lambda officer: ImportRunFactory(by=officer, is_restricted=True),
    ImportedRecord: lambda officer: ImportedRecordFactory(run__by=officer, run__is_restricted=True),
    Institution: lambda officer: InstitutionFactory(deal=confidential(officer)),
    Verification: lambda officer: VerificationFactory(claim__deal=confidential(officer)),
    Confirmation: lambda officer: ConfirmationFactory(deal=confidential(officer)),
    ConfirmedFigure: lambda officer: ConfirmedFigureFactory(
        confirmation__deal=confidential(officer)
    ),
    Contribution: lambda officer: ContributionFactory(deal=confidential(officer)),
    Deal: confidential,
    DealCompany: lambda officer: DealCompanyFactory(deal=confidential(officer)),
    Document: lambda officer: DocumentFactory(
        office=officer.office, uploaded_by=officer, is_restricted=True
    ),
    FollowUp: lambda officer: FollowUpFactory(owner=officer, is_restricted=True),
    Meeting: restricted_meeting,
    MeetingInvite: lambda officer: MeetingInviteFactory(meeting=restricted_meeting(officer)),
    MeetingParty: lambda officer: MeetingPartyFactory(meeting=restricted_meeting(officer)),
    OutgoingMail: lambda officer: OutgoingMailFactory(user=officer, is_restricted=True),
    SiteChange: lambda officer: SiteChangeFactory(deal=confidential(officer)),
    StoppedAddress: lambda officer: StoppedAddressFactory(mail__user=officer),
    Undisclosed: lambda officer: UndisclosedFactory(deal=confidential(officer)),
    StageChange: lambda officer: StageChangeFactory(deal=confidential(officer)),
}

SHARED = [
    Agency,
    Company,
    Contact,
    ContactPosting,
    Delegate,
    ExchangeRate,
    Holiday,
    HostCountry,
    Merge,
    Partner,
    Posting,
    ProjectProfile,
    Sector,
    SuspectedPair,
    Technology,
    Theme,
]

# What the machinery keeps for itself, and the offices, which every page names.
WITHOUT_VIEWERS = [Milestone, Office, RecordKey, SampleRecord]


def seen(model: type[models.Model], viewer: Viewer) -> list[models.Model]:
    return list(model.objects.visible_to(viewer).order_by("pk"))


def test_every_table_says_who_sees_its_rows():
    assert sorted(MODELS, key=name) == sorted([User, *OWNED, *SHARED, *WITHOUT_VIEWERS], key=name)
    assert [model for model in MODELS if not hasattr(model.objects, "visible_to")] == sorted(
        WITHOUT_VIEWERS, key=MODELS.index
    )


def test_every_table_that_can_be_restricted_has_a_case():
    restricted = [
        model
        for model in MODELS
        if getattr(model._default_manager.get_queryset(), "restricted_path", "")
    ]

    elsewhere = [Booking, Claim, Verification]
    assert sorted([*restricted, *elsewhere], key=name) == sorted(RESTRICTED, key=name)


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_the_own_office_sees_a_row_and_a_stranger_does_not(
    model, officer, colleague, manager, auditor, stranger
):
    row = OWNED[model](officer)

    assert [seen(model, one) for one in (officer, colleague, manager, auditor)] == [[row]] * 4
    assert seen(model, stranger) == []
    assert seen(model, ManagerFactory(office=stranger.office)) == []


def test_a_gate_of_all_offices_is_seen_in_all(officer, stranger):
    gate = GateFactory()

    assert [seen(Gate, one) for one in (officer, stranger)] == [[gate], [gate]]


def test_trouble_with_what_no_office_owns_is_seen_in_every_office(officer, stranger):
    with_a_delegate = TroubleFactory(office=None, model="delegates.delegate")
    of_a_part = TroubleFactory(office=None, model="", row="")
    nowhere = UserFactory(is_superuser=True, office=None)

    for one in (officer, stranger, nowhere):
        assert seen(Trouble, one) == [with_a_delegate, of_a_part]


def test_people_see_the_people_of_their_own_office(officer, colleague, manager, stranger):
    assert seen(User, officer) == [officer, colleague, manager]
    assert seen(User, stranger) == [stranger]
    assert seen(User, AnonymousUser()) == []


@pytest.mark.parametrize("model", SHARED, ids=name)
def test_all_offices_see_what_they_share(model, officer, stranger):
    row = FACTORIES[model]()

    assert row in seen(model, officer)
    assert seen(model, officer) == seen(model, stranger)


@pytest.mark.parametrize("model", [*OWNED, *SHARED], ids=name)
def test_who_is_nobody_or_holds_a_link_or_may_no_longer_log_in_sees_nothing(model, officer):
    _row = OWNED[model](officer) if model in OWNED else FACTORIES[model]()
    link = PersonalLinkFactory(office=officer.office)
    gone = UserFactory(office=officer.office, is_active=False)
    gone_administrator = UserFactory(is_superuser=True, is_active=False)

    for viewer in (AnonymousUser(), link, gone, gone_administrator):
        assert seen(model, viewer) == [], viewer


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_an_administrator_sees_every_offices_rows(model, officer, stranger):
    administrator = UserFactory(is_superuser=True, office=OfficeFactory(name="UNIDO ITPO Third"))
    ours, theirs = OWNED[model](officer), OWNED[model](stranger)

    assert {row.pk for row in seen(model, administrator)} >= {ours.pk, theirs.pk}


@pytest.mark.parametrize("model", RESTRICTED, ids=name)
def test_a_restricted_row_is_seen_by_its_owner_and_the_managers_only(
    model, officer, colleague, manager, auditor, stranger
):
    row = RESTRICTED[model](officer)

    assert [seen(model, one) for one in (officer, manager)] == [[row]] * 2
    assert [seen(model, one) for one in (colleague, auditor, stranger)] == [[]] * 3
    assert seen(model, ManagerFactory(office=stranger.office)) == []


@pytest.mark.parametrize(
    "model",
    [
        *(Claim, Contribution, Deal, DealCompany, Institution, SiteChange, StageChange),
        *(Undisclosed, Verification, Document),
    ],
    ids=name,
)
def test_a_restricted_row_without_an_owner_is_seen_by_the_managers_only(model, officer, manager):
    row = RESTRICTED[model](officer)
    Deal.objects.update(owner=None)
    Document.objects.update(uploaded_by=None)

    assert seen(model, officer) == []
    assert seen(model, manager) == [row]


@pytest.mark.parametrize("subject", ["mission", "event", "programme", "visit"])
def test_a_figure_is_seen_by_whoever_sees_what_it_is_about(subject, officer, stranger):
    about = {
        "mission": lambda: MissionFactory(office=officer.office),
        "event": lambda: EventFactory(office=officer.office),
        "programme": lambda: ProgrammeFactory(office=officer.office),
        "visit": lambda: VisitFactory(officer=officer),
    }[subject]()
    claim = ClaimFactory(deal=None, **{subject: about})

    assert seen(Claim, officer) == [claim]
    assert seen(Claim, stranger) == []


def test_a_restricted_meeting_that_helped_a_deal_is_no_secret_told_by_the_deal(
    officer, colleague, manager
):
    contribution = ContributionFactory(
        deal__office=officer.office, visit=None, meeting=restricted_meeting(officer)
    )

    assert [seen(Contribution, one) for one in (officer, manager)] == [[contribution]] * 2
    assert seen(Contribution, colleague) == []


def test_asking_who_sees_a_row_takes_one_query(officer, django_assert_num_queries):
    for model in (*OWNED, *SHARED):
        with django_assert_num_queries(1):
            list(model.objects.visible_to(officer))


def test_whoever_belongs_to_no_office_does_not_see_what_belongs_to_none():
    User.objects.create_superuser("root@example.org", "secret", family_name="Root", office=None)
    nowhere = User(role="officer")  # the database would refuse to keep them

    assert seen(User, nowhere) == []


def test_a_chained_reading_stays_within_what_is_visible(officer, stranger):
    ours = FollowUpFactory(owner=officer)
    FollowUpFactory(owner=stranger)

    assert list(FollowUp.objects.visible_to(officer).open()) == [ours]
    assert list(FollowUp.objects.open().visible_to(officer)) == [ours]
    assert list(officer.office.follow_ups.visible_to(stranger)) == []
