"""What the database holds about delegates, their agencies, visits and programmes."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from delegates.models import (
    Agency,
    Application,
    Delegate,
    HostCountry,
    Programme,
    TravelDocument,
    Visit,
)
from tests.factories import (
    AgencyFactory,
    ApplicationDocumentFactory,
    ApplicationFactory,
    AttendanceFactory,
    BudgetLineFactory,
    CalendarFeedFactory,
    ChecklistItemFactory,
    ChecklistStepFactory,
    CriterionFactory,
    DelegateFactory,
    HostCountryFactory,
    InvitationFactory,
    PaperFactory,
    PassportReadFactory,
    PostCheckFactory,
    PostingFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    ProjectProfileFactory,
    QuestionFactory,
    ScoreFactory,
    TrainingSessionFactory,
    TravelDocumentFactory,
    VisitFactory,
)
from tests.refusals import (
    Case,
    Spoiled,
    another,
    assert_refused,
    change,
    constraints_of,
    ids,
    its_own,
    period_cases,
    twin,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def the_same_address_in_capitals() -> Spoiled:
    first = ApplicationFactory(email="amrani@example.org")
    second = ApplicationFactory(programme=first.programme)
    return Spoiled(second, {"email": "AMRANI@example.org"})


CASES = [
    *period_cases("delegates_posting", PostingFactory),
    *period_cases("delegates_programme", ProgrammeFactory),
    *period_cases("delegates_visit", VisitFactory),
    Case("agency_name_once_a_country", twin(AgencyFactory, "name")),
    Case(
        "agency_is_not_its_own_predecessor",
        its_own(AgencyFactory, "predecessor_id"),
        says="That agency is itself a successor of this one.",
    ),
    Case("agency_merged_is_archived", change(AgencyFactory, merged_into=AgencyFactory)),
    Case(
        "agency_merged_is_archived",
        its_own(AgencyFactory, "merged_into_id", archived_at=NOON),
        says="That agency is itself merged into this one.",
    ),
    Case("delegate_merged_is_archived", change(DelegateFactory, merged_into=DelegateFactory)),
    Case(
        "delegate_merged_is_archived",
        its_own(DelegateFactory, "merged_into_id", archived_at=NOON),
        says="That record is itself merged into this one.",
    ),
    Case("programme_ref_once_an_office", twin(ProgrammeFactory, "ref", ref=another("REF-{}"))),
    Case(
        "programme_call_closes_after_it_opens",
        change(ProgrammeFactory, call_opens_on=date(2026, 4, 1), call_closes_on=date(2026, 3, 31)),
    ),
    Case("programme_has_a_seat", change(ProgrammeFactory, seats=0)),
    Case("programme_partner_once_a_role", twin(ProgrammePartnerFactory, "programme", "partner")),
    Case("application_once_a_programme", twin(ApplicationFactory, "programme", "email")),
    Case("application_once_a_programme", the_same_address_in_capitals),
    Case(
        "application_accepted_has_a_delegate",
        change(ApplicationFactory, state="accepted", decided_at=NOON),
    ),
    *(
        Case(
            "application_decided_says_when",
            change(ApplicationFactory, state=state, delegate=DelegateFactory),
        )
        for state in ("accepted", "waiting_list", "offered", "declined")
    ),
    Case(
        "application_offered_says_until_when",
        change(ApplicationFactory, state="offered", decided_at=NOON),
    ),
    Case("application_document_once", twin(ApplicationDocumentFactory, "application", "required")),
    Case("feed_is_of_one_person", change(CalendarFeedFactory, officer=None)),
    Case("score_once_a_reader", twin(ScoreFactory, "application", "criterion", "by")),
    Case("invitation_once_an_agency", twin(InvitationFactory, "programme", "agency")),
    Case("invitation_lets_name_somebody", change(InvitationFactory, most=0)),
    Case("question_of_a_choice_names_it", change(QuestionFactory, kind="choice")),
    Case("criterion_once_a_programme", twin(CriterionFactory, "programme", "name")),
    *(
        Case("criterion_gives_points", change(CriterionFactory, most=most), says=says)
        for most, says in (
            (0, "Ensure this value is greater than or equal to 1."),
            (101, "Ensure this value is less than or equal to 100."),
        )
    ),
    *(
        Case(
            "delegates_budgetline_is_no_debt",
            change(BudgetLineFactory, **{name: Decimal(-1)}),
            says="Ensure this value is greater than or equal to 0.",
        )
        for name in ("planned", "actual")
    ),
    Case(
        "session_ends_after_it_begins",
        change(TrainingSessionFactory, begins_at=time(14), ends_at=time(14)),
    ),
    Case("session_with_an_end_has_a_beginning", change(TrainingSessionFactory, ends_at=time(14))),
    Case("attendance_once_a_session", twin(AttendanceFactory, "session", "visit")),
    Case(
        "delegates_checkliststep_within_a_year",
        change(ChecklistStepFactory, days_before=366),
        says="Ensure this value is less than or equal to 365.",
    ),
    Case(
        "delegates_checklistitem_within_a_year",
        change(ChecklistItemFactory, days_before=366),
        says="Ensure this value is less than or equal to 365.",
    ),
    Case("paper_is_about_one_thing", change(PaperFactory, visit=None)),
    Case("paper_is_about_one_thing", change(PaperFactory, programme=ProgrammeFactory)),
    Case("post_check_once_a_year", twin(PostCheckFactory, "delegate", "office", "year")),
    Case("post_check_answered_says_when", change(PostCheckFactory, answer="same")),
    Case("post_check_answered_says_when", change(PostCheckFactory, answered_at=NOON)),
    Case("passport_read_is_of_somebody", change(PassportReadFactory, visit=None)),
    Case(
        "project_capital_has_a_currency", change(ProjectProfileFactory, capital_sought=Decimal(5))
    ),
    # A currency without an amount: SQL alone would take NULL for a yes.
    Case("project_capital_has_a_currency", change(ProjectProfileFactory, currency="MAD")),
    Case(
        "project_capital_has_a_currency",
        change(ProjectProfileFactory, capital_sought=Decimal(-1), currency="MAD"),
        says="Ensure this value is greater than or equal to 0.",
    ),
    Case("visit_cancelled_says_why", change(VisitFactory, state="cancelled")),
    Case("travel_document_number_is_sealed", change(TravelDocumentFactory, sealed_number="AB123")),
    Case("travel_document_is_for_somebody", change(TravelDocumentFactory, visit=None)),
]


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_the_database_refuses_what_cannot_be(case):
    assert_refused(case)


def test_every_constraint_has_a_case():
    assert {case.constraint for case in CASES} == set(constraints_of("delegates"))


def test_programmes_without_a_reference_stand_beside_each_other():
    first, second = ProgrammeFactory(ref=""), ProgrammeFactory(ref="")

    second.full_clean()

    assert list(Programme.objects.order_by("pk")) == [first, second]


def test_an_agency_of_the_same_name_may_be_in_another_country():
    ministry = AgencyFactory(name="Ministry of Industry")
    other = AgencyFactory(
        name="Ministry of Industry", country=HostCountryFactory(code="ET", name="Ethiopia")
    )

    assert list(Agency.objects.filter(name="Ministry of Industry").order_by("pk")) == [
        ministry,
        other,
    ]


def test_a_renamed_agency_is_no_longer_current():
    before = AgencyFactory(name="AMDI")
    after = AgencyFactory(name="AMDIE", predecessor=before)
    AgencyFactory(archived_at=NOON)

    assert list(Agency.objects.current()) == [after]
    assert list(before.successors.all()) == [after]


@pytest.mark.parametrize("name", ["predecessor", "merged_into"])
def test_agencies_do_not_follow_each_other_in_a_circle(name):
    first = AgencyFactory(archived_at=NOON)
    second = AgencyFactory(archived_at=NOON, **{name: first})
    third = AgencyFactory(archived_at=NOON, **{name: second})
    setattr(first, name, third)

    with pytest.raises(ValidationError) as refusal:
        first.full_clean()

    assert list(refusal.value.message_dict) == [name]


def test_delegates_are_not_merged_in_a_circle():
    first = DelegateFactory(archived_at=NOON)
    second = DelegateFactory(archived_at=NOON, merged_into=first)
    first.merged_into = second

    with pytest.raises(ValidationError) as refusal:
        first.full_clean()

    assert refusal.value.message_dict == {
        "merged_into": ["That record is itself merged into this one."]
    }


@pytest.mark.parametrize("code", ["ma", "MAR", "M", "１２", "MA\n"])
def test_what_is_no_country_code_is_refused(code):
    country = HostCountryFactory()
    country.code = code

    with pytest.raises(ValidationError) as refusal:
        country.full_clean()

    assert list(refusal.value.message_dict) == ["code"]


def test_a_delegate_is_found_by_every_word_of_name_country_or_agency():
    zone = AgencyFactory(name="Tanger Free Zone", short_name="TFZ")
    amrani = DelegateFactory(family_name="Amrani", given_name="Karim", name_local="كريم")
    PostingFactory(delegate=amrani, agency=zone)
    PostingFactory(delegate=amrani)
    DelegateFactory(family_name="Amrani", given_name="Leila")

    for words in ("karim amrani", "amrani tfz", "tanger morocco", "كريم", " karim  TANGER "):
        assert list(Delegate.objects.matching(words)) == [amrani], words


def test_whoever_has_come_to_japan_is_not_deleted():
    visit = VisitFactory()

    with pytest.raises(ProtectedError):
        visit.delegate.delete()

    assert Visit.objects.get().delegate == visit.delegate


def test_a_visit_is_under_way_when_it_is_said_to_run_or_is_planned_and_has_begun():
    running = VisitFactory(state="running", begins="", ends="")
    planned = VisitFactory(begins="2026-11-16", ends="2026-11-20")
    never_closed = VisitFactory(begins="2026-11-16", ends="2026-11-19")
    VisitFactory(begins="2026-11", ends="2026-11")  # it may begin on the 30th
    VisitFactory(begins="2026-11-21", ends="2026-11-30")
    VisitFactory(begins="2026-11-16", ends="2026-11-20", state="completed")

    under_way = Visit.objects.under_way(date(2026, 11, 20)).order_by("pk")

    assert list(under_way) == [running, planned, never_closed]


def test_a_visit_is_coming_when_it_is_planned_for_a_later_day():
    today = date(2026, 11, 20)
    tomorrow = VisitFactory(begins="2026-11-21", ends="")
    next_month = VisitFactory(begins="2026-12", ends="")
    VisitFactory(begins="2026-11-20")
    VisitFactory(begins="2026-11-21", state="cancelled", cancelled_because="Visa refused")
    VisitFactory(begins="", ends="")

    assert list(Visit.objects.coming(today).order_by("pk")) == [tomorrow, next_month]


def test_a_passport_number_is_kept_sealed_and_read_back():
    document = TravelDocumentFactory()

    kept = TravelDocument.objects.values_list("sealed_number", flat=True).get()

    assert "AB1234567" not in kept
    assert document.unseal() == "AB1234567"


def test_a_passport_number_survives_a_new_key_and_is_lost_without_the_old_one(settings):
    document = TravelDocumentFactory()
    new_key, old_key = Fernet.generate_key().decode(), settings.FIELD_KEYS[0]

    settings.FIELD_KEYS = [new_key, old_key]
    assert document.unseal() == "AB1234567"

    settings.FIELD_KEYS = [new_key]
    with pytest.raises(InvalidToken):
        document.unseal()


def test_a_travel_document_leaves_with_its_visit_and_leaves_no_history():
    visit = TravelDocumentFactory().visit

    visit.delete()

    assert TravelDocument.objects.count() == 0
    assert not hasattr(TravelDocument, "history")


def test_an_applicant_is_named_as_far_as_they_are_known():
    assert str(Application(family_name="Amrani", given_name="Karim")) == "AMRANI Karim"
    assert str(Application(email="amrani@example.org")) == "amrani@example.org"


def test_an_agency_goes_by_its_short_name():
    agency = Agency(name="Moroccan Investment Agency", short_name="AMDIE")

    assert (str(agency), agency.full_name) == ("AMDIE", "Moroccan Investment Agency (AMDIE)")
    assert str(Agency(name="Ministry of Industry")) == "Ministry of Industry"


def test_host_countries_are_known_once_by_code_and_once_by_name():
    HostCountryFactory(code="MA", name="Morocco")
    twice = HostCountry(code="MA", name="Morocco")

    with pytest.raises(ValidationError) as refusal:
        twice.full_clean()

    assert sorted(refusal.value.message_dict) == ["code", "name"]
