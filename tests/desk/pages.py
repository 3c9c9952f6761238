"""Every page of the workspace with rows on it: how to fill it, and what must stand on it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.urls import reverse

from deals.models import Stage
from investors.models import ContactPosting, Schedule
from itpo.office import merging
from itpo.office.models import Holiday, User
from tests.factories import (
    AbsenceFactory,
    AgencyFactory,
    AgendaItemFactory,
    AnsweredFactory,
    ApplicationDocumentFactory,
    ApplicationFactory,
    AttendanceFactory,
    AttendanceListFactory,
    BookingFactory,
    BudgetLineFactory,
    ChecklistItemFactory,
    ChecklistStepFactory,
    ClaimFactory,
    CompanyFactory,
    ConfirmationFactory,
    ConfirmedFigureFactory,
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
    ExchangeRateFactory,
    FollowUpFactory,
    HandOverFactory,
    HolidayFactory,
    HostCountryFactory,
    HostFactory,
    ImportedRecordFactory,
    ImportRunFactory,
    InstitutionFactory,
    InvitationFactory,
    MatchFactory,
    MeetingFactory,
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
    PairingFactory,
    PaperFactory,
    ParticipantFactory,
    PartnerFactory,
    PostingFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    ProjectProfileFactory,
    QuestionFactory,
    RequiredDocumentFactory,
    ResourceFactory,
    ReviewNoteFactory,
    ScheduleFactory,
    ScheduleRunFactory,
    ScoreFactory,
    SectorFactory,
    StageChangeFactory,
    SuspectedPairFactory,
    TechnologyFactory,
    ThemeFactory,
    TrainingSessionFactory,
    TravelDocumentFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
    WishFactory,
)

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WRITTEN = {"written_down_at": NOON}


class Filled(NamedTuple):
    """A page's address, and a text of each row that must be found on it."""

    url: str
    texts: list[str]


class Page(NamedTuple):
    """A page that is the same for any number of rows. `fill` may be called again for more."""

    name: str
    fill: Callable[[User, int], Filled]


