"""The page on which an agency names delegates."""

from datetime import date
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delegates.models import Application, Programme
from itpo.office.models import PersonalLink
from tests.factories import (
    AgencyFactory,
    ApplicationDocumentFactory,
    ApplicationFactory,
    LinkedApplicationFactory,
    RequiredDocumentFactory,
    ThemeFactory,
)
from tests.portal.links import at, calling, invited
from tests.tables import all_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

State = Application.State
AMINA = {
    "family_name": "Exemple",
    "given_name": "Amina",
    "email": "amina@example.org",
    "language": "fr",
}


def look(client, invitation) -> str:
    return client.get(at("portal:nomination", invitation.link)).content.decode()


def name(client, invitation, **typed):
    return client.post(at("portal:nomination", invitation.link), {**AMINA, **typed})


def nominee(invitation, **given) -> Application:
    return LinkedApplicationFactory(
        programme=invitation.programme, agency=invitation.agency, invitation=invitation, **given
    )


def written() -> dict:
    """Every row but that a link was opened."""
    rows = all_rows()
    del rows["office.PersonalLink"], rows["sessions.Session"]
    return rows


def test_an_agency_reads_what_it_is_asked_for(client):
    programme = calling(begins="2027-02-01", ends="2027-02-12")
    programme.themes.add(ThemeFactory(name="Circular economy"))
    RequiredDocumentFactory(programme=programme, text="Letter", text_fr="Une lettre de l'agence")
    invitation = invited(programme=programme, most=2, answer_by=date(2026, 12, 1), language="fr")

    page = look(client, invitation)

    for said in ("Delegates 2027", "Agence fictive", "Circular economy", "lettre de l"):
        assert said in page
    assert "1 décembre 2026" in page


def test_without_a_day_or_a_number_the_page_says_so(client):
    page = look(client, invited(programme=calling(call_closes_on=None)))

    assert "<dd>no day is set</dd>" in page
    assert "<dd>as many as you like</dd>" in page
    assert "<dd>the dates will follow</dd>" in page


def test_somebody_is_named_and_gets_a_mail(client):
    invitation = invited()

    response = name(client, invitation)
    page = client.get(response.url).content.decode()

    application = Application.objects.get()
    assert response.url == at("portal:nomination", invitation.link)
    assert (application.full_name, application.link.language) == ("EXEMPLE Amina", "fr")
    assert "EXEMPLE Amina is named, and gets a mail with a form." in page
    assert "<b>EXEMPLE Amina</b>" in page


def test_somebody_without_an_address_is_filled_in_for(client):
    invitation = invited()

    response = name(client, invitation, email="")
    page = client.get(response.url).content.decode()

    assert Application.objects.get().link is None
    assert "EXEMPLE Amina is named. Now fill in the form for them." in page
    assert "No address: you fill in the form." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"family_name": ""}, "Write the family name."),
        ({"family_name": "x" * 81}, "at most 80 characters"),
        ({"email": "amina"}, "Write a whole address, such as name@example.org."),
        ({"email": f"{'x' * 300}@example.org"}, "at most 254 characters"),
        ({"email": "taken@example.org"}, "This address has an application here already."),
        ({"language": "de"}, "Select a valid choice."),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_keeps_what_was_typed(client, typed, sentence):
    invitation = invited()
    ApplicationFactory(programme=invitation.programme, email="taken@example.org")
    before = written()

    page = name(client, invitation, **typed).content.decode()

    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert 'role="alert"' in page
    assert 'value="Amina"' in page
    assert written() == before


def test_of_every_nominee_the_agency_sees_how_far_they_are(client):
    invitation = invited()
    shown = {State.INVITED: "Invited", State.STARTED: "Started", State.SUBMITTED: "Submitted"}
    for state in (*shown, State.WITHDRAWN):
        nominee(invitation, state=state, family_name=f"In {state}")

    page = look(client, invitation)

    for state, label in shown.items():
        assert f'<b>IN {state.upper()}</b> <span class="tag">{label}</span>' in page
    assert "WITHDRAWN" not in page
    assert page.count("Take back") == 2


def test_of_every_nominee_the_agency_sees_what_is_missing(client):
    invitation = invited(programme=calling(asks_aims=False, asks_projects=False, asks_travel=False))
    letter = RequiredDocumentFactory(programme=invitation.programme)
    application = nominee(invitation)
    before = look(client, invitation)

    ApplicationDocumentFactory(application=application, required=letter)
    after = look(client, invitation)

    assert "Still missing in: Person, Post and experience, Documents, Consent" in before
    assert "Still missing in: Person, Post and experience, Consent" in after


