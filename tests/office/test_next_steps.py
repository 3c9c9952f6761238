"""The next step with a thumb: what is usually promised, and until when."""

from datetime import date

import pytest

from itpo.office.models import Holiday, User
from itpo.office.next_steps import NextStepForm, usual_days

SATURDAY = date(2026, 11, 21)
DAYS = [("2026-11-24", "1 working day"), ("2026-11-26", "3 working days")]


def form(**typed):
    return NextStepForm({"promised_by": "us", **typed}, days=DAYS)


def test_the_days_are_counted_in_the_offices_working_days(officer, django_assert_num_queries):
    Holiday.objects.create(
        office=officer.office, country_code="JP", on=date(2026, 11, 24), name="Moving house"
    )

    with django_assert_num_queries(1):
        days = usual_days(officer, SATURDAY)

    # Monday the 23rd is Labour Thanksgiving Day, on the 24th the office moves house.
    assert days == [
        ("2026-11-25", "1 working day, Wed 25 Nov"),
        ("2026-11-27", "3 working days, Fri 27 Nov"),
        ("2026-11-30", "1 week, Mon 30 Nov"),
        ("2026-12-07", "2 weeks, Mon 7 Dec"),
        ("2026-12-21", "4 weeks, Mon 21 Dec"),
    ]


def test_a_day_that_is_two_of_them_is_offered_once(officer):
    days = usual_days(officer, date(2026, 12, 25))  # a Friday; closed for nobody knows how long

    assert len({day for day, _words in days}) == len(days)


def test_whoever_belongs_to_no_office_is_offered_no_day():
    assert usual_days(User(), SATURDAY) == []


@pytest.mark.parametrize(
    ("typed", "promised"),
    [
        ({}, ("", None)),
        ({"until": "2026-11-26"}, ("", None)),
        ({"usual": "call", "until": "2026-11-26"}, ("Call them", date(2026, 11, 26))),
        (
            {"usual": "call", "what": "Send the layout", "until": "2026-11-26"},
            ("Send the layout", date(2026, 11, 26)),
        ),
        (
            {"usual": "call", "until": "2026-11-26", "due_on": "2026-12-01"},
            ("Call them", date(2026, 12, 1)),
        ),
        # Chosen on a page that was opened yesterday.
        ({"usual": "call", "until": "2026-11-25"}, ("Call them", date(2026, 11, 25))),
    ],
)
def test_what_is_typed_goes_before_what_is_chosen(typed, promised):
    step = form(**typed)

    assert step.is_valid(), step.errors
    data = step.cleaned_data
    assert set(data) == {"what", "promised_by", "due_on"}
    assert (data["what"], data["due_on"]) == promised


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"usual": "call"}, "due_on", "Say until when, or it will be forgotten."),
        ({"due_on": "2026-12-01"}, "what", "Say what was promised."),
        ({"usual": "dance", "until": "2026-11-26"}, "usual", "Select a valid choice."),
        ({"usual": "call", "until": "soon"}, "until", "Enter a valid date."),
        ({"what": "x" * 201, "until": "2026-11-26"}, "what", "at most 200 characters"),
    ],
)
def test_what_cannot_be_promised_is_said_beside_the_field(typed, field, sentence):
    step = form(**typed)

    assert not step.is_valid()
    assert sentence in " ".join(step.errors[field])


def test_a_page_offers_the_second_day_first():
    assert NextStepForm(days=DAYS)["until"].value() == "2026-11-26"
