"""What everybody sets for themselves, and when their next daily mail comes."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from itpo.office.models import User
from tests.conftest import logged_in
from tests.factories import AbsenceFactory, HolidayFactory, OutgoingMailFactory, UserFactory

PAGE = reverse("desk:my-settings")
TYPED = {"language": "en", "time_zone": "Asia/Tokyo", "digest_hour": "8"}


@pytest.fixture(autouse=True)
def friday_noon_in_tokyo():
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False):
        yield


def kept(user):
    user.refresh_from_db()
    return user.language, user.time_zone, user.digest_hour


def test_everybody_sets_their_own_and_history_says_so(desk, officer, colleague):
    typed = {"language": "fr", "time_zone": "Africa/Casablanca", "digest_hour": "6"}

    response = desk.post(PAGE, typed)

    assert (response.url, kept(officer)) == (PAGE, ("fr", "Africa/Casablanca", 6))
    assert kept(colleague) == ("en", "Asia/Tokyo", 8)
    latest = officer.history.latest()
    assert (latest.history_user, latest.language) == (officer, "fr")


def test_another_language_is_spoken_at_once(desk):
    page = desk.post(PAGE, {**TYPED, "language": "fr"}, follow=True).content.decode()

    assert ('<html lang="fr"' in page, "Langue" in page) == (True, True)


def test_an_auditor_sets_language_and_zone_and_has_no_daily_mail(auditor):
    desk = logged_in(auditor)

    page = desk.get(PAGE).content.decode()
    desk.post(PAGE, {"language": "ja", "time_zone": "Europe/Vienna", "digest_hour": "3"})

    assert ("digest_hour" in page, "aily mail" in page) == (False, False)
    assert kept(auditor) == ("ja", "Europe/Vienna", 8)


def test_what_else_is_known_of_somebody_stays(desk, officer, manager):
    desk.post(PAGE, {**TYPED, "role": "manager", "is_superuser": "on", "email": "a@example.org"})

    officer.refresh_from_db()
    assert (officer.role, officer.is_superuser, officer.email) == (
        "officer",
        False,
        "sato@example.org",
    )


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"language": "xx"}, "language", "Choose a language of the list."),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Choose a time zone of the list."),
        ({"digest_hour": "24"}, "digest_hour", "Choose an hour from 00:00 to 23:00."),
        ({"digest_hour": "x"}, "digest_hour", "Choose an hour from 00:00 to 23:00."),
        ({"time_zone": ""}, "time_zone", "This field is required."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    desk, officer, wrong, field, sentence
):
    before = officer.history.count()

    response = desk.post(PAGE, {**TYPED, "language": "fr", **wrong})

    assert response.context["form"].errors == {field: [sentence]}
    assert sentence in response.content.decode()
    assert (kept(officer), officer.history.count()) == (("en", "Asia/Tokyo", 8), before)


def test_a_zone_that_is_no_longer_listed_is_kept(officer):
    User.objects.filter(pk=officer.pk).update(time_zone="Asia/Calcutta")

    logged_in(officer).post(PAGE, {**TYPED, "time_zone": "Asia/Calcutta", "digest_hour": "7"})

    assert kept(officer) == ("en", "Asia/Calcutta", 7)


def test_zones_are_listed_by_their_city(desk):
    zones = desk.get(PAGE).context["form"].fields["time_zone"].choices

    names = [name for _zone, name in zones]
    assert names == sorted(names)
    assert ("America/New_York", "New York (America/New_York)") in zones


# --- the next daily mail ---


def said(desk):
    page = desk.get(PAGE).content.decode()
    return page.partition('<div class="in"><p>')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("zone", "hour", "sentence"),
    [
        # Monday the 23rd is a holiday in Japan, and noon has gone by on Friday.
        ("Asia/Tokyo", 8, "Next daily mail: Tue 24 Nov 2026, 08:00 in Tokyo."),
        ("Asia/Tokyo", 13, "Next daily mail: Fri 20 Nov 2026, 13:00 in Tokyo."),
        ("America/New_York", 23, "Next daily mail: Thu 19 Nov 2026, 23:00 in New York."),
        ("Africa/Casablanca", 6, "Next daily mail: Fri 20 Nov 2026, 06:00 in Casablanca."),
    ],
)
def test_the_next_mail_is_told_by_the_readers_own_clock(desk, officer, zone, hour, sentence):
    User.objects.filter(pk=officer.pk).update(time_zone=zone, digest_hour=hour)

    assert said(desk) == sentence


def test_no_mail_comes_while_one_is_away_or_the_office_is_closed(desk, officer, office):
    AbsenceFactory(user=officer, first_on=date(2026, 11, 24), last_on=date(2026, 11, 25))
    HolidayFactory(office=office, country_code="", on=date(2026, 11, 26))

    assert said(desk) == "Next daily mail: Fri 27 Nov 2026, 08:00 in Tokyo."


def test_whoever_is_away_for_long_is_told_that_none_comes(desk, officer):
    AbsenceFactory(user=officer, first_on=date(2026, 11, 1), last_on=date(2027, 3, 31))

    assert said(desk) == "No daily mail in the next two months."


def test_todays_mail_does_not_come_twice_to_whoever_chooses_a_later_hour(desk, officer):
    OutgoingMailFactory(
        user=officer, kind="digest", about={"day": "2026-11-20"}, send_after="2026-11-19T23:00Z"
    )
    User.objects.filter(pk=officer.pk).update(digest_hour=15)

    assert said(desk) == "Next daily mail: Tue 24 Nov 2026, 15:00 in Tokyo."


def test_an_administrator_without_an_office_has_settings_and_no_mail(db):
    administrator = UserFactory(office=None, is_superuser=True)

    assert said(logged_in(administrator)) == "No daily mail in the next two months."


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_any_number_of_absences(
    desk, officer, rows, django_assert_num_queries
):
    for number in range(rows):
        day = date(2026, 12, 1 + 2 * number)
        AbsenceFactory(user=officer, first_on=day, last_on=day)

    # Session, user, oneself to be changed, latest mails, days off, absences, navigation.
    with django_assert_num_queries(7):
        desk.get(PAGE)


def test_everybody_is_led_to_it(desk, auditor):
    pages = [one.get(reverse("desk:my-day")).content.decode() for one in (desk, logged_in(auditor))]

    assert [one.count(f'href="{PAGE}"') for one in pages] == [2, 2]  # by the name, in the menu
