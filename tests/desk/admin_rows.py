"""One row of each model the admin shows: how to make it, and its text there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

import deals.models as deals_tables
import delegates.models as delegates_tables
import investors.models as investors_tables
import itpo.office.models as office_tables
import tests.factories as make
from itpo.office.models import Office

# Makes row number n of an office; gives the row and a text that its list and its page show.
Maker = Callable[[Office, int], tuple[Any, str]]


def made(factory: Any, text: str, **of_office: str) -> Maker:
    """A factory's row; `of_office` says which of its fields make it the office's."""

    def maker(office: Office, number: int) -> tuple[Any, str]:
        row = factory(**{path: _value(what, office) for path, what in of_office.items()})
        return row, str(getattr(row, text))

    return maker


def _value(what: str, office: Office) -> Any:
    return office if what == "office" else make.UserFactory(office=office)


def country(office: Office, number: int) -> tuple[Any, str]:
    row = make.HostCountryFactory(code=f"X{'ABCDEFGHIJ'[number]}", name=f"Freedonia {number}")
    return row, row.name


def absence(office: Office, number: int) -> tuple[Any, str]:
    away = make.UserFactory(office=office)
    row = office_tables.Absence.objects.create(
        user=away, first_on=date(2026, 12, 1), last_on=date(2026, 12, 4)
    )
    return row, str(away)


def holiday(office: Office, number: int) -> tuple[Any, str]:
    row = office_tables.Holiday.objects.create(
        country_code="JP",
        office=office,
        on=date(2026, 12, 1) + timedelta(days=number),
        name=f"Closed for moving {number}",
    )
    return row, row.name


def yearly_closure(office: Office, number: int) -> tuple[Any, str]:
    made_before = office_tables.YearlyClosure.objects.count()
    row = make.YearlyClosureFactory(
        office=office, name=f"Moving {number}", last_month=1, last_day=4 + made_before
    )
    return row, row.name


def rate(office: Office, number: int) -> tuple[Any, str]:
    row = office_tables.ExchangeRate.objects.create(
        from_currency="MAD",
        to_currency="JPY",
        on=date(2026, 1, 1) + timedelta(days=number),
        rate=Decimal("16.1"),
        source=f"Bulletin {number}",
    )
    return row, row.source


def document(office: Office, number: int) -> tuple[Any, str]:
    row = office_tables.Document(office=office, title=f"Minutes {number}")
    row.file.save("minutes.txt", ContentFile(b"minutes"))
    return row, row.title


def saved_view(office: Office, number: int) -> tuple[Any, str]:
    row = make.SavedViewFactory(user=make.UserFactory(office=office), is_shared=True)
    return row, row.name


def export_log(office: Office, number: int) -> tuple[Any, str]:
    user = make.UserFactory(office=office, family_name=f"Taker{number}")
    return make.ExportLogFactory(user=user), str(user)


def imported(office: Office, number: int) -> tuple[Any, str]:
    row = make.ImportedRecordFactory(run__by=make.UserFactory(office=office))
    return row, row.run.file_name


def milestone(office: Office, number: int) -> tuple[Any, str]:
    row = office_tables.Milestone.objects.create(
        name=f"milestone {number}", at=datetime(2026, 11, 20, tzinfo=UTC)
    )
    return row, row.name


def trouble(office: Office, number: int) -> tuple[Any, str]:
    row = make.TroubleFactory(office=office, part=f"part {number}")
    return row, row.part


def claim(office: Office, number: int) -> tuple[Any, str]:
    row = make.ClaimFactory(deal__office=office, value=Decimal(1601 + number))
    return row, row.value_shown


def confirmation(office: Office, number: int) -> tuple[Any, str]:
    row = make.ConfirmationFactory(deal__office=office, contact__company__name=f"Foods {number}")
    return row, row.called


def confirmed_figure(office: Office, number: int) -> tuple[Any, str]:
    row = make.ConfirmedFigureFactory(
        confirmation__deal__office=office, claim__value=Decimal(1601 + number)
    )
    return row, row.claim.value_shown


def contribution(office: Office, number: int) -> tuple[Any, str]:
    row = make.ContributionFactory(
        deal__office=office,
        visit__officer=make.UserFactory(office=office),
        accepted_by=make.ManagerFactory(office=office),
    )
    return row, row.deal.title


def stage_change(office: Office, number: int) -> tuple[Any, str]:
    row = make.StageChangeFactory(deal__office=office)
    return row, row.deal.title


def gate(office: Office, number: int) -> tuple[Any, str]:
    facts, kinds = list(deals_tables.Fact), ["", *deals_tables.Deal.Kind]
    row = make.GateFactory(
        office=office,
        fact=facts[number % len(facts)],
        kind=kinds[number // len(facts) % len(kinds)],
    )
    return row, row.get_fact_display()


def undisclosed(office: Office, number: int) -> tuple[Any, str]:
    row = make.UndisclosedFactory(deal__office=office, because=f"They asked {number} times")
    return row, row.because


def site_change(office: Office, number: int) -> tuple[Any, str]:
    row = make.SiteChangeFactory(deal__office=office, source=f"Report {number}")
    return row, row.source


def posting(office: Office, number: int) -> tuple[Any, str]:
    row = make.PostingFactory(post=f"Head of division {number}")
    return row, row.post


def hand_over(office: Office, number: int) -> tuple[Any, str]:
    row = make.HandOverFactory(office=office, contact__given_name=f"Hanako {number}")
    return row, str(row.contact)


def visit(office: Office, number: int) -> tuple[Any, str]:
    row = make.VisitFactory(officer=make.UserFactory(office=office))
    return row, str(row.delegate)


def travel_document(office: Office, number: int) -> tuple[Any, str]:
    row = make.TravelDocumentFactory(visit__officer=make.UserFactory(office=office))
    return row, "••••"


def paper(office: Office, number: int) -> tuple[Any, str]:
    row = make.PaperFactory(
        visit__officer=make.UserFactory(office=office), document__title=f"Letter {number}"
    )
    return row, row.document.title


def mission_paper(office: Office, number: int) -> tuple[Any, str]:
    row = make.MissionPaperFactory(mission__office=office, document__title=f"List {number}")
    return row, row.document.title


def passport_read(office: Office, number: int) -> tuple[Any, str]:
    row = make.PassportReadFactory(
        visit__officer=make.UserFactory(office=office), by=make.UserFactory(office=office)
    )
    return row, str(row.visit.delegate)


def post_check(office: Office, number: int) -> tuple[Any, str]:
    row = make.PostCheckFactory(office=office)
    return row, row.delegate.full_name


def outgoing_mail(office: Office, number: int) -> tuple[Any, str]:
    row = make.OutgoingMailFactory(user=make.UserFactory(office=office), is_restricted=False)
    return row, row.to


def mail_text(office: Office, number: int) -> tuple[Any, str]:
    kinds = ("application_declined", "application_withdrawn", "event_given_back")
    languages = ("en", "fr", "ja")
    row = make.MailTextFactory(
        office=office,
        kind=kinds[number % 3],
        language=languages[number // 3 % 3],
        subject=f"Your seat {number}",
        body="Good day.",
    )
    return row, row.subject


def stopped_address(office: Office, number: int) -> tuple[Any, str]:
    user = make.UserFactory(office=office)
    row = make.StoppedAddressFactory(mail__user=user, mail__is_restricted=False)
    return row, row.address


def calendar_feed(office: Office, number: int) -> tuple[Any, str]:
    row = make.CalendarFeedFactory(officer=make.UserFactory(office=office))
    return row, row.link.email


def booking(office: Office, number: int) -> tuple[Any, str]:
    row = make.BookingFactory(
        meeting__officer=make.UserFactory(office=office), resource__office=office
    )
    return row, row.resource.name


def participant(office: Office, number: int) -> tuple[Any, str]:
    row = make.ParticipantFactory(schedule__office=office)
    return row, row.company.name


def mission_host(office: Office, number: int) -> tuple[Any, str]:
    row = make.MissionHostFactory(leg__mission__office=office)
    return row, row.agency.name


MAKERS: dict[type[Model], Maker] = {
    office_tables.Office: lambda office, number: (office, office.name),
    office_tables.User: made(make.UserFactory, "email", office="office"),
    office_tables.Absence: absence,
    office_tables.FollowUp: made(make.FollowUpFactory, "what", owner="user"),
    office_tables.SavedView: saved_view,
    office_tables.ExportLog: export_log,
    office_tables.ImportRun: made(make.ImportRunFactory, "file_name", by="user"),
    office_tables.ImportedRecord: imported,
    office_tables.Rule: made(make.RuleFactory, "what", office="office"),
    office_tables.OutgoingMail: outgoing_mail,
    office_tables.MailText: mail_text,
    office_tables.StoppedAddress: stopped_address,
    office_tables.PersonalLink: made(make.PersonalLinkFactory, "email", office="office"),
    office_tables.Milestone: milestone,
    office_tables.Trouble: trouble,
    office_tables.Partner: made(make.PartnerFactory, "name"),
    office_tables.Sector: made(make.SectorFactory, "name"),
    office_tables.Theme: made(make.ThemeFactory, "name"),
    office_tables.Holiday: holiday,
    office_tables.YearlyClosure: yearly_closure,
    office_tables.ExchangeRate: rate,
    office_tables.Document: document,
    delegates_tables.HostCountry: country,
    delegates_tables.Agency: made(make.AgencyFactory, "name"),
    delegates_tables.Delegate: made(make.DelegateFactory, "full_name"),
    delegates_tables.Posting: posting,
    delegates_tables.Programme: made(make.ProgrammeFactory, "name", office="office"),
    delegates_tables.Application: made(
        make.ApplicationFactory, "email", programme__office="office"
    ),
    delegates_tables.Question: made(make.QuestionFactory, "text", programme__office="office"),
    delegates_tables.RequiredDocument: made(
        make.RequiredDocumentFactory, "text", programme__office="office"
    ),
    delegates_tables.Criterion: made(make.CriterionFactory, "name", programme__office="office"),
    delegates_tables.BudgetLine: made(make.BudgetLineFactory, "what", programme__office="office"),
    delegates_tables.Invitation: made(make.InvitationFactory, "email", programme__office="office"),
    delegates_tables.TrainingSession: made(
        make.TrainingSessionFactory, "topic", programme__office="office"
    ),
    delegates_tables.Paper: paper,
    investors_tables.MissionPaper: mission_paper,
    delegates_tables.ChecklistStep: made(make.ChecklistStepFactory, "text", office="office"),
    delegates_tables.PassportRead: passport_read,
    delegates_tables.PostCheck: post_check,
    delegates_tables.Visit: visit,
    delegates_tables.TravelDocument: travel_document,
    delegates_tables.ProjectProfile: made(make.ProjectProfileFactory, "title"),
    investors_tables.Company: made(make.CompanyFactory, "name"),
    investors_tables.Contact: made(make.ContactFactory, "full_name"),
    investors_tables.HandOver: hand_over,
    investors_tables.Technology: made(make.TechnologyFactory, "name"),
    investors_tables.Mission: made(make.MissionFactory, "name", office="office"),
    investors_tables.AttendanceList: made(
        make.AttendanceListFactory, "title", event__office="office"
    ),
    investors_tables.EventSeries: made(make.EventSeriesFactory, "name", office="office"),
    investors_tables.MissionHost: mission_host,
    investors_tables.MissionStep: made(make.MissionStepFactory, "text", office="office"),
    investors_tables.MissionBudgetLine: made(
        make.MissionBudgetLineFactory, "what", mission__office="office"
    ),
    investors_tables.Event: made(make.EventFactory, "name", office="office"),
    investors_tables.EventRegistration: made(
        make.EventRegistrationFactory, "name", event__office="office"
    ),
    investors_tables.Match: made(make.MatchFactory, "because", office="office"),
    investors_tables.Meeting: made(make.MeetingFactory, "subject", officer="user"),
    investors_tables.Resource: made(make.ResourceFactory, "name", office="office"),
    delegates_tables.CalendarFeed: calendar_feed,
    investors_tables.MeetingInvite: made(
        make.MeetingInviteFactory, "email", meeting__officer="user"
    ),
    investors_tables.AgendaItem: made(make.AgendaItemFactory, "title", visit__officer="user"),
    investors_tables.TravelTime: made(make.TravelTimeFactory, "one_place", office="office"),
    investors_tables.Booking: booking,
    investors_tables.Schedule: made(make.ScheduleFactory, "name", office="office"),
    investors_tables.Participant: participant,
    deals_tables.Deal: made(make.DealFactory, "title", office="office"),
    deals_tables.Claim: claim,
    deals_tables.Confirmation: confirmation,
    deals_tables.ConfirmedFigure: confirmed_figure,
    deals_tables.Contribution: contribution,
    deals_tables.Institution: made(make.InstitutionFactory, "name", deal__office="office"),
    deals_tables.StageChange: stage_change,
    deals_tables.Gate: gate,
    deals_tables.Undisclosed: undisclosed,
    deals_tables.SiteChange: site_change,
}

# What all offices see alike. Everything else belongs to one office.
SHARED = {
    office_tables.Milestone,
    office_tables.Partner,
    office_tables.Sector,
    office_tables.Theme,
    office_tables.ExchangeRate,
    delegates_tables.HostCountry,
    delegates_tables.Agency,
    delegates_tables.Delegate,
    delegates_tables.Posting,
    delegates_tables.ProjectProfile,
    investors_tables.Company,
    investors_tables.Contact,
    investors_tables.ContactPosting,
    investors_tables.Technology,
}
