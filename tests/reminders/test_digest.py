"""The daily mail."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from itpo.office import post
from itpo.office.models import FollowUp, OutgoingMail, Role, User
from itpo.reminders import digest
from itpo.reminders.digest_sections import MOST_SHOWN
from tests.factories import (
    AbsenceFactory,
    FollowUpFactory,
    OfficeFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # nine o'clock on a Friday in Tokyo
TODAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)


def queue(now: datetime = NOW) -> tuple[int, int]:
    outcome = digest.queue_due(now=now)
    return outcome.made, outcome.broken


def composed(now: datetime = NOW) -> post.Letter | None:
    return digest.compose(OutgoingMail.objects.get(), now)


def test_somebody_with_something_due_gets_one_mail_a_day(officer):
    FollowUpFactory(owner=officer, due_on=TODAY)

    moments = [NOW, NOW + timedelta(hours=5), NOW + ONE_DAY, NOW + 4 * ONE_DAY]
    assert [queue(moment) for moment in moments] == [(1, 0), (0, 0), (0, 0), (1, 0)]

    mails = OutgoingMail.objects.order_by("pk")
    assert [(one.key, one.to, one.kind, one.user, one.office) for one in mails] == [
        (f"digest:{officer.pk}:{day}", officer.email, "digest", officer, officer.office)
        for day in ["2026-11-20", "2026-11-24"]
    ]
    assert [one.is_restricted for one in mails] == [True, True]
    tomorrow_at_eight = datetime(2026, 11, 21, 8, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert (mails[0].send_after, mails[0].send_before) == (NOW, tomorrow_at_eight)


@pytest.mark.parametrize(
    ("due_on", "queued"), [(TODAY - 400 * ONE_DAY, 1), (TODAY, 1), (TODAY + ONE_DAY, 0)]
)
def test_due_means_today_or_earlier(due_on, queued):
    FollowUpFactory(due_on=due_on)

    assert queue() == (queued, 0)


@pytest.mark.parametrize(
    ("zone", "hour", "utc", "queued"),
    [
        ("Asia/Tokyo", 8, "2026-11-19T22:59", 0),
        ("Asia/Tokyo", 8, "2026-11-19T23:00", 1),
        ("Asia/Tokyo", 0, "2026-11-19T14:59", 0),  # still the 19th there: nothing is due
        ("Asia/Tokyo", 0, "2026-11-19T15:00", 1),
        ("Africa/Casablanca", 8, "2026-11-20T06:59", 0),  # one hour ahead, all but Ramadan
        ("Africa/Casablanca", 8, "2026-11-20T07:00", 1),
        ("America/New_York", 23, "2026-11-21T03:59", 0),
        ("America/New_York", 23, "2026-11-21T04:00", 1),
        ("Pacific/Kiritimati", 1, "2026-11-19T11:00", 1),
    ],
)
def test_it_comes_at_the_readers_own_hour(zone, hour, utc, queued):
    FollowUpFactory(owner=UserFactory(time_zone=zone, digest_hour=hour), due_on=TODAY)

    assert queue(datetime.fromisoformat(f"{utc}+00:00")) == (queued, 0)


HOUR = timedelta(hours=1)
AT_EIGHT = NOW - HOUR


def test_what_becomes_due_after_the_hour_waits_for_the_next(officer):
    assert queue(AT_EIGHT) == (0, 0)
    FollowUpFactory(owner=officer, due_on=TODAY)

    later = [AT_EIGHT + timedelta(minutes=1), AT_EIGHT + 23 * HOUR, AT_EIGHT + 3 * ONE_DAY]
    assert [queue(moment) for moment in later] == [(0, 0)] * 3  # a weekend and a holiday

    assert [queue(AT_EIGHT + 4 * ONE_DAY + n * HOUR) for n in (-1, 0, 1)] == [
        (0, 0),
        (1, 0),
        (0, 0),
    ]


@pytest.mark.parametrize("minutes", [1, 23 * 60 + 59])
def test_where_nobody_looked_at_the_hour_the_next_who_does_decides(officer, minutes):
    queue(AT_EIGHT - ONE_DAY)
    FollowUpFactory(owner=officer, due_on=TODAY)

    assert queue(AT_EIGHT + timedelta(minutes=minutes)) == (1, 0)


def test_what_broke_at_the_hour_is_decided_once_it_works(officer, monkeypatch):
    User.objects.update(digest_decided_at=NOW - ONE_DAY)
    with monkeypatch.context() as broken:
        broken.setattr(digest.Due, "for_reader", lambda *_args: 1 / 0)
        assert queue(AT_EIGHT) == (0, 1)
    FollowUpFactory(owner=officer, due_on=TODAY)

    assert queue(NOW) == (1, 0)


def test_a_part_that_breaks_as_a_whole_decides_nothing(officer, monkeypatch):
    FollowUpFactory(owner=officer, due_on=TODAY)
    with monkeypatch.context() as broken:
        broken.setattr(digest.post, "queue_all", lambda _mails: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            queue(AT_EIGHT)

    assert queue(NOW) == (1, 0)


@pytest.mark.parametrize("ahead", [HOUR, 365 * ONE_DAY], ids=str)
def test_what_a_clock_that_was_ahead_decided_counts_for_nothing(officer, ahead):
    assert queue(AT_EIGHT + ahead) == (0, 0)
    FollowUpFactory(owner=officer, due_on=TODAY)

    assert [queue(AT_EIGHT), queue(AT_EIGHT)] == [(1, 0), (0, 0)]
    officer.refresh_from_db()
    assert officer.digest_decided_at == AT_EIGHT


def test_a_moment_that_is_replayed_decides_nothing(officer):
    replayed = [AT_EIGHT - ONE_DAY, AT_EIGHT, NOW, AT_EIGHT + 4 * ONE_DAY]
    assert [digest.queue_due(now=one, is_replay=True).made for one in replayed] == [0] * 4
    FollowUpFactory(owner=officer, due_on=TODAY)

    assert queue(NOW) == (1, 0)


@pytest.mark.parametrize(
    ("change", "hours"),
    [({"digest_hour": 18}, 10), ({"time_zone": "Africa/Casablanca"}, 8)],
    ids=["a later hour", "further west"],
)
def test_whoever_moves_their_hour_has_it_decided_at_the_new_one(officer, change, hours):
    assert queue(AT_EIGHT) == (0, 0)
    User.objects.update(**change)
    FollowUpFactory(owner=officer, due_on=TODAY)

    assert [queue(AT_EIGHT + n * HOUR) for n in (1, hours - 1, hours)] == [(0, 0), (0, 0), (1, 0)]


@pytest.mark.parametrize(
    "reader",
    [{"is_active": False}, {"is_superuser": True, "office": None}],
    ids=["gone", "of no office"],
)
def test_nobody_else_is_written_to(reader):
    FollowUpFactory(owner=UserFactory(**reader), office=OfficeFactory(), due_on=TODAY)

    assert queue() == (0, 0)


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_closed_reminds_nobody(state):
    FollowUpFactory(due_on=TODAY, state=state, closed_at=NOW, reason="Sent")

    assert queue() == (0, 0)


def test_one_broken_reader_stops_no_other():
    broken, sound = UserFactory(), UserFactory()
    FollowUpFactory(owner=broken)
    FollowUpFactory(owner=sound)
    User.objects.filter(pk=broken.pk).update(time_zone="Asia/Atlantis")

    assert queue() == (1, 1)

    assert [one.user for one in OutgoingMail.objects.all()] == [sound]


@pytest.mark.parametrize("follow_ups", [1, 3])
@pytest.mark.parametrize("readers", [1, 3])
def test_looking_costs_the_same_for_any_number(readers, follow_ups, django_assert_num_queries):
    for reader in UserFactory.create_batch(readers):
        FollowUpFactory.create_batch(follow_ups, owner=reader)
    assert queue() == (readers, 0)

    User.objects.update(digest_decided_at=None)

    # The readers; what is due, the offices' closures, who is away; what is queued already; that
    # it is decided.
    with django_assert_num_queries(6):
        assert queue() == (0, 0)


@pytest.mark.parametrize("readers", [1, 3])
def test_looking_costs_one_query_between_hours(readers, django_assert_num_queries):
    for reader in UserFactory.create_batch(readers):
        FollowUpFactory(owner=reader)
    assert queue() == (readers, 0)

    with django_assert_num_queries(1):
        assert queue(NOW + timedelta(hours=1)) == (0, 0)


@pytest.mark.parametrize("number", [10, 1000])
def test_queueing_costs_hardly_more_for_many_readers(
    office, number, django_assert_max_num_queries, django_assert_num_queries
):
    several = User.objects.bulk_create(
        User(
            office=office,
            email=f"reader{n}@example.org",
            family_name=f"Reader{n}",
            role=Role.OFFICER if n % 10 else Role.MANAGER,
        )
        for n in range(number)
    )
    FollowUp.objects.bulk_create(
        FollowUp(office=office, owner=user, what="Call back", due_on=TODAY - n * ONE_DAY)
        for user in several
        for n in (0, 10)
    )
    AbsenceFactory(user=several[1], stand_in=several[2], first_on=TODAY, last_on=TODAY)
    AbsenceFactory(user=several[3], first_on=TODAY, last_on=TODAY)

    # Within a savepoint an insert, on SQLite one for every few dozen mails.
    with django_assert_max_num_queries(6 + 3 + number // 30):
        assert queue() == (number - 2, 0)
    with django_assert_num_queries(1):
        assert queue() == (0, 0)


def test_it_says_what_is_due_the_most_urgent_first(officer, settings):
    settings.BASE_URL = "https://desk.example.org"
    visit = VisitFactory(officer=officer)
    today = FollowUpFactory(owner=officer, due_on=TODAY, what="Thank Mr O'Brien & son")
    FollowUpFactory(
        owner=officer,
        due_on=date(2026, 11, 13),
        what="Send the profile",
        about=str(visit),
        about_url=visit.get_absolute_url(),
    )
    theirs = FollowUpFactory(
        owner=officer, due_on=date(2026, 11, 12), what="Send the list", promised_by="company"
    )
    FollowUpFactory(owner=officer, due_on=TODAY + ONE_DAY, what="Not yet")
    FollowUpFactory(due_on=TODAY, what="Somebody else's")
    queue()

    letter = digest.compose(OutgoingMail.objects.get(user=officer), NOW)

    assert letter == post.Letter(
        "3 follow-ups are due",
        f"""\
