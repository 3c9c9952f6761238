"""What a form asks, in which language, and what it says of a wrong answer."""

import pytest
from django.utils import translation

from delegates.models import Question
from delegates.questionnaire import Missing, answered, asked_by
from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    ProgrammeFactory,
    QuestionFactory,
    RequiredDocumentFactory,
)

pytestmark = pytest.mark.django_db

NO_DATE = "cannot be read as a date. Write for example"
WHOLE_DAY = "Write the whole day: year, month and day, such as 2027-02-15."
DIGITS = "Write a number in digits only, such as 2500000."
# Of every field of every form: what is typed, and what is then said beside it.
WRONG = [
    ("person", "family_name", "", "Write something here, please."),
    ("person", "family_name", "بنعلي", "Write it in Latin letters, as in the passport."),
    ("person", "family_name", "x" * 81, "Write at most 80 characters; these are 81."),
    ("person", "given_name", "カリム", "Write it in Latin letters, as in the passport."),
    ("person", "name_local", "x" * 121, "Write at most 120 characters; these are 121."),
    ("person", "title", "x" * 21, "Write at most 20 characters; these are 21."),
    ("person", "country", "", "Choose one of these, please."),
    ("person", "country", "XX", "Choose one of these, please."),
    ("person", "email", "", "Write an e-mail address."),
    ("person", "email", "karim@", "Write a whole address, such as name@example.org."),
    ("person", "phone", "x" * 41, "Write at most 40 characters; these are 41."),
    ("person", "languages", "x" * 201, "Write at most 200 characters; these are 201."),
    ("post", "agency", " ", "Write something here, please."),
    ("post", "post", "", "Write something here, please."),
    ("post", "since", "13/2019", NO_DATE),
    ("post", "duties", "", "Write something here, please."),
    ("post", "duties", "x" * 4001, "Write at most 4000 characters; these are 4001."),
    ("post", "years", "many", DIGITS),
    ("post", "years", "1999", "Write how many years it is in all, such as 12."),
    ("post", "earlier", "x" * 4001, "Write at most 4000 characters; these are 4001."),
    ("post", "degree", "x" * 201, "Write at most 200 characters; these are 201."),
    ("aims", "aims", "", "Write something here, please."),
    ("aims", "sectors", "x" * 201, "Write at most 200 characters; these are 201."),
    ("aims", "companies", "x" * 4001, "Write at most 4000 characters; these are 4001."),
    ("aims", "why_you", "x" * 4001, "Write at most 4000 characters; these are 4001."),
    ("projects", "project-1-title", "x" * 201, "Write at most 200 characters; these are 201."),
    ("projects", "project-5-capital", "-5", DIGITS),
    ("projects", "project-1-capital", "NaN", DIGITS),
    ("projects", "project-1-capital", "1e99", DIGITS),
    ("projects", "project-1-currency", "euro", "Write the currency as three letters"),
    ("projects", "project-1-currency", "ユーロ", "Write the currency as three letters"),
    ("travel", "departure", "x" * 201, "Write at most 200 characters; these are 201."),
    ("consent", "consent", "", "Tick this box if you agree"),
]


@pytest.mark.parametrize(("step", "name", "typed", "said"), WRONG)
def test_a_wrong_answer_is_refused_beside_its_field_in_a_sentence(step, name, typed, said):
    asked = asked_by(ProgrammeFactory())

    errors = asked.step(step).errors({name: typed})

    assert said in errors[name][0]


def test_no_field_that_can_be_wrong_is_forgotten():
    asked = asked_by(ProgrammeFactory())
    named = {name for _step, name, _typed, _said in WRONG}

    fields = {name for step in asked.steps for name in step.fields}

    can_be_anything = {"no_passport", "dates"}
    assert {name for name in fields if not name.startswith("project-")} - named == can_be_anything


@pytest.mark.parametrize(
    ("step", "name", "typed"),
    [
        ("person", "family_name", "O’Brien-d'Ávila Nguyễn"),
        ("post", "since", "2019年3月"),
        ("post", "since", "about 2000"),
        ("post", "years", "12.5"),
        ("post", "years", "１２"),
        ("projects", "project-1-capital", "2,500,000.50"),
        ("projects", "project-1-capital", "2 500 000"),
        ("projects", "project-1-currency", "usd"),
    ],
)
def test_a_right_answer_is_taken_as_people_write_it(step, name, typed):
    asked = asked_by(ProgrammeFactory())

    assert name not in asked.step(step).errors({name: typed})


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("line", "x" * 201, "Write at most 200 characters"),
        ("text", "x" * 4001, "Write at most 4000 characters"),
        ("yes_no", "perhaps", "Choose one of these, please."),
        ("choice", "Kobe", "Choose one of these, please."),
        ("number", "a few", DIGITS),
        ("day", "2027-02", WHOLE_DAY),
        ("day", "31/02/2027", NO_DATE),
    ],
)
def test_a_programmes_own_question_refuses_a_wrong_answer(kind, typed, said):
    question = QuestionFactory(kind=kind, choices_typed="Osaka\nNagoya" if kind == "choice" else "")

    errors = asked_by(question.programme).step("aims").errors({question.name: typed})

    assert said in errors[question.name][0]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("yes_no", "no"), ("choice", "Nagoya"), ("number", "-3"), ("day", "2027-02-15")],
)
def test_a_programmes_own_question_takes_a_right_answer(kind, typed):
    question = QuestionFactory(kind=kind, choices_typed="Osaka\nNagoya" if kind == "choice" else "")

    errors = asked_by(question.programme).step("aims").errors({question.name: typed})

    assert question.name not in errors


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_costs_two_queries_whatever_is_asked(rows, django_assert_num_queries):
    programme = ProgrammeFactory()
    QuestionFactory.create_batch(rows, programme=programme)
    RequiredDocumentFactory.create_batch(rows, programme=programme)
    application = ApplicationFactory(programme=programme)

    with django_assert_num_queries(2):  # the questions, the documents
        asked = asked_by(programme)
    with django_assert_num_queries(0):
        asked.missing(application, set(), False)
        asked.in_words(application)


