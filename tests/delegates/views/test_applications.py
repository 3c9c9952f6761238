"""Reading and deciding on the pages of applications."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from delegates.models import Application, Delegate, PostCheck, Posting, ReviewNote, Score
from tests.conftest import logged_in
from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    CriterionFactory,
    DelegateFactory,
    LinkedApplicationFactory,
    PostCheckFactory,
    PostingFactory,
    ProgrammeFactory,
    RequiredDocumentFactory,
    ReviewNoteFactory,
    ScoreFactory,
    TravelDocumentFactory,
    VisitFactory,
)

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
State = Application.State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def programme(office, officer):
    return ProgrammeFactory(
        office=office, officer=officer, seats=1, begins="2027-01-11", ends="2027-02-05"
    )


@pytest.fixture
def applied(programme):
    return LinkedApplicationFactory(
        programme=programme,
        agency=AgencyFactory(),
        family_name="Benali",
        given_name="Karim",
        state=State.SUBMITTED,
        submitted_at=NOON,
    )


def url(name, row):
    return reverse(f"delegates:application-{name}", args=[row.pk])


def page_of(client, row):
    return client.get(row.get_absolute_url()).content.decode()


# --- points and notes ---


def test_each_reader_keeps_points_of_their_own(desk, applied, officer, colleague):
    criterion = CriterionFactory(programme=applied.programme, name="Fit", most=5)
    ScoreFactory(application=applied, criterion=criterion, by=colleague, points=2)

    desk.post(url("score", applied), {f"criterion-{criterion.pk}": "5"})

    page = page_of(desk, applied)
    assert list(Score.objects.order_by("pk").values_list("by", "points")) == [
        (colleague.pk, 2),
        (officer.pk, 5),
    ]
    assert "3.5 of 5" in page
    assert "2 readers" in page


@pytest.mark.parametrize("typed", ["6", "-1", "many"])
def test_points_that_cannot_be_are_refused_beside_their_field(desk, applied, typed):
    criterion = CriterionFactory(programme=applied.programme, most=5)

    response = desk.post(url("score", applied), {f"criterion-{criterion.pk}": typed})

    assert response.context["score_form"].errors == {
        f"criterion-{criterion.pk}": ["Give from 0 to 5 points."]
    }
    assert "Give from 0 to 5 points." in response.content.decode()
    assert Score.objects.count() == 0


def test_what_nobody_has_read_is_not_known_and_not_zero(desk, applied):
    CriterionFactory(programme=applied.programme)

    page = page_of(desk, applied)

    assert "nobody yet" in page
    assert "0 of 5" not in page


def test_a_note_is_kept_and_shown_with_who_wrote_it(desk, applied, officer):
    refused = desk.post(url("note", applied), {"text": " "})
    assert "Write what you think of it" in refused.content.decode()

    desk.post(url("note", applied), {"text": "Knows <ports>"})

    assert [(one.text, one.by) for one in ReviewNote.objects.all()] == [("Knows <ports>", officer)]
    assert "Knows &lt;ports&gt;" in page_of(desk, applied)


def test_an_auditor_reads_notes_and_writes_none(auditor, applied):
    ReviewNoteFactory(application=applied, text="Knows ports")
    client = logged_in(auditor)

    page = page_of(client, applied)

    assert "Knows ports" in page
    assert "Keep the note" not in page
    assert "Keep my points" not in page
    assert client.post(url("note", applied), {"text": "x"}).status_code == 403


# --- deciding ---


def test_an_officer_is_told_who_decides_and_cannot(desk, applied):
    page = page_of(desk, applied)

    assert "A manager decides: accept, waiting list or decline." in page
    assert url("decide", applied) not in page
    assert desk.post(url("decide", applied), {"decision": "accepted"}).status_code == 403


def test_a_manager_accepts_somebody_new(managers_desk, applied, manager):
    response = managers_desk.post(
        url("decide", applied), {"decision": "accepted", "told": "Welcome", "reason": "Fits"}
    )

    applied.refresh_from_db()
    assert response.url == applied.get_absolute_url()
    assert (applied.state, applied.delegate, applied.decided_by) == (
        State.ACCEPTED,
        Delegate.objects.get(),
        manager,
    )
    page = page_of(managers_desk, applied)
    assert "To the visit, its checklist and its papers" in page
    assert "They were told: Welcome" in page


def test_who_may_be_the_same_person_stands_there_before_anything_is_decided(managers_desk, applied):
    known = PostingFactory(delegate__family_name="BÉNALI", agency__name="AMDIE").delegate

    page = managers_desk.get(url("decide", applied)).content.decode()
    refused = managers_desk.post(url("decide", applied), {"decision": "accepted"})

    assert f"This is {known}" in page
    assert "the same name" in page
    assert "AMDIE" in page
    assert refused.context["form"].errors == {
        "who": ["Say who it is: somebody we know, or somebody new."]
    }
    assert Delegate.objects.count() == 1


@pytest.mark.parametrize(("who", "delegates"), [("known", 1), ("new", 2)])
def test_the_manager_says_whether_it_is_somebody_known(managers_desk, applied, who, delegates):
    known = DelegateFactory(family_name="Benali", given_name="Karim")
    chosen = known.pk if who == "known" else "new"

    managers_desk.post(url("decide", applied), {"decision": "accepted", "who": chosen})

    applied.refresh_from_db()
    assert Delegate.objects.count() == delegates
    assert (applied.delegate == known) is (who == "known")


def test_another_delegate_may_be_picked_and_not_two(managers_desk, applied):
    alike = DelegateFactory(family_name="Benali", given_name="Karim")
    other = DelegateFactory(family_name="Married")
    both = {"decision": "accepted", "who": alike.pk, "delegate": other.pk}

    refused = managers_desk.post(url("decide", applied), both)
    assert "delegate" in refused.context["form"].errors

    managers_desk.post(url("decide", applied), {"decision": "accepted", "delegate": other.pk})
    applied.refresh_from_db()
    assert applied.delegate == other


def test_the_last_seat_gone_is_said_beside_the_decision(managers_desk, applied):
    ApplicationFactory(
        programme=applied.programme,
        state=State.ACCEPTED,
        decided_at=NOON,
        delegate=DelegateFactory(),
    )

    response = managers_desk.post(
        url("decide", applied), {"decision": "accepted", "reason": "Kept words"}
    )

    assert "No seat is left: of 1" in response.context["form"].errors["decision"][0]
    assert "Kept words" in response.content.decode()


def test_a_declined_one_is_never_told_the_reason(managers_desk, applied):
    managers_desk.post(
        url("decide", applied), {"decision": "declined", "reason": "Weak", "told": "Next year?"}
    )

    applied.refresh_from_db()
    assert (applied.state, applied.reason, applied.told) == ("declined", "Weak", "Next year?")


def test_dates_that_cannot_be_are_refused_beside_their_field(managers_desk, applied):
    response = managers_desk.post(
        url("decide", applied), {"decision": "accepted", "begins": "soon", "ends": "2027"}
    )

    assert list(response.context["form"].errors) == ["begins"]
    assert Delegate.objects.count() == 0


def test_what_is_accepted_cannot_be_decided_again(managers_desk, programme):
    done = ApplicationFactory(
        programme=programme, state=State.ACCEPTED, decided_at=NOON, delegate=DelegateFactory()
    )

    assert url("decide", done) not in page_of(managers_desk, done)
    response = managers_desk.post(url("decide", done), {"decision": "declined"}, follow=True)
    assert "The application is “Accepted”: there is nothing to decide." in response.content.decode()


# --- the waiting list, opening again ---


def test_places_are_changed_on_the_page_that_compares(managers_desk, programme):
    first, second = (
        ApplicationFactory(
            programme=programme, state=State.WAITING_LIST, decided_at=NOON, waiting_rank=place
        )
        for place in (1, 2)
    )

    managers_desk.post(url("rank", second), {"rank": "1"})
    assert list(programme.applications.all().next_on_the_list()) == [second, first]

    response = managers_desk.post(url("rank", second), {"rank": "none"}, follow=True)
    assert "Write a place on the waiting list" in response.content.decode()


def test_a_form_is_opened_again_with_words(desk, applied):
    past = desk.post(url("reopen", applied), {"until": "2026-11-20"})
    assert past.context["form"].errors == {"until": ["Choose a day that is still to come."]}

    desk.post(url("reopen", applied), {"until": "2026-11-30", "wanted": "A photo"})

    applied.refresh_from_db()
    assert (applied.state, applied.open_until) == (State.STARTED, date(2026, 11, 30))


# --- all of them side by side ---


def test_the_best_come_first_and_whom_nobody_read_last(desk, programme):
    criterion = CriterionFactory(programme=programme)
    unread, good, best = (
        ApplicationFactory(
            programme=programme, family_name=name, state=State.SUBMITTED, submitted_at=NOON
        )
        for name in ("Unread", "Good", "Best")
    )
    ApplicationFactory(programme=programme, state=State.STARTED)
    ScoreFactory(application=good, criterion=criterion, points=3)
    ScoreFactory(application=best, criterion=criterion, points=5)

    response = desk.get(reverse("delegates:selection", args=[programme.pk]))

    assert [one.application for one in response.context["compared"]] == [best, good, unread]
    assert response.context["seats_left"] == 1


def test_whose_visit_was_cancelled_holds_no_seat_on_the_page_either(desk, office):
    programme = ProgrammeFactory(office=office, seats=3)
    visit = VisitFactory(programme=programme, state="cancelled", cancelled_because="Ill")
    ApplicationFactory(
        programme=programme,
        state="accepted",
        delegate=visit.delegate,
        visit=visit,
        decided_at=datetime(2026, 11, 21, tzinfo=UTC),
    )

    response = desk.get(reverse("delegates:selection", args=[programme.pk]))

    assert (response.context["held"], response.context["seats_left"]) == (0, 3)


def test_a_sealed_passport_is_not_missing(desk, programme):
    picture = RequiredDocumentFactory(programme=programme, is_passport=True)
    with_both, _without = (
        ApplicationFactory(
            programme=programme, family_name=name, state=State.SUBMITTED, submitted_at=NOON
        )
        for name in ("Both", "Neither")
    )
    TravelDocumentFactory(visit=None, application=with_both, sealed_scan="sealed/1")

    response = desk.get(reverse("delegates:selection", args=[programme.pk]))

    missing = [[one.label for one in row.missing] for row in response.context["compared"]]
    sealed = {"Passport number", picture.text}
    assert [sealed & set(labels) for labels in missing] == [set(), sealed]


# --- entering a former delegate's new post ---


def test_a_new_post_is_entered_in_one_act(desk, office):
    posting = PostingFactory(post="Head", begins="2015")
    check = PostCheckFactory(
        office=office,
        delegate=posting.delegate,
        answer="changed",
        agency_typed="AMDIE",
        post_typed="Director",
        since_typed="2026-03",
        answered_at=NOON,
    )
    address = reverse("delegates:post-check", args=[check.pk])
    assert address in page_of(desk, posting.delegate)

    shown = desk.get(address).context["form"]
    desk.post(address, {name: shown[name].value() or "" for name in shown.fields})

    rows = Posting.objects.order_by("pk").values_list("agency__name", "post", "begins", "ends")
    assert list(rows) == [
        (posting.agency.name, "Head", "2015", "2026-03"),
        ("AMDIE", "Director", "2026-03", ""),
    ]
    page = page_of(desk, posting.delegate)
    assert "confirmed 2026-11" in page
    assert address not in page


def test_another_offices_answer_is_not_there(stranger, office):
    check = PostCheckFactory(office=office, answer="left", answered_at=NOON)

    response = logged_in(stranger).get(reverse("delegates:post-check", args=[check.pk]))

    assert response.status_code == 404
    assert PostCheck.objects.get().handled_at is None


def test_a_post_added_on_the_page_ends_the_one_before(desk, officer):
    before = PostingFactory(post="Head", begins="2015")
    adding = reverse("desk:add", args=["delegates.posting"])

    desk.post(
        f"{adding}?delegate={before.delegate.pk}",
        {"post": "Director", "agency": AgencyFactory().pk, "begins": "2024", "is_current": "on"},
    )
    desk.post(
        f"{adding}?delegate={before.delegate.pk}",
        {"post": "Intern", "agency": AgencyFactory().pk, "begins": "1999", "ends": "2001"},
    )

    rows = Posting.objects.order_by("pk").values_list("post", "begins", "ends", "is_current")
    assert list(rows) == [
        ("Head", "2015", "2024", False),
        ("Director", "2024", "", True),
        ("Intern", "1999", "2001", False),
    ]


def test_what_is_handed_in_stays_with_its_programme(desk, applied, office):
    other = ProgrammeFactory(office=office)
    address = reverse("desk:change", args=["delegates.application", applied.pk])

    response = desk.post(address, {"programme": other.pk})

    assert response.context["form"].errors["programme"] == [
        "It is handed in already: it stays with its programme."
    ]
    assert Application.objects.get(pk=applied.pk).programme == applied.programme
