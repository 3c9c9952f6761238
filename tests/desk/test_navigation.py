"""What stands around every page: where to go, what waits, whether the reminders run."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deals.models import Claim
from itpo.desk import navigation
from itpo.desk.navigation import Navigation
from itpo.office import heartbeat
from itpo.office.compiled import FIRST_DAY, FIRST_MOMENT, FIRST_NUMBER
from itpo.office.models import FollowUp, Milestone, OutgoingMail
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    DealFactory,
    FollowUpFactory,
    MissionFactory,
    OutgoingMailFactory,
    TroubleFactory,
    UserFactory,
    VerifiedClaimFactory,
)

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 21 November, noon in Tokyo
TODAY = date(2026, 11, 21)


def around(user, path="/", now=NOON):
    return Navigation(user, path, now)


def links(user, path="/"):
    return [
        (str(link["name"]), link["count"])
        for group in around(user, path).groups
        for link in group["links"]
    ]


def count(user, name):
    return dict(links(user))[name]


def ticked(ago):
    Milestone.objects.create(name=Milestone.TICK, at=NOON - ago)


# --- where one can go ---


def test_an_officer_is_led_to_the_workspace(officer):
    assert links(officer) == [
        ("My day", ""),
        ("Follow-ups", ""),
        ("Calendar", ""),
        ("Imports", ""),
        ("Programmes", ""),
        ("Applications", ""),
        ("Delegates", ""),
        ("Visits", ""),
        ("Agencies", ""),
        ("Host countries", ""),
        ("Project profiles", ""),
        ("Companies", ""),
        ("Contacts", ""),
        ("Technologies", ""),
        ("Missions", ""),
        ("Meetings", ""),
        ("Meetings to log", ""),
        ("Meeting schedules", ""),
        ("Events", ""),
        ("Partners", ""),
        ("Duplicates", ""),
        ("Deals", ""),
        ("Figures", ""),
        ("Totals", ""),
        ("Exchange rates", ""),
        ("Technology transfers", ""),
        ("Impact", ""),
    ]


def test_managers_and_auditors_are_led_to_the_admin_too(manager, auditor):
    for user in (manager, auditor):
        assert links(user)[-2:] == [("Weekly review", ""), ("Deals in the admin", "")]


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", ["My day"]),
        ("/visits/5/", ["Visits"]),
        ("/delegates/", ["Delegates"]),
        ("/deals/7/move/", ["Deals"]),
        ("/follow-ups/new/", ["Follow-ups"]),
        ("/calendar/", ["Calendar"]),
        ("/results/3/", ["Figures"]),
        ("/impact/", ["Impact"]),
        ("/find/", []),
    ],
)
def test_the_place_one_is_at_is_marked(officer, path, here):
    marked = [
        str(link["name"])
        for group in around(officer, path).groups
        for link in group["links"]
        if link["is_here"]
    ]

    assert marked == here


def test_every_link_opens_a_page(officer, manager):
    for user in (officer, manager):
        browser = logged_in(user)
        urls = [link["url"] for group in around(user).groups for link in group["links"]]
        assert {url: browser.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


# --- what waits ---


def test_what_is_due_counts_mine_that_are_open_and_due_by_today(officer, colleague, stranger):
    FollowUpFactory(owner=officer, due_on=TODAY)
    FollowUpFactory(owner=officer, due_on=TODAY - timedelta(days=900))
    FollowUpFactory(owner=officer, due_on=TODAY, is_restricted=True)
    FollowUpFactory(owner=officer, due_on=TODAY + timedelta(days=1))
    FollowUpFactory(owner=officer, due_on=TODAY, state="done", closed_at=NOON)
    FollowUpFactory(owner=colleague, due_on=TODAY)
    FollowUpFactory(owner=stranger, due_on=TODAY)

    assert count(officer, "My day") == "3"


@pytest.mark.parametrize(("zone", "due"), [("Asia/Tokyo", "1"), ("America/New_York", "")])
def test_what_is_due_is_said_by_the_users_own_day(office, zone, due):
    user = UserFactory(office=office, time_zone=zone)
    FollowUpFactory(owner=user, due_on=TODAY)

    # Midnight in Tokyo, where the 21st begins.
    shown = around(user, now=datetime(2026, 11, 20, 15, 0, tzinfo=UTC)).groups[0]["links"][0]

    assert shown["count"] == due


def test_what_is_to_verify_counts_what_the_manager_may_see(manager, auditor, stranger):
    ours = DealFactory(office=manager.office)
    ClaimFactory(deal=ours, phase="actual")
    ClaimFactory(deal=None, mission=MissionFactory(office=manager.office), phase="actual")
    secret = DealFactory(
        office=manager.office, is_confidential=True, anonymous_description="A plant"
    )
    ClaimFactory(deal=secret, phase="actual")
    VerifiedClaimFactory(deal=ours, check_again_on=TODAY)
    # Nothing to check: a plan, nothing disclosed, withdrawn, verified, due tomorrow, elsewhere.
    ClaimFactory(deal=ours)
    ClaimFactory(deal=ours, phase="actual", value=None, is_not_disclosed=True)
    ClaimFactory(deal=ours, phase="actual", withdrawn_at=NOON, withdrawn_because="Twice")
    VerifiedClaimFactory(deal=ours)
    VerifiedClaimFactory(deal=ours, check_again_on=TODAY + timedelta(days=1))
    ClaimFactory(deal=DealFactory(office=stranger.office), phase="actual")

    assert count(manager, "Weekly review") == "4"
    assert count(auditor, "Weekly review") == "3"


def test_a_number_nobody_counts_is_not_counted_to_its_end(officer):
    for day in range(99):
        FollowUpFactory(owner=officer, due_on=TODAY - timedelta(days=day))
    assert count(officer, "My day") == "99"

    for day in range(5):
        FollowUpFactory(owner=officer, due_on=TODAY - timedelta(days=day))
    assert count(officer, "My day") == "99+"


# --- what it costs ---


def test_the_query_is_built_once_and_asked_with_each_users_own_numbers(officer, stranger):
    for number, user in enumerate((officer, stranger), start=1):
        FollowUpFactory.create_batch(number, owner=user, due_on=TODAY)
        OutgoingMailFactory.create_batch(
            number, office=user.office, send_after=NOON - timedelta(minutes=11)
        )
        TroubleFactory.create_batch(number, office=user.office)

    def shown(user, now=NOON):
        numbers = around(user, now=now).numbers
        return [numbers[name] for name in ("due", "waiting", "late", "failed", "passed_over")]

    with CaptureQueriesContext(connection) as queries:
        around(officer).numbers  # noqa: B018 - builds it, if nobody has
        found = [shown(officer), shown(stranger), shown(officer, NOON - timedelta(days=1))]

    assert found == [[1, 1, 1, 0, 1], [2, 2, 2, 0, 2], [0, 1, 0, 0, 1]]
    assert len(queries) == 4
    for one in queries.captured_queries:
        assert str(FIRST_NUMBER)[:14] not in one["sql"]
        assert not {str(FIRST_DAY), str(FIRST_MOMENT.date())} & set(
            re.findall(r"[\d-]+", one["sql"])
        )


@pytest.mark.parametrize("who", ["officer", "manager", "auditor", "administrator", "gone"])
def test_what_is_counted_is_what_everybody_may_see(who, request, office, stranger):
    if who == "administrator":
        user = UserFactory(office=None, is_superuser=True)
    elif who == "gone":
        user = UserFactory(office=office, is_active=False)
    else:
        user = request.getfixturevalue(who)
    for place in (office, stranger.office):
        OutgoingMailFactory(office=place, send_after=NOON - timedelta(hours=1))
        OutgoingMailFactory(office=place, send_after=NOON, state="failed", error="550 No")
        OutgoingMailFactory(office=place, send_after=NOON - timedelta(days=1), state="failed")
        TroubleFactory(office=place)
        ClaimFactory(deal__office=place, phase="actual")
    FollowUpFactory(owner=user, due_on=TODAY, office=office)

    numbers = around(user).numbers

    counted = heartbeat.counted(user, NOON)
    counted["due"] = FollowUp.objects.visible_to(user).filter(owner=user).due_by(TODAY)
    if user.is_staff:
        counted["to_verify"] = Claim.objects.visible_to(user).to_check(TODAY)
    assert numbers == {"last_tick": None} | {name: rows.count() for name, rows in counted.items()}


def test_each_address_is_put_together_once(officer, monkeypatch):
    asked = []
    monkeypatch.setattr(navigation, "reverse", lambda name: asked.append(name) or reverse(name))
    nav = around(officer, "/deals/")

    shown = [link["url"] for group in nav.groups for link in group["links"]]

    assert nav.here == "/deals/"
    assert [reverse(name) for name in asked] == shown


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("role", ["officer", "manager"])
def test_all_around_a_page_is_asked_in_one_query(
    officer, manager, rows, role, django_assert_num_queries
):
    user = {"officer": officer, "manager": manager}[role]
    ticked(timedelta(minutes=1))
    for _row in range(rows):
        FollowUpFactory(owner=user, due_on=TODAY)
        ClaimFactory(deal__office=user.office, phase="actual")
        OutgoingMailFactory(user=user)
    nav = around(user)

    with django_assert_num_queries(1):  # all the numbers and the last tick
        said = [link["count"] for group in nav.groups for link in group["links"]]
        words = (nav.heartbeat.is_silent, nav.heartbeat.said)

    assert [one for one in said if one] == [str(rows)] * (2 if role == "manager" else 1)
    assert words[0] is False


def test_a_page_that_shows_no_navigation_asks_nothing(officer, django_assert_num_queries):
    with django_assert_num_queries(0):
        around(officer)


# --- whether the reminders run ---


@pytest.mark.parametrize(
    ("ago", "late", "words"),
    [
        (timedelta(0), False, "Reminders ran just now, nothing waiting"),
        (timedelta(seconds=59), False, "Reminders ran just now, nothing waiting"),
        (timedelta(minutes=2), False, "Reminders ran 2\xa0minutes ago, nothing waiting"),
        (timedelta(minutes=5), False, "Reminders ran 5\xa0minutes ago, nothing waiting"),
        (timedelta(minutes=5, seconds=1), True, "Reminders ran 5\xa0minutes ago, nothing waiting"),
        (timedelta(days=7, hours=5), True, "Reminders ran 1\xa0week ago, nothing waiting"),
    ],
)
def test_reminders_silent_for_five_minutes_are_late(officer, ago, late, words):
    ticked(ago)

    assert (around(officer).heartbeat.is_silent, around(officer).heartbeat.said) == (late, words)


def test_reminders_that_never_ran_are_late(officer):
    assert around(officer).heartbeat.is_silent
    assert around(officer).heartbeat.said == "Reminders have never run"


def test_mails_that_wait_are_counted_for_the_own_office_only(officer, colleague, stranger):
    ticked(timedelta(0))
    OutgoingMailFactory(user=officer)
    assert around(officer).heartbeat.said == "Reminders ran just now, 1 mail waiting"

    OutgoingMailFactory(user=colleague, state=OutgoingMail.State.WAITING)
    OutgoingMailFactory(user=officer, state=OutgoingMail.State.SENT, sent_at=NOON)
    OutgoingMailFactory(user=officer, state=OutgoingMail.State.CANCELLED)
    OutgoingMailFactory(user=stranger)
    assert around(officer).heartbeat.said == "Reminders ran just now, 2 mails waiting"


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(minutes=4), '<span class="beat">Reminders ran 4\xa0minutes ago'),
        (timedelta(minutes=6), '<span class="beat late">Reminders ran 6\xa0minutes ago'),
    ],
)
def test_every_page_shows_in_red_that_the_reminders_do_not_run(desk, ago, shown):
    ticked(ago)

    with time_machine.travel(NOON, tick=False):
        pages = [desk.get(reverse(name)) for name in ("desk:my-day", "deals:deals")]

    assert [shown in page.content.decode() for page in pages] == [True, True]


def test_my_day_says_what_is_late_has_failed_or_was_passed_over(desk, manager):
    ticked(timedelta(minutes=2))
    OutgoingMailFactory(office=manager.office, send_after=NOON - timedelta(minutes=11))
    OutgoingMailFactory(
        office=manager.office, send_after=NOON, state=OutgoingMail.State.FAILED, error="550 No"
    )
    TroubleFactory(office=manager.office)

    def strip(client, address):
        page = client.get(address).content.decode()
        return page.partition('<p class="heartbeat')[2].partition("</p>")[0]

    with time_machine.travel(NOON, tick=False):
        officers = strip(desk, reverse("desk:my-day"))
        managers = strip(logged_in(manager), reverse("desk:my-day"))
        in_the_admin = strip(logged_in(manager), reverse("admin:index"))

    assert "1 mail waiting" in officers
    assert '<span class="bad">1 mail is late</span>' in officers
    assert "1 mail failed since yesterday" in officers
    assert '<span class="bad">1 thing is broken and was passed over</span>' in officers
    assert 'role="alert"' not in officers
    for shown in (managers, in_the_admin):
        assert f'href="{reverse("admin:office_outgoingmail_changelist")}?stands=failed"' in shown
        assert "1 thing is broken and was passed over" in shown


def test_silence_is_said_aloud(desk):
    ticked(timedelta(minutes=6))

    with time_machine.travel(NOON, tick=False):
        page = desk.get(reverse("desk:my-day")).content.decode()

    assert '<p class="heartbeat silent" role="alert">' in page
    assert "Nothing is reminded of or sent until they run again" in page


@pytest.mark.parametrize(
    ("stands", "number"), [("waiting", 1), ("late", 1), ("failed", 1), ("", 2)]
)
def test_the_heartbeats_numbers_lead_to_those_mails(manager, stands, number):
    OutgoingMailFactory(office=manager.office, send_after=NOON - timedelta(minutes=11))
    OutgoingMailFactory(
        office=manager.office, send_after=NOON, state=OutgoingMail.State.FAILED, error="550 No"
    )

    with time_machine.travel(NOON, tick=False):
        page = logged_in(manager).get(
            reverse("admin:office_outgoingmail_changelist"), {"stands": stands}
        )

    assert page.context["cl"].result_count == number


def test_of_a_list_within_a_list_only_the_inner_one_is_where_one_is(manager):
    def here(path):
        return [
            str(link["name"])
            for group in around(manager, path).groups
            for link in group["links"]
            if link["is_here"]
        ]

    assert here("/results/totals/") == ["Totals"]
    assert here("/results/rates/4/") == ["Exchange rates"]
    assert here("/results/4/") == ["Figures"]
    assert here("/") == ["My day"]
    assert here("/keys/") == []
