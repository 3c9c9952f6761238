"""Logging visits: their state follows from their dates; a refusal writes nothing."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from delegates import visits
from delegates.models import Agency, Delegate, Posting, Visit
from delegates.visits import NewDelegate
from tests.conftest import logged_in
from tests.factories import (
    AgencyFactory,
    DelegateFactory,
    HostCountryFactory,
    PostingFactory,
    ProgrammeFactory,
    UserFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 21 November, noon in Tokyo

State = Visit.State


def log(officer, begins, ends="", at=NOON, **more):
    delegate = more.pop("delegate", None) or DelegateFactory()
    return visits.log(delegate=delegate, officer=officer, at=at, begins=begins, ends=ends, **more)


# --- two visits at once ---


def comes(officer, begins, ends, **more):
    """A delegate who is here from 10 to 20 December."""
    more.setdefault("delegate", DelegateFactory(family_name="Benali", given_name="Salma"))
    return log(officer, begins, ends, **more)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-12-10", "2026-12-20"),
        ("2026-12-15", "2026-12-15"),
        ("2026-12-01", "2026-12-10"),
        ("2026-12-20", "2026-12-31"),
        ("2026-12-01", "2026-12-31"),
    ],
)
def test_nobody_is_on_two_visits_at_once(officer, begins, ends):
    delegate = comes(officer, "2026-12-10", "2026-12-20").delegate
    before = all_rows()

    with pytest.raises(visits.NotPossible) as refusal:
        log(officer, begins, ends, delegate=delegate)

    assert str(refusal.value) == (
        "BENALI Salma is on another visit then: 10 Dec 2026 – 20 Dec 2026."
    )
    assert (refusal.value.field, all_rows()) == ("begins", before)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-12-01", "2026-12-09"),
        ("2026-12-21", "2026-12-31"),
        ("2026-12", "2026-12"),  # nobody knows which days
        ("2026-12-15", ""),
        ("", "2026-12-15"),
        ("", ""),
    ],
)
def test_another_visit_before_after_or_of_days_not_known_may_be(officer, begins, ends):
    delegate = comes(officer, "2026-12-10", "2026-12-20").delegate

    log(officer, begins, ends, delegate=delegate)

    assert delegate.visits.count() == 2


def test_a_cancelled_visit_leaves_its_days_free_until_it_is_planned_again(officer):
    visit = comes(officer, "2026-12-10", "2026-12-20")
    visits.change_state(visit=visit, to=State.CANCELLED, at=NOON, because="No visa", by=officer)
    log(officer, "2026-12-12", "2026-12-14", delegate=visit.delegate)

    with pytest.raises(visits.NotPossible):
        visits.change_state(visit=visit, to=State.PLANNED, at=NOON, by=officer)

    assert Visit.objects.get(pk=visit.pk).state == State.CANCELLED


def test_a_visit_does_not_move_onto_another(desk, officer):
    first = comes(officer, "2026-12-10", "2026-12-20")
    other = log(officer, "2027-01-10", "2027-01-20", delegate=first.delegate)
    told = {"begins": "2026-12-18", "ends": "2026-12-24", "officer": officer.pk}

    answer = desk.post(reverse("desk:change", args=["delegates.visit", other.pk]), told)

    assert answer.context["form"].errors["begins"] == [
        "BENALI Salma is on another visit then: 10 Dec 2026 – 20 Dec 2026."
    ]
    assert Visit.objects.get(pk=other.pk).begins == "2027-01-10"


# --- the state that follows from the dates ---


@pytest.mark.parametrize(
    ("begins", "ends", "state"),
    [
        ("2026-11-22", "2026-11-28", State.PLANNED),
        ("2026-11-22", "", State.PLANNED),
        ("2026-12", "", State.PLANNED),
        ("2027", "", State.PLANNED),
        ("about 2030", "", State.PLANNED),
        ("2026-11-21", "2026-11-28", State.RUNNING),
        ("2026-11-14", "2026-11-21", State.RUNNING),
        ("2026-11-21", "", State.RUNNING),
        ("2026-11-21", "2026-11-21", State.RUNNING),
        ("2026-11", "2026-12", State.RUNNING),
        ("2026-11", "", State.RUNNING),
        ("", "2026-11-21", State.RUNNING),
        ("2026-11-14", "2026-11-20", State.COMPLETED),
        ("2026-11-20", "", State.COMPLETED),
        ("2026-10", "", State.COMPLETED),
        ("1990s", "", State.COMPLETED),
        ("about 2000", "", State.COMPLETED),
        ("", "2016", State.COMPLETED),
        ("", "", State.COMPLETED),
        ("  ", " ", State.COMPLETED),
    ],
)
def test_the_state_of_a_visit_follows_from_its_dates(officer, begins, ends, state):
    visit = log(officer, begins, ends)

    assert visit.state == state


@pytest.mark.parametrize(
    ("zone", "at", "state"),
    [
        # One minute before and at midnight in Tokyo; in New York it is still the 20th.
        ("Asia/Tokyo", datetime(2026, 11, 20, 14, 59, tzinfo=UTC), State.PLANNED),
        ("Asia/Tokyo", datetime(2026, 11, 20, 15, 0, tzinfo=UTC), State.RUNNING),
        ("America/New_York", datetime(2026, 11, 20, 15, 0, tzinfo=UTC), State.PLANNED),
        ("America/New_York", datetime(2026, 11, 21, 4, 59, tzinfo=UTC), State.PLANNED),
        ("America/New_York", datetime(2026, 11, 21, 5, 0, tzinfo=UTC), State.RUNNING),
        # The 22nd has begun in Tokyo, not in New York.
        ("Asia/Tokyo", datetime(2026, 11, 21, 15, 0, tzinfo=UTC), State.COMPLETED),
        ("America/New_York", datetime(2026, 11, 21, 15, 0, tzinfo=UTC), State.RUNNING),
    ],
)
def test_today_is_the_officers_own_day(office, zone, at, state):
    officer = UserFactory(office=office, time_zone=zone)

    visit = log(officer, "2026-11-21", at=at)

    assert visit.state == state


def test_the_day_itself_is_kept_as_typed_wherever_the_officer_is(office):
    officer = UserFactory(office=office, time_zone="Pacific/Kiritimati")

    visit = Visit.objects.get(pk=log(officer, "2026-11-21", "2026-11-28").pk)

    assert (visit.begins, visit.begins_on.isoformat()) == ("2026-11-21", "2026-11-21")
    assert (visit.ends, visit.ends_on.isoformat()) == ("2026-11-28", "2026-11-28")


def test_a_date_known_in_part_keeps_its_words_and_its_bounds(officer):
    visit = Visit.objects.get(pk=log(officer, "1990s").pk)

    assert visit.begins == "1990s"
    assert visit.begins_on is None
    assert [visit.begins_earliest.isoformat(), visit.begins_latest.isoformat()] == [
        "1990-01-01",
        "1999-12-31",
    ]
    assert (visit.ends, visit.ends_earliest, visit.ends_latest) == ("", None, None)


# --- what is kept ---


def test_a_visit_keeps_what_was_said_of_it(officer):
    delegate = DelegateFactory()
    programme = ProgrammeFactory(office=officer.office)

    logged = visits.log(
        delegate=delegate,
        officer=officer,
        at=NOON,
        begins="2026-11-21",
        ends="2026-11-22",
        programme=programme,
        is_walk_in=True,
        purpose="Solar parks",
        place="Tokyo",
        notes="Came with the ambassador.",
    )

    visit = Visit.objects.get()
    assert visit == logged
    assert (visit.delegate, visit.officer, visit.office) == (delegate, officer, officer.office)
    assert (visit.programme, visit.is_walk_in, visit.purpose) == (programme, True, "Solar parks")
    assert (visit.place, visit.notes) == ("Tokyo", "Came with the ambassador.")
    assert visit.agency is None


def test_the_history_says_who_logged_the_visit_and_the_new_delegate(officer):
    new = NewDelegate("Benali", "Karim", HostCountryFactory(), agency_name="AMDIE")

    log(officer, "2026-11-21", delegate=new)

    kept = [model.history.get().history_user for model in (Visit, Delegate, Agency, Posting)]
    assert kept == [officer] * 4


def test_the_same_delegate_can_come_again_on_the_same_day(officer):
    delegate = DelegateFactory()

    log(officer, "2026-11-21", delegate=delegate)
    log(officer, "2026-11-21", delegate=delegate)

    assert delegate.visits.count() == 2


# --- who sent them ---


def test_a_visit_is_sent_by_the_agency_of_the_present_post(officer):
    delegate = DelegateFactory()
    PostingFactory(delegate=delegate, is_current=False, begins="2010")
    now = PostingFactory(delegate=delegate, begins="2020")
    PostingFactory(delegate=delegate, begins="2015")

    assert log(officer, "2026-11-21", delegate=delegate).agency == now.agency
    assert log(officer, "2026-12-21", delegate=delegate).agency == now.agency


def test_a_past_visit_is_sent_by_the_agency_of_the_post_held_then(officer):
    delegate = DelegateFactory()
    then = PostingFactory(delegate=delegate, is_current=False, begins="1994", ends="2008")
    now = PostingFactory(delegate=delegate, begins="2009")

    assert log(officer, "1990s", delegate=delegate).agency == then.agency
    assert log(officer, "2008-06", delegate=delegate).agency == then.agency
    assert log(officer, "2012", delegate=delegate).agency == now.agency


def test_a_visit_before_any_known_post_was_sent_by_nobody_known(officer):
    delegate = DelegateFactory()
    PostingFactory(delegate=delegate, begins="2009")

    assert log(officer, "1990s", delegate=delegate).agency is None


def test_a_post_without_dates_may_have_been_held_at_any_time(officer):
    now = PostingFactory()

    assert log(officer, "2026-11-10", delegate=now.delegate).agency == now.agency
    assert log(officer, "", delegate=now.delegate).agency == now.agency


def test_a_post_no_longer_held_sends_nobody_today(officer):
    former = PostingFactory(is_current=False)

    assert log(officer, "2026-11-21", delegate=former.delegate).agency is None


# --- somebody new ---


def test_somebody_new_comes_with_their_agency_and_post(officer):
    morocco = HostCountryFactory()
    agency = AgencyFactory(country=morocco)

    visit = log(
        officer,
        "2026-11-21",
        delegate=NewDelegate(
            "Benali", "Karim", morocco, agency=agency, post="Director", email="k@example.org"
        ),
    )

    delegate, posting = Delegate.objects.get(), Posting.objects.get()
    assert (visit.delegate, visit.agency) == (delegate, agency)
    assert (delegate.family_name, delegate.given_name) == ("Benali", "Karim")
    assert (delegate.country, delegate.email) == (morocco, "k@example.org")
    assert (posting.delegate, posting.agency, posting.post) == (delegate, agency, "Director")
    assert posting.is_current


def test_somebody_new_without_an_agency_has_no_post(officer):
    visit = log(officer, "2026-11-21", delegate=NewDelegate("Benali", "", HostCountryFactory()))

    assert visit.agency is None
    assert Posting.objects.count() == 0
    assert Agency.objects.count() == 0


def test_an_agency_named_for_the_first_time_is_made(officer):
    morocco = HostCountryFactory()

    visit = log(
        officer, "2026-11-21", delegate=NewDelegate("Benali", "", morocco, agency_name=" AMDIE ")
    )

    agency = Agency.objects.get()
    assert (agency.name, agency.country, visit.agency) == ("AMDIE", morocco, agency)


@pytest.mark.parametrize(
    "typed",
    [
        "Agence de développement",
        "agence DE développement ",
        "Amdie",
        "Agence de développement (AMDIE)",
    ],
)
def test_an_agency_known_by_that_name_or_short_name_is_not_made_again(officer, typed):
    agency = AgencyFactory(name="Agence de développement", short_name="AMDIE")

    visit = log(
        officer, "2026-11-21", delegate=NewDelegate("Benali", "", agency.country, agency_name=typed)
    )

    assert visit.agency == agency
    assert Agency.objects.count() == 1


def test_an_agency_of_the_same_name_in_another_country_is_another_one(officer):
    elsewhere = AgencyFactory(name="Invest")
    kenya = HostCountryFactory(code="KE", name="Kenya")

    visit = log(
        officer, "2026-11-21", delegate=NewDelegate("Otieno", "", kenya, agency_name="Invest")
    )

    assert visit.agency != elsewhere
    assert Agency.objects.count() == 2


def test_an_agency_merged_into_another_one_is_that_one(officer):
    kept = AgencyFactory(name="AMDIE")
    AgencyFactory(name="AMDI", country=kept.country, archived_at=NOON, merged_into=kept)

    visit = log(
        officer, "2026-11-21", delegate=NewDelegate("Benali", "", kept.country, agency_name="AMDI")
    )

    assert visit.agency == kept


def test_somebody_of_the_same_name_may_be_somebody_else(officer):
    known = DelegateFactory(family_name="Benali", given_name="Karim")

    visit = log(officer, "2026-11-21", delegate=NewDelegate("Benali", "Karim", known.country))

    assert visit.delegate != known
    assert Delegate.objects.count() == 2


# --- what is refused ---


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"begins": "next week"}, "begins"),
        ({"begins": "2026-11-21", "ends": "31.2.2026"}, "ends"),
    ],
)
def test_what_is_no_date_is_refused_beside_its_field(officer, said, field):
    delegate = NewDelegate("Benali", "", HostCountryFactory(), agency_name="AMDIE")
    before = all_rows()

    with pytest.raises(visits.NotPossible, match="cannot be read as a date") as refusal:
        visits.log(delegate=delegate, officer=officer, at=NOON, **said)

    assert refusal.value.field == field
    assert all_rows() == before


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"begins": "2026-11-21", "ends": "2026-11-20"}, "The end is before the beginning."),
        ({"begins": "2026-12-21", "ends": "1990s"}, "The end is before the beginning."),
        ({"begins": "", "purpose": "x" * 201}, "at most 200 characters"),
        ({"begins": "", "place": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_and_nobody_new_is_made(officer, said, sentence):
    delegate = NewDelegate("Benali", "", HostCountryFactory(), agency_name="AMDIE")
    before = all_rows()

    with pytest.raises(ValidationError, match=sentence):
        visits.log(delegate=delegate, officer=officer, at=NOON, **said)

    assert all_rows() == before


@pytest.mark.parametrize(
    "new",
    [
        {"family_name": ""},
        {"family_name": "x" * 81},
        {"email": "no address"},
        {"agency_name": "x" * 201},
        {"agency_name": "AMDIE", "post": "x" * 161},
    ],
)
def test_somebody_new_who_cannot_be_is_refused_with_their_visit(officer, new):
    known = {"family_name": "Benali", "given_name": "", "country": HostCountryFactory()}
    before = all_rows()

    with pytest.raises(ValidationError):
        log(officer, "2026-11-21", delegate=NewDelegate(**known | new))

    assert all_rows() == before


@pytest.mark.django_db
def test_who_belongs_to_no_office_logs_no_visit():
    administrator = UserFactory(office=None, is_superuser=True)
    delegate = NewDelegate("Benali", "", HostCountryFactory())
    before = all_rows()

    with pytest.raises(visits.NotPossible, match="you belong to none"):
        log(administrator, "2026-11-21", delegate=delegate)

    assert all_rows() == before


# --- from one state to another ---


ALLOWED = [
    (State.PLANNED, State.RUNNING),
    (State.PLANNED, State.COMPLETED),
    (State.PLANNED, State.CANCELLED),
    (State.RUNNING, State.COMPLETED),
    (State.RUNNING, State.CANCELLED),
    (State.COMPLETED, State.RUNNING),
    (State.CANCELLED, State.PLANNED),
]
REFUSED = [(one, to) for one in State for to in State if (one, to) not in ALLOWED]


def visit_in(state, **more):
    because = "The ministry recalled them" if state == State.CANCELLED else ""
    return VisitFactory(state=state, cancelled_because=because, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(("current", "to"), ALLOWED)
def test_a_visit_goes_from_state_to_state_by_the_map(current, to):
    visit = visit_in(current)
    because = "Visa refused" if to == State.CANCELLED else ""

    changed = visits.change_state(visit=visit, to=to, at=NOON, because=because)

    visit.refresh_from_db()
    assert changed == visit
    assert (visit.state, visit.cancelled_because) == (to, because)


@pytest.mark.django_db
@pytest.mark.parametrize(("current", "to"), REFUSED)
def test_a_visit_goes_no_other_way(current, to):
    visit = visit_in(current)
    before = all_rows()

    with pytest.raises(visits.NotPossible) as refusal:
        visits.change_state(visit=visit, to=to, at=NOON, because="Because")

    assert str(refusal.value) == (f"The visit is “{current.label}”; it cannot become “{to.label}”.")
    assert all_rows() == before


@pytest.mark.django_db
def test_the_state_that_counts_is_the_one_in_the_database():
    visit = visit_in(State.PLANNED)
    Visit.objects.filter(pk=visit.pk).update(state=State.COMPLETED)

    with pytest.raises(visits.NotPossible, match="The visit is “Completed”"):
        visits.change_state(visit=visit, to=State.CANCELLED, at=NOON, because="Visa refused")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("because", "sentence"),
    [("  ", "Say why the visit is cancelled."), ("x" * 201, "at most 200 characters")],
)
def test_a_cancelled_visit_says_why_in_a_sentence(because, sentence):
    visit = visit_in(State.PLANNED)
    before = all_rows()

    with pytest.raises(visits.NotPossible, match=sentence) as refusal:
        visits.change_state(visit=visit, to=State.CANCELLED, at=NOON, because=because)

    assert refusal.value.field == "because"
    assert all_rows() == before


@pytest.mark.django_db
def test_a_reason_is_kept_only_with_what_was_cancelled():
    visit = visit_in(State.CANCELLED)

    visits.change_state(visit=visit, to=State.PLANNED, at=NOON, because="They come after all")

    visit.refresh_from_db()
    assert visit.cancelled_because == ""


@pytest.mark.django_db
def test_a_change_of_state_leaves_what_else_somebody_just_wrote():
    visit = visit_in(State.PLANNED)
    Visit.objects.filter(pk=visit.pk).update(notes="Vegetarian")

    visits.change_state(visit=visit, to=State.RUNNING, at=NOON)

    visit.refresh_from_db()
    assert (visit.notes, visit.begins) == ("Vegetarian", "2026-11-16")


def test_the_history_says_who_changed_the_state(officer):
    visit = visit_in(State.PLANNED, officer=officer)
    url = reverse("investors:visit-state", args=[visit.pk])

    logged_in(officer).post(url, {"to": State.RUNNING})

    last = visit.history.latest()
    assert (last.state, last.history_user, last.history_type) == (State.RUNNING, officer, "~")