def test_the_agency_fills_in_for_whom_it_named_while_that_is_possible(client):
    invitation = invited()
    begun, done = nominee(invitation), nominee(invitation, state=State.SUBMITTED)

    page = look(client, invitation)

    assert at("portal:nominee", invitation.link, "", begun.pk) in page
    assert at("portal:nominee", invitation.link, "", done.pk) not in page


def test_whom_others_named_an_agency_does_not_see(client):
    invitation = invited()
    ApplicationFactory(programme=invitation.programme, family_name="Secret")
    other = AgencyFactory(name="Other agency")
    nominee(invited(programme=invitation.programme, agency=other), family_name="Hidden")

    page = look(client, invitation)

    assert "SECRET" not in page
    assert "HIDDEN" not in page


def test_somebody_is_taken_back(client):
    invitation = invited()
    application = nominee(invitation, family_name="Exemple")

    response = client.post(at("portal:take-back", invitation.link, "", application.pk))
    page = client.get(response.url).content.decode()

    application.refresh_from_db()
    assert application.state == State.WITHDRAWN
    assert application.reason == "Taken back by Agence fictive."
    assert "EXEMPLE is taken back." in page
    assert "Nobody yet." in page


def test_what_is_handed_in_stays(client):
    invitation = invited()
    application = nominee(invitation, state=State.SUBMITTED)

    response = client.post(at("portal:take-back", invitation.link, "", application.pk))
    page = client.get(response.url).content.decode()

    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert "The form is handed in already. Write to us to take it back." in page


def test_nobody_else_s_nominee_is_taken_back(client):
    invitation, application = invited(), nominee(invited(agency=AgencyFactory()))

    response = client.post(at("portal:take-back", invitation.link, "", application.pk))

    application.refresh_from_db()
    assert (response.status_code, application.state) == (404, State.INVITED)


def test_an_agency_says_that_it_names_nobody_and_may_change_its_mind(client):
    invitation = invited()

    response = client.post(at("portal:decline", invitation.link), {"because": "Ramadan"})
    page = client.get(response.url).content.decode()

    assert "Thank you for telling us." in page
    assert "On 21 Nov 2026 you told us that you name nobody this time." in page
    assert "“Ramadan”" in page
    name(client, invitation)
    assert "you told us that you name nobody" not in look(client, invitation)


def test_a_reason_that_is_too_long_is_answered_where_it_was_typed(client):
    invitation = invited()

    page = client.post(
        at("portal:decline", invitation.link), {"because": "x" * 301}
    ).content.decode()

    assert "at most 300 characters" in page
    assert '<details class="more" open>' in page


def test_who_has_named_as_many_as_they_may_is_told_how_to_name_another(client):
    invitation = invited(most=1)
    nominee(invitation)

    page = look(client, invitation)

    assert "You have named as many as you can." in page
    assert "Name this person" not in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"call_closes_on": date(2026, 11, 20)}, "Names were taken until 20 Nov 2026."),
        ({"state": Programme.State.SELECTION}, "The call is closed."),
        ({"state": Programme.State.CANCELLED}, "The programme is cancelled."),
    ],
)
def test_afterwards_the_page_is_for_reading_and_says_why(client, given, sentence):
    invitation = invited(programme=calling(**given))
    application = nominee(invitation)
    before = written()

    page = look(client, invitation)
    refused = name(client, invitation).content.decode()

    assert sentence in page
    assert "<button" not in page.split("<main")[1]
    assert sentence in refused
    assert str(application) in page
    assert written() == before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_nominees(client, rows):
    invitation = invited()
    for _row in range(rows):
        nominee(invitation)
        RequiredDocumentFactory(programme=invitation.programme)
    look(client, invitation)

    with CaptureQueriesContext(connection) as queries:
        look(client, invitation)

    # The link, the invitation, nominees, questions and papers asked for, papers received; the
    # themes, and the papers as the page names them.
    assert len(queries) == 8


def test_a_holder_of_an_application_names_nobody(client):
    link = nominee(invited()).link

    response = client.post(reverse("portal:nomination", args=[link.pk, link.token()]), AMINA)

    assert response.status_code == 404
    assert PersonalLink.objects.count() == 2


def test_the_page_obeys_the_strict_policy_and_needs_no_script(client):
    invitation = invited()
    nominee(invitation)

    page = look(client, invitation)

    assert [bad for bad in (" style=", "<script", " onclick=") if bad in page] == []


def test_what_an_agency_types_is_text_and_nothing_else(client):
    invitation = invited()
    nominee(invitation, family_name="<b>O'Brien</b>")

    page = look(client, invitation)

    assert escape("<B>O'BRIEN</B>") in page
