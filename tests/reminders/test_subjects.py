"""What each subject of rules calls for, and when it no longer does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deals.models import Claim, Deal
from delegates.models import Application, PostCheck, Question
from investors.models import Meeting
from itpo.office import follow_ups
from itpo.office.models import FollowUp, Rule
from itpo.office.models.rules import FITS
from itpo.reminders import rules
from itpo.reminders.subjects import SUBJECTS
from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    ChecklistItemFactory,
    CompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    FollowUpFactory,
    HostCountryFactory,
    ManagerFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    OfficeFactory,
    PaperFactory,
    PostCheckFactory,
    ProgrammeFactory,
    QuestionFactory,
    RuleFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # nine o'clock on a Friday in Tokyo
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
Subject, Anchor, Condition = Rule.Subject, Rule.Anchor, Rule.Condition


def asked(thing, now=NOW):
    """What the rules ask for about something at a moment: state, day, owner."""
    outcome = rules.apply(now=now)
    assert outcome.broken == 0
    rows = thing.follow_ups.filter(rule__isnull=False).order_by("pk")
    return [(one.state, str(one.due_on), one.owner) for one in rows]


def why(thing):
    return thing.follow_ups.filter(rule__isnull=False).last().reason


def test_the_engine_knows_just_the_anchors_conditions_and_readers_that_rules_may_have():
    known = {
        subject: (set(about.anchors), set(about.conditions), {"owner", *about.people})
        for subject, about in SUBJECTS.items()
    }

    assert known == {
        subject: (set(one.anchor), set(one.condition), set(one.tells))
        for subject, one in FITS.items()
    }


# --- visits and missions ---


def test_papers_are_asked_for_while_some_on_the_checklist_is_not_issued(officer):
    RuleFactory(offset=-30, anchor=Anchor.BEGINS, condition=Condition.PAPERS)
    visit = VisitFactory(officer=officer, begins="2026-12-25", ends="")
    item = ChecklistItemFactory(visit=visit, paper="reason")

    assert asked(visit) == [("open", "2026-11-25", officer)]

    item.done_at = NOW
    item.save()
    assert asked(visit) == [("dropped", "2026-11-25", officer)]
    assert why(visit) == "The papers are there now."

    item.done_at = None
    item.save()
    assert asked(visit) == [("open", "2026-11-25", officer)]


def test_papers_are_asked_for_without_a_checklist_until_the_letter_is_issued(officer):
    RuleFactory(offset=-30, anchor=Anchor.BEGINS, condition=Condition.PAPERS)
    visit = VisitFactory(officer=officer, begins="2026-12-25", ends="")
    asked(visit)

    PaperFactory(visit=visit, kind="reason")

    assert asked(visit) == [("dropped", "2026-11-25", officer)]


def test_a_companys_interest_is_asked_for_until_it_is_known(officer):
    RuleFactory(offset=2, anchor=Anchor.ENDS, condition=Condition.INTEREST)
    visit = VisitFactory(officer=officer, begins="", ends="2026-11-19")
    assert asked(visit) == []
    meeting = MeetingPartyFactory(meeting__visit=visit).meeting

    assert asked(visit) == [("open", "2026-11-24", officer)]

    meeting.interest = Meeting.Interest.HIGH
    meeting.save()
    assert asked(visit) == [("dropped", "2026-11-24", officer)]
    assert why(visit) == "The companies' interest is known now."


def test_a_missions_interest_is_asked_for_until_it_is_known(officer):
    RuleFactory(subject=Subject.MISSION, offset=2, anchor=Anchor.ENDS, condition=Condition.INTEREST)
    mission = MissionFactory(owner=officer, begins="", ends="2026-11-19")
    meeting = MeetingFactory(mission=mission)
    assert asked(mission) == [("open", "2026-11-24", officer)]

    Meeting.objects.filter(pk=meeting.pk).update(interest="low")

    assert asked(mission) == [("dropped", "2026-11-24", officer)]


def test_nobody_learns_of_a_restricted_meeting_by_being_asked_what_came_of_it(officer):
    RuleFactory(offset=2, anchor=Anchor.ENDS, condition=Condition.INTEREST)
    RuleFactory(subject=Subject.MISSION, offset=2, anchor=Anchor.ENDS, condition=Condition.INTEREST)
    visit = VisitFactory(officer=officer, begins="", ends="2026-11-19")
    MeetingPartyFactory(meeting__visit=visit, meeting__is_restricted=True)
    mission = MissionFactory(owner=officer, begins="", ends="2026-11-19")
    MeetingFactory(mission=mission, is_restricted=True)

    assert asked(visit) == []
    assert asked(mission) == []


# --- programmes and applications ---


def test_a_call_that_closes_is_announced_and_moves_along(officer):
    RuleFactory(subject=Subject.PROGRAMME, offset=-10, anchor=Anchor.CALL_CLOSES)
    programme = ProgrammeFactory(officer=officer, call_closes_on=date(2026, 12, 1))
    assert asked(programme) == [("open", "2026-11-20", officer)]

    programme.call_closes_on = date(2026, 12, 4)
    programme.save()
    assert asked(programme) == [("open", "2026-11-24", officer)]

    programme.call_closes_on = None
    programme.save()
    assert asked(programme) == [("dropped", "2026-11-24", officer)]
    assert why(programme) == "Its date is no longer known to the day."


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "cancelled"}, "Its programme was cancelled."),
        ({"is_ours": False}, "Not our programme."),
    ],
)
def test_a_programme_that_is_off_or_not_ours_calls_for_nothing(officer, change, reason):
    RuleFactory(subject=Subject.PROGRAMME, offset=-10, anchor=Anchor.CALL_CLOSES)
    programme = ProgrammeFactory(officer=officer, call_closes_on=date(2026, 12, 1))
    asked(programme)
    type(programme).objects.update(**change)

    assert asked(programme) == [("dropped", "2026-11-20", officer)]
    assert why(programme) == reason


def came(officer, **more):
    """Somebody whose visit within a programme that asks for reports is over."""
    programme = ProgrammeFactory(officer=officer, begins="2026-11-02", ends="2026-11-06")
    QuestionFactory(programme=programme, step=Question.Step.REPORT)
    visit = VisitFactory(officer=officer, programme=programme, begins="", ends="2026-11-06")
    return ApplicationFactory(
        programme=programme,
        visit=visit,
        delegate=visit.delegate,
        state="accepted",
        decided_at=NOW,
        **more,
    )


def test_missing_reports_are_asked_for_of_the_programme_until_all_are_in(officer):
    RuleFactory(
        subject=Subject.PROGRAMME, offset=14, anchor=Anchor.ENDS, condition=Condition.REPORT
    )
    application = came(officer)
    programme = application.programme
    assert asked(programme) == [("open", "2026-11-20", officer)]

    Application.objects.update(report_submitted_at=NOW)

    assert asked(programme) == [("dropped", "2026-11-20", officer)]
    assert why(programme) == "No report is missing any more."


def test_no_report_is_missing_where_none_is_asked_for_or_nobody_came(officer):
    RuleFactory(
        subject=Subject.PROGRAMME, offset=14, anchor=Anchor.ENDS, condition=Condition.REPORT
    )
    cancelled = came(officer)
    type(cancelled.visit).objects.update(state="cancelled", cancelled_because="No visa")
    unasked = came(officer)
    Question.objects.filter(programme=unasked.programme).delete()

    assert [asked(one.programme) for one in (cancelled, unasked)] == [[], []]


def test_the_report_of_one_delegate_is_asked_for_after_their_visit(officer):
    RuleFactory(
        subject=Subject.APPLICATION,
        offset=14,
        anchor=Anchor.VISIT_ENDS,
        condition=Condition.REPORT,
    )
    application = came(officer)
    in_time = came(officer, report_submitted_at=NOW)

    assert asked(application) == [("open", "2026-11-20", officer)]
    assert asked(in_time) == []


def test_a_visit_that_was_cancelled_has_no_last_day_to_count_from(officer):
    RuleFactory(subject=Subject.APPLICATION, offset=14, anchor=Anchor.VISIT_ENDS)
    application = came(officer)
    assert [one[0] for one in asked(application)] == ["open"]

    type(application.visit).objects.update(state="cancelled", cancelled_because="No visa")

    assert [one[0] for one in asked(application)] == ["dropped"]
    assert why(application) == "Cancelled: No visa"


def applied(officer, **more):
    values = {"call_closes_on": date(2026, 11, 27), **more.pop("programme", {})}
    return ApplicationFactory(programme=ProgrammeFactory(officer=officer, **values), **more)


def test_a_form_that_is_not_in_is_asked_for_before_the_call_closes(officer):
    RuleFactory(
        subject=Subject.APPLICATION, offset=-7, anchor=Anchor.CLOSES, condition=Condition.NOT_IN
    )
    application = applied(officer)
    assert asked(application) == [("open", "2026-11-20", officer)]

    application.open_until = date(2026, 12, 4)  # this one may take longer
    application.save()
    assert asked(application) == [("open", "2026-11-27", officer)]

    application.state, application.submitted_at = "submitted", NOW
    application.save()
    assert asked(application) == [("dropped", "2026-11-27", officer)]
    assert why(application) == "The form is in."


def test_a_form_that_is_not_in_is_asked_for_so_long_after_the_invitation(officer):
    RuleFactory(
        subject=Subject.APPLICATION, offset=10, anchor=Anchor.INVITED, condition=Condition.NOT_IN
    )
    application = applied(officer)
    # Late in the evening of the 15th in London, the 16th in Tokyo.
    Application.objects.update(created_at=datetime(2026, 11, 15, 20, 0, tzinfo=UTC))

    assert asked(application) == [("open", "2026-11-26", officer)]


def test_an_application_that_was_taken_back_calls_for_nothing(officer):
    RuleFactory(
        subject=Subject.APPLICATION, offset=-7, anchor=Anchor.CLOSES, condition=Condition.NOT_IN
    )
    application = applied(officer)
    asked(application)
    Application.objects.update(state="withdrawn")

    assert asked(application) == [("dropped", "2026-11-20", officer)]
    assert why(application) == "Withdrawn"


# --- enquiries ---


@pytest.fixture
def enquiry(officer):
    RuleFactory(
        subject=Subject.ENQUIRY,
        offset=2,
        unit=Rule.Unit.WORKING_DAYS,
        anchor=Anchor.ASKED,
        condition=Condition.UNANSWERED,
    )
    found = MeetingFactory(kind="enquiry", officer=officer, day=date(2026, 11, 18))
    Meeting.objects.update(logged_at=NOW - 2 * A_DAY)
    return found


def test_an_enquiry_is_to_be_answered_within_two_working_days(enquiry, officer):
    assert asked(enquiry) == [("open", "2026-11-20", officer)]


def test_an_enquiry_without_a_day_counts_from_when_it_was_written_down(enquiry, officer):
    Meeting.objects.update(day=None)

    assert asked(enquiry) == [("open", "2026-11-20", officer)]


def test_an_enquiry_that_somebody_sees_to_needs_no_reminder(enquiry, officer):
    asked(enquiry)
    enquiry.follow_ups.add(FollowUpFactory(owner=officer))

    assert asked(enquiry) == [("dropped", "2026-11-20", officer)]
    assert why(enquiry) == "It was answered, or is being seen to."


def test_an_enquiry_is_answered_by_whatever_comes_later_with_the_same_company(enquiry, officer):
    company = CompanyFactory()
    MeetingPartyFactory(meeting=enquiry, company=company)
    MeetingPartyFactory(company=CompanyFactory())
    MeetingPartyFactory(company=company, meeting__kind="enquiry")
    assert asked(enquiry) == [("open", "2026-11-20", officer)]

    MeetingPartyFactory(company=company, meeting__kind="mail")

    assert asked(enquiry) == [("dropped", "2026-11-20", officer)]


def test_a_meeting_that_is_no_enquiry_is_not_to_be_answered(enquiry, officer):
    asked(enquiry)
    Meeting.objects.filter(pk=enquiry.pk).update(kind="call")
    other = MeetingFactory(kind="mail", officer=officer)

    assert asked(other) == []
    assert [one[0] for one in asked(enquiry)] == ["dropped"]
    assert why(enquiry) == "It is no enquiry."


def test_what_is_asked_for_about_a_restricted_enquiry_is_restricted(enquiry, officer):
    Meeting.objects.update(is_restricted=True)

    asked(enquiry)

    assert enquiry.follow_ups.get().is_restricted is True


# --- deals ---


@pytest.fixture
def deal(officer):
    RuleFactory(subject=Subject.DEAL, offset=0, anchor=Anchor.RHYTHM, condition=Condition.UNPLANNED)
    found = DealFactory(owner=officer, rhythm_days=30)
    Deal.objects.update(created_at=NOW - 29 * A_DAY)
    return found


def test_a_deal_is_asked_about_when_its_rhythm_has_run_out(deal, officer):
    by_its_office = DealFactory(owner=officer)  # silent for 90 days at most
    Deal.objects.filter(pk=by_its_office.pk).update(created_at=NOW - 80 * A_DAY)

    assert asked(deal) == [("open", "2026-11-24", officer)]
    assert asked(by_its_office) == [("open", "2026-11-30", officer)]


def test_a_deal_with_a_next_step_is_not_asked_about(deal, officer):
    asked(deal)
    step = FollowUpFactory(owner=officer)
    deal.follow_ups.add(step)

    assert asked(deal, NOW + AN_HOUR) == [("dropped", "2026-11-24", officer)]
    assert why(deal) == "Something is planned."

    follow_ups.drop(follow_up=step, by=officer, at=NOW, reason="Not needed")
    assert asked(deal, NOW + 2 * AN_HOUR) == [("open", "2026-11-24", officer)]


def test_a_deal_is_asked_about_again_a_rhythm_after_it_was_heard_of(deal, officer):
    asked(deal)
    reminder = deal.follow_ups.get()
    follow_ups.tick_off(follow_up=reminder, by=officer, at=NOW)
    assert [one[0] for one in asked(deal, NOW + AN_HOUR)] == ["done"]

    later = asked(deal, NOW + 20 * A_DAY)

    assert later == [("done", "2026-11-24", officer), ("open", "2026-12-21", officer)]


def test_an_open_reminder_of_a_deal_moves_when_something_is_heard(deal, officer):
    asked(deal)
    done = FollowUpFactory(owner=officer, state="done", closed_at=NOW - A_DAY)
    deal.follow_ups.add(done)

    assert asked(deal, NOW + AN_HOUR) == [("open", "2026-12-21", officer)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "lost", "lost_because": "Price"}, "Lost or given up: Price"),
        ({"stage": "operational"}, "It is operational."),
    ],
)
def test_a_deal_that_is_over_is_not_asked_about(deal, officer, change, reason):
    asked(deal)
    Deal.objects.update(**change)

    assert [one[0] for one in asked(deal, NOW + AN_HOUR)] == ["dropped"]
    assert why(deal) == reason


def test_what_is_asked_for_about_a_confidential_deal_is_its_owners_and_the_managers(deal, officer):
    Deal.objects.update(is_confidential=True, anonymous_description="A plant")
    stranger = UserFactory(office=officer.office)

    asked(deal)

    promise = deal.follow_ups.get()
    assert promise.is_restricted is True
    assert list(FollowUp.objects.visible_to(stranger)) == []
    assert list(deal.hidden_follow_ups.all()) == [promise]


def test_deals_are_looked_at_once_an_hour(deal, officer):
    Deal.objects.update(created_at=NOW)
    assert asked(deal) == []
    Deal.objects.update(created_at=NOW - 29 * A_DAY)

    assert asked(deal, NOW + AN_HOUR - timedelta(seconds=1)) == []
    assert [one[0] for one in asked(deal, NOW + AN_HOUR)] == ["open"]


# --- figures ---


def test_a_verified_figure_is_to_be_checked_again_and_moves_with_its_day(officer):
    RuleFactory(subject=Subject.CLAIM, offset=0, anchor=Anchor.CHECK_AGAIN)
    claim = VerifiedClaimFactory(deal__owner=officer, check_again_on=date(2026, 12, 1))
    assert asked(claim) == [("open", "2026-12-01", officer)]

    Claim.objects.update(check_again_on=date(2027, 12, 1))  # it was verified once more
    assert asked(claim) == [("open", "2027-12-01", officer)]

    Claim.objects.update(withdrawn_at=NOW, withdrawn_because="Counted twice")
    assert asked(claim) == [("dropped", "2027-12-01", officer)]
    assert why(claim) == "Withdrawn: Counted twice"


def test_a_figure_is_asked_about_anew_the_next_time(officer):
    RuleFactory(subject=Subject.CLAIM, offset=0, anchor=Anchor.CHECK_AGAIN)
    claim = VerifiedClaimFactory(deal__owner=officer, check_again_on=date(2026, 11, 20))
    asked(claim)
    follow_ups.tick_off(follow_up=claim.follow_ups.get(), by=officer, at=NOW)
    assert [one[0] for one in asked(claim, NOW + A_DAY)] == ["done"]

    Claim.objects.update(check_again_on=date(2027, 11, 20))

    assert [one[:2] for one in asked(claim, NOW + 360 * A_DAY)] == [
        ("done", "2026-11-20"),
        ("open", "2027-11-22"),
    ]


@pytest.mark.parametrize("about", ["mission", "visit", "programme"])
def test_a_figure_is_its_subjects_owners_to_check(officer, about):
    RuleFactory(subject=Subject.CLAIM, offset=0, anchor=Anchor.CHECK_AGAIN)
    things = {
        "mission": MissionFactory(owner=officer),
        "visit": VisitFactory(officer=officer),
        "programme": ProgrammeFactory(officer=officer),
    }
    claim = VerifiedClaimFactory(
        deal=None, check_again_on=date(2026, 12, 1), **{about: things[about]}
    )

    assert asked(claim) == [("open", "2026-12-01", officer)]


def test_a_figure_of_an_event_is_its_recorders_to_check_or_else_a_managers(officer):
    RuleFactory(subject=Subject.CLAIM, offset=0, anchor=Anchor.CHECK_AGAIN)
    event = EventFactory(office=officer.office)
    of_event = {"deal": None, "event": event, "check_again_on": date(2026, 12, 1)}
    manager = ManagerFactory(office=officer.office)
    gone = UserFactory(office=officer.office, is_active=False)
    claims = [
        VerifiedClaimFactory(recorded_by=recorder, verified_by=manager, **of_event)
        for recorder in (officer, gone, None)
    ]

    assert [asked(one) for one in claims] == [
        [("open", "2026-12-01", officer)],
        [("open", "2026-12-01", manager)],
        [("open", "2026-12-01", manager)],
    ]


# --- former delegates ---


def former(officer, ends="2026-01-15", **more):
    delegate = DelegateFactory(**more)
    VisitFactory(officer=officer, delegate=delegate, state="completed", begins="", ends=ends)
    return delegate


def test_who_does_not_say_where_they_work_is_asked_by_telephone(officer):
    RuleFactory(
        subject=Subject.DELEGATE,
        offset=20,
        anchor=Anchor.POST_ASKED,
        condition=Condition.UNANSWERED,
    )
    delegate = former(officer, email="k@example.org")
    check = PostCheckFactory(delegate=delegate, office=officer.office)  # asked on 1 November
    assert asked(delegate) == [("open", "2026-11-24", officer)]

    PostCheck.objects.filter(pk=check.pk).update(answer="same", answered_at=NOW)

    assert asked(delegate, NOW + AN_HOUR) == [("dropped", "2026-11-24", officer)]
    assert why(delegate) == "It was answered, or is being seen to."


def test_each_years_question_is_asked_about_for_itself(officer):
    RuleFactory(
        subject=Subject.DELEGATE,
        offset=20,
        anchor=Anchor.POST_ASKED,
        condition=Condition.UNANSWERED,
    )
    delegate = former(officer, email="k@example.org")
    PostCheckFactory(delegate=delegate, office=officer.office)
    asked(delegate)
    follow_ups.tick_off(follow_up=delegate.follow_ups.get(), by=officer, at=NOW)

    PostCheckFactory(
        delegate=delegate, office=officer.office, year=2027, asked_at=NOW + 350 * A_DAY
    )

    assert [one[:2] for one in asked(delegate, NOW + 365 * A_DAY)] == [
        ("done", "2026-11-24"),
        ("open", "2027-11-25"),
    ]


def test_an_address_is_looked_for_where_there_is_none_to_ask_at(officer):
    RuleFactory(
        subject=Subject.DELEGATE,
        offset=10,
        unit=Rule.Unit.MONTHS,
        anchor=Anchor.LEFT,
        condition=Condition.NO_ADDRESS,
    )
    delegate = former(officer)
    assert asked(delegate) == [("open", "2026-11-16", officer)]
    elsewhere = former(UserFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere")))
    assert asked(elsewhere, NOW + AN_HOUR) == []

    delegate.email = "k@example.org"
    delegate.save()

    assert asked(delegate, NOW + 2 * AN_HOUR) == [("dropped", "2026-11-16", officer)]
    assert why(delegate) == "There is an address now."


def test_who_wishes_not_to_be_asked_is_not(officer):
    RuleFactory(
        subject=Subject.DELEGATE,
        offset=10,
        unit=Rule.Unit.MONTHS,
        anchor=Anchor.LEFT,
        condition=Condition.NO_ADDRESS,
    )
    delegate = former(officer, asked_yearly=False)

    assert asked(delegate) == []


# --- both sides ---


def test_working_days_of_the_host_country_are_those_of_where_the_delegate_comes_from(officer):
    RuleFactory(
        offset=2,
        unit=Rule.Unit.WORKING_DAYS,
        anchor=Anchor.ENDS,
        working=Rule.Working.BOTH,
    )
    delegate = DelegateFactory(country__code="DZ", country__name="Algeria")  # rests on Fridays
    visit = VisitFactory(officer=officer, delegate=delegate, begins="", ends="2026-11-11")

    assert asked(visit) == [("open", "2026-11-16", officer)]

    Rule.objects.update(working=Rule.Working.OFFICE)
    assert asked(visit) == [("open", "2026-11-13", officer)]
    assert FollowUp.objects.get().counted_in == ""


@pytest.fixture
def mission(officer):
    """Counted back from a Thursday in Tunisia, which rests on Saturdays and Sundays as Japan."""
    RuleFactory(
        subject=Subject.MISSION,
        offset=-3,
        unit=Rule.Unit.WORKING_DAYS,
        anchor=Anchor.BEGINS,
        working=Rule.Working.BOTH,
    )
    made = MissionFactory(owner=officer, begins="2026-12-03")
    MissionLegFactory(mission=made, country__code="TN", country__name="Tunisia")
    assert asked(made) == [("open", "2026-11-30", officer)]
    return made


def test_another_country_on_a_mission_moves_what_counts_working_days_of_both_sides(
    mission, officer
):
    MissionLegFactory(mission=mission, country=None, region_typed="The Maghreb")
    assert asked(mission) == [("open", "2026-11-30", officer)]
    assert FollowUp.objects.get().counted_in == "TN,"

    # Its national day is the 2nd and the 3rd of December.
    leg = MissionLegFactory(
        mission=mission, country__code="AE", country__name="United Arab Emirates"
    )
    assert asked(mission) == [("open", "2026-11-27", officer)]
    assert FollowUp.objects.get().counted_in == "AE,TN,"

    leg.delete()
    assert asked(mission) == [("open", "2026-11-30", officer)]


def test_the_country_of_a_leg_that_is_corrected_moves_it_too(mission, officer):
    emirates = HostCountryFactory(code="AE", name="United Arab Emirates")
    mission.legs.update(country=emirates)

    assert asked(mission) == [("open", "2026-11-27", officer)]


def test_a_delegate_who_comes_from_elsewhere_moves_it_too(officer):
    RuleFactory(
        offset=2,
        unit=Rule.Unit.WORKING_DAYS,
        anchor=Anchor.ENDS,
        working=Rule.Working.BOTH,
    )
    tunisia = HostCountryFactory(code="TN", name="Tunisia")
    visit = VisitFactory(officer=officer, delegate__country=tunisia, begins="", ends="2026-11-11")
    assert asked(visit) == [("open", "2026-11-13", officer)]

    visit.delegate.country = HostCountryFactory(code="DZ", name="Algeria")
    visit.delegate.save()

    assert asked(visit) == [("open", "2026-11-16", officer)]


def in_two_countries():
    mission = MissionFactory()
    MissionLegFactory(mission=mission, country__code="TN")
    MissionLegFactory(mission=mission, country__code="DZ", country__name="Algeria")
    MissionLegFactory(mission=mission, country=None, region_typed="Elsewhere")
    return mission


@pytest.mark.parametrize(
    ("subject", "make", "found"),
    [
        (Subject.VISIT, lambda: VisitFactory(delegate__country__code="TN"), ["TN"]),
        (Subject.MISSION, in_two_countries, ["DZ", "TN"]),
        (
            Subject.APPLICATION,
            lambda: ApplicationFactory(agency=AgencyFactory(country__code="TN")),
            ["TN"],
        ),
        (Subject.APPLICATION, lambda: ApplicationFactory(), []),
        (Subject.DEAL, lambda: DealFactory(country__code="TN"), ["TN"]),
        (Subject.DELEGATE, lambda: DelegateFactory(country__code="TN"), ["TN"]),
        (Subject.ENQUIRY, lambda: MeetingFactory(kind="enquiry"), []),
    ],
)
def test_the_database_and_the_engine_know_the_same_countries(subject, make, found):
    about, thing = SUBJECTS[subject], make()

    rows = about.model.objects.filter(pk=thing.pk).annotate(code=about.abroad)
    codes = rows.exclude(code=None).order_by("code").values_list("code", flat=True)

    assert list(codes) == sorted(about.countries(thing)) == found


def test_a_programme_is_in_its_countries():
    programme = ProgrammeFactory()
    programme.countries.add(HostCountryFactory(code="TN", name="Tunisia"))
    about = SUBJECTS[Subject.PROGRAMME]

    codes = about.model.objects.values_list(about.abroad, flat=True)

    assert list(codes) == about.countries(programme) == ["TN"]


def test_the_host_country_of_an_application_is_its_agencys_until_they_are_known(officer):
    application = ApplicationFactory(agency=AgencyFactory(country__code="DZ"))
    nobodys = ApplicationFactory()

    countries = SUBJECTS[Subject.APPLICATION].countries

    assert [list(countries(one)) for one in (application, nobodys)] == [["DZ"], []]