def test_steps_are_switched_off_by_the_programme():
    everything = ProgrammeFactory()
    RequiredDocumentFactory(programme=everything)
    little = ProgrammeFactory(asks_aims=False, asks_projects=False, asks_travel=False)

    steps = [[step.slug for step in asked_by(one).steps] for one in (everything, little)]

    assert steps == [
        ["person", "post", "aims", "projects", "travel", "documents", "consent"],
        ["person", "post", "consent"],
    ]


def test_own_questions_stand_behind_the_others_of_their_step_in_order_and_language():
    programme = ProgrammeFactory()
    last = QuestionFactory(programme=programme, step="post", position=2, text="B", text_fr="B fr")
    first = QuestionFactory(programme=programme, step="post", position=1, text="A")
    report = QuestionFactory(programme=programme, step=Question.Step.REPORT, text="And now?")

    with translation.override("fr"):
        asked = asked_by(programme)

    assert list(asked.step("post").fields)[-2:] == [first.name, last.name]
    assert [str(asked.step("post").fields[one.name].label) for one in (first, last)] == [
        "A",
        "B fr",
    ]
    assert list(asked.report.fields) == [report.name]
    assert asked.step("report") is None


def test_countries_are_named_in_the_readers_language():
    offered = {}
    for language in ("en", "fr", "ja"):
        with translation.override(language):
            offered[language] = dict(
                asked_by(ProgrammeFactory()).steps[0].fields["country"].choices
            )

    assert [offered[one]["MA"] for one in ("en", "fr", "ja")] == ["Morocco", "Maroc", "モロッコ"]


def test_what_an_agency_said_already_stands_in_the_form():
    agency = AgencyFactory(name="AMDIE")
    application = ApplicationFactory(agency=agency, family_name="Benali", email="k@example.org")
    asked = asked_by(application.programme)

    person = answered(application, asked.step("person"))

    assert (person["family_name"], person["country"], person["email"]) == (
        "Benali",
        "MA",
        "k@example.org",
    )
    assert answered(application, asked.step("post"))["agency"] == "AMDIE"
    application.answers = {"person": {"family_name": ""}}
    assert answered(application, asked.step("person"))["family_name"] == ""


def test_what_is_missing_is_named_in_order_with_where_and_why():
    programme = ProgrammeFactory(asks_aims=False, asks_projects=False)
    letter = RequiredDocumentFactory(programme=programme, text="Nomination letter")
    RequiredDocumentFactory(programme=programme, is_required=False)
    answers = {
        "person": {"family_name": "B", "country": "MA", "email": "k@example.org"},
        "post": {"agency": "A", "post": "P", "duties": "D", "years": "many"},
    }
    application = ApplicationFactory(programme=programme, answers=answers)
    asked = asked_by(programme)

    missing = asked.missing(application, set(), has_passport=False)

    assert missing == [
        Missing("post", "Years of experience in this work", "years", DIGITS),
        Missing(
            "travel",
            "Passport number",
            "number",
            "Write the number, or say that you do not have a passport yet.",
        ),
        Missing("documents", "Nomination letter", letter.name, "Send this file."),
        Missing(
            "consent",
            "I have read this, and I agree.",
            "consent",
            "Tick this box if you agree; without it we may not keep what you wrote.",
        ),
    ]
    assert asked.first_unfinished(application, missing).slug == "post"
    later = asked.missing(application, {letter.pk}, has_passport=True)
    assert [one.step for one in later] == ["post", "consent"]


def test_a_step_nobody_saw_is_unfinished_even_if_nothing_is_missing_in_it():
    application = ApplicationFactory(answers={"person": {}, "post": {}, "aims": {}})
    asked = asked_by(application.programme)

    assert asked.first_unfinished(application, []).slug == "projects"


def test_answers_are_told_in_words():
    question = QuestionFactory(kind="yes_no", text="Do you drive?")
    answers = {
        "person": {"family_name": "Benali", "country": "MA", "email": ""},
        "aims": {question.name: "yes"},
        "consent": {"consent": "on"},
    }
    application = ApplicationFactory(programme=question.programme, answers=answers)

    told = asked_by(question.programme).in_words(application)

    assert told == [
        (
            "Person",
            [("Family name, as in your passport", "Benali"), ("Country you come from", "Morocco")],
        ),
        ("Aims and companies wished for", [("Do you drive?", "Yes")]),
        ("Consent", [("I have read this, and I agree.", "✓")]),
    ]


@pytest.mark.parametrize(
    "answers", [{"person": None}, {"person": []}, {"person": {"title": ["Dr", 1]}}]
)
def test_answers_of_another_shape_break_nothing(answers):
    application = ApplicationFactory(answers=answers)

    asked_by(application.programme).in_words(application)
