"""Follow-ups are noted, ticked off, moved and dropped."""

from datetime import date

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from itpo.office.models import Document, FollowUp
from tests.conftest import logged_in
from tests.factories import DealFactory, FollowUpFactory, VisitFactory

PROMISE = reverse("office:promise")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def url(name: str, follow_up: FollowUp) -> str:
    return reverse(f"office:{name}", args=[follow_up.pk])


def test_something_is_promised_about_a_record(desk, officer):
    visit = VisitFactory(officer=officer)

    response = desk.post(
        f"{PROMISE}?about=delegates.visit:{visit.pk}",
        {"what": "Send the list", "promised_by": "delegate", "due_on": "2026-11-27"},
    )

    follow_up = FollowUp.objects.get()
    assert response.url == visit.get_absolute_url()
    assert list(visit.follow_ups.all()) == [follow_up]
    assert (follow_up.about_url, follow_up.promised_by) == (response.url, "delegate")
    assert str(visit.delegate) in follow_up.about


def test_anybody_can_be_given_a_promise_about_what_is_picked(desk, officer, colleague):
    deal = DealFactory(
        office=officer.office, owner=officer, is_confidential=True, anonymous_description="A plant"
    )

    response = desk.post(
        PROMISE,
        {
            "what": "Call them",
            "promised_by": "us",
            "due_on": "2026-11-27",
            "deal": deal.pk,
            "owner": colleague.pk,
        },
    )

    (follow_up,) = deal.follow_ups.all()
    assert (follow_up.owner, follow_up.is_restricted) == (colleague, True)
    assert response.url == deal.get_absolute_url()


def test_a_promise_is_about_one_thing(desk, officer):
    typed = {
        "what": "Call them",
        "promised_by": "us",
        "due_on": "2026-11-27",
        "deal": DealFactory(office=officer.office).pk,
        "visit": VisitFactory(officer=officer).pk,
    }

    form = desk.post(PROMISE, typed).context["form"]

    assert form.errors == {"visit": ["A promise is about one thing: choose one of these."]}
    assert (form["what"].value(), FollowUp.objects.count()) == ("Call them", 0)


@pytest.mark.parametrize("role", ["stranger", "auditor"])
def test_nobody_is_given_a_promise_who_could_not_keep_it(desk, request, role):
    typed = {"what": "Call them", "promised_by": "us", "due_on": "2026-11-27"}

    form = desk.post(PROMISE, {**typed, "owner": request.getfixturevalue(role).pk}).context["form"]

    assert (list(form.errors), FollowUp.objects.count()) == (["owner"], 0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"what": "", "due_on": "2026-11-27"}, "what"),
        ({"what": "Send it", "due_on": ""}, "due_on"),
        ({"what": "Send it", "due_on": "27.11."}, "due_on"),
    ],
)
def test_a_promise_without_words_or_a_day_is_refused(desk, typed, field):
    response = desk.post(PROMISE, {"promised_by": "us", **typed})

    assert list(response.context["form"].errors) == [field]
    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize("about", ["deals.deal:0", "office.user:1", "deals.deal:x", "nonsense"])
def test_a_promise_about_nothing_we_know_is_not_found(desk, about):
    assert desk.get(PROMISE, {"about": about}).status_code == 404


def test_a_promise_about_another_offices_deal_is_not_found(desk, stranger):
    deal = DealFactory(office=stranger.office)

    assert desk.get(PROMISE, {"about": f"deals.deal:{deal.pk}"}).status_code == 404


def test_what_is_promised_about_a_confidential_deal_is_restricted_with_it(desk, officer, colleague):
    deal = DealFactory(
        office=officer.office,
        owner=officer,
        is_confidential=True,
        anonymous_description="A plant in Africa",
    )

    desk.post(
        f"{PROMISE}?about=deals.deal:{deal.pk}",
        {"what": "Send the secret list", "promised_by": "us", "due_on": "2026-11-27"},
    )

    assert FollowUp.objects.get().is_restricted
    page = logged_in(colleague).get(reverse("office:follow-ups"), {"who": "all"}).content.decode()
    assert "secret" not in page


