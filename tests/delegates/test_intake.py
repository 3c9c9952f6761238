"""Deciding on applications: what acceptance makes, who gets which mail, and who is next."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from delegates import intake, seats
from delegates.models import (
    Application,
    Delegate,
    Posting,
    Programme,
    ProjectProfile,
    Visit,
)
from delegates.seats import SeatsGone
from itpo.office import post
from itpo.office.models import FollowUp, OutgoingMail, PersonalLink
from itpo.office.states import NotPossible
from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    DelegateFactory,
    HostCountryFactory,
    LinkedApplicationFactory,
    ManagerFactory,
    PostingFactory,
    ProgrammeFactory,
    UserFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 21 November, noon in Tokyo
A_WEEK = timedelta(days=8)
State = Application.State

pytestmark = pytest.mark.django_db

ANSWERS = {
    "person": {"title": "Dr.", "name_local": "كريم بنعلي", "phone": "+212 5 00", "country": "MA"},
    "post": {"agency": "AMDIE", "post": "Director", "since": "2024-03"},
    "projects": {
        "project-1-title": "Solar park",
        "project-1-summary": "Fifty megawatts.",
        "project-1-sector": "Energy",
        "project-1-capital": "1,250,000.50",
        "project-1-currency": "MAD",
        "project-1-partner": "Joint venture",
        "project-2-title": "",
        "project-2-summary": "Never named",
        "project-3-title": "Port",
        "project-3-capital": "much",
        "project-3-currency": "USD",
    },
}


@pytest.fixture
def programme(office, officer) -> Programme:
    return ProgrammeFactory(
        office=office, officer=officer, seats=2, begins="2027-01-11", ends="2027-02-05"
    )


def submitted(programme, **more):
    values = {
        "state": State.SUBMITTED,
        "submitted_at": NOON,
        "family_name": "Benali",
        "given_name": "Karim",
        "answers": ANSWERS,
        **more,
    }
    return LinkedApplicationFactory(programme=programme, **values)


def in_state(programme, state, **more):
    values = {"state": state, "submitted_at": NOON}
    if state in {State.ACCEPTED, State.WAITING_LIST, State.OFFERED, State.DECLINED}:
        values["decided_at"] = NOON
    if state == State.OFFERED:
        values["offer_until"] = date(2026, 11, 28)
    if state == State.ACCEPTED:
        values["delegate"] = DelegateFactory()
    return LinkedApplicationFactory(programme=programme, **(values | more))


def waiting(programme, rank, **more):
    return in_state(programme, State.WAITING_LIST, waiting_rank=rank, **more)


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "to"))


def states(*applications):
    return [Application.objects.get(pk=one.pk).state for one in applications]


# --- accepting ---


def test_accepting_somebody_new_makes_delegate_post_visit_and_projects(programme, manager, officer):
    application = submitted(programme, link__language="fr")

    intake.accept(application=application, delegate=None, by=manager, at=NOON, reason="Fits well")

    application.refresh_from_db()
    delegate, posting, visit = Delegate.objects.get(), Posting.objects.get(), Visit.objects.get()
    assert (application.state, application.delegate, application.visit) == (
        State.ACCEPTED,
        delegate,
        visit,
    )
    assert (application.decided_at, application.decided_by) == (NOON, manager)
    assert (application.reason, application.told) == ("Fits well", "")
    assert (str(delegate), delegate.title, delegate.name_local) == (
        "BENALI Karim",
        "Dr.",
        "كريم بنعلي",
    )
    assert (delegate.email, delegate.phone, delegate.language) == (
        application.email,
        "+212 5 00",
        "fr",
    )
    assert (posting.delegate, posting.agency.name, posting.post) == (delegate, "AMDIE", "Director")
    assert (posting.begins, posting.is_current) == ("2024-03", True)
    assert (visit.delegate, visit.agency, visit.programme) == (delegate, posting.agency, programme)
    assert (visit.office, visit.officer, visit.state) == (programme.office, officer, "planned")
    assert (visit.begins, visit.ends, visit.purpose) == (
        "2027-01-11",
        "2027-02-05",
        programme.name,
    )
    kept = ProjectProfile.objects.order_by("pk")
    assert list(
        kept.values_list("title", "summary", "sectors_typed", "capital_sought", "currency")
    ) == [
        ("Solar park", "Fifty megawatts.", "Energy", Decimal("1250000.50"), "MAD"),
        ("Port", "", "", None, ""),
    ]
    assert [one.partner_sought for one in kept] == ["Joint venture", ""]
    assert {(one.delegate, one.agency, one.country) for one in kept} == {
        (delegate, posting.agency, delegate.country)
    }


@pytest.fixture(autouse=True)
def morocco(db):
    return HostCountryFactory()


def test_acceptance_is_told_by_mail_and_keeps_the_page_open_a_year(programme, manager):
    application = submitted(programme)
    PersonalLink.objects.update(expires_at=NOON + timedelta(days=30))

    intake.accept(
        application=application, delegate=None, by=manager, at=NOON, reason="Secret", told="Welcome"
    )

    application.refresh_from_db()
    assert mails() == [("application.accepted", application.email)]
    assert application.link.expires_at == datetime(2027, 2, 5, tzinfo=UTC) + timedelta(days=366)
    assert application.told == "Welcome"


def test_who_was_entered_without_a_link_gets_one_with_acceptance(programme, manager):
    application = submitted(programme, link=None, email="k@example.org")

    intake.accept(application=application, delegate=None, by=manager, at=NOON)

    application.refresh_from_db()
    assert (application.link.email, application.link.purpose) == ("k@example.org", "application")
    assert mails() == [("application.accepted", "k@example.org")]


def test_whom_an_agency_filled_in_for_is_told_of_every_decision(programme, manager):
    waiting = submitted(programme, link=None, email="w@example.org")
    declined = submitted(programme, link=None, email="d@example.org")

    intake.put_on_waiting_list(application=waiting, by=manager, at=NOON)
    intake.decline(application=declined, by=manager, at=NOON)

    waiting.refresh_from_db()
    assert waiting.link.email == "w@example.org"
    assert mails() == [
        ("application.waiting", "w@example.org"),
        ("application.declined", "d@example.org"),
    ]


def test_who_has_neither_link_nor_address_is_accepted_and_told_nothing(programme, manager):
    application = submitted(programme, link=None, email="")

    intake.accept(application=application, delegate=None, by=manager, at=NOON)

    assert states(application) == [State.ACCEPTED]
    assert mails() == []


def test_accepting_somebody_known_fills_in_blanks_and_overwrites_nothing(programme, manager):
    known = DelegateFactory(
        family_name="BEN ALI", given_name="Karim", email="old@example.org", title="H.E."
    )
    application = submitted(programme)

    intake.accept(application=application, delegate=known, by=manager, at=NOON)

    known.refresh_from_db()
    application.refresh_from_db()
    assert Delegate.objects.count() == 1
    assert application.delegate == known
    assert (known.family_name, known.email, known.title) == ("BEN ALI", "old@example.org", "H.E.")
    assert (known.phone, known.name_local) == ("+212 5 00", "كريم بنعلي")
    assert known.history.first().history_user == manager


def test_a_former_delegate_in_a_new_post_stays_one_person_with_dated_posts(programme, manager):
    former = PostingFactory(begins="2010", agency=AgencyFactory(name="Old ministry"))
    application = submitted(programme, agency=AgencyFactory(name="AMDIE"))

    intake.accept(application=application, delegate=former.delegate, by=manager, at=NOON)

    held = Posting.objects.order_by("pk").values_list("agency__name", "begins", "ends")
    assert list(held) == [("Old ministry", "2010", "2024-03"), ("AMDIE", "2024-03", "")]
    assert list(Posting.objects.order_by("pk").values_list("is_current", flat=True)) == [
        False,
        True,
    ]


def test_the_nominating_agency_sends_them_whatever_they_call_it(programme, manager):
    agency = AgencyFactory(name="Agence marocaine")
    application = submitted(programme, agency=agency)

    intake.accept(application=application, delegate=None, by=manager, at=NOON)

    assert Visit.objects.get().agency == Posting.objects.get().agency == agency


def test_days_and_officer_may_be_others_than_the_programmes(programme, manager, colleague):
    application = submitted(programme)

    intake.accept(
        application=application,
        delegate=None,
        by=manager,
        at=NOON,
        officer=colleague,
        begins="2027-01-18",
        ends="2027-01-29",
    )

    visit = Visit.objects.get()
    assert (visit.begins, visit.ends, visit.officer) == ("2027-01-18", "2027-01-29", colleague)


def test_everything_acceptance_makes_is_signed_by_who_decided(programme, manager):
    application = submitted(programme)

    intake.accept(application=application, delegate=None, by=manager, at=NOON)

    made = [Delegate, Posting, Visit]
    assert [model.history.first().history_user for model in made] == [manager] * 3
    assert application.history.first().history_user == manager
    assert {one.history_user for one in ProjectProfile.history.all()} == {manager}


def test_nobody_from_nowhere_is_accepted(programme, manager):
    application = submitted(programme, answers={"person": {}})
    before = all_rows()

    with pytest.raises(NotPossible, match="which country they come from"):
        intake.accept(application=application, delegate=None, by=manager, at=NOON)

    assert all_rows() == before


def test_a_delegate_out_of_use_is_not_taken(programme, manager):
    gone = DelegateFactory(archived_at=NOON)
    application = submitted(programme)

    with pytest.raises(NotPossible, match="is out of use") as refusal:
        intake.accept(application=application, delegate=gone, by=manager, at=NOON)

    assert refusal.value.field == "who"
    assert states(application) == [State.SUBMITTED]


@pytest.mark.parametrize("answers", [{}, {"person": "x", "post": [1], "projects": None}])
def test_answers_that_say_nothing_make_a_delegate_of_what_is_known(programme, manager, answers):
    application = submitted(programme, answers=answers, agency=AgencyFactory())

    intake.accept(application=application, delegate=None, by=manager, at=NOON)

    assert str(Delegate.objects.get()) == "BENALI Karim"
    assert ProjectProfile.objects.count() == 0


def test_a_since_that_is_no_date_does_not_stand_in_the_way(programme, manager):
    application = submitted(programme, answers=ANSWERS | {"post": {"agency": "A", "since": "soon"}})

    intake.accept(application=application, delegate=None, by=manager, at=NOON)

    assert Posting.objects.get().begins == ""


# --- seats ---


def test_accepted_and_offered_seats_are_held(programme, manager):
    in_state(programme, State.ACCEPTED)
    in_state(programme, State.OFFERED)
    for state in (State.INVITED, State.STARTED, State.SUBMITTED, State.DECLINED, State.WITHDRAWN):
        in_state(programme, state)
    application = submitted(programme)
    before = all_rows()

    with pytest.raises(SeatsGone, match="No seat is left: of 2") as refusal:
        intake.accept(application=application, delegate=None, by=manager, at=NOON)

    assert refusal.value.field == "decision"
    assert all_rows() == before
    assert seats.free(programme) == 0


def test_who_is_offered_the_last_seat_can_be_accepted(programme, manager):
    in_state(programme, State.ACCEPTED)
    offered = submitted(
        programme, state=State.OFFERED, decided_at=NOON, offer_until=date(2026, 11, 28)
    )

    intake.accept(application=offered, delegate=None, by=manager, at=NOON)

    assert states(offered) == [State.ACCEPTED]


def test_a_programme_that_names_no_seats_has_no_last_one(programme, manager):
    Programme.objects.update(seats=None)
    for _one in range(3):
        intake.accept(application=submitted(programme), delegate=None, by=manager, at=NOON)

    programme.refresh_from_db()
    assert seats.free(programme) is None
    assert Application.objects.holding_a_seat().count() == 3


def test_the_seats_of_another_programme_do_not_count(programme, manager, office):
    other = ProgrammeFactory(office=office, seats=1)
    in_state(other, State.ACCEPTED)
    in_state(programme, State.ACCEPTED)

    intake.accept(application=submitted(programme), delegate=None, by=manager, at=NOON)

    assert seats.free(programme) == 0


# --- who decides, and from where to where ---


def accept(one, by):
    return intake.accept(application=one, delegate=None, by=by, at=NOON)


def put_on(one, by):
    return intake.put_on_waiting_list(application=one, by=by, at=NOON)


def decline(one, by):
    return intake.decline(application=one, by=by, at=NOON)


@pytest.mark.parametrize("verb", [accept, put_on, decline])
@pytest.mark.parametrize("who", ["officer", "auditor"])
def test_only_a_manager_decides(programme, verb, who, request):
    application = submitted(programme)
    by = request.getfixturevalue(who)
    before = all_rows()

    with pytest.raises(NotPossible, match="A manager decides on applications"):
        verb(application, by)

    assert all_rows() == before


ALLOWED = {
    State.ACCEPTED: {State.SUBMITTED, State.WAITING_LIST, State.OFFERED, State.DECLINED},
    State.WAITING_LIST: {State.SUBMITTED, State.WAITING_LIST, State.OFFERED, State.DECLINED},
    State.DECLINED: {State.SUBMITTED, State.WAITING_LIST, State.OFFERED},
    State.WITHDRAWN: set(State) - {State.DECLINED, State.WITHDRAWN},
}
VERBS = {
    State.ACCEPTED: accept,
    State.WAITING_LIST: put_on,
    State.DECLINED: decline,
    State.WITHDRAWN: lambda one, by: intake.withdraw(application=one, by=by, at=NOON),
}


@pytest.mark.parametrize("to", VERBS)
@pytest.mark.parametrize("current", State)
def test_an_application_goes_by_the_map_and_no_other_way(programme, manager, current, to):
    application = in_state(programme, current, family_name="Benali", agency=AgencyFactory())

    if current in ALLOWED[to]:
        VERBS[to](application, manager)
        assert states(application) == [to]
    else:
        with pytest.raises(NotPossible) as refusal:
            VERBS[to](application, manager)
        assert str(refusal.value) == (
            f"The application is “{current.label}”; it cannot become “{to.label}”."
        )
        assert states(application) == [current]


def test_a_decision_thought_over_counts_and_both_stand_in_the_history(programme, manager):
    application = submitted(programme)

    intake.decline(application=application, by=manager, at=NOON, reason="Too late", told="Sorry")
    intake.accept(application=application, delegate=None, by=manager, at=NOON, reason="Vacancy")

    application.refresh_from_db()
    assert (application.state, application.reason, application.told) == (
        State.ACCEPTED,
        "Vacancy",
        "",
    )
    told = [(one.state, one.reason, one.told) for one in application.history.all()[:2]]
    assert told == [("accepted", "Vacancy", ""), ("declined", "Too late", "Sorry")]
    assert [kind for kind, _to in mails()] == ["application.declined", "application.accepted"]


# --- the waiting list ---


def line(programme):
    return [(one.pk, one.waiting_rank) for one in programme.applications.all().next_on_the_list()]


def test_who_is_put_on_the_list_is_last_and_is_told(programme, manager):
    first, second = waiting(programme, 1), waiting(programme, 2)
    third = submitted(programme)

    intake.put_on_waiting_list(application=third, by=manager, at=NOON, reason="Two from one town")

    assert line(programme) == [(first.pk, 1), (second.pk, 2), (third.pk, 3)]
    assert mails() == [("application.waiting", third.email)]


def test_a_place_may_be_given_and_the_others_move_down(programme, manager):
    first, second = waiting(programme, 1), waiting(programme, 2)
    third = submitted(programme)

    intake.put_on_waiting_list(application=third, by=manager, at=NOON, rank=2)

    assert line(programme) == [(first.pk, 1), (third.pk, 2), (second.pk, 3)]


@pytest.mark.parametrize(("rank", "order"), [(1, [2, 0, 1]), (0, [2, 0, 1]), (99, [0, 1, 2])])
def test_who_waits_changes_places_without_a_mail_or_a_decision(programme, manager, rank, order):
    some = [waiting(programme, place, decided_by=None) for place in (1, 2, 3)]

    intake.put_on_waiting_list(application=some[2], by=manager, at=NOON + A_WEEK, rank=rank)

    assert [pk for pk, _place in line(programme)] == [some[number].pk for number in order]
    assert mails() == []
    some[2].refresh_from_db()
    assert (some[2].decided_at, some[2].decided_by) == (NOON, None)


# --- declining ---


def test_what_they_are_told_is_kept_apart_from_the_reason(programme, manager):
    application = submitted(programme)

    intake.decline(
        application=application, by=manager, at=NOON, reason=" Weak English ", told=" Apply again "
    )

    application.refresh_from_db()
    assert (application.reason, application.told) == ("Weak English", "Apply again")
    assert mails() == [("application.declined", application.email)]


def test_declining_who_was_offered_a_seat_offers_it_on(programme, manager):
    in_state(programme, State.ACCEPTED)
    offered, following = in_state(programme, State.OFFERED), waiting(programme, 1)

    intake.decline(application=offered, by=manager, at=NOON)

    assert states(offered, following) == [State.DECLINED, State.OFFERED]


# --- withdrawing offers the seat on ---


def accepted(programme, manager, **more):
    application = submitted(programme, **more)
    intake.accept(application=application, delegate=None, by=manager, at=NOON)
    OutgoingMail.objects.all().delete()
    application.refresh_from_db()
    return application


def test_a_withdrawal_cancels_the_visit_and_offers_the_seat_on(programme, manager, officer):
    first = accepted(programme, manager)
    accepted(programme, manager, family_name="Another")
    second, third = waiting(programme, 1), waiting(programme, 2)

    intake.withdraw(application=first, at=NOON, because="Flu")

    first.refresh_from_db()
    second.refresh_from_db()
    assert states(first, second, third) == [State.WITHDRAWN, State.OFFERED, State.WAITING_LIST]
    assert (first.visit.state, first.visit.cancelled_because) == ("cancelled", "Flu")
    assert (second.offer_until, second.waiting_rank) == (date(2026, 11, 28), None)
    assert mails() == [
        ("application.withdrawn", first.email),
        ("application.offered", second.email),
    ]
    asked = FollowUp.objects.order_by("pk").values_list("what", "due_on", "owner", "applications")
    assert list(asked) == [
        (f"See whether {second} takes the seat", date(2026, 11, 28), officer.pk, second.pk),
        (f"{first} has withdrawn: look at the programme", date(2026, 11, 21), officer.pk, first.pk),
    ]


@pytest.mark.parametrize(
    "state", [State.INVITED, State.STARTED, State.SUBMITTED, State.WAITING_LIST]
)
def test_who_held_no_seat_leaves_none_behind(programme, state):
    programme.seats = 5
    programme.save()
    leaving, following = in_state(programme, state), waiting(programme, 9)

    intake.withdraw(application=leaving, at=NOON)

    assert states(leaving, following) == [State.WITHDRAWN, State.WAITING_LIST]


def test_a_seat_more_than_there_are_is_not_offered_on(programme, manager):
    first = accepted(programme, manager)
    accepted(programme, manager, family_name="Another")
    following = waiting(programme, 1)
    Programme.objects.update(seats=1)

    intake.withdraw(application=first, at=NOON)

    assert states(following) == [State.WAITING_LIST]


@pytest.mark.parametrize("begins", ["2026-11-21", "2026-11-01"])
def test_a_seat_in_a_programme_that_has_begun_is_not_offered_on(programme, manager, begins):
    first, following = accepted(programme, manager), waiting(programme, 1)
    programme.begins = begins
    programme.save()

    intake.withdraw(application=first, at=NOON)

    assert states(following) == [State.WAITING_LIST]


@pytest.mark.parametrize(
    ("begins", "until"),
    [
        ("2026-11-24", date(2026, 11, 23)),
        ("2026-11-28", date(2026, 11, 27)),
        ("2027", date(2026, 11, 28)),
        ("", date(2026, 11, 28)),
    ],
)
def test_an_offer_stands_a_week_but_not_past_the_visits_begin(programme, manager, begins, until):
    first, following = accepted(programme, manager), waiting(programme, 1)
    programme.begins, programme.ends = begins, ""
    programme.save()

    intake.withdraw(application=first, at=NOON)

    following.refresh_from_db()
    assert following.offer_until == until


def test_the_day_is_the_offices(programme, manager):
    first, following = accepted(programme, manager), waiting(programme, 1)

    intake.withdraw(application=first, at=datetime(2026, 11, 21, 15, 0, tzinfo=UTC))

    following.refresh_from_db()
    assert following.offer_until == date(2026, 11, 29)


def test_a_visit_that_has_begun_stands_in_the_way(programme, manager):
    first = accepted(programme, manager)
    Visit.objects.update(state="running")

    with pytest.raises(NotPossible, match="The visit has begun"):
        intake.withdraw(application=first, at=NOON)

    assert states(first) == [State.ACCEPTED]


def test_a_visit_cancelled_before_stays_as_it_is(programme, manager):
    first = accepted(programme, manager)
    Visit.objects.update(state="cancelled", cancelled_because="No visa")

    intake.withdraw(application=first, at=NOON, by=manager)

    assert Visit.objects.get().cancelled_because == "No visa"


# --- an offer: yes, no, silence ---


def offered(programme, manager):
    """Somebody who is offered the seat somebody else gave up."""
    leaving, following = accepted(programme, manager), waiting(programme, 1)
    Programme.objects.update(seats=1)
    intake.withdraw(application=leaving, at=NOON, by=manager)
    following.refresh_from_db()
    assert following.state == State.OFFERED
    OutgoingMail.objects.all().delete()
    return following


def open_follow_ups():
    return list(FollowUp.objects.open().order_by("pk").values_list("what", "owner"))


def test_who_says_yes_waits_for_a_manager_to_accept_them(programme, manager):
    following = offered(programme, manager)

    intake.take_offer(application=following, at=NOON + timedelta(days=1))
    intake.take_offer(application=following, at=NOON + timedelta(days=2))

    following.refresh_from_db()
    assert following.state == State.OFFERED
    assert following.offer_taken_at == NOON + timedelta(days=1)
    assert open_follow_ups() == [(f"Accept {following}, who takes the seat", manager.pk)]


def test_who_says_no_withdraws_and_the_next_is_asked(programme, manager):
    following, third = offered(programme, manager), waiting(programme, 2)

    intake.withdraw(application=following, at=NOON)

    assert states(following, third) == [State.WITHDRAWN, State.OFFERED]
    assert [what for what, _owner in open_follow_ups()] == [
        f"See whether {third} takes the seat",
        f"{following} has withdrawn: look at the programme",
    ]


def test_who_is_silent_goes_to_the_end_and_the_next_is_asked(programme, manager, officer):
    following, third = offered(programme, manager), waiting(programme, 2)

    assert intake.let_offers_lapse(now=NOON + timedelta(days=7)) == 0
    assert intake.let_offers_lapse(now=NOON + A_WEEK) == 1

    following.refresh_from_db()
    assert states(following, third) == [State.WAITING_LIST, State.OFFERED]
    assert following.waiting_rank == 3
    assert open_follow_ups() == [
        (f"See whether {third} takes the seat", officer.pk),
        (f"{following} did not answer; the seat is offered to {third}", officer.pk),
    ]
    assert mails() == [("application.offered", third.email)]


def test_who_was_silent_is_not_asked_over_and_over(programme, manager):
    following = offered(programme, manager)

    assert intake.let_offers_lapse(now=NOON + A_WEEK) == 1
    assert intake.let_offers_lapse(now=NOON + 2 * A_WEEK) == 0

    assert states(following) == [State.WAITING_LIST]
    assert [what for what, _owner in open_follow_ups()] == [
        f"{following} did not answer; the seat is free"
    ]


def test_who_said_yes_does_not_lapse(programme, manager):
    following = offered(programme, manager)
    intake.take_offer(application=following, at=NOON)

    assert intake.let_offers_lapse(now=NOON + A_WEEK) == 0

    assert states(following) == [State.OFFERED]


def test_yes_comes_too_late_the_day_after(programme, manager):
    following = offered(programme, manager)

    with pytest.raises(NotPossible, match=r"The seat was kept until 28 Nov 2026\."):
        intake.take_offer(application=following, at=NOON + A_WEEK)


def test_there_is_nothing_to_take_where_nothing_is_offered(programme):
    with pytest.raises(NotPossible, match="There is no seat on offer"):
        intake.take_offer(application=waiting(programme, 1), at=NOON)


def test_accepting_who_said_yes_ends_the_waiting_for_them(programme, manager, morocco):
    following = offered(programme, manager)
    Application.objects.filter(pk=following.pk).update(
        family_name="Kone", agency=AgencyFactory(country=morocco)
    )

    intake.accept(application=following, delegate=None, by=manager, at=NOON)

    assert open_follow_ups() == []


def test_who_accepts_somebody_who_said_yes_has_done_what_was_asked(programme, manager, morocco):
    following = offered(programme, manager)
    Application.objects.filter(pk=following.pk).update(
        family_name="Kone", agency=AgencyFactory(country=morocco)
    )
    intake.take_offer(application=following, at=NOON)

    intake.accept(application=following, delegate=None, by=manager, at=NOON)

    accept = FollowUp.objects.latest("pk")
    assert open_follow_ups() == []
    assert (accept.state, accept.closed_by) == (FollowUp.State.DONE, manager)


@pytest.mark.parametrize(
    ("decide", "state"),
    [
        (partial(intake.accept, delegate=None), FollowUp.State.DONE),
        (intake.put_on_waiting_list, FollowUp.State.DONE),
        (intake.decline, FollowUp.State.DONE),
        (intake.withdraw, FollowUp.State.DROPPED),
    ],
)
def test_once_decided_or_taken_back_nobody_is_asked_to_read_it(programme, manager, decide, state):
    application = submitted(programme)
    seats.remind(
        programme,
        application,
        gettext_lazy("Read the application of %(who)s"),
        date(2026, 11, 26),
        key=seats.key_of(seats.READ, application, NOON),
    )

    decide(application=application, by=manager, at=NOON)

    assert list(application.follow_ups.values_list("state", flat=True)) == [state]
    assert open_follow_ups() == []


def test_a_promise_about_an_offer_is_said_in_its_owners_language(programme, manager, officer):
    following = offered(programme, manager)
    with translation.override("fr"):
        intake.withdraw(application=following, at=NOON)

    following.refresh_from_db()
    assert following.reason == "They withdrew."
    assert open_follow_ups()[-1][0].endswith("has withdrawn: look at the programme")


def test_somebody_who_left_is_given_nothing_to_do(programme, manager, officer):
    officer.is_active = False
    officer.save()

    offered(programme, manager)

    assert [owner for _what, owner in open_follow_ups()] == [manager.pk]


# --- opening again ---


def test_a_submitted_form_is_opened_again_until_a_day(programme, officer):
    application = submitted(programme)
    PersonalLink.objects.update(expires_at=NOON)

    intake.reopen(
        application=application,
        until=date(2026, 11, 30),
        by=officer,
        at=NOON,
        wanted=" The second page of the letter ",
    )

    application.refresh_from_db()
    assert (application.state, application.submitted_at) == (State.STARTED, None)
    assert application.open_until == date(2026, 11, 30)
    assert application.answers == ANSWERS
    assert application.link.expires_at == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.about) == (
        "application.reopened",
        {"application": application.pk, "wanted": "The second page of the letter"},
    )


@pytest.mark.parametrize("state", [State.INVITED, State.STARTED])
def test_who_still_fills_it_in_is_given_more_time(programme, officer, state):
    application = in_state(programme, state)

    intake.reopen(application=application, until=date(2026, 11, 30), by=officer, at=NOON)

    application.refresh_from_db()
    assert (application.state, application.open_until) == (state, date(2026, 11, 30))


def test_who_withdrew_may_apply_again(programme, officer):
    application = in_state(programme, State.WITHDRAWN)

    intake.reopen(application=application, until=date(2026, 11, 30), by=officer, at=NOON)

    assert states(application) == [State.STARTED]


@pytest.mark.parametrize(
    "state", [State.ACCEPTED, State.WAITING_LIST, State.OFFERED, State.DECLINED]
)
def test_what_is_decided_is_not_opened_again(programme, officer, state):
    application = in_state(programme, state)

    with pytest.raises(NotPossible, match="it cannot become “Started”"):
        intake.reopen(application=application, until=date(2026, 11, 30), by=officer, at=NOON)


def test_what_was_accepted_once_is_not_opened_again(programme, manager):
    application = accepted(programme, manager)
    intake.withdraw(application=application, at=NOON)

    with pytest.raises(NotPossible, match="was accepted before"):
        intake.reopen(application=application, until=date(2026, 11, 30), by=manager, at=NOON)


def test_whose_link_was_closed_gets_one_that_opens_when_the_form_is_opened_again(
    programme, officer, mailoutbox
):
    application = LinkedApplicationFactory(programme=programme, state=State.WITHDRAWN)
    PersonalLink.objects.filter(pk=application.link.pk).update(revoked_at=NOON)
    before = application.link.token()

    intake.reopen(application=application, until=date(2026, 12, 1), by=officer, at=NOON)
    post.hand_out(now=NOON)

    link = PersonalLink.objects.get(pk=application.link.pk)
    assert link.revoked_at is None
    assert [link.token() in mail.body for mail in mailoutbox] == [True]
    assert before != link.token()


def test_a_day_that_is_over_opens_nothing(programme, officer):
    application = submitted(programme)

    with pytest.raises(NotPossible, match="still to come") as refusal:
        intake.reopen(application=application, until=date(2026, 11, 20), by=officer, at=NOON)

    assert refusal.value.field == "until"
    assert states(application) == [State.SUBMITTED]


def test_an_auditor_opens_nothing(programme, auditor):
    with pytest.raises(NotPossible, match="not write"):
        intake.reopen(
            application=submitted(programme), until=date(2026, 12, 1), by=auditor, at=NOON
        )


# --- who may be the same person ---


def why(application, viewer):
    return [(one.delegate, one.why) for one in intake.duplicates_of(application, viewer)]


@pytest.mark.parametrize(
    ("family_name", "given_name"),
    [
        ("benali", "KARIM"),
        ("Bénâli", "Karím"),
        ("Karim", "Benali"),
        ("Ben Ali", "Karim"),
        ("BENALI-KARIM", ""),
    ],
)
def test_the_same_name_is_found_however_it_is_written(programme, officer, family_name, given_name):
    known = DelegateFactory(family_name=family_name, given_name=given_name)
    DelegateFactory(family_name="Benali", given_name="Amina")
    application = submitted(programme, agency=AgencyFactory())

    assert why(application, officer) == [(known, ["the same name"])]


def test_the_same_address_and_the_same_own_script_are_reasons_too(programme, officer):
    both = DelegateFactory(email="K@Example.org", name_local="كريم  بنعلي")
    one = DelegateFactory(
        email="k@example.org", country=HostCountryFactory(code="KE", name="Kenya")
    )
    application = submitted(programme, email="k@example.org")

    assert why(application, officer) == [
        (both, ["the same e-mail address", "the same name in their own script"]),
        (one, ["the same e-mail address"]),
    ]


def test_a_merged_record_leads_to_the_one_that_is_kept(programme, officer):
    kept = DelegateFactory(family_name="Other")
    between = DelegateFactory(family_name="Other2", archived_at=NOON, merged_into=kept)
    DelegateFactory(family_name="Benali", given_name="Karim", archived_at=NOON, merged_into=between)
    application = submitted(programme)

    assert why(application, officer) == [(kept, ["the same name"])]


def test_each_comes_with_agency_and_visits(programme, officer, stranger):
    posting = PostingFactory(delegate__family_name="Benali")
    VisitFactory(officer=officer, delegate=posting.delegate)
    VisitFactory(officer=stranger, delegate=posting.delegate)
    VisitFactory(
        officer=officer, delegate=posting.delegate, state="cancelled", cancelled_because="x"
    )
    application = submitted(programme)

    found = intake.duplicates_of(application, officer)[0].delegate

    assert (found.agency_now, found.times) == (posting.agency.name, 1)


def test_nobody_is_like_somebody_without_a_name(programme, officer):
    DelegateFactory(family_name="Benali", email="")
    application = submitted(
        programme, family_name="", given_name="", email="", answers={}, link=None
    )

    assert why(application, officer) == []


@pytest.mark.parametrize("number", [1, 3])
def test_looking_for_duplicates_costs_the_same(
    programme, officer, number, django_assert_num_queries
):
    DelegateFactory.create_batch(number, family_name="Benali", given_name="Karim")
    application = submitted(programme)

    with django_assert_num_queries(2):
        found = intake.duplicates_of(application, officer)

    assert len(found) == number


def test_a_manager_of_no_programme_officer_is_reminded(office, manager):
    programme = ProgrammeFactory(office=office, seats=1)
    other = ManagerFactory(office=office)
    UserFactory(office=office)

    owner = seats.who_sees_to(programme, ApplicationFactory(programme=programme, decided_by=other))

    assert owner == other


def test_without_anybody_to_see_to_it_nothing_is_promised(office):
    programme = ProgrammeFactory(office=office)

    owner = seats.who_sees_to(programme, ApplicationFactory(programme=programme))

    assert owner is None
