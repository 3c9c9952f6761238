"""Opening a call, asking the usual, copying last year's, and what is answered stays."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from delegates import asking, programmes
from delegates.models import BudgetLine, Criterion, Programme, Question, RequiredDocument
from itpo.office import budgets
from itpo.office.states import NotPossible
from tests.factories import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    BudgetLineFactory,
    CriterionFactory,
    HostCountryFactory,
    PartnerFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    QuestionFactory,
    RequiredDocumentFactory,
    ScoreFactory,
    SectorFactory,
    ThemeFactory,
    TrainingSessionFactory,
    TravelDocumentFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def refused(verb, **said):
    with pytest.raises(NotPossible) as refusal:
        verb(**said)
    return str(refusal.value)


# --- opening the call ---


def test_a_call_opens_without_seats_countries_or_days(officer):
    programme = ProgrammeFactory(office=officer.office)

    opened = programmes.change_state(programme=programme, to="call_open", by=officer, on=TODAY)

    assert opened.state == "call_open"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"is_ours": False},
            "Another organiser runs this programme; its call is not ours to open.",
        ),
        (
            {"call_closes_on": date(2026, 11, 20)},
            "The call closed on 20 Nov 2026. Change the day on which it closes, then open it.",
        ),
        (
            {"begins": "2026-10-05", "ends": "2026-10-16"},
            "The programme ended on 16 Oct 2026. Change its days, then open the call.",
        ),
    ],
)
def test_a_call_that_makes_no_sense_does_not_open(officer, given, sentence):
    programme = ProgrammeFactory(office=officer.office, **given)

    said = refused(
        programmes.change_state, programme=programme, to="call_open", by=officer, on=TODAY
    )

    programme.refresh_from_db()
    assert (said, programme.state) == (sentence, "draft")


def test_on_its_last_day_a_call_opens_again(officer):
    programme = ProgrammeFactory(office=officer.office, state="call_closed", call_closes_on=TODAY)

    opened = programmes.change_state(programme=programme, to="call_open", by=officer, on=TODAY)

    assert opened.state == "call_open"


# --- what is usually asked ---


def test_the_usual_is_asked_in_three_languages_and_signed(officer):
    programme = ProgrammeFactory(office=officer.office)

    programmes.ask_the_usual(programme=programme, by=officer)

    said = [*programme.questions.in_order(), *programme.documents.in_order()]
    assert [one for one in said if not (one.text and one.text_fr and one.text_ja)] == []
    assert [one.position for one in programme.questions.in_order()] == list(range(1, 9))
    assert {one.step for one in programme.questions.all()} == {"aims", "travel", "report"}
    assert list(programme.documents.filter(is_passport=True).values_list("text", flat=True)) == [
        "The page of your passport with the photo"
    ]
    assert programme.criteria.count() == 4
    assert {one.history.get().history_user for one in said} == {officer}


@pytest.mark.parametrize("factory", [QuestionFactory, RequiredDocumentFactory, CriterionFactory])
def test_who_asks_something_already_is_not_made_to_ask_the_usual(officer, factory):
    programme = factory(programme__office=officer.office).programme

    said = refused(programmes.ask_the_usual, programme=programme, by=officer)

    asked = sum(one.objects.count() for one in (Question, RequiredDocument, Criterion))
    assert (said, asked) == ("The programme asks something already; nothing was added.", 1)


# --- next year's ---


def test_next_years_has_all_that_was_decided_and_nothing_that_happened(officer):
    morocco, food, climate = HostCountryFactory(), SectorFactory(), ThemeFactory()
    last = ProgrammeFactory(
        office=officer.office,
        name="Delegates programme 2026",
        ref="DP-2026",
        state="completed",
        begins="2026-06-01",
        ends="2026-06-26",
        call_opens_on=date(2026, 1, 5),
        call_closes_on=date(2026, 2, 27),
        seats=8,
        asks_projects=False,
        officer=officer,
        notes="Went well",
    )
    last.countries.add(morocco)
    last.sectors.add(food)
    last.themes.add(climate)
    partner = ProgrammePartnerFactory(programme=last, role="speaker").partner
    QuestionFactory(programme=last, position=7, text="Second?")
    QuestionFactory(programme=last, position=2, text="First?", kind="yes_no")
    RequiredDocumentFactory(programme=last, text="Passport page", is_passport=True)
    CriterionFactory(programme=last, name="Clear aims", most=10)
    BudgetLineFactory(programme=last, what="Flights", planned=Decimal(900), actual=Decimal(950))
    TrainingSessionFactory(programme=last)
    ApplicationFactory(programme=last)

    new = programmes.copy(programme=last, by=officer, at=NOW)

    new.refresh_from_db()
    assert (new.name, new.state, new.ref, new.notes) == (
        "Delegates programme 2027",
        "draft",
        "",
        "",
    )
    assert (new.begins_on, new.ends_on) == (date(2027, 6, 1), date(2027, 6, 26))
    assert (new.call_opens_on, new.call_closes_on) == (date(2027, 1, 5), date(2027, 2, 27))
    assert (new.seats, new.asks_projects, new.officer, new.copied_from) == (8, False, officer, last)
    tags = [list(new.countries.all()), list(new.sectors.all()), list(new.themes.all())]
    assert tags == [[morocco], [food], [climate]]
    assert list(new.partner_roles.values_list("partner", "role")) == [(partner.pk, "speaker")]
    assert list(new.questions.in_order().values_list("position", "text", "kind")) == [
        (1, "First?", "yes_no"),
        (2, "Second?", "text"),
    ]
    assert list(new.documents.values_list("text", "is_passport")) == [("Passport page", True)]
    assert list(new.criteria.values_list("name", "most")) == [("Clear aims", 10)]
    assert list(new.budget_lines.values_list("what", "planned", "actual")) == [
        ("Flights", Decimal(900), None)
    ]
    assert (new.sessions.count(), new.applications.count()) == (0, 0)
    assert (last.questions.count(), last.budget_lines.get().actual) == (2, Decimal(950))
    assert {one.history_user for one in new.history.all()} == {officer}


@pytest.mark.parametrize(
    ("name", "begins", "next_name"),
    [
        ("Delegates 2026", "", "Delegates 2027"),
        ("Delegates 2025-26", "", "Delegates 2026-27"),
        ("Delegates 2099/00, spring", "", "Delegates 2100/01, spring"),
        ("Delegates", "2024-05", "Delegates 2025"),
        ("Delegates", "", "Delegates 2027"),
        ("Delegates 12026", "", "Delegates 12026 2027"),
        ("x" * 200, "", "x" * 195 + " 2027"),
    ],
)
def test_next_years_is_named_by_its_year(officer, name, begins, next_name):
    last = ProgrammeFactory(office=officer.office, name=name, begins=begins)

    new = programmes.copy(programme=last, by=officer, at=NOW)

    assert new.name == next_name


def test_days_that_are_not_known_to_the_day_are_left_open(officer):
    last = ProgrammeFactory(
        office=officer.office, begins="2024-02-29", ends="2024-04", call_closes_on=None
    )

    new = programmes.copy(programme=last, by=officer, at=NOW)

    assert (new.begins, new.ends, new.call_closes_on) == ("2025-02-28", "", None)


def test_who_no_longer_works_there_does_not_run_the_next_one(officer, colleague):
    colleague.is_active = False
    colleague.save()
    last = ProgrammeFactory(office=officer.office, officer=colleague)

    new = programmes.copy(programme=last, by=officer, at=NOW)

    assert new.officer == officer


def test_a_second_press_makes_no_second_copy(officer):
    last = ProgrammeFactory(office=officer.office, name="Delegates 2026")
    programmes.copy(programme=last, by=officer, at=NOW)

    said = refused(programmes.copy, programme=last, by=officer, at=NOW)

    assert (said, Programme.objects.count()) == (
        "There is a programme “Delegates 2027” already.",
        2,
    )


# --- what is answered stays ---


@pytest.mark.parametrize("empty", ["", None, []])
def test_a_question_without_an_answer_is_taken_away(officer, empty):
    question = QuestionFactory()
    ApplicationFactory(
        programme=question.programme, answers={"aims": {question.name: empty, "aims": "Much"}}
    )

    asking.remove_question(question=question, by=officer)

    assert Question.objects.count() == 0
    assert Question.history.latest().history_user == officer


def test_what_somebody_has_answered_sent_or_scored_stays(officer):
    question, document = QuestionFactory(text="Why?"), ApplicationDocumentFactory().required
    ApplicationFactory(programme=question.programme, answers={"aims": {question.name: "So"}})
    criterion = ScoreFactory().criterion

    said = [
        refused(asking.remove_question, question=question, by=officer),
        refused(asking.remove_document, document=document, by=officer),
        refused(asking.remove_criterion, criterion=criterion, by=officer),
    ]

    assert said == [
        "Somebody has answered “Why?” already: the question stays.",
        f"Somebody has sent “{document}” already: it stays. You can say that it need not be there.",
        f"Points are given for “{criterion}” already: the criterion stays.",
    ]
    assert (Question.objects.count(), RequiredDocument.objects.count()) == (1, 1)


def test_the_page_of_a_passport_that_somebody_sent_stays(officer):
    wanted = RequiredDocumentFactory(is_passport=True)
    application = ApplicationFactory(programme=wanted.programme)
    TravelDocumentFactory(application=application, visit=None, sealed_scan="sealed/x")

    said = refused(asking.remove_document, document=wanted, by=officer)

    assert said.startswith("Somebody has sent")


def test_what_moves_up_changes_places_among_those_of_its_step(officer):
    first, second, third = (QuestionFactory(text=text) for text in ("1", "2", "3"))
    Question.objects.update(programme=first.programme)
    elsewhere = QuestionFactory(programme=first.programme, step="report")
    third.refresh_from_db()

    asking.move_up(thing=third, by=officer)
    asking.move_up(thing=first, by=officer)

    in_order = Question.objects.filter(step="aims").in_order()
    assert list(in_order) == [first, third, second]
    assert Question.objects.get(pk=elsewhere.pk).position == elsewhere.position


# --- budget ---


def test_a_total_says_what_it_does_not_know_and_adds_no_currencies():
    partner = PartnerFactory()
    lines = [
        BudgetLine(planned=Decimal(100), actual=Decimal(90), currency="JPY"),
        BudgetLine(planned=Decimal("50.50"), actual=None, currency="JPY", paid_by=partner),
        BudgetLine(planned=Decimal(10), actual=Decimal(12), currency="EUR"),
        BudgetLine(planned=None, actual=None, currency="USD"),
    ]

    found = [
        (one.currency, one.planned_shown, one.actual_shown, one.difference_shown)
        for one in budgets.totals(lines)
    ]

    assert found == [
        ("EUR", "10", "12", "+2"),
        ("JPY", "150.50", "90", ""),
        ("USD", "", "", ""),
    ]
    assert [one.actual_unknown for one in budgets.totals(lines)] == [0, 1, 1]
