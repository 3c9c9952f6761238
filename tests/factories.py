"""Rows for tests. Each factory makes the least that is valid; a test says what it needs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

import deals.models as deals_tables
import delegates.models as delegates_tables
import investors.models as investors_tables
import itpo.office.models as office_tables

PASSWORD = "correct horse battery"


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Office
        django_get_or_create = ("name",)

    name = "UNIDO ITPO Tokyo"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"officer{n}@example.org")
    family_name = factory.Sequence(lambda n: f"Officer{n}")
    given_name = "Mika"
    office = factory.SubFactory(OfficeFactory)
    password = factory.django.Password(PASSWORD)


class ManagerFactory(UserFactory):
    email = factory.Sequence(lambda n: f"manager{n}@example.org")
    role = office_tables.Role.MANAGER


class AuditorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"auditor{n}@example.org")
    role = office_tables.Role.AUDITOR


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Absence

    user = factory.SubFactory(UserFactory)
    first_on = date(2026, 12, 1)
    last_on = date(2026, 12, 4)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.FollowUp

    office = factory.SelfAttribute("owner.office")
    owner = factory.SubFactory(UserFactory)
    what = factory.Sequence(lambda n: f"Send price list {n}")
    due_on = date(2026, 11, 20)


class ExportLogFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.ExportLog

    office = factory.SelfAttribute("user.office")
    user = factory.SubFactory(UserFactory)
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    page = "deals:deals"
    query = "stage=promoted"
    format = "xlsx"
    rows = 7


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.SavedView

    office = factory.SelfAttribute("user.office")
    user = factory.SubFactory(UserFactory)
    page = "deals:deals"
    name = factory.Sequence(lambda n: f"Stale in Morocco {n}")
    query = "stage=promoted"


class ImportRunFactory(DjangoModelFactory):
    """A list of contacts of which one row is new, one changes somebody, one is refused."""

    class Meta:
        model = office_tables.ImportRun

    office = factory.SelfAttribute("by.office")
    by = factory.SubFactory(UserFactory)
    kind = "contacts"
    file_name = factory.Sequence(lambda n: f"business cards {n}.xlsx")
    uploaded_at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    state = "ready"
    heads = factory.LazyFunction(lambda: ["company", "family_name"])
    columns = factory.LazyFunction(lambda: ["company", "family_name"])
    cells = factory.LazyFunction(lambda: [[2, ["Needle works", "Sato"]], [3, ["", "Mori"]]])
    rows = 2
    plans = factory.LazyFunction(
        lambda: [
            {"row": 2, "fate": "created", "name": "Sato"},
            {"row": 3, "fate": "refused", "problems": [["Company", "Say at which."]]},
        ]
    )
    counts = factory.LazyFunction(lambda: {"created": 1, "refused": 1})


class ImportedRecordFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.ImportedRecord

    run = factory.SubFactory(ImportRunFactory, state="done")
    row = factory.Sequence(lambda n: n + 2)
    model = "investors.contact"
    record = factory.Sequence(lambda n: n + 1)
    version = factory.Sequence(lambda n: n + 1)
    is_new = True


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Rule

    office = factory.SubFactory(OfficeFactory)
    subject = office_tables.Rule.Subject.VISIT
    offset = 2
    unit = office_tables.Rule.Unit.DAYS
    anchor = office_tables.Rule.Anchor.ENDS
    what = factory.Sequence(lambda n: f"Thank the hosts {n}")


class RuleTextFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.RuleText

    rule = factory.SubFactory(RuleFactory, tells=office_tables.Rule.Tells.DELEGATE)
    subject = "Your visit to {office}"
    body = "Dear {name}, what came of it?"


class OutgoingMailFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.OutgoingMail

    office = factory.SelfAttribute("user.office")
    user = factory.SubFactory(UserFactory)
    to = factory.SelfAttribute("user.email")
    key = factory.Sequence(lambda n: f"digest:{n}")
    kind = "digest"
    send_after = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
    why = factory.LazyAttribute(
        lambda mail: "Over." if getattr(mail, "state", "") in {"missed", "cancelled"} else ""
    )

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        """What goes to another address than its reader's goes to somebody who does not log in."""
        if kwargs["user"] and kwargs["to"] != kwargs["user"].email:
            kwargs["user"] = None
        return kwargs


class MailTextFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.MailText

    office = factory.SubFactory(OfficeFactory)
    kind = "application_declined"
    language = factory.Iterator(["en", "fr", "ja"])
    subject = "About {programme}"
    body = "{greeting}\n\nThis time we have no seat for you.\n"


class StoppedAddressFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.StoppedAddress

    address = factory.Sequence(lambda n: f"gone{n}@example.org")
    since = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
    said = "550 5.1.1 No such user"
    mail = factory.SubFactory(OutgoingMailFactory, state="failed")


class PersonalLinkFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.PersonalLink

    office = factory.SubFactory(OfficeFactory)
    purpose = office_tables.PersonalLink.Purpose.APPLICATION
    email = "delegate@example.org"
    expires_at = datetime(2027, 1, 1, tzinfo=UTC)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Partner

    name = factory.Sequence(lambda n: f"Partner {n}")


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Sector

    code = factory.Sequence(lambda n: f"{n:04d}")
    name = factory.Sequence(lambda n: f"Sector {n}")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Theme

    name = factory.Sequence(lambda n: f"Theme {n}")


class HolidayFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Holiday

    country_code = "JP"
    on = factory.Sequence(lambda n: date(2026, 12, 1) + timedelta(days=n))
    name = "Closed"


def work_today(office: office_tables.Office) -> None:
    """Have an office work on whatever day it is when the test runs, a weekend or not."""
    for days in (-1, 0, 1):
        day = datetime.now(UTC).date() + timedelta(days=days)
        HolidayFactory(office=office, on=day, name="Worked", is_worked=True)


class YearlyClosureFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.YearlyClosure

    office = factory.SubFactory(OfficeFactory)
    name = "New Year"
    first_month, first_day = 12, 29
    last_month, last_day = 1, 3


class ExchangeRateFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.ExchangeRate

    from_currency = "MAD"
    to_currency = "JPY"
    on = factory.Sequence(lambda n: date(2026, 1, 1) + timedelta(days=n))
    rate = Decimal("15.5")
    source = "A bank"


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Document

    office = factory.SubFactory(OfficeFactory)
    title = factory.Sequence(lambda n: f"Profile {n}.pdf")
    file = factory.django.FileField(data=b"%PDF-1.7", filename="profile.pdf")


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Milestone

    name = factory.Sequence(lambda n: f"milestone {n}")
    at = datetime(2026, 11, 20, tzinfo=UTC)


class TroubleFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Trouble

    office = factory.SubFactory(OfficeFactory)
    part = "rules"
    model = "office.rule"
    row = factory.Sequence(str)
    error = "ValueError: broken"
    first_at = datetime(2026, 11, 20, tzinfo=UTC)
    last_at = datetime(2026, 11, 20, tzinfo=UTC)


class MergeFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.Merge

    model = "investors.company"
    winner = 1
    loser = factory.Sequence(lambda n: n + 2)
    at = datetime(2026, 11, 20, tzinfo=UTC)
    by = factory.SubFactory(UserFactory)


class RecordKeyFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.RecordKey

    model = "investors.company"
    row = 1
    reason = "name"
    key = factory.Sequence(lambda n: f"sakura {n}")


class SuspectedPairFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.SuspectedPair

    model = "investors.company"
    first = 1
    second = factory.Sequence(lambda n: n + 2)
    reasons = ["name"]
    weight = 3


class SampleRecordFactory(DjangoModelFactory):
    class Meta:
        model = office_tables.SampleRecord

    model = "deals.deal"
    row = factory.Sequence(str)


class HostCountryFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.HostCountry
        django_get_or_create = ("code",)

    code = "MA"
    name = "Morocco"


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Agency

    name = factory.Sequence(lambda n: f"Investment agency {n}")
    country = factory.SubFactory(HostCountryFactory)


class DelegateFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Delegate

    family_name = factory.Sequence(lambda n: f"Delegue{n}")
    given_name = "Karim"
    country = factory.SubFactory(HostCountryFactory)


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Posting

    delegate = factory.SubFactory(DelegateFactory)
    agency = factory.SubFactory(AgencyFactory)
    post = "Head of division"


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Programme

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Programme {n}")


class ProgrammePartnerFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.ProgrammePartner

    programme = factory.SubFactory(ProgrammeFactory)
    partner = factory.SubFactory(PartnerFactory)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Question

    programme = factory.SubFactory(ProgrammeFactory)
    text = factory.Sequence(lambda n: f"What do you expect of day {n}?")


class RequiredDocumentFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.RequiredDocument

    programme = factory.SubFactory(ProgrammeFactory)
    text = factory.Sequence(lambda n: f"Nomination letter {n}")


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Criterion

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Criterion {n}")


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.BudgetLine

    programme = factory.SubFactory(ProgrammeFactory)
    what = factory.Sequence(lambda n: f"Flights {n}")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Invitation

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    email = factory.Sequence(lambda n: f"agency{n}@example.org")


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Application

    programme = factory.SubFactory(ProgrammeFactory)
    email = factory.Sequence(lambda n: f"applicant{n}@example.org")


class LinkedApplicationFactory(ApplicationFactory):
    """An application whose holder has a personal link that opens."""

    link = factory.SubFactory(
        PersonalLinkFactory,
        office=factory.SelfAttribute("..programme.office"),
        email=factory.SelfAttribute("..email"),
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    )


class CalendarFeedFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.CalendarFeed

    officer = factory.SubFactory(UserFactory)
    link = factory.SubFactory(
        PersonalLinkFactory,
        office=factory.SelfAttribute("..officer.office"),
        purpose=office_tables.PersonalLink.Purpose.CALENDAR,
        email=factory.SelfAttribute("..officer.email"),
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    )


class ApplicationDocumentFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.ApplicationDocument

    application = factory.SubFactory(ApplicationFactory)
    required = factory.SubFactory(
        RequiredDocumentFactory, programme=factory.SelfAttribute("..application.programme")
    )
    document = factory.SubFactory(
        DocumentFactory, office=factory.SelfAttribute("..application.programme.office")
    )


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Score

    application = factory.SubFactory(ApplicationFactory)
    criterion = factory.SubFactory(
        CriterionFactory, programme=factory.SelfAttribute("..application.programme")
    )
    by = factory.SubFactory(UserFactory)
    points = 3


class ReviewNoteFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.ReviewNote

    application = factory.SubFactory(ApplicationFactory)
    by = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"Knows the sector well {n}")


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Visit

    office = factory.SelfAttribute("officer.office")
    officer = factory.SubFactory(UserFactory)
    delegate = factory.SubFactory(DelegateFactory)
    begins = "2026-11-16"
    ends = "2026-11-27"


class ProjectProfileFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.ProjectProfile

    title = factory.Sequence(lambda n: f"Solar park {n}")
    country = factory.SubFactory(HostCountryFactory)


class TravelDocumentFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.TravelDocument

    visit = factory.SubFactory(VisitFactory)
    country_code = "MA"
    expires_on = date(2030, 1, 1)

    @factory.lazy_attribute
    def sealed_number(self) -> str:
        document = delegates_tables.TravelDocument()
        document.seal("AB1234567")
        return document.sealed_number


class PassportReadFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.PassportRead

    visit = factory.SubFactory(VisitFactory)
    what = delegates_tables.PassportRead.What.NUMBER
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 11, 20, tzinfo=UTC)


class ChecklistStepFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.ChecklistStep

    office = factory.SubFactory(OfficeFactory)
    text = factory.Sequence(lambda n: f"Send the letter {n}")
    days_before = 42


class ChecklistItemFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.ChecklistItem

    visit = factory.SubFactory(VisitFactory)
    text = factory.Sequence(lambda n: f"Send the letter {n}")
    days_before = 42


class PaperFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Paper

    office = factory.SelfAttribute("visit.office")
    visit = factory.SubFactory(VisitFactory)
    kind = delegates_tables.Paper.Kind.REASON
    document = factory.SubFactory(DocumentFactory, office=factory.SelfAttribute("..office"))
    issued_at = datetime(2026, 11, 20, tzinfo=UTC)
    issued_by = factory.SelfAttribute("visit.officer")


class TrainingSessionFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.TrainingSession

    programme = factory.SubFactory(ProgrammeFactory)
    topic = factory.Sequence(lambda n: f"Investor targeting {n}")
    held_on = date(2026, 11, 18)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.Attendance

    session = factory.SubFactory(TrainingSessionFactory)
    visit = factory.SubFactory(VisitFactory)
    state = delegates_tables.Attendance.State.PRESENT


