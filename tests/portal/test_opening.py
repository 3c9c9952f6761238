"""Who stands before the door of the portal, and what they are told when it is shut."""

from datetime import timedelta

import pytest
from django.urls import reverse

from itpo.office import links
from itpo.office.models import PersonalLink
from tests.factories import PersonalLinkFactory
from tests.portal.links import NOW, PURPOSE, applicant, at, invited

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


def nomination(client, link, token=""):
    return client.get(at("portal:nomination", link, token))


def test_a_link_opens_its_page_without_an_account(client):
    invitation = invited()

    response = nomination(client, invitation.link)

    assert response.status_code == 200
    assert response.context["invitation"] == invitation


def test_no_cache_and_no_search_engine_keeps_a_page_behind_a_link(client):
    response = nomination(client, invited().link)

    assert set(response["Cache-Control"].split(", ")) == {"no-store", "private"}
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"


def test_opening_is_remembered(client):
    link = invited().link

    nomination(client, link)

    link.refresh_from_db()
    assert link.opened_at == NOW


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_a_page_speaks_the_language_of_its_link_and_not_of_the_browser(client, language):
    link = invited(language=language).link

    response = client.get(at("portal:nomination", link), headers={"accept-language": "de"})

    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("token", ["0" * 64, "é", "x", "' or 1=1"])
def test_a_forged_address_is_not_there(client, token):
    response = nomination(client, invited().link, token)

    assert response.status_code == 404


def test_a_link_that_is_not_there_is_answered_like_a_forged_one(client):
    link = invited().link

    response = client.get(reverse("portal:nomination", args=[link.pk + 1, link.token()]))

    assert response.status_code == 404


def test_a_link_opens_nothing_but_what_it_is_for(client):
    link = applicant().link

    response = nomination(client, link)

    assert response.status_code == 404


def test_a_link_whose_invitation_is_gone_opens_nothing(client):
    link = PersonalLinkFactory(purpose=PURPOSE.NOMINATION)

    assert nomination(client, link).status_code == 404


def shut(client, invitation) -> tuple[int, str]:
    response = nomination(client, invitation.link)
    return response.status_code, response.content.decode()


def test_an_expired_link_says_since_when_and_offers_a_new_one(client):
    status, page = shut(client, invited(expires_at=NOW - timedelta(days=1)))

    assert status == 410
    assert "<h1>This link has expired</h1>" in page
    assert "It could be opened until 20 Nov 2026. What you wrote behind it is kept." in page
    assert "Send me a new link" in page


def test_a_replaced_link_says_that_a_newer_one_was_sent(client):
    link = invited().link
    before = link.token()
    links.renew(link=link, at=NOW)

    response = nomination(client, link, before)

    assert response.status_code == 410
    assert "<h1>A newer link was sent</h1>" in response.content.decode()
    assert "Send me a new link" in response.content.decode()


def test_a_revoked_link_sends_its_holder_to_the_office(client):
    invitation = invited()
    office = invitation.link.office
    office.email, office.phone = "tokyo@example.org", "+81 3 0000 0000"
    office.save()
    links.revoke(link=invitation.link, at=NOW)

    status, page = shut(client, invitation)

    assert status == 410
    assert "<h1>This link was withdrawn</h1>" in page
    assert "Send me a new link" not in page
    assert "tokyo@example.org" in page
    assert "+81 3 0000 0000" in page


def test_a_shut_page_speaks_the_language_of_its_link(client):
    status, page = shut(client, invited(language="fr", expires_at=NOW))

    assert (status, '<html lang="fr"' in page) == (410, True)


def test_a_shut_link_remembers_no_opening(client):
    invitation = invited(expires_at=NOW)

    shut(client, invitation)

    assert PersonalLink.objects.get().opened_at is None


# --- the language ------------------------------------------------------------------------------


def test_the_language_is_changed_for_pages_and_mails_and_leads_back(client):
    link = invited().link
    here = at("portal:nomination", link)

    response = client.post(at("portal:language", link), {"language": "fr", "next": here})

    link.refresh_from_db()
    assert (response.status_code, response.url, link.language) == (302, here, "fr")


@pytest.mark.parametrize("language", ["", "de", "xx" * 40])
def test_a_language_we_do_not_speak_changes_nothing(client, language):
    link = invited(language="ja").link

    client.post(at("portal:language", link), {"language": language})

    link.refresh_from_db()
    assert link.language == "ja"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "javascript:1", ""]
)
def test_changing_the_language_leads_nowhere_else(client, elsewhere):
    link = invited().link

    response = client.post(at("portal:language", link), {"language": "fr", "next": elsewhere})

    assert response.url == at("portal:nomination", link)


def test_the_switch_names_each_language_in_its_own_words(client):
    page = nomination(client, invited(language="fr").link).content.decode()

    assert [name in page for name in (">English<", ">français<", ">日本語<")] == [True] * 3
    assert 'value="fr" lang="fr" aria-current="true"' in page
