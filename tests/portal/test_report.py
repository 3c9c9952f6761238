"""The report after a visit: kept as typed, sent in once, read afterwards."""

from datetime import UTC, datetime

import pytest

from delegates.models import Application
from tests.factories import QuestionFactory
from tests.portal.my import accepted, at

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)  # noon in Tokyo


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def application(officer):
    return accepted(officer, begins="2026-11-16", ends="2026-11-27")


def asked(application, **given):
    """One more question of the report."""
    return QuestionFactory(programme=application.programme, step="report", **given)


def shown_on(response):
    """What the page notes down of what it shows."""
    return response.context["shown"]


def send(client, application, typed, button="save", shown=None):
    shown = shown or shown_on(client.get(at(application, "report")))
    return client.post(at(application, "report"), {**typed, "shown": shown, button: "1"})


def kept(application):
    return Application.objects.get(pk=application.pk).answers.get("report")


def text(response):
    return " ".join(response.content.decode().split())


def test_the_page_asks_what_the_programme_asks(client, application):
    asked(application, text="Second", position=2)
    asked(application, text="First", position=1)
    QuestionFactory(programme=application.programme, step="aims", text="Of the form")

    response = client.get(at(application, "report"))

    assert [field.label for field, _theirs in response.context["fields"]] == ["First", "Second"]


def test_a_question_is_asked_in_the_language_of_the_link(client, officer):
    application = accepted(officer, language="fr", begins="2026-11-16", ends="2026-11-27")
    asked(application, text="What next?", text_fr="Et ensuite ?")

    assert "Et ensuite ?" in text(client.get(at(application, "report")))


def test_what_is_typed_is_kept_as_typed_and_can_be_gone_on_with(client, application):
    number = asked(application, kind="number")
    required = asked(application, is_required=True)

    response = send(client, application, {number.name: "about a dozen", required.name: ""})

    assert response["Location"] == at(application, "report")
    assert kept(application)[number.name] == "about a dozen"
    assert "about a dozen" in text(client.get(at(application, "report")))
    assert Application.objects.get(pk=application.pk).report_submitted_at is None


def test_a_report_is_sent_in_once_and_can_be_read_afterwards(client, application):
    question = asked(application, text="What next?", is_required=True)

    response = send(client, application, {question.name: "Two <b>plants</b>"}, "send")

    assert response["Location"] == at(application)
    assert Application.objects.get(pk=application.pk).report_submitted_at == NOW
    read = text(client.get(at(application, "report")))
    assert "You sent it on 30 Nov 2026. It can be read, not changed." in read
    assert "Two &lt;b&gt;plants&lt;/b&gt;" in read
    assert 'class="form"' not in read
    assert "We have your report." in text(client.get(at(application)))


def test_a_report_that_was_sent_in_is_not_changed_any_more(client, application):
    question = asked(application)
    page = shown_on(client.get(at(application, "report")))
    send(client, application, {question.name: "Once"}, "send")

    response = send(client, application, {question.name: "Twice"}, "send", shown=page)

    assert kept(application) == {question.name: "Once"}
    follow = client.get(response["Location"])
    assert "Your report was sent in already." in text(follow)


@pytest.mark.parametrize(
    ("given", "typed", "said"),
    [
        ({"is_required": True}, "", "Write something here, please."),
        ({"kind": "number"}, "a dozen", "Write a number in digits only"),
        ({"kind": "choice", "choices_typed": "Good\nBad", "is_required": True}, "", "Choose one"),
        ({"kind": "day"}, "soon", "soon"),
        ({"kind": "line"}, "x" * 201, "Write at most 200 characters"),
    ],
)
def test_what_cannot_be_sent_in_says_so_beside_itself_and_is_kept(
    client, application, given, typed, said
):
    question = asked(application, **given)
    good = asked(application)

    response = send(client, application, {question.name: typed, good.name: "Kept"}, "send")

    form = response.context["form"]
    assert list(form.errors) == [question.name]
    assert said in text(response)
    assert 'aria-invalid="true"' in text(response)
    assert f'href="#id_{question.name}"' in text(response)
    assert kept(application) == {question.name: typed, good.name: "Kept"}
    assert Application.objects.get(pk=application.pk).report_submitted_at is None


def test_two_pages_never_overwrite_each_other(client, application):
    ours, theirs = asked(application, text="Ours"), asked(application, text="Theirs")
    page = shown_on(client.get(at(application, "report")))
    send(client, application, {ours.name: "From the phone", theirs.name: "Also"}, shown=page)

    response = send(client, application, {ours.name: "From the desk", theirs.name: ""}, shown=page)

    assert kept(application) == {ours.name: "From the phone", theirs.name: "Also"}
    assert response.context["theirs"] == {ours.name: "From the phone"}
    assert "From the desk" in text(response)
    send(
        client,
        application,
        {ours.name: "From both", theirs.name: "Also"},
        shown=shown_on(response),
    )
    assert kept(application) == {ours.name: "From both", theirs.name: "Also"}


def test_my_page_asks_for_the_report_and_says_when_it_is_late(client, application, time_machine):
    asked(application)

    before = text(client.get(at(application)))
    time_machine.move_to(datetime(2026, 12, 15, tzinfo=UTC), tick=False)
    after = text(client.get(at(application)))

    assert "Please send it by 11 Dec 2026." in before
    assert "tag late" not in before
    assert '<span class="tag late">late</span>' in after
    assert "We asked for it by 11 Dec 2026." in after
    assert "We asked for it by 11 Dec 2026. We are still glad to have it." in text(
        client.get(at(application, "report"))
    )


def test_it_is_not_written_before_the_last_day(client, officer):
    application = accepted(officer, begins="2026-11-16", ends="2026-12-01")
    question = asked(application, text="What next?")

    response = client.post(at(application, "report"), {question.name: "Early", "send": "1"})

    assert kept(application) is None
    follow = text(client.get(response["Location"]))
    assert "The report can be written from the last day of the visit on." in follow
    assert "What next?" in follow
    assert 'class="form"' not in follow


def test_it_is_written_from_the_last_day_on_as_the_office_counts(client, officer, time_machine):
    application = accepted(officer, begins="2026-11-16", ends="2026-12-01")
    asked(application)
    # 15:30 UTC on the 30th is the 1st in Tokyo.
    time_machine.move_to(datetime(2026, 11, 30, 15, 30, tzinfo=UTC), tick=False)

    assert 'class="form"' in text(client.get(at(application, "report")))


def test_a_completed_visit_can_be_reported_on_whatever_its_days(client, officer):
    application = accepted(officer, begins="2026", ends="", state="completed")
    asked(application)

    assert 'class="form"' in text(client.get(at(application, "report")))
    assert "Please send it within two weeks of your last day." in text(client.get(at(application)))


def test_a_programme_that_asks_nothing_has_no_report(client, application):
    assert client.get(at(application, "report")).status_code == 404
    assert "eport" not in text(client.get(at(application))).partition("<h1>")[2]


def test_no_report_is_asked_for_of_a_cancelled_visit(client, officer):
    application = accepted(officer, state="cancelled", cancelled_because="No visa")
    asked(application)

    assert "Write the report" not in text(client.get(at(application)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_costs_the_same_for_any_number_of_questions(
    client, application, rows, django_assert_num_queries
):
    for _row in range(rows):
        asked(application)
    client.get(at(application, "report"))

    # link, application, questions, documents asked for
    with django_assert_num_queries(4):
        response = client.get(at(application, "report"))

    assert len(response.context["fields"]) == rows
