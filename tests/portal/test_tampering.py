"""What no page of ours sends: notes, numbers and amounts made up by somebody with a link."""

import logging

import pytest
from django.test import Client

from delegates.models import Application
from itpo.office.logs import WithoutTokens
from itpo.portal.addresses import page
from tests.factories import LinkedApplicationFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("noted", ["[" * 200_000, '{"a":' * 100_000, "1" * 5000])
@pytest.mark.parametrize("name", ["shown", "sent"])
def test_what_a_page_noted_may_be_any_nonsense(name, noted):
    application = LinkedApplicationFactory()

    address = page(application.link, "portal:step", step="person")
    answer = Client().post(address, {"family_name": "Benali", name: noted})

    assert answer.status_code == 200
    kept = Application.objects.get().answers["person"]
    assert kept["family_name"] == "Benali"


@pytest.mark.parametrize("number", ["0", "6", "-1", "x", "9" * 5000])
def test_a_project_that_there_is_not_cannot_be_cleared(number):
    known = {"project-1-title": "Solar park"}
    application = LinkedApplicationFactory(answers={"projects": known})
    address = page(application.link, "portal:step", step="projects")

    answer = Client().post(address, {"go": f"clear-{number}"})

    assert answer.status_code == 302
    assert Application.objects.get().answers["projects"]["project-1-title"] == "Solar park"


@pytest.mark.parametrize("name", ["document", "my-paper", "my-material"])
def test_a_number_no_database_has_leads_nowhere(name):
    application = LinkedApplicationFactory()

    answer = Client().get(page(application.link, f"portal:{name}", pk=10**30))

    assert answer.status_code == 404


def test_far_too_much_is_not_kept_and_shown_once_more():
    application = LinkedApplicationFactory(answers={"aims": {"aims": "Partners"}})
    address = page(application.link, "portal:step", step="aims")

    answer = Client().post(address, {"aims": "long " * 20_000})

    assert answer.status_code == 409
    assert "Write at most 50000 characters; these are 100000." in answer.content.decode()
    assert "long long" in answer.content.decode()
    assert Application.objects.get().answers == {"aims": {"aims": "Partners"}}


def test_far_too_much_while_typing_is_said_in_a_sentence():
    application = LinkedApplicationFactory()
    address = page(application.link, "portal:step", step="aims")

    answer = Client().post(address, {"aims": "x" * 50_001}, headers={"X-Saving": "typing"})

    assert answer.status_code == 409
    assert answer.json() == {"why": "Write at most 50000 characters; these are 50001."}


def test_no_log_keeps_what_opens_a_link(caplog):
    application = LinkedApplicationFactory()
    QuestionFactory(programme=application.programme)
    address = page(application.link, "portal:check")
    caplog.handler.addFilter(WithoutTokens())

    Client(enforce_csrf_checks=True).post(address)

    assert caplog.messages == [
        f"Forbidden (CSRF cookie not set.): /apply/{application.link.pk}/•••/check/"
    ]


def test_every_line_of_the_log_goes_through_it(settings):
    handlers = settings.LOGGING["handlers"].values()

    assert [one["filters"] for one in handlers] == [["without_tokens"]]
    record = logging.LogRecord("x", 40, "", 1, "%s failed", ("/my/7/" + "a" * 64 + "/",), None)
    WithoutTokens().filter(record)
    assert record.getMessage() == "/my/7/•••/ failed"
