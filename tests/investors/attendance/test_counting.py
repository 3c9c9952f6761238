"""Numbers of events: each person once, and what is not known is not zero."""

import pytest

from investors import attendance
from investors.attendance.identity import folded_name
from investors.models import Event, EventRegistration
from tests.factories import (
    ContactFactory,
    EventFactory,
    EventRegistrationFactory,
    EventSeriesFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def held(**given):
    return EventFactory(state=Event.State.HELD, **given)


def came(event, **person):
    return EventRegistrationFactory(event=event, state="attended", **person)


def people(*events):
    together, _each = attendance.numbers_of(events)
    return together.people


def a_week_of_webinars():
    """Three webinars: 220 at the opening, 690 places taken, 612 people, as far as one can tell."""
    series = EventSeriesFactory(name="Africa week")
    themes = [ThemeFactory(name=name) for name in ("Circular economy", "Skills", "Finance")]
    opening, second, third = (held(name=f"Webinar {number}", series=series) for number in range(3))
    for event, theme in zip((opening, second, third), themes, strict=True):
        event.themes.add(theme)
    # 20 of the opening's guests come to all three, 38 more to one other.
    crowds = (
        (opening, range(220)),
        (second, [*range(58), *range(300, 472)]),
        (third, [*range(20), *range(500, 720)]),
    )
    EventRegistration.objects.bulk_create(
        EventRegistration(
            event=event,
            name=f"Guest {number}",
            # Whoever came back wrote their address another way.
            email=f"{'GUEST' if event == third else 'guest'}{number}@example.org",
            state="attended",
        )
        for event, numbers in crowds
        for number in numbers
    )
    return series, (opening, second, third)


def test_a_week_of_three_webinars_counts_each_person_once():
    series, (opening, second, third) = a_week_of_webinars()

    together, each = attendance.numbers_of(series.events.all())

    assert [each[event.pk].people for event in (opening, second, third)] == [220, 230, 240]
    assert (together.events, together.counted, together.unknown) == (3, 3, 0)
    assert (together.attendances, together.people) == (690, 612)


def test_the_same_week_by_theme_and_by_series():
    series, _events = a_week_of_webinars()

    together, themes = attendance.numbers_by_theme(Event.objects.all())
    by_series = attendance.numbers_by_series(Event.objects.all())

    assert [(theme.name, numbers.people) for theme, numbers in themes] == [
        ("Circular economy", 220),
        ("Finance", 240),
        ("Skills", 230),
    ]
    assert together.people == 612
    assert [(one, numbers.people) for one, numbers in by_series] == [(series, 612)]


def test_an_event_of_two_themes_counts_for_both_and_once_for_all():
    event = held()
    event.themes.add(ThemeFactory(name="A"), ThemeFactory(name="B"))
    came(event)

    together, themes = attendance.numbers_by_theme(Event.objects.all())

    assert [(theme.name, numbers.people) for theme, numbers in themes] == [("A", 1), ("B", 1)]
    assert (together.events, together.people) == (1, 1)


def test_without_a_list_it_is_not_known_who_came_and_that_is_not_zero():
    known, unknown = held(), held()
    came(known)
    EventRegistrationFactory(event=unknown)

    together, each = attendance.numbers_of([known, unknown])

    assert (each[unknown.pk].people, each[unknown.pk].no_shows) == (None, None)
    assert (together.events, together.counted, together.unknown) == (2, 1, 1)
    assert (together.people, together.registrations) == (1, 2)


def test_when_everybody_stayed_away_nobody_came_and_that_is_known():
    event = held()
    EventRegistrationFactory(event=event, state="no_show")

    together, _each = attendance.numbers_of([event])

    assert (together.people, together.no_shows) == (0, 1)


def test_an_event_still_to_come_is_not_among_those_of_which_nothing_is_known():
    event = EventFactory(state=Event.State.OPEN)
    EventRegistrationFactory(event=event)
    EventRegistrationFactory(event=event, state="waiting_list")

    together, _each = attendance.numbers_of([event])

    assert (together.events, together.unknown, together.people) == (0, 0, None)
    assert (together.registrations, together.waiting) == (1, 1)


def test_who_came_unannounced_or_cancelled_is_not_among_the_registered():
    event = held()
    came(event, is_walk_in=True)
    EventRegistrationFactory(event=event, state="cancelled")

    together, _each = attendance.numbers_of([event])

    assert (together.registrations, together.people, together.walk_ins) == (0, 1, 1)


SAME = [
    ({"email": "a@example.org"}, {"email": "A@Example.org"}),
    ({"name": "YAMADA Taro"}, {"name": "Taro Yamada"}),
    ({"name": "山田 太郎"}, {"name": "山田太郎"}),
    ({"name": "Ｔａｒｏ", "organisation": "Ｗorks"}, {"name": "taro", "organisation": "works"}),
]
OTHERS = [
    ({"email": "a@example.org"}, {"email": "b@example.org"}),
    ({"name": "Taro", "organisation": "Works"}, {"name": "Taro", "organisation": "Mills"}),
    ({"name": "Taro", "email": "a@example.org"}, {"name": "Taro"}),
    ({"name": "髙橋"}, {"name": "高橋"}),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_who_is_the_same_person_counts_once(one, other):
    first, second = held(), held()
    came(first, **{"name": "Guest", **one})
    came(second, **{"name": "Guest", **other})

    assert people(first, second) == 1


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_who_may_be_somebody_else_counts_by_themselves(one, other):
    first, second = held(), held()
    came(first, **{"name": "Guest", **one})
    came(second, **{"name": "Guest", **other})

    assert people(first, second) == 2


def test_a_contact_counts_once_under_several_addresses_and_before_they_were_one():
    first, second, third = held(), held(), held()
    contact = ContactFactory()
    came(first, email="old@example.org", contact=contact)
    came(second, email="new@example.org", contact=contact)
    came(third, email="OLD@example.org")

    assert people(first, second, third) == 1


@pytest.mark.parametrize("events", [1, 3])
def test_numbers_cost_the_same_for_any_number_of_events(events, django_assert_num_queries):
    made = [held() for _ in range(events)]
    for event in made:
        came(event)

    with django_assert_num_queries(1):  # registrations
        attendance.numbers_of(made)


def test_a_name_is_folded_without_being_understood():
    assert folded_name(" O'Brien,  Ann-Marie ") == "ann-marie o'brien"
