"""The form behind a link without JavaScript: step by step, and read-only once handed in."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from delegates import passports
from delegates.models import Application, Programme, TravelDocument
from itpo.office.models import FollowUp, OutgoingMail
from itpo.portal.addresses import page
from tests.factories import (
    AgencyFactory,
    DelegateFactory,
    InvitationFactory,
    LinkedApplicationFactory,
    PersonalLinkFactory,
    ProgrammeFactory,
    QuestionFactory,
    RequiredDocumentFactory,
)
from tests.portal.form import Window
from tests.uploaded import pdf, sent

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 1, 42, tzinfo=UTC)
PERSON = {"family_name": "Benali", "given_name": "Karim", "country": "MA", "email": "k@example.org"}
POST = {"agency": "AMDIE", "post": "Head of division", "since": "2019-03", "duties": "Food"}


@pytest.fixture(autouse=True)
def the_clock():
    with time_machine.travel(AT, tick=False):
        yield


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def filled_in(**more) -> Application:
    """An application in which nothing is missing."""
    answers = {
        "person": PERSON,
        "post": POST,
        "aims": {"aims": "Partners"},
        "projects": {},
        "travel": {"no_passport": "on"},
        "consent": {"consent": "on"},
    }
    return LinkedApplicationFactory(answers=answers, state="started", **more)


def test_the_whole_way_without_javascript(officer):
    programme = ProgrammeFactory(officer=officer, call_closes_on=date(2026, 12, 1))
    QuestionFactory(programme=programme, step="aims", text="What of day 2?", is_required=True)
    letter = RequiredDocumentFactory(programme=programme, text="Nomination letter")
    application = LinkedApplicationFactory(programme=programme)
    window = Window(application).open()
    assert (window.step, "Step 1 of 7" in window.text) == ("person", True)

    window.press(**PERSON)
    assert window.step == "post"
    window.press(**POST)
    assert window.step == "aims"
    question = programme.questions.get().name
    window.press(aims="Meet\r\nmakers", **{question: "Plants"})
    assert window.step == "projects"
    window.press("more", **{"project-1-title": "Solar park", "project-1-capital": "2,500,000"})
    assert window.address.endswith("/projects/?more=1")
    window.press("next", **{"project-1-currency": "usd", "project-2-title": "Cold store"})
    assert window.step == "travel"
    window.press(number="AB 1234567", passport_country="MA", passport_expires="2031-05-20")
    assert window.step == "documents"
    window.press(**{letter.name: sent(pdf(), "letter.pdf")})
    assert window.step == "consent"
    window.press(consent="on")
    assert window.step == "check"
    assert "Nothing is missing." in window.text
    window.press()

    application = fresh(application)
    assert "It was handed in on 22 Nov 2026" in window.text
    assert (application.state, application.submitted_at, application.consented_at) == (
        "submitted",
        AT,
        AT,
    )
    assert application.full_name == "BENALI Karim"
    assert application.answers["aims"] == {
        "aims": "Meet\nmakers",
        "sectors": "",
        "companies": "",
        "why_you": "",
        question: "Plants",
    }
    assert application.answers["projects"]["project-2-title"] == "Cold store"
    assert TravelDocument.objects.get().unseal() == "AB1234567"
    assert "1234567" not in str(application.answers)
    mail = OutgoingMail.objects.get(kind="application.received")
    assert (mail.to, mail.about) == (application.link.email, {"application": application.pk})
    assert [(one.what, one.due_on, one.owner) for one in application.follow_ups.all()] == [
        ("Read the application of BENALI Karim", date(2026, 11, 27), officer)
    ]


def test_the_link_leads_to_where_one_left_off():
    application = LinkedApplicationFactory()
    Window(application).open("person").press(**PERSON)
    Window(application).open("post").press(agency="AMDIE")

    assert Window(application).open().step == "post"


def test_what_is_wrong_is_said_beside_its_field_and_kept():
    application = LinkedApplicationFactory()
    window = Window(application).open("post")

    window.press(agency="AMDIE", post="Head", since="13/2019", duties="", years="many")

    assert window.step == "post"
    assert window.errors() == {
        "since": "“13/2019” cannot be read as a date. Write for example 2016-06-27, 2016-06, "
        "2016, 1990s or about 2000.",
        "duties": "Write something here, please.",
        "years": "Write a number in digits only, such as 2500000.",
    }
    assert fresh(application).answers["post"]["since"] == "13/2019"
    assert (window.fields["since"], window.fields["years"]) == ("13/2019", "many")


def test_one_can_go_on_although_something_is_wrong_and_is_led_back():
    application = LinkedApplicationFactory()
    Window(application).open("post").press("back", since="13/2019")
    window = Window(application).open("check")
    missing = reverse_step(application, "post") + "?missing=1"

    assert "Still missing" in window.text
    assert f'{missing}#id_since">Since</a>' in window.html
    assert "13/2019" in window.visit(missing).errors()["since"]


def reverse_step(application, step):
    return page(application.link, "portal:step", step=step)


@pytest.mark.parametrize("go", ["back", "step-consent", "check", "more"])
def test_every_button_saves_before_it_leads_away(go):
    application = LinkedApplicationFactory()

    Window(application).open("aims").press(go, aims="Half a sent")

    assert fresh(application).answers["aims"]["aims"] == "Half a sent"


def test_choosing_a_language_saves_keeps_the_choice_and_speaks_it():
    application = LinkedApplicationFactory()
    window = Window(application).open("aims")

    window.press("", language="fr", aims="Des partenaires")

    application = fresh(application)
    assert application.link.language == "fr"
    assert application.answers["aims"]["aims"] == "Des partenaires"
    assert '<html lang="fr"' in window.html
    assert window.step == "aims"


def test_a_project_that_is_cleared_is_gone_and_another_can_be_added():
    application = LinkedApplicationFactory()
    window = Window(application).open("projects")
    window.press("more", **{"project-1-title": "Solar park"})
    window.press("more", **{"project-2-title": "Cold store"})
    assert "project-3-title" in window.fields

    window.press("clear-1")

    assert "project-1-title" not in window.fields
    assert window.fields["project-2-title"] == "Cold store"
    assert "Project 1 Title" in window.text


def test_a_project_without_a_title_and_an_amount_without_a_currency_are_refused():
    window = Window(LinkedApplicationFactory()).open("projects")

    window.press(**{"project-1-summary": "A park", "project-1-capital": "5"})

    assert window.errors() == {
        "project-1-title": "Give the project a title, or clear all of it.",
        "project-1-currency": "Write in which currency, such as USD.",
    }


def test_the_passport_is_kept_sealed_and_never_shown_again():
    application = LinkedApplicationFactory()
    Window(application).open("travel").press(number="AB1234567", departure="Rabat")

    window = Window(application).open("travel")

    assert "We have •••• 67. Write here only to replace it." in window.text
    assert "AB1234567" not in window.html
    assert fresh(application).answers["travel"]["departure"] == "Rabat"
    window.press(number="", passport_expires="2031-05-20")
    document = TravelDocument.objects.get()
    assert (document.unseal(), document.expires_on) == ("AB1234567", date(2031, 5, 20))
    assert "1234567" not in Window(application).open("check").html


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2027-02-26", {}),
        (
            "2027-02-25",
            {
                "passport_expires": "This passport runs out before the visit ends on 26 Feb 2027. "
                "Apply for a new one now, and write its number and its day here when you have it."
            },
        ),
    ],
)
def test_a_passport_has_to_last_as_long_as_the_visit(expires, said):
    application = LinkedApplicationFactory(
        programme__begins="2027-02-01", programme__ends="2027-02-26"
    )

    window = Window(application).open("travel")
    window.press(number="AB1234567", passport_expires=expires)

    assert window.errors() == said
    assert TravelDocument.objects.get().expires_on == date.fromisoformat(expires)


def test_a_wrong_passport_is_refused_beside_its_field_and_the_rest_is_kept():
    application = LinkedApplicationFactory()
    window = Window(application).open("travel")

    window.press(number="AB-1234567", passport_expires="2031", departure="Rabat")

    assert window.errors() == {
        "number": "Write the number as it stands in the passport: letters and digits only.",
        "passport_expires": "Write the whole day: year, month and day, such as 2027-02-15.",
    }
    assert "AB-1234567" not in window.html
    assert window.fields["departure"] == "Rabat"
    assert fresh(application).answers["travel"]["departure"] == "Rabat"


def test_neither_number_nor_reason_is_missing_and_saying_there_is_none_is_enough():
    application = LinkedApplicationFactory()

    window = Window(application).open("travel").press()
    assert window.errors() == {
        "number": "Write the number, or tick that you do not have a passport yet."
    }
    window.press(no_passport="on")

    assert window.step == "consent"


def test_a_number_is_not_kept_while_typing():
    application = LinkedApplicationFactory()

    Window(application).open("travel").autosave(number="AB1234567", departure="Rabat")

    assert not passports.has_number(application)
    assert fresh(application).answers["travel"]["departure"] == "Rabat"


def test_two_who_change_where_a_passport_was_issued_do_not_overwrite_each_other():
    application = LinkedApplicationFactory()
    mine, theirs = Window(application).open("travel"), Window(application).open("travel")
    theirs.press(number="AB1234567", passport_country="MA")

    mine.press(passport_country="FR", no_passport="on")

    assert "Meanwhile “MA” was written here" in mine.errors()["passport_country"]
    assert TravelDocument.objects.get().country_code == "MA"
    mine.press()
    assert TravelDocument.objects.get().country_code == "FR"


def test_a_file_is_received_shown_replaced_and_removed():
    letter = RequiredDocumentFactory(text="Nomination letter")
    application = LinkedApplicationFactory(programme=letter.programme)
    window = Window(application).open("documents")

    window.press("send", **{letter.name: sent(pdf(), "letter.pdf")})
    assert "received letter.pdf" in window.text
    window.press(f"remove-{letter.pk}")

    assert "letter.pdf" not in window.text
    assert application.documents.count() == 0
    assert window.press().errors() == {letter.name: "Send this file."}


def test_a_wrong_file_is_refused_in_a_sentence_and_the_others_are_kept():
    letter = RequiredDocumentFactory(text="Nomination letter")
    photo = RequiredDocumentFactory(text="Photo", programme=letter.programme)
    application = LinkedApplicationFactory(programme=letter.programme)
    window = Window(application).open("documents")

    window.press(**{letter.name: sent(pdf(), "a.pdf"), photo.name: sent(b"MZ\x90", "photo.jpg")})

    assert window.errors() == {
        photo.name: "This is neither a PDF nor a picture (JPEG, PNG or WebP). Save it as one of "
        "these, and send that."
    }
    assert [one.required for one in application.documents.all()] == [letter]


def test_an_upload_that_broke_off_is_no_document():
    letter = RequiredDocumentFactory(text="Nomination letter")
    application = LinkedApplicationFactory(programme=letter.programme)
    window = Window(application).open("documents")

    window.press("send", whole=None, **{letter.name: sent(pdf(), "letter.pdf")})

    assert window.errors() == {letter.name: "This file broke off on the way. Send it again."}
    assert application.documents.count() == 0


def test_another_programmes_document_is_not_taken():
    foreign = RequiredDocumentFactory()
    application = LinkedApplicationFactory()
    RequiredDocumentFactory(programme=application.programme, is_required=False)

    Window(application).open("documents").press(**{foreign.name: sent(pdf(), "letter.pdf")})

    assert application.documents.count() == 0


def test_once_handed_in_it_is_read_only_until_it_is_opened_again():
    application = filled_in()
    Window(application).open("check").press()

    window = Window(application).open("aims")
    assert window.step == "check"
    assert "Partners" in window.text
    window.address = reverse_step(application, "aims")
    window.press(aims="Something else")
    assert window.status == 409
    assert "What you wrote last could no longer be saved" in window.text
    assert "Something else" in window.text
    assert fresh(application).answers["aims"] == {"aims": "Partners"}

    Application.objects.update(state="started", submitted_at=None)
    assert Window(application).open("aims").press(aims="More").step == "projects"


def test_handing_in_twice_promises_and_writes_once(officer):
    application = filled_in(programme=ProgrammeFactory(officer=officer))
    window = Window(application).open("check")
    check = window.address

    window.press()
    window.address = check
    window.press()

    assert OutgoingMail.objects.filter(kind="application.received").count() == 1
    assert FollowUp.objects.count() == 1


def test_what_is_missing_is_not_handed_in():
    application = filled_in()
    Application.objects.update(answers={**application.answers, "consent": {}})

    window = Window(application).open("check").press()

    assert "Something is still missing: I have read this, and I agree." in window.text
    assert fresh(application).state == "started"


def test_after_the_last_day_it_is_read_only_and_says_whom_to_write_to():
    application = filled_in(programme=ProgrammeFactory(call_closes_on=date(2026, 11, 21)))
    application.programme.office.email = "tokyo@example.org"
    application.programme.office.save()

    window = Window(application).open("aims")

    assert "It could be filled in until 21 Nov 2026" in window.text
    assert 'href="mailto:tokyo@example.org"' in window.html
    answer = Window(application)
    answer.address = reverse_step(application, "aims")
    said = answer.autosave(aims="Late", shown='{"aims": ""}')
    assert (said.status_code, "until 21 Nov 2026" in said.json()["why"]) == (409, True)
    assert fresh(application).answers["aims"] == {"aims": "Partners"}


def test_the_last_day_is_the_offices_and_counts_in_full():
    tokyo_is_ahead = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
    application = filled_in(programme=ProgrammeFactory(call_closes_on=date(2026, 11, 21)))

    with time_machine.travel(tokyo_is_ahead, tick=False):
        assert Window(application).open("aims").step == "aims"
    with time_machine.travel(tokyo_is_ahead.replace(hour=15), tick=False):
        assert Window(application).open("aims").step == "check"


def test_reopened_past_the_call_it_can_be_filled_in():
    programme = ProgrammeFactory(call_closes_on=date(2026, 11, 1), state=Programme.State.SELECTION)
    application = filled_in(programme=programme, open_until=date(2026, 11, 30))

    assert Window(application).open("aims").press(aims="More").step == "projects"


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "waiting_list"])
def test_once_decided_the_link_leads_to_ones_own_page(state):
    application = LinkedApplicationFactory(
        state=state, decided_at=AT, delegate=DelegateFactory() if state == "accepted" else None
    )

    response = Client().get(page(application.link))

    assert (response.status_code, response["Location"]) == (
        302,
        page(application.link, "portal:my"),
    )


def test_an_agency_fills_it_in_for_whom_it_named_and_for_nobody_else():
    agency = AgencyFactory(name="AMDIE")
    link = PersonalLinkFactory(purpose="nomination", expires_at=datetime(2099, 1, 1, tzinfo=UTC))
    invitation = InvitationFactory(agency=agency, link=link)
    named = {"programme": invitation.programme, "agency": agency, "invitation": invitation}
    mine = LinkedApplicationFactory(
        **named, link=None, email="", family_name="Benali", given_name="Karim"
    )
    other = LinkedApplicationFactory(programme=invitation.programme)
    window = Window(LinkedApplicationFactory(link=link))

    window.visit(page(link, "portal:nominee", pk=mine.pk))
    assert "You fill this in for BENALI Karim." in window.text
    assert (window.fields["family_name"], window.fields["country"]) == ("Benali", "MA")
    window.press(email="")
    assert window.fields["agency"] == "AMDIE"
    window.visit(page(link, "portal:nominee-step", pk=mine.pk, step="person"))
    window.press(email="karim@example.org")
    assert fresh(mine).email == "karim@example.org"
    window.visit(page(link, "portal:nominee-step", pk=mine.pk, step="consent"))
    assert "They have read this, and they agree." in window.text

    answers = [
        Client().get(page(link, "portal:nominee-step", pk=other.pk, step="person")).status_code,
        Client().get(page(mine.invitation.link, "portal:step", step="person")).status_code,
        Client().get(page(other.link, "portal:nominee", pk=mine.pk)).status_code,
    ]
    assert answers == [404, 404, 404]


def test_an_address_that_applied_already_is_said_beside_the_field_and_is_not_taken_over():
    other = LinkedApplicationFactory(email="twice@example.org")
    application = LinkedApplicationFactory(programme=other.programme, email="k@example.org")
    window = Window(application).open("person")

    window.press(**{**PERSON, "email": "Twice@example.org"})

    assert window.errors() == {
        "email": "This address has an application here already. Write another."
    }
    assert fresh(application).email == "k@example.org"
    assert fresh(application).answers["person"]["email"] == "Twice@example.org"


def test_a_step_that_is_not_asked_is_not_there():
    application = LinkedApplicationFactory(programme__asks_travel=False)

    addresses = [reverse_step(application, one) for one in ("travel", "documents", "nonsense")]

    assert [Client().get(one).status_code for one in addresses] == [404, 404, 404]


@pytest.mark.parametrize("step", ["person", "projects", "travel", "consent"])
def test_what_somebody_tampers_with_breaks_nothing(step):
    application = LinkedApplicationFactory()
    window = Window(application).open(step)

    window.press("step-nowhere", shown="[1", sent='{"aims": 3}', csrf="x")

    assert (window.status, window.step) == (200, step)


def test_text_that_no_database_takes_is_kept_as_far_as_it_can_be():
    application = LinkedApplicationFactory()

    Window(application).open("aims").autosave(aims="A\x00B 髙﨑 😀")

    assert fresh(application).answers["aims"]["aims"] == "AB 髙﨑 😀"
