"""Saving: field by field, past whatever somebody else wrote meanwhile."""

from datetime import UTC, date, datetime

import pytest

from delegates import filling
from delegates.merging import as_kept, digest, merge
from delegates.models import Application
from delegates.questionnaire import asked_by
from itpo.office.states import NotPossible
from tests.factories import ApplicationFactory, ProgrammeFactory

AT = datetime(2026, 11, 22, 1, 42, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def knows(**shown):
    return {name: [digest(text)] for name, text in shown.items()}


@pytest.mark.parametrize(
    ("shown", "mine", "theirs", "kept", "news", "conflicts"),
    [
        ("a", "a", "a", "a", {}, {}),  # nobody wrote
        ("a", "b", "a", "b", {}, {}),  # I did
        ("a", "a", "c", "c", {"aims": "c"}, {}),  # they did
        ("a", "b", "b", "b", {}, {}),  # both the same
        ("a", "b", "c", "c", {}, {"aims": "c"}),  # both something else
        ("a", "b", "", "", {}, {"aims": ""}),  # they cleared it, I went on
        ("a", "", "c", "c", {}, {"aims": "c"}),  # I cleared it, they went on
        ("", "b", "", "b", {}, {}),  # a first word
    ],
)
def test_two_who_write_are_put_together(shown, mine, theirs, kept, news, conflicts):
    merged = merge(typed={"aims": mine}, kept={"aims": theirs}, shown=knows(aims=shown))

    assert (merged.kept, merged.news, merged.conflicts) == ({"aims": kept}, news, conflicts)


def test_what_a_page_sent_without_an_answer_is_its_own():
    shown = {"aims": [digest("a"), digest("ab")]}

    merged = merge(typed={"aims": "abc"}, kept={"aims": "ab"}, shown=shown)

    assert (merged.kept, merged.conflicts) == ({"aims": "abc"}, {})


def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing():
    merged = merge(typed={"aims": "b", "title": "c"}, kept={"aims": "a", "title": ""}, shown={})

    assert (merged.kept, merged.conflicts) == ({"aims": "a", "title": "c"}, {"aims": "a"})


def test_a_field_that_is_not_sent_is_left_alone():
    merged = merge(typed={}, kept={"aims": "a"}, shown=knows(aims="x"))

    assert merged.kept == {"aims": "a"}


def test_words_are_kept_with_the_ends_of_lines_of_the_house():
    assert as_kept("a\r\nb\rc\x00\ud800") == "a\nb\nc?"


@pytest.fixture
def application(db) -> Application:
    return ApplicationFactory(programme=ProgrammeFactory(call_closes_on=date(2026, 12, 1)))


def save(application, step, *, shown=None, at=AT, **typed):
    found = asked_by(application.programme).step(step)
    return filling.save(
        application=application, step=found, typed=typed, shown=knows(**(shown or {})), at=at
    )


def test_the_first_saving_starts_the_application(application):
    typed = {"family_name": "Benali", "given_name": "Karim", "email": "wrong"}
    saved = save(application, "person", shown={"email": application.email}, **typed)

    application.refresh_from_db()
    assert (application.state, application.saved_at, application.full_name) == (
        "started",
        AT,
        "BENALI Karim",
    )
    assert application.answers["person"]["email"] == "wrong"
    assert application.email.startswith("applicant")
    assert saved.refused == {}


def test_typing_leaves_no_history_and_taking_over_a_name_leaves_one(application):
    save(application, "aims", aims="a")
    before = application.history.count()

    save(application, "aims", shown={"aims": "a"}, aims="ab")
    assert application.history.count() == before
    save(application, "person", family_name="Benali")

    assert application.history.count() == before + 1


def test_of_two_windows_the_second_decides_by_saving_again(application):
    save(application, "aims", shown={"aims": "", "sectors": ""}, aims="Partners", sectors="Food")

    second = save(
        application, "aims", shown={"aims": "", "sectors": ""}, aims="Buyers", sectors="", at=LATER
    )

    assert second.conflicts == {"aims": "Partners"}
    assert second.news == {"sectors": "Food"}
    assert (second.values["aims"], second.values["sectors"]) == ("Buyers", "Food")
    application.refresh_from_db()
    assert application.answers["aims"]["aims"] == "Partners"
    known = {name: [one] for name, one in second.digests().items()}
    decided = filling.save(
        application=application,
        step=asked_by(application.programme).step("aims"),
        typed=second.values,
        shown=known,
        at=LATER,
    )
    assert decided.conflicts == {}
    assert decided.application.answers["aims"]["aims"] == "Buyers"
    assert decided.application.answers["aims"]["sectors"] == "Food"


def test_saving_one_step_leaves_the_others(application):
    save(application, "aims", aims="a")
    save(application, "post", post="Head")

    application.refresh_from_db()
    assert sorted(application.answers) == ["aims", "post"]


def test_nothing_but_the_steps_own_fields_is_kept(application):
    save(application, "aims", aims="a", number="AB1234567", state="accepted")

    application.refresh_from_db()
    assert set(application.answers["aims"]) == {"aims", "sectors", "companies", "why_you"}
    assert application.state == "started"


def test_consent_is_remembered_with_its_moment_and_can_be_taken_back(application):
    save(application, "consent", consent="on")
    application.refresh_from_db()
    assert application.consented_at == AT

    save(application, "consent", shown={"consent": "on"}, consent="", at=LATER)

    application.refresh_from_db()
    assert application.consented_at is None


def test_an_address_of_another_application_is_kept_but_not_taken_over(application):
    ApplicationFactory(programme=application.programme, email="twice@example.org")

    shown = {"email": application.email}
    saved = save(application, "person", shown=shown, email="TWICE@example.org")

    assert list(saved.refused) == ["email"]
    application.refresh_from_db()
    assert application.email.startswith("applicant")
    with pytest.raises(NotPossible):
        filling.submit(application=application, at=AT)


@pytest.mark.parametrize(
    ("given", "programme", "said"),
    [
        ({"state": "withdrawn"}, {}, "This form is closed."),
        ({"state": "submitted", "submitted_at": AT}, {}, "It was handed in on 22 Nov 2026"),
        ({}, {"call_closes_on": date(2026, 11, 21)}, "It could be filled in until 21 Nov 2026."),
        ({}, {"state": "selection"}, "The call is closed."),
        ({}, {"state": "cancelled"}, "The programme is cancelled."),
        ({"open_until": date(2026, 11, 21)}, {}, "It could be filled in until 21 Nov 2026."),
        ({"open_until": date(2026, 11, 22)}, {"state": "selection"}, ""),
        ({}, {"call_closes_on": date(2026, 11, 22)}, ""),
        ({}, {}, ""),
    ],
)
def test_a_form_is_shut_for_a_reason(db, given, programme, said):
    application = ApplicationFactory(programme=ProgrammeFactory(**programme), **given)

    assert filling.why_shut(application, AT).startswith(said)
    assert bool(filling.why_shut(application, AT)) is bool(said)
    if said:
        with pytest.raises(filling.Shut):
            save(application, "aims", aims="a")
        with pytest.raises(filling.Shut):
            filling.submit(application=application, at=AT)