@pytest.mark.parametrize("digits", ["9" * 5000, "٣", "-1", "1.5"])
def test_a_number_no_row_can_have_is_not_found(desk, digits):
    assert desk.get(PROMISE, {"about": f"deals.deal:{digits}"}).status_code == 404
    assert desk.get(reverse("investors:log-meeting"), {"visit": digits}).status_code == 200
    assert desk.get(reverse("delegates:log-visit"), {"delegate": digits}).status_code == 200


def test_ticking_off_leads_back_to_where_one_was(desk, officer):
    follow_up = FollowUpFactory(owner=officer)

    response = desk.post(url("tick-off", follow_up), {"back": "/follow-ups/"})

    follow_up.refresh_from_db()
    assert response.url == "/follow-ups/"
    assert (follow_up.state, follow_up.closed_by) == ("done", officer)


def test_ticking_off_does_not_lead_to_another_house(desk, officer):
    response = desk.post(
        url("tick-off", FollowUpFactory(owner=officer)), {"back": "https://example.com/"}
    )

    assert response.url == "/"


def test_a_stale_tick_says_that_it_was_closed(desk, officer, colleague):
    follow_up = FollowUpFactory(owner=officer)
    logged_in(colleague).post(url("tick-off", follow_up))

    response = desk.post(url("tick-off", follow_up), follow=True)

    follow_up.refresh_from_db()
    assert "It was closed already: done." in response.content.decode()
    assert follow_up.closed_by == colleague


def test_moving_says_why_and_the_history_keeps_the_old_day(desk, officer):
    follow_up = FollowUpFactory(owner=officer, due_on=date(2026, 11, 20))

    desk.post(
        url("move", follow_up), {"move-due_on": "2026-12-01", "move-reason": "They asked for time"}
    )

    follow_up.refresh_from_db()
    assert (follow_up.due_on, follow_up.state) == (date(2026, 12, 1), "open")
    assert list(follow_up.history.values_list("due_on", "history_user")) == [
        (date(2026, 12, 1), officer.pk),
        (date(2026, 11, 20), None),
    ]


def test_dropping_says_why(desk, officer):
    follow_up = FollowUpFactory(owner=officer)

    refused = desk.post(url("drop", follow_up), {"drop-reason": ""})
    follow_up.refresh_from_db()
    assert refused.context["drop_form"].errors == {"reason": ["This field is required."]}
    assert follow_up.state == "open"

    desk.post(url("drop", follow_up), {"drop-reason": "The company withdrew"})
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.reason) == ("dropped", "The company withdrew")


@pytest.mark.parametrize("verb", ["tick-off", "move", "drop"])
def test_another_office_cannot_touch_it(stranger, officer, verb):
    follow_up = FollowUpFactory(owner=officer)

    response = logged_in(stranger).post(url(verb, follow_up), {"drop-reason": "x"})

    follow_up.refresh_from_db()
    assert (response.status_code, follow_up.state) == (404, "open")


@pytest.mark.parametrize("verb", ["tick-off", "move", "drop"])
def test_an_auditor_only_reads(auditor, officer, verb):
    follow_up = FollowUpFactory(owner=officer)

    response = logged_in(auditor).post(url(verb, follow_up))

    assert response.status_code == 403
    assert "Done" not in logged_in(auditor).get(url("follow-up", follow_up)).content.decode()


def test_a_document_is_handed_out_to_its_office_only(desk, officer, stranger):
    document = Document(office=officer.office, title="Minutes.pdf", uploaded_by=officer)
    document.file.save("ignored.pdf", ContentFile(b"%PDF-1.7"))
    address = reverse("office:document", args=[document.pk])

    response = desk.get(address)

    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Disposition"] == 'attachment; filename="Minutes.pdf"'
    assert logged_in(stranger).get(address).status_code == 404
    assert "ignored" not in document.file.name