def my_day(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        for days in (-3, 0, 3):
            texts.append(FollowUpFactory(owner=officer, due_on=TODAY + timedelta(days)).what)
        texts.append(str(VisitFactory(officer=officer).delegate))
        coming = VisitFactory(officer=officer, begins="2026-12-07", ends="2026-12-11")
        texts.append(str(coming.delegate))
        for begins, ends in (("2026-11-20", "2026-11-24"), ("2027-01-11", "2027-01-17")):
            texts.append(MissionFactory(office=officer.office, begins=begins, ends=ends).name)
        leaving = MissionFactory(owner=officer, begins="2026-12-07")
        MissionLegFactory(mission=leaving, begins="2026-12-08")
        texts.append(MissionTaskFactory(mission=leaving).text)
        deal = DealFactory(office=officer.office, owner=officer)
        texts += [deal.title, DealCompanyFactory(deal=deal).company.name]
        texts.append(MeetingFactory(officer=officer, state="planned", day=TODAY).subject)
    return Filled(reverse("desk:my-day"), texts)


def calendar(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        texts.append(FollowUpFactory(owner=officer, due_on=TODAY).what)
        texts.append(str(VisitFactory(officer=officer).delegate))
        texts.append(str(VisitFactory(officer=officer, begins="2026-11", ends="").delegate))
        mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-24")
        MissionLegFactory(mission=mission)
        event = EventFactory(office=officer.office, begins="2026-11-24", ends="2026-11-24")
        texts += [mission.name, event.name, MeetingFactory(officer=officer).subject]
    shown = "&".join(f"show={kind}" for kind in ("visits", "missions", "events", "meetings", "due"))
    return Filled(f"{reverse('desk:calendar')}?month=2026-11&{shown}", texts)


def follow_up_list(officer: User, rows: int) -> Filled:
    made = FollowUpFactory.create_batch(rows, owner=officer)
    return Filled(reverse("office:follow-ups"), [one.what for one in made])


def follow_up(officer: User, rows: int) -> Filled:
    one = officer.follow_ups.first() or FollowUpFactory(owner=officer)
    reasons = [f"Waiting for answer {number}" for number in range(rows)]
    for reason in reasons:
        one.reason = reason
        one.save()
    return Filled(reverse("office:follow-up", args=[one.pk]), reasons)


def delegate_list(officer: User, rows: int) -> Filled:
    postings = [PostingFactory() for _ in range(rows)]
    names = [str(posting.delegate) for posting in postings]
    return Filled(
        reverse("delegates:delegates"), names + [posting.agency.name for posting in postings]
    )


def delegate(officer: User, rows: int) -> Filled:
    found = DelegateFactory._meta.model.objects.first() or DelegateFactory()
    texts = []
    for _row in range(rows):
        agency = AgencyFactory(predecessor=AgencyFactory())
        posting = PostingFactory(delegate=found, agency=agency, post=f"Director {agency.pk}")
        visit = VisitFactory(
            officer=officer, delegate=found, programme=ProgrammeFactory(office=officer.office)
        )
        meeting = MeetingFactory(officer=officer, visit=visit)
        party = MeetingPartyFactory(meeting=meeting)
        deal = ContributionFactory(visit=visit, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [posting.post, agency.name, agency.predecessor.name, visit.programme.name]
        texts += [meeting.subject, party.company.name, deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def visit_list(officer: User, rows: int) -> Filled:
    made = VisitFactory.create_batch(rows, officer=officer)
    return Filled(reverse("delegates:visits"), [str(one.delegate) for one in made])


def visit(officer: User, rows: int) -> Filled:
    found = officer.visits.first() or VisitFactory(officer=officer)
    texts = []
    for _row in range(rows):
        item = ChecklistItemFactory(visit=found, done_by=officer, done_at=found.logged_at)
        paper = PaperFactory(visit=found, language=["en", "ja", "fr"][found.papers.count()])
        texts += [item.text, paper.get_absolute_url()]
        meeting = MeetingFactory(officer=officer, visit=found)
        party = MeetingPartyFactory(meeting=meeting)
        deal = ContributionFactory(visit=None, meeting=meeting, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [meeting.subject, party.company.name, deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def visit_agenda(officer: User, rows: int) -> Filled:
    found = officer.visits.first() or VisitFactory(
        officer=officer, programme=ProgrammeFactory(office=officer.office)
    )
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer, visit=found)
        party = MeetingPartyFactory(meeting=meeting)
        session = TrainingSessionFactory(programme=found.programme)
        AttendanceFactory(session=session, visit=found)
        texts += [meeting.subject, party.company.name, session.topic, "Present"]
    return Filled(reverse("delegates:visit-agenda", args=[found.pk]), texts)


def plan(officer: User, rows: int) -> Filled:
    found = officer.visits.first() or VisitFactory(
        officer=officer, begins="2026-11-16", ends="2026-11-27"
    )
    texts = []
    for number in range(rows):
        begins = NOON + timedelta(hours=number)
        meeting = MeetingFactory(
            officer=officer, visit=found, day=begins.date(), starts_at=begins, place="Osaka"
        )
        drive = AgendaItemFactory(
            visit=found,
            day=begins.date(),
            starts_at=begins,
            ends_at=begins + timedelta(minutes=30),
            place=f"Hall {number}",
        )
        booking = BookingFactory(meeting=None, agenda_item=drive, resource__office=officer.office)
        texts += [meeting.subject, drive.title, booking.resource.name, drive.place]
    return Filled(reverse("investors:plan", args=["visit", found.pk]), texts)


def visit_papers(officer: User, rows: int) -> Filled:
    found = officer.visits.first() or VisitFactory(
        officer=officer,
        agency=AgencyFactory(),
        purpose="Food machines",
        state="running",
        programme=ProgrammeFactory(office=officer.office),
    )
    texts = []
    for kind in ["reason", "schedule", "certificate"] * rows:
        paper = PaperFactory(visit=found, kind=kind, facts={"stay": {"purpose": "Fish"}})
        BudgetLineFactory(programme=found.programme)
        session = TrainingSessionFactory(programme=found.programme)
        AttendanceFactory(session=session, visit=found)
        MeetingPartyFactory(meeting=MeetingFactory(officer=officer, visit=found))
        texts += [paper.document.title, "purpose was Fish, is Food machines"]
    return Filled(reverse("delegates:visit-papers", args=[found.pk]), texts)


def programme_papers(officer: User, rows: int) -> Filled:
    found = officer.office.programmes.first() or ProgrammeFactory(
        office=officer.office, begins="2026-11"
    )
    texts = []
    for _row in range(rows):
        found.themes.add(ThemeFactory())
        visit = VisitFactory(officer=officer, programme=found, state="running")
        invitation = InvitationFactory(programme=found)
        PaperFactory(visit=visit, kind="certificate", facts={})
        PaperFactory(
            office=found.office,
            visit=None,
            issued_by=officer,
            invitation=invitation,
            kind="invitation",
        )
        PaperFactory(
            office=found.office, visit=None, issued_by=officer, programme=found, kind="applicants"
        )
        texts += [str(visit.delegate), invitation.agency.full_name]
    return Filled(reverse("delegates:programme-papers", args=[found.pk]), texts)


def mission_papers(officer: User, rows: int) -> Filled:
    found = officer.office.missions.first() or MissionFactory(office=officer.office, owner=officer)
    texts = []
    for _row in range(rows):
        MissionLegFactory(mission=found)
        contact = ContactFactory()
        member = MissionMemberFactory(
            mission=found, company=contact.company, contact=contact, state="confirmed"
        )
        MissionPaperFactory(mission=found, facts={"mission": {}})
        MissionPaperFactory(
            office=found.office,
            issued_by=officer,
            mission=None,
            member=member,
            kind="itinerary",
            facts={"host": {}},
        )
        meeting = MeetingFactory(officer=officer, mission=found)
        MeetingPartyFactory(meeting=meeting, company=contact.company)
        texts.append(str(contact.company))
    return Filled(
        reverse("investors:mission-papers", args=[found.pk]),
        [*texts, "the mission has changed", "who looks after the visit has changed"],
    )


def member_papers(officer: User, rows: int) -> Filled:
    mission = officer.office.missions.first() or MissionFactory(office=officer.office)
    found = mission.members.first() or MissionMemberFactory(mission=mission)
    texts = []
    for _row in range(rows):
        MissionLegFactory(mission=mission)
        contact = ContactFactory(company=found.company)
        MissionMemberFactory(mission=mission, company=found.company, contact=contact)
        paper = MissionPaperFactory(
            office=mission.office, mission=None, member=found, kind="itinerary"
        )
        MeetingPartyFactory(
            meeting=MeetingFactory(officer=officer, mission=mission), company=found.company
        )
        texts.append(paper.document.title)
    return Filled(reverse("investors:member-papers", args=[found.pk]), texts)


def sheets(officer: User, rows: int) -> Filled:
    found = officer.office.missions.first() or MissionFactory(office=officer.office)
    for number in range(rows):
        MeetingFactory(officer=officer, mission=found, day=TODAY + timedelta(number))
    return Filled(reverse("office:sheets", args=["investors.mission", found.pk]), ["Name badges"])


def checklist_steps(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        step = ChecklistStepFactory(office=officer.office)
        known = ChecklistStepFactory._meta.model.objects.count()
        country = HostCountryFactory(code=f"Z{'ABCDEFGH'[known]}", name=f"Zembla {known}")
        own = ChecklistStepFactory(office=officer.office, country=country)
        texts += [step.text, own.text, country.name]
    return Filled(reverse("delegates:checklist-steps"), texts)


def meeting_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer)
        company = MeetingPartyFactory(meeting=meeting).company
        delegate = MeetingPartyFactory(
            meeting=meeting, company=None, delegate=DelegateFactory()
        ).delegate
        texts += [meeting.subject, company.name, str(delegate)]
    return Filled(reverse("investors:meetings"), texts)


def matching(officer: User, rows: int) -> list[str]:
    """A project that a delegate of the officer's only visit brings, and companies for it."""
    visit = officer.visits.first() or VisitFactory(
        officer=officer, programme=ProgrammeFactory(office=officer.office)
    )
    known = ProjectProfileFactory._meta.model.objects.filter(delegate=visit.delegate)
    project = known.first() or ProjectProfileFactory(
        country=visit.delegate.country, delegate=visit.delegate
    )
    texts = []
    for _row in range(rows):
        sector = SectorFactory()
        project.sectors.add(sector)
        technology = TechnologyFactory()
        technology.sectors.add(sector)
        party = MeetingPartyFactory(meeting=MeetingFactory(officer=officer, visit=visit))
        deal = DealFactory(office=officer.office, country=project.country)
        company = DealCompanyFactory(deal=deal).company
        left_out = MatchFactory(office=officer.office, project=project, decided_by=officer)
        texts += [technology.name, technology.company.name, party.meeting.subject]
        texts += [party.company.name, deal.title, company.name, left_out.company.name]
    return texts


def project_matches(officer: User, rows: int) -> Filled:
    texts = matching(officer, rows)
    project = officer.visits.get().delegate.projects.get()
    return Filled(reverse("investors:project-matches", args=[project.pk]), texts)


def visit_matches(officer: User, rows: int) -> Filled:
    texts = matching(officer, rows)
    return Filled(reverse("investors:visit-matches", args=[officer.visits.get().pk]), texts)


def programme_matches(officer: User, rows: int) -> Filled:
    texts = matching(officer, rows)
    programme = officer.visits.get().programme
    return Filled(reverse("investors:programme-matches", args=[programme.pk]), texts)


def to_log(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        for state, written in (("planned", {}), ("postponed", {}), ("held", WRITTEN)):
            meeting = MeetingFactory(
                officer=officer,
                state=state,
                **(written and {"written_down_by": officer, **written}),
            )
            texts += [meeting.subject, MeetingPartyFactory(meeting=meeting).company.name]
    return Filled(reverse("investors:to-log"), texts)


def meeting(officer: User, rows: int) -> Filled:
    found = officer.meetings.first() or MeetingFactory(
        officer=officer, visit=VisitFactory(officer=officer)
    )
    texts = []
    for _row in range(rows):
        contact = ContactFactory()
        MeetingPartyFactory(meeting=found, company=contact.company, contact=contact)
        delegate = DelegateFactory()
        MeetingPartyFactory(meeting=found, company=None, delegate=delegate)
        deal = ContributionFactory(visit=VisitFactory(officer=officer)).deal
        deal.office = officer.office
        deal.save()
        deal.contributions.update(visit=found.visit)
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [str(contact), contact.company.name, str(delegate), deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def mission_list(officer: User, rows: int) -> Filled:
    made = [MissionFactory(office=officer.office) for _ in range(rows)]
    for one in made:
        MissionLegFactory(mission=one, country=None, region_typed=f"Region of {one.name}")
    return Filled(
        reverse("investors:missions"),
        [one.name for one in made] + [f"Region of {one.name}" for one in made],
    )


def mission(officer: User, rows: int) -> Filled:
    found = officer.office.missions.first() or MissionFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        leg = MissionLegFactory(
            mission=found, country=None, region_typed=f"Region {found.legs.count()}"
        )
        host = MissionHostFactory(leg=leg)
        member = MissionMemberFactory(mission=found, contact=None)
        meeting = MeetingFactory(officer=officer, mission=found)
        party = MeetingPartyFactory(meeting=meeting)
        claim = ClaimFactory(
            deal=None, mission=found, metric="people", words=f"about 5{meeting.pk}"
        )
        deal = ContributionFactory(visit=None, meeting=meeting, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [leg.region_typed, member.company.name, meeting.subject, party.company.name]
        texts += [claim.words, deal.title, follow_up.what, host.agency.name]
    return Filled(found.get_absolute_url(), texts)


def mission_roster(officer: User, rows: int) -> Filled:
    found = officer.office.missions.first() or MissionFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        contact = ContactFactory()
        MissionMemberFactory(mission=found, company=contact.company, contact=contact)
        texts += [contact.company.name, str(contact)]
    return Filled(reverse("investors:mission-roster", args=[found.pk]), texts)


def mission_plan(officer: User, rows: int) -> Filled:
    found = officer.office.missions.first() or MissionFactory(
        office=officer.office, begins="2026-12-07"
    )
    texts = []
    for _row in range(rows):
        task = MissionTaskFactory(mission=found, done_by=officer, done_at=NOON)
        line = MissionBudgetLineFactory(mission=found, planned=100, paid_by=PartnerFactory())
        partner = MissionPartnerFactory(mission=found).partner
        texts += [task.text, line.what, line.paid_by.name, partner.name]
    return Filled(reverse("investors:mission-plan", args=[found.pk]), texts)


def mission_close(officer: User, rows: int) -> Filled:
    found = officer.office.missions.first() or MissionFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer, mission=found, state="planned")
        party = MeetingPartyFactory(meeting=meeting)
        texts += [meeting.subject, party.company.name]
    return Filled(reverse("investors:mission-close", args=[found.pk]), texts)


def mission_steps(officer: User, rows: int) -> Filled:
    made = MissionStepFactory.create_batch(rows, office=officer.office)
    return Filled(reverse("investors:mission-steps"), [one.text for one in made])


def company_list(officer: User, rows: int) -> Filled:
    made = CompanyFactory.create_batch(rows, owner=officer)
    return Filled(reverse("investors:companies"), [one.name for one in made])


def company(officer: User, rows: int) -> Filled:
    found = CompanyFactory._meta.model.objects.first() or CompanyFactory()
    texts = []
    for _row in range(rows):
        contact = ContactFactory(company=found)
        technology = TechnologyFactory(company=found)
        meeting = MeetingFactory(officer=officer)
        MeetingPartyFactory(meeting=meeting, company=found)
        delegate = DelegateFactory()
        MeetingPartyFactory(meeting=meeting, company=None, delegate=delegate)
        deal = DealCompanyFactory(company=found, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        gathering = EventFactory(office=officer.office)
        EventRegistrationFactory(event=gathering, contact=contact)
        gone = ContactPostingFactory(company=found, ends="2024")
        texts += [str(contact), technology.name, meeting.subject, str(delegate), str(gone.contact)]
        texts += [deal.title, follow_up.what, gathering.name]
    return Filled(found.get_absolute_url(), texts)


def deal_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        deal = DealFactory(office=officer.office, owner=officer)
        company = DealCompanyFactory(deal=deal).company
        follow_up = FollowUpFactory(owner=officer)
        deal.follow_ups.add(follow_up)
        texts += [deal.title, company.name, follow_up.what]
    return Filled(reverse("deals:deals"), texts)


def deal_board(officer: User, rows: int) -> Filled:
    """In every lane so many cards, with all that can stand on one."""
    texts = []
    for _row in range(rows):
        for stage in Stage:
            deal = DealFactory(office=officer.office, owner=officer, stage=stage)
            company = DealCompanyFactory(deal=deal).company
            value = 1601 + deal.pk
            ClaimFactory(deal=deal, phase="planned", value=value)
            follow_up = FollowUpFactory(owner=officer)
            deal.follow_ups.add(follow_up)
            texts += [deal.title, company.name, follow_up.what, f"{value:,} jobs"]
    return Filled(reverse("deals:board"), texts)


def deal(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        company = DealCompanyFactory(deal=found).company
        change = StageChangeFactory(deal=found, changed_by=officer, reason=f"Reason {company.pk}")
        metric = ["jobs", "women", "units", "people"][found.claims.count() % 4]
        claim = VerifiedClaimFactory(deal=found, metric=metric, value=1600 + company.pk)
        where = InstitutionFactory(deal=found)
        ClaimFactory(deal=found, institution=where, metric="units", value=3)
        visit = VisitFactory(officer=officer)
        ContributionFactory(deal=found, visit=visit)
        part = DealFactory(office=officer.office, parent=found, parent_relation="part")
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [company.name, change.reason, claim.value_shown, str(visit.delegate)]
        texts += [part.title, follow_up.what, where.name]
        asked = AnsweredFactory(deal=found, contact__company=company, comment=f"Yes {company.pk}")
        ConfirmedFigureFactory(confirmation=asked, claim=claim, answer="right")
        open_one = ConfirmationFactory(deal=found, contact__company=company)
        texts += [asked.comment, open_one.contact.full_name]
    return Filled(found.get_absolute_url(), texts)


def ask(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        company = DealCompanyFactory(deal=found).company
        person = ContactFactory(company=company, email=f"{company.pk}@example.org")
        claim = ClaimFactory(deal=found, value=7000 + company.pk)
        texts += [person.email, claim.value_shown]
    return Filled(reverse("deals:ask", args=[found.pk]), texts)


def help_page(officer: User, rows: int) -> Filled:
    country = HostCountryFactory._meta.model.objects.first() or HostCountryFactory()
    found = officer.office.deals.first() or DealFactory(office=officer.office, country=country)
    texts = []
    for row in range(rows):
        company = DealCompanyFactory(deal=found).company
        visit = VisitFactory(officer=officer, delegate__country=country)
        meeting = MeetingFactory(officer=officer, visit=visit, state="held")
        MeetingPartyFactory(meeting=meeting, company=company)
        helped = ContributionFactory(deal=found, visit__officer=officer, evidence=f"Letter {row}")
        late = ContributionFactory(
            deal=found, visit__officer=officer, strength="none", evidence=f"Too late {row}"
        )
        texts += [company.name, str(visit.delegate), meeting.subject]
        texts += [str(one.visit.delegate) for one in (helped, late)]
        texts += [helped.evidence, late.evidence]
    return Filled(reverse("deals:help", args=[found.pk]), texts)


def transfer(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        where = InstitutionFactory(
            deal=found, technology=TechnologyFactory(), counterpart=PartnerFactory()
        )
        number = 40 + found.claims.count()
        ClaimFactory(deal=found, institution=where, metric="trained", value=number)
        texts += [where.name, str(where.technology), str(where.counterpart), f">{number}<"]
    return Filled(reverse("deals:transfer", args=[found.pk]), [one.strip("<>") for one in texts])


def transfer_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        known = InstitutionFactory._meta.model.objects.count()
        where = InstitutionFactory(
            deal__office=officer.office,
            name=f"Clinic {known}",
            technology=TechnologyFactory(),
            counterpart=PartnerFactory(),
        )
        units = ClaimFactory(deal=where.deal, institution=where, metric="units", value=700 + known)
        texts += [where.name, where.deal.title, str(where.technology), units.value_shown]
    return Filled(reverse("deals:transfers"), texts)


def claim(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    first = found.claims.first() or VerifiedClaimFactory(deal=found, value=77)
    others = [ClaimFactory(deal=found, value=1000 + found.claims.count()) for _ in range(rows)]
    for _row in range(rows):
        said = AnsweredFactory(deal=found)
        ConfirmedFigureFactory(confirmation=said, claim=first, answer="right")
    return Filled(
        first.get_absolute_url(), [first.value_shown, *(other.value_shown for other in others)]
    )


def neighbours(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    made = [ContributionFactory(deal=found, visit__officer=officer).visit for _ in range(rows)]
    url = reverse("desk:neighbours", args=["deals.deal", found.pk, "visits"])
    return Filled(url, [str(one.delegate) for one in made])


def agency_list(officer: User, rows: int) -> Filled:
    made = AgencyFactory.create_batch(rows)
    return Filled(reverse("delegates:agencies"), [one.name for one in made])


def agency(officer: User, rows: int) -> Filled:
    found = AgencyFactory._meta.model.objects.first() or AgencyFactory()
    texts = []
    for row in range(rows):
        posting = PostingFactory(agency=found, post=f"Director {row}")
        visit = VisitFactory(officer=officer, agency=found, purpose=f"Purpose {row}")
        project = ProjectProfileFactory(agency=found)
        deal = ContributionFactory(visit=visit, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [str(posting.delegate), str(visit.delegate), visit.purpose, project.title]
        given = HandOverFactory(office=officer.office, by=officer, agency=found)
        texts += [deal.title, follow_up.what, str(given.contact)]
    return Filled(found.get_absolute_url(), texts)


def country_list(officer: User, rows: int) -> Filled:
    known = HostCountryFactory._meta.model.objects.count()
    made = [
        HostCountryFactory(code=f"X{'ABCDEFGH'[known + row]}", name=f"Freedonia {known + row}")
        for row in range(rows)
    ]
    for one in made:
        one.themes.add(ThemeFactory())
    return Filled(
        reverse("delegates:countries"),
        [one.name for one in made] + [one.themes.get().name for one in made],
    )


def country(officer: User, rows: int) -> Filled:
    found = HostCountryFactory()
    texts = []
    for _row in range(rows):
        found.themes.add(theme := ThemeFactory())
        agency = AgencyFactory(country=found, predecessor=AgencyFactory(country=found))
        visit = VisitFactory(officer=officer, delegate__country=found)
        leg = MissionLegFactory(mission__office=officer.office, country=found)
        deal = DealFactory(office=officer.office, country=found)
        soon = date(2026, 12, 1) + timedelta(days=Holiday.objects.count())  # not after the list
        holiday = HolidayFactory(country_code="MA", on=soon, name=f"Day of {theme.name}")
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [theme.name, agency.name, str(visit.delegate), leg.mission.name, deal.title]
        texts += [holiday.name, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def programme_list(officer: User, rows: int) -> Filled:
    made = [ProgrammeFactory(office=officer.office) for _ in range(rows)]
    return Filled(reverse("delegates:programmes"), [one.name for one in made])


def programme(officer: User, rows: int) -> Filled:
    found = officer.office.programmes.first() or ProgrammeFactory(
        office=officer.office, call_closes_on=date(2026, 11, 1)
    )
    texts = []
    for _row in range(rows):
        invitation = InvitationFactory(programme=found)
        named = ApplicationFactory(programme=found, invitation=invitation, agency=invitation.agency)
        ApplicationDocumentFactory(application=named)
        TravelDocumentFactory(application=named, visit=None)
        accepted = ApplicationFactory(
            programme=found,
            state="accepted",
            decided_at=NOON,
            delegate=DelegateFactory(),
            visit=VisitFactory(officer=officer, programme=found),
        )
        ChecklistItemFactory(visit=accepted.visit)
        QuestionFactory(programme=found, step="post")
        visit = VisitFactory(officer=officer, programme=found)
        partner = ProgrammePartnerFactory(programme=found).partner
        found.themes.add(theme := ThemeFactory())
        deal = ContributionFactory(visit=visit, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [invitation.agency.name, named.email, accepted.email, str(visit.delegate)]
        texts += [partner.name, theme.name, deal.title, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def programme_asks(officer: User, rows: int) -> Filled:
    found = officer.office.programmes.first() or ProgrammeFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        texts.append(QuestionFactory(programme=found).text)
        texts.append(RequiredDocumentFactory(programme=found).text)
        texts.append(CriterionFactory(programme=found).name)
    return Filled(reverse("delegates:programme-asks", args=[found.pk]), texts)


def programme_plan(officer: User, rows: int) -> Filled:
    found = officer.office.programmes.first() or ProgrammeFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        line = BudgetLineFactory(programme=found, planned=100, paid_by=PartnerFactory())
        session = TrainingSessionFactory(programme=found, partner=PartnerFactory())
        AttendanceFactory(session=session, visit=VisitFactory(officer=officer, programme=found))
        partner = ProgrammePartnerFactory(programme=found).partner
        texts += [line.what, line.paid_by.name, session.topic, session.partner.name, partner.name]
    return Filled(reverse("delegates:programme-plan", args=[found.pk]), texts)


def training(officer: User, rows: int) -> Filled:
    session = TrainingSessionFactory._meta.model.objects.first() or TrainingSessionFactory(
        programme__office=officer.office
    )
    visits = [
        VisitFactory(officer=officer, programme=session.programme, agency=AgencyFactory())
        for _row in range(rows)
    ]
    for one in visits:
        AttendanceFactory(session=session, visit=one)
    return Filled(session.get_absolute_url(), [str(one.delegate) for one in visits])


def application_list(officer: User, rows: int) -> Filled:
    made = [
        ApplicationFactory(programme__office=officer.office, agency=AgencyFactory())
        for _ in range(rows)
    ]
    return Filled(
        reverse("delegates:applications"),
        [one.email for one in made] + [one.agency.name for one in made],
    )


def application(officer: User, rows: int) -> Filled:
    found = ApplicationFactory._meta.model.objects.first() or ApplicationFactory(
        programme__office=officer.office
    )
    texts = [found.email]
    for _row in range(rows):
        made = FollowUpFactory(owner=officer)
        found.follow_ups.add(made)
        score = ScoreFactory(application=found)
        file = ApplicationDocumentFactory(application=found)
        texts += [made.what, score.criterion.name, str(score.by), file.document.title]
        texts += [file.required.text, ReviewNoteFactory(application=found).text]
    return Filled(found.get_absolute_url(), texts)


def selection(officer: User, rows: int) -> Filled:
    found = officer.office.programmes.first() or ProgrammeFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        applied = ApplicationFactory(
            programme=found, agency=AgencyFactory(), state="submitted", submitted_at=NOON
        )
        score = ScoreFactory(application=applied)
        ApplicationDocumentFactory(application=applied)
        required = RequiredDocumentFactory(programme=found)  # nobody has sent it
        TravelDocumentFactory(application=applied, visit=None)
        texts += [str(applied), applied.agency.name, score.criterion.name, required.text]
    return Filled(reverse("delegates:selection", args=[found.pk]), texts)


def invitation(officer: User, rows: int) -> Filled:
    found = InvitationFactory._meta.model.objects.first() or InvitationFactory(
        programme__office=officer.office
    )
    made = [
        ApplicationFactory(
            programme=found.programme, invitation=found, family_name=f"Fictif{number}"
        )
        for number in range(rows)
    ]
    return Filled(found.get_absolute_url(), [str(one) for one in made])


def project_list(officer: User, rows: int) -> Filled:
    made = [ProjectProfileFactory(agency=AgencyFactory()) for _ in range(rows)]
    return Filled(
        reverse("delegates:projects"),
        [one.title for one in made] + [one.agency.name for one in made],
    )


def project(officer: User, rows: int) -> Filled:
    found = ProjectProfileFactory._meta.model.objects.first() or ProjectProfileFactory()
    texts = []
    for _row in range(rows):
        found.sectors.add(sector := SectorFactory())
        technology = TechnologyFactory()
        technology.sectors.add(sector)
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [sector.name, technology.name, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def contact_list(officer: User, rows: int) -> Filled:
    made = ContactFactory.create_batch(rows)
    return Filled(
        reverse("investors:contacts"),
        [str(one) for one in made] + [one.company.name for one in made],
    )


def contact(officer: User, rows: int) -> Filled:
    found = ContactFactory._meta.model.objects.first() or ContactFactory()
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer)
        MeetingPartyFactory(meeting=meeting, company=found.company, contact=found)
        delegate = DelegateFactory()
        MeetingPartyFactory(meeting=meeting, company=None, delegate=delegate)
        member = MissionMemberFactory(
            mission__office=officer.office, company=found.company, contact=found
        )
        follow_up = FollowUpFactory(owner=officer)
        found.company.follow_ups.add(follow_up)
        gathering = EventFactory(office=officer.office)
        EventRegistrationFactory(event=gathering, contact=found)
        texts += [meeting.subject, str(delegate), member.mission.name, follow_up.what]
        earlier = ContactPostingFactory(contact=found, successor=ContactFactory())
        followed = ContactPostingFactory(successor=found)
        given = HandOverFactory(office=officer.office, by=officer, contact=found)
        texts += [gathering.name, earlier.company.name, str(earlier.successor)]
        texts += [str(followed.contact), given.agency.name]
    return Filled(found.get_absolute_url(), texts)


def contact_successor(officer: User, rows: int) -> Filled:
    posting = ContactPosting.objects.first() or ContactPostingFactory()
    made = ContactFactory.create_batch(rows, company=posting.company)
    url = reverse("investors:contact-successor", args=[posting.pk])
    return Filled(url, [str(one) for one in made])


def technology_list(officer: User, rows: int) -> Filled:
    made = TechnologyFactory.create_batch(rows)
    return Filled(
        reverse("investors:technologies"),
        [one.name for one in made] + [one.company.name for one in made],
    )


def technology(officer: User, rows: int) -> Filled:
    found = TechnologyFactory._meta.model.objects.first() or TechnologyFactory()
    texts = []
    for _row in range(rows):
        found.sectors.add(sector := SectorFactory())
        follow_up = FollowUpFactory(owner=officer)
        found.company.follow_ups.add(follow_up)
        texts += [sector.name, follow_up.what]
    return Filled(found.get_absolute_url(), texts)


def event_door(officer: User, rows: int) -> Filled:
    found = officer.office.events.first() or EventFactory(office=officer.office)
    made = EventRegistrationFactory.create_batch(rows, event=found)
    return Filled(reverse("investors:event-door", args=[found.pk]), [one.name for one in made])


def event_attendance(officer: User, rows: int) -> Filled:
    found = officer.office.events.first() or EventFactory(office=officer.office)
    made = [
        AttendanceListFactory(event=found, text="", taken_in_at=NOON, sent_by=officer)
        for _ in range(rows)
    ]
    address = reverse("investors:event-attendance", args=[found.pk])
    return Filled(address, [one.title for one in made])


def attendance_list(officer: User, rows: int) -> Filled:
    found = AttendanceListFactory._meta.model.objects.first() or AttendanceListFactory(
        event__office=officer.office
    )
    names = [f"Guest {number}" for number in range(rows)]
    found.text = "Name,Email\n" + "".join(f"{one},{one[6:]}@example.org\n" for one in names)
    found.text += "" if names else "Nobody,\n"
    found.save()
    return Filled(reverse("investors:attendance-list", args=[found.pk]), names)


def event_numbers(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        series, theme = EventSeriesFactory(office=officer.office), ThemeFactory()
        EventFactory(office=officer.office, series=series).themes.add(theme)
        texts += [series.name, theme.name]
    return Filled(reverse("investors:event-numbers"), texts)


def event_series(officer: User, rows: int) -> Filled:
    found = officer.office.event_series.first() or EventSeriesFactory(office=officer.office)
    made = EventFactory.create_batch(rows, office=officer.office, series=found)
    for one in made:
        EventRegistrationFactory(event=one, state="attended")
    return Filled(found.get_absolute_url(), [one.name for one in made])


def event_list(officer: User, rows: int) -> Filled:
    made = [EventFactory(office=officer.office) for _ in range(rows)]
    return Filled(reverse("investors:events"), [one.name for one in made])


def event(officer: User, rows: int) -> Filled:
    found = officer.office.events.first() or EventFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer, event=found)
        party = MeetingPartyFactory(meeting=meeting)
        guest = EventRegistrationFactory(event=found, contact=ContactFactory())
        partner = EventPartnerFactory(event=found).partner
        session = EventSessionFactory(event=found, partner=PartnerFactory())
        deal = ContributionFactory(visit=None, event=found, deal__office=officer.office).deal
        follow_up = FollowUpFactory(owner=officer)
        found.follow_ups.add(follow_up)
        texts += [meeting.subject, party.company.name, guest.name, partner.name, deal.title]
        texts += [follow_up.what, session.topic, session.partner.name]
    return Filled(found.get_absolute_url(), texts)


def absence_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        stand_in = AbsenceFactory(user__office=officer.office).user
        one = AbsenceFactory(user__office=officer.office, stand_in=stand_in)
        texts += [str(one.user), f"{stand_in} is away too"]
    return Filled(reverse("office:absences"), texts)


def partner_list(officer: User, rows: int) -> Filled:
    made = PartnerFactory.create_batch(rows)
    return Filled(reverse("office:partners"), [one.name for one in made])


def partner(officer: User, rows: int) -> Filled:
    found = PartnerFactory._meta.model.objects.first() or PartnerFactory()
    made = FollowUpFactory.create_batch(rows, owner=officer)
    found.follow_ups.add(*made)
    return Filled(found.get_absolute_url(), [one.what for one in made])


def claim_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        known = ClaimFactory._meta.model.objects.count()
        one = ClaimFactory(deal__office=officer.office, value=5000 + known)
        other = ClaimFactory(
            deal=None, visit=VisitFactory(officer=officer), value=6000 + known, metric="people"
        )
        texts += [one.value_shown, one.deal.title, other.value_shown]
    return Filled(reverse("deals:claims"), texts)


def contribution_list(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        visit = VisitFactory(officer=officer)
        one = ContributionFactory(
            deal=DealFactory(office=officer.office), visit=visit, evidence=f"Letter {visit.pk}"
        )
        texts += [one.deal.title, str(visit.delegate), one.evidence]
    return Filled(reverse("deals:contributions"), texts)


def impact(officer: User, rows: int) -> Filled:
    """Of everything there is at least a row, and of each deal what a report says of it."""
    texts = []
    for _row in range(rows):
        programme = ProgrammeFactory(office=officer.office)
        visit = VisitFactory(officer=officer, programme=programme, state="completed")
        mission = MissionFactory(office=officer.office, state="completed", begins="2019", ends="")
        BudgetLineFactory(programme=programme, planned=500 + visit.pk, currency="JPY")
        MissionBudgetLineFactory(mission=mission, planned=700 + visit.pk, currency="EUR")
        MeetingFactory(officer=officer, visit=visit, state="held")
        deal = DealFactory(office=officer.office, stage="operational")
        company = DealCompanyFactory(deal=deal).company
        StageChangeFactory(deal=deal, to_stage="operational", happened="2021")
        ContributionFactory(deal=deal, visit=visit)
        ContributionFactory(deal=deal, visit=None, mission=mission)
        claim = VerifiedClaimFactory(deal=deal, value=1000 + visit.pk)
        trained = ClaimFactory(deal=deal, metric="trained", value=3000 + visit.pk)
        texts += [deal.title, company.name, claim.value_shown, trained.value_shown]
    return Filled(reverse("deals:impact"), texts)


def lineage(officer: User, rows: int) -> Filled:
    found = officer.office.deals.first() or DealFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        visit = VisitFactory(officer=officer)
        ContributionFactory(deal=found, visit=visit, evidence=f"Letter {visit.pk}")
        mission = MissionFactory(office=officer.office, begins="2019", ends="")
        ContributionFactory(deal=found, visit=None, mission=mission)
        change = StageChangeFactory(deal=found, changed_by=officer, reason=f"Reason {visit.pk}")
        claim = VerifiedClaimFactory(deal=found, value=1600 + visit.pk, metric="people")
        part = DealFactory(office=officer.office, parent=found, parent_relation="part")
        kept = FollowUpFactory(
            owner=officer, state="done", closed_at=datetime(2026, 11, 20, tzinfo=UTC)
        )
        found.follow_ups.add(kept)
        texts += [str(visit.delegate), f"Letter {visit.pk}", mission.name, change.reason]
        texts += [claim.value_shown, part.title, kept.what]
    return Filled(reverse("deals:lineage", args=[found.pk]), texts)


def totals(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        number = ClaimFactory._meta.model.objects.count()
        country = HostCountryFactory(code=f"A{'BCDEFGHIJ'[number]}", name=f"Country {number}")
        deal = DealFactory(office=officer.office, country=country)
        ClaimFactory(deal=deal, value=5001 + number)
        ClaimFactory(deal=deal, metric="capital", currency="EUR", value=7001 + number)
        texts += [country.name, f"{5001 + number:,}", f"{7001 + number:,} EUR"]
    return Filled(reverse("deals:totals"), texts)


def rate_list(officer: User, rows: int) -> Filled:
    made = [
        ExchangeRateFactory(source=f"Bank {ExchangeRateFactory._meta.model.objects.count()}")
        for _row in range(rows)
    ]
    return Filled(reverse("deals:rates"), [one.source for one in made])


def found_page(officer: User, rows: int) -> Filled:
    texts = []
    for _row in range(rows):
        company = CompanyFactory(name=f"Needle {CompanyFactory._meta.model.objects.count()}")
        delegate = DelegateFactory(family_name="Needle", given_name=f"Ned {company.pk}")
        visit = VisitFactory(
            officer=officer, delegate=delegate, begins=f"19{company.pk % 80:02}", ends=""
        )
        deal = DealFactory(office=officer.office, title=f"Needle works {company.pk}")
        texts += [company.name, delegate.given_name, visit.begins, deal.title]
    return Filled(reverse("desk:find") + "?q=needle", texts)


def history(officer: User, rows: int) -> Filled:
    found = CompanyFactory._meta.model.objects.first() or CompanyFactory()
    texts = []
    for _row in range(rows):
        parent, owner = CompanyFactory(), UserFactory(office=officer.office)
        found.parent, found.owner, found.address = parent, owner, f"Address {parent.pk}"
        found.save()
        found.sectors.add(sector := SectorFactory())
        texts += [parent.name, str(owner), found.address, sector.name]
    url = reverse("desk:history", args=["investors.company", found.pk])
    return Filled(url, texts)


def import_list(officer: User, rows: int) -> Filled:
    several = ImportRunFactory.create_batch(rows, by=officer)
    return Filled(reverse("office:imports"), [one.file_name for one in several])


def import_run(officer: User, rows: int) -> Filled:
    """Carried out: each row made a contact, which the page leads to."""
    found = officer.imports.first() or ImportRunFactory(by=officer, state="done", plans=[])
    people = ContactFactory.create_batch(rows)
    for one in people:
        record = ImportedRecordFactory(run=found, record=one.pk)
        found.plans.append({"row": record.row, "fate": "created", "name": str(one)})
    found.counts = {"created": len(found.plans)}
    found.save()
    return Filled(found.get_absolute_url(), [str(one) for one in people])


def import_columns(officer: User, rows: int) -> Filled:
    heads = [f"column {number}" for number in range(rows)]
    found = ImportRunFactory(by=officer, heads=heads, columns=[""] * rows, cells=[[2, heads]])
    return Filled(reverse("office:import-columns", args=[found.pk]), heads)


def duplicates(officer: User, rows: int) -> Filled:
    """Each row two companies that may be one, and two that were merged."""
    texts = []
    for _row in range(rows):
        pair = CompanyFactory.create_batch(2)
        SuspectedPairFactory(first=pair[0].pk, second=pair[1].pk)
        winner, loser = CompanyFactory.create_batch(2)
        merging.merge(
            winner=winner, loser=loser, taken=[], by=officer, at=datetime(2026, 11, 20, tzinfo=UTC)
        )
        texts += [one.name for one in (*pair, winner, loser)]
    return Filled(f"{reverse('desk:duplicates')}?kind=investors.company", texts)


def a_schedule(officer: User, rows: int) -> tuple[Schedule, list[str]]:
    """Each row two who meet, as is published; a wish refused; an interpreter; a search."""
    found = officer.office.schedules.first() or ScheduleFactory(office=officer.office)
    texts = []
    for _row in range(rows):
        meeting = MeetingFactory(officer=officer, state="planned")
        one = PairingFactory(
            schedule=found, meeting=meeting, interpreter=ResourceFactory(office=officer.office)
        )
        found.interpreters.add(one.interpreter)
        refused = ParticipantFactory(schedule=found)
        WishFactory(host=one.host, counterpart=one.counterpart)
        WishFactory(host=one.host, counterpart=refused, why_not="no_table")
        ScheduleRunFactory(schedule=found, state="done", asked_by=officer)
        texts += [str(side.company) for side in (one.host, one.counterpart, refused)]
    return found, texts


def schedule_list(officer: User, rows: int) -> Filled:
    several = ScheduleFactory.create_batch(rows, office=officer.office)
    return Filled(reverse("investors:schedules"), [one.name for one in several])


def schedule(officer: User, rows: int) -> Filled:
    found, texts = a_schedule(officer, rows)
    return Filled(found.get_absolute_url(), texts)


def schedule_people(officer: User, rows: int) -> Filled:
    found, texts = a_schedule(officer, rows)
    return Filled(reverse("investors:schedule-people", args=[found.pk]), texts)


def schedule_wishes(officer: User, rows: int) -> Filled:
    found, texts = a_schedule(officer, rows)
    return Filled(reverse("investors:schedule-wishes", args=[found.pk]), texts)


def schedule_participant(officer: User, rows: int) -> Filled:
    found, _texts = a_schedule(officer, rows)
    one = found.participants.hosts().first() or HostFactory(schedule=found)
    others = found.participants.counterparts().with_names()
    return Filled(one.get_absolute_url(), [str(other.who()) for other in others])


PAGES = {
    "desk:my-day": my_day,
    "desk:calendar": calendar,
    "office:follow-ups": follow_up_list,
    "office:follow-up": follow_up,
    "desk:find": found_page,
    "desk:history": history,
    "desk:duplicates": duplicates,
    "office:partners": partner_list,
    "office:absences": absence_list,
    "office:imports": import_list,
    "office:import": import_run,
    "office:import-columns": import_columns,
    "office:partner": partner,
    "delegates:agencies": agency_list,
    "delegates:agency": agency,
    "delegates:countries": country_list,
    "delegates:country": country,
    "delegates:programmes": programme_list,
    "delegates:programme": programme,
    "delegates:programme-asks": programme_asks,
    "delegates:programme-plan": programme_plan,
    "delegates:training": training,
    "delegates:applications": application_list,
    "delegates:application": application,
    "delegates:selection": selection,
    "delegates:invitation": invitation,
    "delegates:projects": project_list,
    "delegates:project": project,
    "delegates:delegates": delegate_list,
    "delegates:delegate": delegate,
    "delegates:visits": visit_list,
    "delegates:visit": visit,
    "delegates:visit-agenda": visit_agenda,
    "delegates:visit-papers": visit_papers,
    "delegates:programme-papers": programme_papers,
    "investors:mission-papers": mission_papers,
    "investors:member-papers": member_papers,
    "office:sheets": sheets,
    "delegates:checklist-steps": checklist_steps,
    "investors:plan": plan,
    "investors:contacts": contact_list,
    "investors:contact": contact,
    "investors:contact-successor": contact_successor,
    "investors:technologies": technology_list,
    "investors:technology": technology,
    "investors:events": event_list,
    "investors:event": event,
    "investors:event-door": event_door,
    "investors:event-attendance": event_attendance,
    "investors:attendance-list": attendance_list,
    "investors:event-numbers": event_numbers,
    "investors:event-series": event_series,
    "investors:meetings": meeting_list,
    "investors:meeting": meeting,
    "investors:to-log": to_log,
    "investors:project-matches": project_matches,
    "investors:visit-matches": visit_matches,
    "investors:programme-matches": programme_matches,
    "investors:missions": mission_list,
    "investors:mission": mission,
    "investors:mission-roster": mission_roster,
    "investors:mission-plan": mission_plan,
    "investors:mission-close": mission_close,
    "investors:mission-steps": mission_steps,
    "investors:companies": company_list,
    "investors:company": company,
    "investors:schedules": schedule_list,
    "investors:schedule": schedule,
    "investors:schedule-people": schedule_people,
    "investors:schedule-wishes": schedule_wishes,
    "investors:schedule-participant": schedule_participant,
    "deals:deals": deal_list,
    "deals:board": deal_board,
    "deals:deal": deal,
    "deals:help": help_page,
    "deals:claims": claim_list,
    "deals:totals": totals,
    "deals:rates": rate_list,
    "deals:ask": ask,
    "deals:lineage": lineage,
    "deals:contributions": contribution_list,
    "deals:impact": impact,
    "deals:claim": claim,
    "deals:transfers": transfer_list,
    "deals:transfer": transfer,
    "desk:neighbours": neighbours,
}

# Pages without rows of their own: forms, and addresses that only take a POST or hand out a file.
WITHOUT_ROWS = {
    "investors:contact-left",
    "investors:contact-moved",
    "investors:contact-still-there",
    "deals:confirmation-call-back",
    "deals:confirmation-remind",
    "deals:confirmed-verify",
    "deals:board-sums",
    "office:import-begin",
    "office:import-decide",
    "office:import-carry-out",
    "office:import-errors",
    "office:import-undo",
    "office:import-remove",
    "office:keep-view",
    "office:several",
    "office:saved-view",
    "office:remove-view",
    "delegates:lay-out-checklist",
    "delegates:checklist-item",
    "delegates:usual-steps",
    "delegates:issue-certificates",
    "delegates:preview-paper",
    "delegates:issue-paper",
    "delegates:send-paper",
    "investors:issue-itineraries",
    "office:sheet",
    "delegates:invite-agency",
    "delegates:invite-delegate",
    "delegates:invitation-address",
    "delegates:application-address",
    "delegates:application-decide",
    "delegates:application-note",
    "delegates:application-rank",
    "delegates:application-reopen",
    "delegates:application-score",
    "delegates:post-check",
    "delegates:send-link",
    "delegates:revoke-link",
    "desk:feed",
    "desk:my-settings",
    "desk:pick",
    "desk:log",
    "desk:keys",
    "desk:merge",
    "desk:tell-apart",
    "desk:undo-merge",
    "desk:add",
    "desk:change",
    "desk:remove",
    "delegates:passport-delete",
    "delegates:passport-number",
    "delegates:passport-picture",
    "delegates:visit-passport",
    "delegates:programme-ask-usual",
    "delegates:programme-copy",
    "delegates:programme-move-up",
    "delegates:programme-state",
    "delegates:training-save",
    "investors:call-off",
    "investors:invite",
    "investors:invite-all",
    "investors:event-state",
    "investors:event-check-in",
    "investors:event-walk-in",
    "investors:attendance-take-in",
    "investors:registration-give-back",
    "investors:registration-contact",
    "investors:plan-add",
    "investors:plan-copy",
    "investors:plan-move",
    "investors:plan-remove",
    "investors:travel-time",
    "investors:member-state",
    "investors:schedule-begin",
    "investors:schedule-dismiss",
    "investors:schedule-hours",
    "investors:schedule-interpreter",
    "investors:schedule-interpreters",
    "investors:schedule-invite",
    "investors:schedule-pin",
    "investors:schedule-publish",
    "investors:schedule-remove",
    "investors:schedule-run-cancel",
    "investors:schedule-search",
    "investors:write-down",
    "investors:log-quickly",
    "investors:minutes",
    "investors:no-minutes",
    "investors:invite-match",
    "investors:leave-out-match",
    "investors:suggest-again",
    "investors:plan-again",
    *("deals:rate", "deals:rate-add", "deals:rate-upload"),
    "deals:help-answer",
    "deals:expand",
    "deals:revive",
    "deals:status",
    "deals:impact-pdf",
    "deals:impact-xlsx",
    "deals:withhold",
    "deals:verify",
    "deals:check-again",
    "deals:evidence",
    "deals:withdraw",
    "office:absence-remove",
    "office:promise",
    "office:tick-off",
    "office:move",
    "office:drop",
    "office:document",
    "delegates:log-visit",
    "investors:log-meeting",
    "investors:visit-state",
    "investors:withdraw",
    "investors:mission-state",
    "investors:mission-copy",
    "investors:mission-task",
    "investors:lay-out-tasks",
    "investors:usual-mission-steps",
    "investors:roster-add",
    "investors:roster-states",
    "deals:move",
}
