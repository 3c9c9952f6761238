"""Former delegates are asked once a year where they work, and what they answer is entered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from delegates import alumni
from delegates.models import Delegate, PostCheck, Posting
from itpo.office.models import FollowUp, OutgoingMail, PersonalLink
from itpo.office.states import NotPossible
from itpo.reminders.intake import ask_alumni
from itpo.reminders.tick import tick
from tests.factories import (
    AgencyFactory,
    DelegateFactory,
    HostCountryFactory,
    OfficeFactory,
    PostCheckFactory,
    PostingFactory,
    UserFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOON = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)  # Thursday 19 November, noon in Tokyo
A_DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def came(officer, ends, **more):
    """Somebody with an address who was here until a day."""
    delegate = more.pop("delegate", None) or DelegateFactory(email="k@example.org", language="fr")
    values = {"officer": officer, "state": "completed", "begins": "", "ends": ends, **more}
    return VisitFactory(delegate=delegate, **values).delegate


def asked(now=NOON):
    ask_alumni(now=now)
    return list(PostCheck.objects.order_by("pk").values_list("delegate", flat=True))


# --- who is asked, and when ---


def test_who_left_ten_months_ago_is_asked_by_mail_in_their_language(officer):
    delegate = came(officer, "2026-01-15")

    ask_alumni(now=NOON)

    check = PostCheck.objects.get()
    assert (check.delegate, check.office, check.year) == (delegate, officer.office, 2026)
    assert (check.asked_at, check.answer) == (NOON, "")
    link = check.link
    assert (link.purpose, link.email, link.language) == ("post", "k@example.org", "fr")
    assert link.expires_at == NOON + timedelta(days=90)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to, mail.about) == (
        "post.check",
        "k@example.org",
        {"post_check": check.pk},
    )


@pytest.mark.parametrize(
    ("ends", "is_asked"),
    [
        ("2026-01-19", True),  # ten months to the day
        ("2026-01-20", False),
        ("2026-05-01", False),
        ("2025-01-19", True),
        ("2025-02-28", False),  # asked in December
        ("2025-03-01", True),  # in January: this year's question is late, and still asked
        ("1999", True),
        ("1990s", True),
        ("", False),
    ],
)
def test_each_is_asked_around_the_day_they_left(officer, ends, is_asked):
    delegate = came(officer, ends)

    assert asked() == ([delegate.pk] if is_asked else [])


@pytest.mark.parametrize(
    ("last_day", "day"),
    [
        (date(2026, 1, 15), date(2027, 11, 15)),
        (date(2026, 2, 28), date(2027, 12, 28)),
        (date(2026, 4, 30), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 10, 31)),
    ],
)
def test_the_day_is_the_same_every_year(last_day, day):
    assert alumni.ask_on(last_day, 2027) == day


@pytest.mark.parametrize(
    ("country", "day", "is_asked"),
    [
        ("MA", "2026-11-21", False),  # Saturday at both
        ("MA", "2026-11-23", False),  # a holiday in Japan
        ("MA", "2026-11-24", True),
        ("MA", "2026-11-18", False),  # Morocco's Independence Day
        ("DZ", "2026-11-20", False),  # Friday: Algeria's weekend
        ("DZ", "2026-11-24", True),
    ],
)
def test_nobody_is_asked_on_a_day_that_the_office_or_their_country_does_not_work(
    officer, country, day, is_asked
):
    there = HostCountryFactory(code=country, name=country)
    came(officer, "2026-01-15", delegate=DelegateFactory(email="k@example.org", country=there))
    noon = datetime.fromisoformat(f"{day}T03:00+00:00")

    assert len(asked(noon)) == is_asked


@pytest.mark.parametrize("people", [1, 3])
def test_days_off_are_looked_up_once_for_all(officer, people, django_assert_num_queries):
    for _number in range(people):
        came(officer, "2026-01-15")

    with django_assert_num_queries(3):  # how many were asked today, who may be, days off
        assert len(alumni.due(officer.office, NOON)) == people


def test_each_is_asked_once_a_year(officer):
    delegate = came(officer, "2026-01-15")

    for days in (0, 1, 30, 200):
        asked(NOON + days * A_DAY)
    assert PostCheck.objects.count() == 1

    assert asked(NOON + 365 * A_DAY) == [delegate.pk] * 2


def test_who_was_asked_late_last_year_is_not_asked_again_at_once(officer):
    delegate = came(officer, "2020-03-05")  # in January
    PostCheckFactory(
        delegate=delegate,
        office=officer.office,
        year=2026,
        asked_at=datetime(2026, 12, 30, tzinfo=UTC),
    )

    assert asked(datetime(2027, 1, 7, 3, tzinfo=UTC)) == [delegate.pk]
    assert asked(datetime(2027, 7, 8, 3, tzinfo=UTC)) == [delegate.pk, delegate.pk]


def test_whose_day_at_the_end_of_a_year_went_by_without_a_tick_is_asked_in_the_next(officer):
    delegate = came(officer, "2026-02-28")  # on 28 December

    assert asked(datetime(2027, 3, 1, 3, tzinfo=UTC)) == []
    assert asked(datetime(2027, 1, 5, 3, tzinfo=UTC)) == [delegate.pk]
    assert asked(datetime(2027, 1, 6, 3, tzinfo=UTC)) == [delegate.pk]
    assert asked(datetime(2028, 1, 5, 3, tzinfo=UTC)) == [delegate.pk] * 2


@pytest.mark.parametrize(
    "changed",
    [{"email": ""}, {"archived_at": NOON}, {"asked_yearly": False}],
)
def test_who_cannot_or_does_not_want_to_be_asked_is_not(officer, changed):
    delegate = came(officer, "2026-01-15")
    Delegate.objects.filter(pk=delegate.pk).update(**changed)

    assert asked() == []


@pytest.mark.parametrize("state", ["planned", "running"])
def test_who_is_here_or_coming_again_is_not_asked(officer, state):
    delegate = came(officer, "2025-01-15")
    VisitFactory(officer=officer, delegate=delegate, state=state)

    assert asked() == []


def test_a_visit_that_did_not_come_about_makes_nobody_an_alumnus(officer):
    came(officer, "2025-01-15", state="cancelled", cancelled_because="No visa")

    assert asked() == []


def test_the_office_that_hosted_them_last_asks(officer, stranger):
    delegate = came(officer, "2020-01-15")
    came(stranger, "2024-01-15", delegate=delegate)

    ask_alumni(now=NOON)

    assert [one.office for one in PostCheck.objects.all()] == [stranger.office]


def test_an_office_may_leave_it(officer):
    came(officer, "2026-01-15")
    officer.office.asks_alumni = False
    officer.office.save()

    assert asked() == []


def test_nobody_is_asked_before_nine_at_the_office(officer):
    delegate = came(officer, "2026-01-15")

    assert asked(datetime(2026, 11, 18, 23, 59, tzinfo=UTC)) == []
    assert asked(datetime(2026, 11, 19, 0, 0, tzinfo=UTC)) == [delegate.pk]


def test_only_so_many_are_asked_a_day(officer, monkeypatch):
    monkeypatch.setattr(alumni, "MOST_A_DAY", 2)
    some = [came(officer, f"20{year}-01-15") for year in (24, 23, 22, 21, 20)]

    first = asked()
    assert first == [some[4].pk, some[3].pk]
    assert asked(NOON + timedelta(hours=1)) == first
    assert asked(NOON + A_DAY) == [*first, some[2].pk, some[1].pk]


def test_the_tick_asks_and_counts_what_it_queued(officer):
    came(officer, "2026-01-15")
    OfficeFactory(name="An office without anybody")

    counts = tick(now=NOON)

    assert counts.queued == 1


def test_two_ticks_at_once_ask_once(officer):
    delegate = came(officer, "2026-01-15")

    first = alumni.ask(delegate=delegate, office=officer.office, at=NOON)
    second = alumni.ask(delegate=delegate, office=officer.office, at=NOON)

    assert (first.delegate, second) == (delegate, None)
    assert (PersonalLink.objects.count(), OutgoingMail.objects.count()) == (1, 1)


# --- what they answer ---


@pytest.fixture
def check(officer):
    posting = PostingFactory(begins="2015", post="Head")
    came(officer, "2026-01-15", delegate=posting.delegate)
    return PostCheckFactory(delegate=posting.delegate, office=officer.office)


def answered(check, answer, **more):
    return alumni.answer(check=check, answer=answer, at=NOON, **more)


def promised():
    return list(FollowUp.objects.open().values_list("what", "owner", "due_on", "delegates"))


def test_still_there_is_a_date_and_nothing_to_do(check):
    answered(check, "same", agency="ignored", since="2020")

    check.refresh_from_db()
    assert (check.answer, check.answered_at, check.agency_typed, check.since_typed) == (
        "same",
        NOON,
        "",
        "",
    )
    assert promised() == []
    assert alumni.last_confirmed([check]) == NOON


def test_a_new_post_is_for_the_officer_of_the_last_visit_to_enter(check, officer):
    answered(check, "changed", agency=" AMDIE ", post="Director", since="2026-03")
    answered(check, "changed", agency="AMDIE", post="Director general", since="2026-03")

    check.refresh_from_db()
    assert (check.agency_typed, check.post_typed, check.since_typed) == (
        "AMDIE",
        "Director general",
        "2026-03",
    )
    who = check.delegate
    assert promised() == [(f"Enter the new post of {who}", officer.pk, date(2026, 11, 27), who.pk)]
    assert alumni.last_confirmed([check]) is None
    assert Posting.objects.count() == 1


def test_no_post_now_is_for_the_officer_to_enter_too(check, officer):
    answered(check, "left", agency="ignored")

    assert [what for what, *_rest in promised()] == [
        f"Enter that {check.delegate} holds no post now"
    ]


def test_whoever_thinks_it_over_leaves_nothing_to_do(check):
    answered(check, "changed", agency="AMDIE")

    answered(check, "same")

    assert promised() == []


def test_who_looked_after_them_and_left_leaves_it_to_a_manager(check, officer, manager):
    officer.is_active = False
    officer.save()

    answered(check, "left")

    assert [owner for _what, owner, *_rest in promised()] == [manager.pk]


def test_who_asks_not_to_be_asked_again_is_not(check):
    answered(check, "same", ask_again=False)
    assert Delegate.objects.get().asked_yearly is False

    answered(check, "same", ask_again=True)
    assert Delegate.objects.get().asked_yearly is True


@pytest.mark.parametrize(
    ("more", "sentence", "field"),
    [
        ({"agency": "  "}, "Write where you work now", "agency"),
        ({"agency": "AMDIE", "since": "soon"}, "cannot be read as a date", "since"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_beside_its_field(check, more, sentence, field):
    before = all_rows()

    with pytest.raises(NotPossible, match=sentence) as refusal:
        answered(check, "changed", **more)

    assert refusal.value.field == field
    assert all_rows() == before


# --- entering it ---


def test_the_new_post_is_taken_over_in_one_act(check, officer, colleague):
    answered(check, "changed", agency="AMDIE", post="Director", since="2026-03")
    agency = AgencyFactory(name="AMDIE")

    alumni.take_over(
        check=check, agency=agency, post="Director", since="2026-03", by=colleague, at=NOON
    )

    check.refresh_from_db()
    rows = Posting.objects.order_by("pk").values_list("post", "begins", "ends", "is_current")
    assert list(rows) == [("Head", "2015", "2026-03", False), ("Director", "2026-03", "", True)]
    assert (check.handled_at, check.handled_by) == (NOON, colleague)
    assert promised() == []
    assert alumni.last_confirmed([check]) == NOON


def test_who_holds_no_post_now_has_none(check, officer):
    answered(check, "left", since="2026")

    alumni.take_over(check=check, since="2026", by=officer, at=NOON)

    assert list(Posting.objects.values_list("ends", "is_current")) == [("2026", False)]


def test_an_answer_is_entered_once(check, officer):
    answered(check, "left")
    alumni.take_over(check=check, by=officer, at=NOON)

    with pytest.raises(NotPossible, match="nothing to enter"):
        alumni.take_over(check=check, by=officer, at=NOON)
    with pytest.raises(NotPossible, match="has entered your answer"):
        answered(check, "same")


def test_still_there_leaves_nothing_to_enter(check, officer):
    answered(check, "same")

    with pytest.raises(NotPossible, match="nothing to enter"):
        alumni.take_over(check=check, by=officer, at=NOON)


def test_without_an_agency_no_post_is_entered(check, officer):
    answered(check, "changed", agency="AMDIE")

    with pytest.raises(NotPossible, match="Choose the agency") as refusal:
        alumni.take_over(check=check, by=officer, at=NOON)

    assert refusal.value.field == "agency"


def test_an_officer_of_another_office_is_never_given_the_answer(check, stranger):
    came(stranger, "2026-02-01", delegate=check.delegate)
    UserFactory(office=stranger.office)

    answered(check, "left")

    assert FollowUp.objects.get().office == check.office


def test_whoever_changes_their_mind_twice_is_entered_all_the_same(officer):
    delegate = came(officer, "2026-01-15")
    check = PostCheckFactory(delegate=delegate, office=officer.office)

    alumni.answer(check=check, answer="changed", agency="GAFI", at=NOON)
    alumni.answer(check=check, answer="same", at=NOON)
    alumni.answer(check=check, answer="changed", agency="GAFI", at=NOON + A_DAY)

    follow_up = FollowUp.objects.get()
    assert (follow_up.state, follow_up.due_on) == ("open", date(2026, 11, 30))