class PostCheckFactory(DjangoModelFactory):
    class Meta:
        model = delegates_tables.PostCheck

    office = factory.SubFactory(OfficeFactory)
    delegate = factory.SubFactory(DelegateFactory)
    year = 2026
    link = factory.SubFactory(
        PersonalLinkFactory,
        office=factory.SelfAttribute("..office"),
        purpose=office_tables.PersonalLink.Purpose.POST,
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    )
    asked_at = datetime(2026, 11, 1, tzinfo=UTC)


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Company

    name = factory.Sequence(lambda n: f"Company {n} Co., Ltd.")


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Contact

    company = factory.SubFactory(CompanyFactory)
    family_name = factory.Sequence(lambda n: f"Yamada{n}")
    given_name = "Haruo"


class ContactPostingFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.ContactPosting

    contact = factory.SubFactory(ContactFactory)
    company = factory.SubFactory(CompanyFactory)
    post = "Manager"


class HandOverFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.HandOver

    office = factory.SubFactory(OfficeFactory)
    by = factory.SubFactory(UserFactory, office=factory.SelfAttribute("..office"))
    contact = factory.SubFactory(ContactFactory)
    agency = factory.SubFactory(AgencyFactory)
    country = factory.SelfAttribute("agency.country")
    on = date(2026, 11, 20)
    what = "Name and post"
    consent = "writing"
    consented_on = date(2026, 11, 19)


class TechnologyFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Technology

    company = factory.SubFactory(CompanyFactory)
    name = factory.Sequence(lambda n: f"Incinerator {n}")


class MatchFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Match

    office = factory.SubFactory(OfficeFactory)
    project = factory.SubFactory(ProjectProfileFactory)
    company = factory.SubFactory(CompanyFactory)
    state = investors_tables.Match.State.LEFT_OUT
    because = factory.Sequence(lambda n: f"Sells by mail only {n}")
    decided_by = factory.SubFactory(UserFactory, office=factory.SelfAttribute("..office"))
    decided_at = datetime(2026, 11, 20, tzinfo=UTC)


class MissionFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Mission

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Mission {n}")


class MissionPartnerFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionPartner

    mission = factory.SubFactory(MissionFactory)
    partner = factory.SubFactory(PartnerFactory)


class MissionLegFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionLeg

    mission = factory.SubFactory(MissionFactory)
    country = factory.SubFactory(HostCountryFactory)


class MissionMemberFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionMember

    mission = factory.SubFactory(MissionFactory)
    company = factory.SubFactory(CompanyFactory)


class MissionPaperFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionPaper

    office = factory.SelfAttribute("mission.office")
    mission = factory.SubFactory(MissionFactory)
    kind = investors_tables.MissionPaper.Kind.DELEGATION
    document = factory.SubFactory(DocumentFactory, office=factory.SelfAttribute("..office"))
    issued_at = datetime(2026, 11, 20, tzinfo=UTC)
    issued_by = factory.SubFactory(UserFactory, office=factory.SelfAttribute("..office"))


class EventSeriesFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.EventSeries

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Week of webinars {n}")


class MissionHostFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionHost

    leg = factory.SubFactory(MissionLegFactory)
    agency = factory.SubFactory(AgencyFactory)


class MissionStepFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionStep

    office = factory.SubFactory(OfficeFactory)
    text = factory.Sequence(lambda n: f"Book the flights {n}")
    days_before = 42


class MissionTaskFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionTask

    mission = factory.SubFactory(MissionFactory)
    text = factory.Sequence(lambda n: f"Book the flights {n}")
    days_before = 42


class MissionBudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MissionBudgetLine

    mission = factory.SubFactory(MissionFactory)
    what = factory.Sequence(lambda n: f"Coaches {n}")


class EventFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Event

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Webinar {n}")


class EventSessionFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.EventSession

    event = factory.SubFactory(EventFactory)
    topic = factory.Sequence(lambda n: f"Opening words {n}")


class EventPartnerFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.EventPartner

    event = factory.SubFactory(EventFactory)
    partner = factory.SubFactory(PartnerFactory)


class EventRegistrationFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.EventRegistration

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Guest {n}")


class AttendanceListFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.AttendanceList

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"attendees{n}.csv")
    text = "Name,Email\nGuest,guest@example.org\n"
    columns = factory.LazyFunction(lambda: {"name": 0, "email": 1})
    sent_by = factory.SubFactory(UserFactory, office=factory.SelfAttribute("..event.office"))
    sent_at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Meeting

    office = factory.SelfAttribute("officer.office")
    officer = factory.SubFactory(UserFactory)
    subject = factory.Sequence(lambda n: f"First talk {n}")
    day = date(2026, 11, 19)
    state = investors_tables.Meeting.State.HELD


class MeetingPartyFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MeetingParty

    meeting = factory.SubFactory(MeetingFactory)
    company = factory.SubFactory(CompanyFactory)


class MeetingInviteFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.MeetingInvite

    meeting = factory.SubFactory(MeetingFactory)
    contact = factory.SubFactory(ContactFactory)
    email = factory.Sequence(lambda n: f"guest{n}@example.org")


class ResourceFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Resource

    office = factory.SubFactory(OfficeFactory)
    kind = investors_tables.Resource.Kind.INTERPRETER
    name = factory.Sequence(lambda n: f"Interpreter {n}")


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.AgendaItem

    visit = factory.SubFactory(VisitFactory)
    office = factory.LazyAttribute(lambda item: (item.visit or item.mission).office)
    title = factory.Sequence(lambda n: f"Lunch {n}")
    kind = investors_tables.AgendaItem.Kind.MEAL
    day = date(2026, 11, 19)


class TravelTimeFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.TravelTime

    office = factory.SubFactory(OfficeFactory)
    one_place = factory.Sequence(lambda n: f"Hall {n}")
    other_place = "Yokohama"
    minutes = 40


class BookingFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Booking

    meeting = factory.SubFactory(MeetingFactory)
    resource = factory.SubFactory(ResourceFactory)
    starts_at = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    ends_at = factory.LazyAttribute(lambda booking: booking.starts_at + timedelta(minutes=25))


class ScheduleFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Schedule

    office = factory.SubFactory(OfficeFactory)
    event = factory.SubFactory(EventFactory, office=factory.SelfAttribute("..office"))
    name = factory.Sequence(lambda n: f"Matchmaking {n}")
    first_on = date(2026, 11, 24)
    last_on = date(2026, 11, 24)
    tables = 2


class ScheduleSlotFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.ScheduleSlot

    schedule = factory.SubFactory(ScheduleFactory)
    day = date(2026, 11, 24)
    starts_at = factory.Sequence(
        lambda n: datetime(2026, 11, 24, 1, 0, tzinfo=UTC) + timedelta(minutes=30 * (n % 20))
    )
    ends_at = factory.LazyAttribute(lambda slot: slot.starts_at + timedelta(minutes=25))


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Participant

    schedule = factory.SubFactory(ScheduleFactory)
    company = factory.SubFactory(CompanyFactory)


class HostFactory(ParticipantFactory):
    side = investors_tables.Participant.Side.HOST


class WishFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Wish

    host = factory.SubFactory(HostFactory)
    counterpart = factory.SubFactory(
        ParticipantFactory, schedule=factory.SelfAttribute("..host.schedule")
    )
    by_host = 2


class AwayFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Away

    participant = factory.SubFactory(ParticipantFactory)
    slot = factory.SubFactory(
        ScheduleSlotFactory, schedule=factory.SelfAttribute("..participant.schedule")
    )


class PairingFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.Pairing

    schedule = factory.SubFactory(ScheduleFactory)
    host = factory.SubFactory(HostFactory, schedule=factory.SelfAttribute("..schedule"))
    counterpart = factory.SubFactory(
        ParticipantFactory, schedule=factory.SelfAttribute("..schedule")
    )
    slot = factory.SubFactory(ScheduleSlotFactory, schedule=factory.SelfAttribute("..schedule"))
    table = 1


class ScheduleRunFactory(DjangoModelFactory):
    class Meta:
        model = investors_tables.ScheduleRun

    schedule = factory.SubFactory(ScheduleFactory)
    asked_by = factory.SubFactory(UserFactory, office=factory.SelfAttribute("..schedule.office"))
    asked_at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    problem = factory.LazyFunction(lambda: {"tables": 2})


class DealFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.Deal

    office = factory.SubFactory(OfficeFactory)
    title = factory.Sequence(lambda n: f"Wire-harness plant {n}")
    country = factory.SubFactory(HostCountryFactory)


class DealCompanyFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.DealCompany

    deal = factory.SubFactory(DealFactory)
    company = factory.SubFactory(CompanyFactory)


class StageChangeFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.StageChange

    deal = factory.SubFactory(DealFactory)
    to_stage = deals_tables.Stage.PROMOTED
    changed_at = datetime(2026, 11, 1, tzinfo=UTC)


class GateFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.Gate

    stage = deals_tables.Stage.PROMOTED
    fact = deals_tables.Fact.COMPANY


class UndisclosedFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.Undisclosed

    deal = factory.SubFactory(DealFactory)
    fact = deals_tables.Fact.SECTOR
    because = "They asked us not to"
    said_by = factory.SubFactory(UserFactory)
    said_at = datetime(2026, 11, 1, tzinfo=UTC)


class SiteChangeFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.SiteChange

    deal = factory.SubFactory(DealFactory, stage=deals_tables.Stage.OPERATIONAL)
    kind = deals_tables.SiteChange.Kind.CLOSURE
    happened = "2019"
    source = "The company's report"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = datetime(2026, 11, 1, tzinfo=UTC)


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.Claim

    deal = factory.SubFactory(DealFactory)
    metric = deals_tables.Claim.Metric.JOBS
    value = Decimal("1600")
    phase = deals_tables.Claim.Phase.PLANNED


class ConfirmationFactory(DjangoModelFactory):
    """Somebody of a company of the deal is asked, and has not answered yet."""

    class Meta:
        model = deals_tables.Confirmation

    deal = factory.SubFactory(DealFactory)
    contact = factory.SubFactory(ContactFactory, email="asked@example.org")
    link = factory.SubFactory(
        PersonalLinkFactory,
        office=factory.SelfAttribute("..deal.office"),
        purpose=office_tables.PersonalLink.Purpose.RESULT,
        email=factory.SelfAttribute("..contact.email"),
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    )
    called = factory.SelfAttribute("deal.title")
    asked_by = factory.SubFactory(UserFactory, office=factory.SelfAttribute("..deal.office"))
    asked_at = datetime(2026, 11, 1, tzinfo=UTC)


class AnsweredFactory(ConfirmationFactory):
    """The same, answered."""

    needed = deals_tables.Confirmation.Needed.PREREQUISITE
    sooner = deals_tables.Confirmation.Sooner.YEAR
    without = deals_tables.Confirmation.Without.NOTHING
    answered_by = "YAMADA Haruo"
    answered_at = datetime(2026, 11, 10, tzinfo=UTC)


class ConfirmedFigureFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.ConfirmedFigure

    confirmation = factory.SubFactory(ConfirmationFactory)
    claim = factory.SubFactory(ClaimFactory, deal=factory.SelfAttribute("..confirmation.deal"))


class VerifiedClaimFactory(ClaimFactory):
    phase = deals_tables.Claim.Phase.ACTUAL
    recorded_by = factory.SubFactory(UserFactory)
    verified_by = factory.SubFactory(ManagerFactory)
    verified_at = datetime(2026, 10, 1, tzinfo=UTC)
    evidence = "Letter of the company"


class VerificationFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.Verification

    claim = factory.SubFactory(VerifiedClaimFactory)
    checked_by = factory.SelfAttribute("claim.verified_by")
    checked_at = factory.SelfAttribute("claim.verified_at")
    evidence = "Letter of the company"


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.Institution

    deal = factory.SubFactory(DealFactory, kind=deals_tables.Deal.Kind.TECHNOLOGY_TRANSFER)
    name = factory.Sequence(lambda n: f"District hospital {n}")
    city = "Dakar"


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = deals_tables.Contribution

    deal = factory.SubFactory(DealFactory)
    visit = factory.SubFactory(VisitFactory)
    role = deals_tables.Contribution.Role.NEGOTIATION
    strength = deals_tables.Contribution.Strength.FACILITATED
    evidence = "Letter of the company"
    accepted_by = factory.SubFactory(ManagerFactory)
    accepted_at = datetime(2026, 10, 1, tzinfo=UTC)

    @classmethod
    def _create(cls, model_class, *args, **values):
        """With its copies of the days, as whatever writes one has them."""
        row = model_class(**values)
        row.copy_days()
        row.save()
        return row
