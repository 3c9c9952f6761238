"""What somebody reads whose link is mistyped, or whose browser keeps our cookie away."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import logged_in
from tests.portal.links import applicant, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

WRONG = ["", "abc/", "%E6%9D%B1/person/", f"{'0' * 64}/"]
TOLD = "<h1>This address leads nowhere</h1>"


@pytest.mark.parametrize("rest", WRONG)
def test_a_mistyped_link_says_what_to_do_and_leads_to_a_new_one(client, rest):
    link = applicant().link

    answer = client.get(f"/apply/{link.pk}/{rest}")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert TOLD in page
    assert f'href="{reverse("portal:lost")}"' in page
    assert "nav" not in page


@pytest.mark.parametrize("role", ["officer", "manager", "auditor", "stranger"])
def test_a_wrong_link_opens_for_nobody_whoever_is_logged_in(role, request):
    client = logged_in(request.getfixturevalue(role))
    link = applicant().link

    answers = [client.get(at("portal:application", link, token)) for token in ("abc", "0" * 64)]

    assert [one.status_code for one in answers] == [404, 404]
    assert [TOLD in one.content.decode() for one in answers] == [True, True]


def test_in_the_workspace_an_officer_is_told_as_before(desk):
    page = desk.get("/visits/999999/").content.decode()

    assert "There is nothing here that you can see" in page
    assert TOLD not in page


def test_without_our_cookie_a_visitor_reads_what_to_do():
    client = Client(enforce_csrf_checks=True)

    answer = client.post(at("portal:step", applicant().link, "", "person"), {"family_name": "A"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>What you sent did not reach us</h1>" in page
    assert "Allow cookies for this site in your browser." in page
    assert "CSRF" not in page


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_both_speak_as_the_browser_asks(language):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})

    answers = [client.get("/apply/1/abc/"), client.post("/apply/")]

    assert [one.status_code for one in answers] == [404, 403]
    for one in answers:
        assert f'<html lang="{language}"' in one.content.decode()
