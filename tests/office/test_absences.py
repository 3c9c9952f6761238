"""Who is away when: entering it, who stands in, and what is refused with a sentence."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from time_machine import travel

from itpo.office.absences import Away
from itpo.office.models import Absence, User
from tests.conftest import logged_in
from tests.factories import AbsenceFactory, AuditorFactory, OfficeFactory, UserFactory

pytestmark = [pytest.mark.django_db]

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 4)
PAGE = "office:absences"
DAYS = {"first_on": "2026-12-01", "last_on": "2026-12-04"}


@pytest.fixture(autouse=True)
def on_a_friday():
    with travel("2026-11-20T03:00:00+00:00", tick=False):
        yield


def kept() -> list[tuple[User, date, date, User | None]]:
    rows = Absence.objects.select_related("user", "stand_in").order_by("pk")
    return [(one.user, one.first_on, one.last_on, one.stand_in) for one in rows]


def test_everybody_enters_their_own(desk, officer, colleague):
    # Who may not say of whom it is, is away themselves.
    desk.post(reverse(PAGE), {**DAYS, "stand_in": colleague.pk, "user": colleague.pk})

    assert kept() == [(officer, FIRST, LAST, colleague)]
    assert Absence.history.get().history_user == officer


def test_a_manager_enters_anybodys(managers_desk, officer, manager):
    managers_desk.post(reverse(PAGE), {**DAYS, "user": officer.pk})
    managers_desk.post(reverse(PAGE), DAYS)

    assert kept() == [(officer, FIRST, LAST, None), (manager, FIRST, LAST, None)]


def test_a_manager_enters_nobodys_of_another_office(managers_desk, stranger):
    page = managers_desk.post(reverse(PAGE), {**DAYS, "user": stranger.pk})

    assert page.context["form"].errors.keys() == {"user"}
    assert kept() == []


@pytest.mark.parametrize(
    ("first_on", "last_on"),
    [
        ("2026-12-04", "2026-12-05"),
        ("2026-11-30", "2026-12-01"),
        ("2026-12-02", "2026-12-03"),
        ("2026-11-01", "2026-12-31"),
    ],
)
def test_nobody_is_away_twice_at_once(desk, officer, first_on, last_on):
    AbsenceFactory(user=officer, first_on=FIRST, last_on=LAST)

    page = desk.post(reverse(PAGE), {"first_on": first_on, "last_on": last_on})

    said = page.context["form"].errors["first_on"]
    assert said == ["Away already from 1 Dec 2026 to 4 Dec 2026."]
    assert f'value="{first_on}"' in page.content.decode()
    assert len(kept()) == 1


def test_one_absence_may_follow_another(desk, officer):
    AbsenceFactory(user=officer, first_on=FIRST, last_on=LAST)

    desk.post(reverse(PAGE), {"first_on": "2026-12-05", "last_on": "2026-12-06"})

    assert [first for _user, first, *_rest in kept()] == [FIRST, date(2026, 12, 5)]


def test_an_absence_that_ends_before_it_begins_is_refused(desk):
    page = desk.post(reverse(PAGE), {"first_on": "2026-12-04", "last_on": "2026-12-01"})

    assert "The last day is before the first." in page.content.decode()
    assert kept() == []


@pytest.mark.parametrize(
    ("stand_in", "says"),
    [
        (lambda: UserFactory(is_active=False), "{} no longer logs in."),
        (lambda: AuditorFactory(), "{} only reads."),
        (
            lambda: UserFactory(office=OfficeFactory(name="Elsewhere")),
            "{} works in another office.",
        ),
        (
            lambda: AbsenceFactory(first_on=LAST, last_on=LAST).user,
            "{} is away too, from 4 Dec 2026 to 4 Dec 2026.",
        ),
    ],
    ids=["gone", "only reads", "of another office", "away too"],
)
def test_who_cannot_stand_in_is_refused_in_the_admin_and_said_beside_the_field(
    managers_desk, officer, stand_in, says
):
    other = stand_in()

    refused = Absence(user=officer, first_on=FIRST, last_on=LAST, stand_in=other)

    assert refused.why_nobody(other.absences.all()) == says.format(other)
    page = managers_desk.post(
        reverse("admin:office_absence_add"), {**DAYS, "user": officer.pk, "stand_in": other.pk}
    )
    assert page.context["errors"].data
    assert not Absence.objects.filter(user=officer).exists()


def test_a_stand_in_who_is_away_is_said_beside_the_field(desk, colleague):
    AbsenceFactory(user=colleague, first_on=LAST, last_on=LAST)

    page = desk.post(reverse(PAGE), {**DAYS, "stand_in": colleague.pk})

    said = page.context["form"].errors["stand_in"]
    assert said == [f"{colleague} is away too, from 4 Dec 2026 to 4 Dec 2026."]


def test_nobody_stands_in_for_themselves(desk, officer):
    page = desk.post(reverse(PAGE), {**DAYS, "stand_in": officer.pk})

    assert "Nobody stands in for themselves." in page.content.decode()
    assert kept() == []


def test_the_page_says_whose_stand_in_is_away_after_all(desk, officer, colleague):
    AbsenceFactory(user=officer, first_on=FIRST, last_on=LAST, stand_in=colleague)
    AbsenceFactory(user=colleague, first_on=LAST, last_on=LAST)

    page = desk.get(reverse(PAGE)).content.decode()

    assert f"{colleague} is away too, from 4 Dec 2026 to 4 Dec 2026." in page


def test_the_page_shows_what_is_not_over_and_of_the_own_office(desk, officer, stranger):
    over, still = date(2026, 11, 19), date(2026, 11, 20)
    AbsenceFactory(user=officer, first_on=over, last_on=over)
    shown = AbsenceFactory(user=UserFactory(), first_on=over, last_on=still)
    AbsenceFactory(user=stranger)

    page = desk.get(reverse(PAGE))

    assert page.context["rows"] == [(shown, "", False)]


def test_one_takes_back_ones_own_and_a_manager_anybodys(desk, managers_desk, officer, colleague):
    mine, theirs = AbsenceFactory(user=officer), AbsenceFactory(user=colleague)

    answers = [
        desk.post(reverse("office:absence-remove", args=[theirs.pk])).status_code,
        desk.post(reverse("office:absence-remove", args=[mine.pk])).status_code,
    ]
    assert (answers, [user for user, *_rest in kept()]) == ([404, 302], [colleague])

    managers_desk.post(reverse("office:absence-remove", args=[theirs.pk]))
    assert kept() == []
    assert Absence.history.filter(history_type="-").count() == 2


def test_an_auditor_enters_nothing(auditor):
    assert logged_in(auditor).post(reverse(PAGE), DAYS).status_code == 403
    assert kept() == []


def test_who_is_away_on_a_day_is_known_with_who_stands_in(
    officer, colleague, manager, django_assert_num_queries
):
    AbsenceFactory(user=officer, first_on=FIRST, last_on=LAST, stand_in=colleague)
    AbsenceFactory(user=colleague, first_on=LAST, last_on=LAST, stand_in=manager)

    with django_assert_num_queries(1):
        away = Away([officer.office], FIRST, LAST)
        found = [away.on(day) for day in (date(2026, 11, 30), FIRST, LAST)]

    assert found == [[], [(officer, colleague)], [(officer, None), (colleague, manager)]]


@pytest.mark.postgres
@pytest.mark.parametrize(("first", "last"), [(1, 3), (3, 5), (5, 9), (1, 9)])
def test_postgresql_has_nobody_away_twice_at_once(officer, first, last):
    def away(first: int, last: int) -> None:
        days = {"first_on": date(2026, 12, first), "last_on": date(2026, 12, last)}
        AbsenceFactory(user=officer, **days)

    away(3, 5)
    away(10, 11)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        away(first, last)

    assert "absence_never_overlaps" in str(refusal.value)