Late

* Send the profile – 5 working days late
  {visit}
  https://desk.example.org{visit.get_absolute_url()}

Due today

* Thank Mr O'Brien & son – today
  https://desk.example.org/follow-ups/{today.pk}/

Promised to us: ask for it

* Send the list – 6 working days late
  Promised by: The company
  https://desk.example.org/follow-ups/{theirs.pk}/

Your day: https://desk.example.org/
""",
    )


def test_it_is_composed_of_what_is_still_open_when_it_is_sent(officer):
    done, left = FollowUpFactory.create_batch(2, owner=officer, due_on=TODAY)
    queue()
    FollowUp.objects.filter(pk=done.pk).update(state="done", closed_at=NOW)

    letter = composed()

    assert letter is not None
    assert letter.subject == "1 follow-up is due"
    assert done.what not in letter.body
    assert left.what in letter.body


def test_with_nothing_left_it_is_not_sent(officer):
    FollowUpFactory(owner=officer, due_on=TODAY)
    queue()
    FollowUp.objects.update(state="done", closed_at=NOW)

    assert composed() is None


def test_who_has_left_meanwhile_is_not_written_to(officer):
    FollowUpFactory(owner=officer, due_on=TODAY)
    queue()
    User.objects.update(is_active=False)

    assert composed() is None


def test_it_says_nothing_its_reader_may_not_see(officer):
    FollowUpFactory(owner=officer, due_on=TODAY, office=OfficeFactory(name="Elsewhere"))
    assert queue() == (0, 0)

    FollowUpFactory(owner=officer, due_on=TODAY)
    queue(NOW + 4 * ONE_DAY)
    letter = composed(NOW + 4 * ONE_DAY)

    assert letter is not None
    assert letter.body.count("* ") == 1


def test_a_long_one_shows_the_first_fifty_and_counts_the_rest(officer):
    first, *_rest = FollowUpFactory.create_batch(53, owner=officer, due_on=TODAY)
    queue()

    letter = composed()

    assert letter is not None
    assert letter.subject == "53 follow-ups are due"
    assert letter.body.startswith(f"Due today\n\n* {first.what} – today\n")
    assert letter.body.count("\n* ") == MOST_SHOWN
    assert "\nAnd 3 more.\n" in letter.body


def test_lists_that_are_long_together_are_each_shown_whole(officer):
    FollowUpFactory.create_batch(30, owner=officer, due_on=TODAY)
    FollowUpFactory.create_batch(30, owner=officer, due_on=TODAY - timedelta(days=1))
    FollowUpFactory(owner=officer, due_on=TODAY, promised_by="delegate")
    queue()

    letter = composed()

    assert letter is not None
    late, rest = letter.body.split("Due today\n")
    today, theirs = rest.split("Promised to us")
    assert [part.count("\n* ") for part in (late, today, theirs)] == [30, 30, 1]
    assert "more.\n" not in letter.body


@pytest.mark.parametrize("follow_ups", [1, 3])
def test_composing_costs_the_same_for_any_number(officer, follow_ups, django_assert_num_queries):
    FollowUpFactory.create_batch(follow_ups, owner=officer, due_on=TODAY)
    queue()
    mail = OutgoingMail.objects.select_related("user__office").get()

    # The office's closures, who is away; what is due.
    with django_assert_num_queries(3):
        assert digest.compose(mail, NOW) is not None
