"""Inviting from the workspace, and looking after the links."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from delegates.models import Application, Invitation, Programme
from itpo.office import links
from itpo.office.models import OutgoingMail, PersonalLink
from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    DelegateFactory,
    InvitationFactory,
    LinkedApplicationFactory,
    OutgoingMailFactory,
    PersonalLinkFactory,
    PostCheckFactory,
    PostingFactory,
    ProgrammeFactory,
)
from tests.tables import all_rows

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def programme(officer) -> Programme:
    return ProgrammeFactory(
        office=officer.office,
        officer=officer,
        state=Programme.State.CALL_OPEN,
        call_closes_on=date(2026, 12, 20),
    )


def an_invitation(programme, **given) -> Invitation:
    link = PersonalLinkFactory(
        office=programme.office,
        purpose=PersonalLink.Purpose.NOMINATION,
        email="agence@example.org",
        expires_at=NOW + timedelta(days=90),
        language=given.pop("language", "en"),
    )
    return InvitationFactory(programme=programme, link=link, email=link.email, **given)


def url(name, thing) -> str:
    return reverse(f"delegates:{name}", args=[thing.pk])


def lines(*typed, **more):
    """What a browser sends of the form for several agencies."""
    sent = {"language": "fr", "agencies-TOTAL_FORMS": "3", "agencies-INITIAL_FORMS": "0", **more}
    for number, line in enumerate(typed):
        sent |= {f"agencies-{number}-{name}": value for name, value in line.items()}
    return sent


def said(response) -> list[str]:
    return [str(one) for one in response.context["messages"]]


# --- delegates ---------------------------------------------------------------------------------


def test_a_delegate_is_invited_by_an_address(desk, programme, officer):
    response = desk.post(
        url("invite-delegate", programme),
        {"email": "amina@example.org", "family_name": "Exemple", "language": "ja"},
        follow=True,
    )

    application = Application.objects.get()
    assert response.redirect_chain == [(application.get_absolute_url(), 302)]
    assert said(response) == ["The link is on its way to amina@example.org."]
    assert (str(application), application.link.language) == ("EXEMPLE", "ja")
    assert [mail.kind for mail in OutgoingMail.objects.all()] == ["application.invited"]
    assert application.history.get().history_user == officer


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": ""}, "email", "This field is required."),
        ({"email": "amina"}, "email", "Enter a valid email address."),
        ({"email": f"{'x' * 300}@example.org"}, "email", "at most 254 characters"),
        ({"email": "taken@example.org"}, "email", "has an application here already"),
        ({"language": "de"}, "language", "Select a valid choice."),
        ({"agency": "999"}, "agency", "Choose one from the list that opens."),
        ({"open_until": "2026-11-01"}, "open_until", "This day is over."),
        ({"open_until": "soon"}, "open_until", "Choose a day, or write it as 2026-11-21."),
    ],
)
def test_bad_input_is_answered_beside_the_field(desk, programme, typed, field, sentence):
    ApplicationFactory(programme=programme, email="taken@example.org")
    before = all_rows()

    response = desk.post(
        url("invite-delegate", programme),
        {"email": "amina@example.org", "language": "en", **typed},
    )

    assert [sentence in str(one) for one in response.context["form"].errors[field]] == [True]
    assert all_rows() == before


def test_before_the_call_is_open_the_form_says_what_to_do(desk, programme):
    Programme.objects.update(state="draft")

    response = desk.post(
        url("invite-delegate", programme), {"email": "amina@example.org", "language": "en"}
    )

    assert response.context["form"].non_field_errors() == ["Open the call first."]


def test_what_is_known_of_a_former_delegate_stands_in_the_form(desk, programme):
    delegate = DelegateFactory(
        family_name="Exemple", given_name="Amina", email="amina@example.org", language="fr"
    )
    posting = PostingFactory(delegate=delegate)

    page = desk.get(url("invite-delegate", programme), {"delegate": delegate.pk})

    assert page.context["form"].initial == {
        "family_name": "Exemple",
        "given_name": "Amina",
        "email": "amina@example.org",
        "language": "fr",
        "agency": posting.agency_id,
    }


# --- agencies ----------------------------------------------------------------------------------


def test_several_agencies_are_invited_at_once(desk, programme):
    first, second = AgencyFactory(name="A"), AgencyFactory(name="B")

    response = desk.post(
        url("invite-agency", programme),
        lines(
            {"agency": first.pk, "email": "a@example.org", "contact_name": "Mme A"},
            {"agency": second.pk, "email": "b@example.org"},
            most="2",
            answer_by="2026-12-01",
        ),
        follow=True,
    )

    made = Invitation.objects.order_by("pk")
    assert list(made.values_list("agency", "email", "contact_name", "most", "answer_by")) == [
        (first.pk, "a@example.org", "Mme A", 2, date(2026, 12, 1)),
        (second.pk, "b@example.org", "", 2, date(2026, 12, 1)),
    ]
    assert [one.link.language for one in made] == ["fr", "fr"]
    assert said(response) == ["2 agencies are invited."]
    assert OutgoingMail.objects.count() == 2


def test_of_several_agencies_all_are_invited_or_none(desk, programme):
    first, again = AgencyFactory(name="A"), AgencyFactory(name="B")
    an_invitation(programme, agency=again)
    before = all_rows()

    response = desk.post(
        url("invite-agency", programme),
        lines(
            {"agency": first.pk, "email": "a@example.org"},
            {"agency": again.pk, "email": "b@example.org"},
        ),
    )

    errors = [line.errors for line in response.context["lines"]]
    assert errors == [{}, {"agency": ["B is invited already."]}, {}]
    assert all_rows() == before


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"answer_by": "2026-11-01"}, "answer_by", "This day is over. Choose one to come."),
        ({"most": "0"}, "most", "Ensure this value is greater than or equal to 1."),
        ({"most": "99999"}, "most", "Ensure this value is less than or equal to 999."),
        ({"language": "de"}, "language", "Select a valid choice."),
    ],
)
def test_what_is_wrong_for_all_agencies_stands_above_them(desk, programme, more, field, sentence):
    before = all_rows()

    response = desk.post(
        url("invite-agency", programme),
        lines({"agency": AgencyFactory().pk, "email": "a@example.org"}, **more),
    )

    assert sentence in str(response.context["form"].errors[field])
    assert Invitation.objects.count() == 0
    assert len(before["office.OutgoingMail"]) == OutgoingMail.objects.count()


def test_without_an_agency_nobody_is_invited(desk, programme):
    response = desk.post(url("invite-agency", programme), lines())

    assert response.context["form"].non_field_errors() == ["Choose at least one agency."]


def test_an_address_without_an_agency_asks_for_it(desk, programme):
    response = desk.post(url("invite-agency", programme), lines({"email": "a@example.org"}))

    (errors, *_rest) = [line.errors for line in response.context["lines"]]
    assert errors == {"agency": ["Choose the agency this address belongs to."]}


def test_left_blank_the_address_is_offered_whom_we_wrote_to_last(desk, programme, officer):
    agency = AgencyFactory()
    before = ProgrammeFactory(office=officer.office)
    an_invitation(before, agency=agency, contact_name="Mme A")

    response = desk.post(url("invite-agency", programme), lines({"agency": agency.pk}))

    line = response.context["lines"][0]
    assert line.errors == {"email": ["This is whom we wrote to last. Look, then send."]}
    assert (line["email"].value(), line["contact_name"].value()) == (
        "agence@example.org",
        "Mme A",
    )
    assert Invitation.objects.filter(programme=programme).count() == 0


def test_whom_another_office_wrote_to_is_not_offered(desk, programme, stranger):
    agency = AgencyFactory()
    an_invitation(ProgrammeFactory(office=stranger.office), agency=agency)

    response = desk.post(url("invite-agency", programme), lines({"agency": agency.pk}))

    assert response.context["lines"][0].errors == {
        "email": ["We have written to nobody there yet. Write an address."]
    }


def test_agencies_named_in_the_address_stand_in_the_form(desk, programme, officer):
    known, new = AgencyFactory(name="A"), AgencyFactory(name="B")
    an_invitation(ProgrammeFactory(office=officer.office), agency=known, language="fr")
    held = PostingFactory(agency=new, delegate__email="b@example.org", delegate__title="Dr.")
    PostingFactory(agency=new, is_current=False, delegate__email="gone@example.org")

    page = desk.get(url("invite-agency", programme), {"agency": [known.pk, new.pk, "x"]})

    filled = [line.initial for line in page.context["lines"]][:2]
    assert [(one["agency"], one["email"]) for one in filled] == [
        (known.pk, "agence@example.org"),
        (new.pk, "b@example.org"),
    ]
    assert filled[1]["contact_name"] == f"Dr. {held.delegate.full_name}"
    assert page.context["form"].initial == {"language": "fr"}


# --- links -------------------------------------------------------------------------------------


def test_a_page_says_how_its_link_is(desk, programme):
    application = LinkedApplicationFactory(programme=programme, email="amina@example.org")
    OutgoingMailFactory(
        office=programme.office,
        user=None,
        to="amina@example.org",
        key=f"link:{application.link.pk}:1:application.invited",
        state="sent",
        sent_at=NOW - timedelta(days=1),
        is_restricted=False,
    )
    PersonalLink.objects.update(opened_at=NOW)

    page = desk.get(application.get_absolute_url()).content.decode()

    assert "amina@example.org · English" in page
    assert "<dd>20 Nov 2026 12:00</dd>" in page
    assert "<dd>21 Nov 2026 12:00</dd>" in page
    assert "Send again" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, [">Opens<", "Opens until"]),
        ({"expires_at": NOW - timedelta(days=1)}, [">Expired<", "20 Nov 2026 12:00"]),
        ({"revoked_at": NOW}, [">Revoked<", "Open again and send"]),
    ],
)
def test_an_invitation_says_how_its_link_is(desk, programme, changed, words):
    invitation = an_invitation(programme)
    if changed:
        PersonalLink.objects.update(**changed)

    page = desk.get(invitation.get_absolute_url()).content.decode()

    assert [one for one in words if one not in page] == []


def test_an_application_without_a_link_offers_to_send_one(desk, programme):
    application = ApplicationFactory(programme=programme, email="")

    page = desk.get(application.get_absolute_url()).content.decode()
    response = desk.post(
        url("application-address", application),
        {"email": "amina@example.org", "language": "fr"},
        follow=True,
    )

    application.refresh_from_db()
    assert "No link was sent: whoever named them fills in" in page
    assert said(response) == ["The link is on its way to amina@example.org."]
    assert (application.email, application.link.language) == ("amina@example.org", "fr")


@pytest.mark.parametrize("of", ["application", "invitation"])
def test_a_link_is_sent_again_revoked_and_moved(desk, programme, officer, of):
    thing = (
        LinkedApplicationFactory(programme=programme)
        if of == "application"
        else an_invitation(programme)
    )
    link, before = thing.link, thing.email

    told = [
        said(desk.post(address, typed, follow=True))
        for address, typed in (
            (url("send-link", link), {}),
            (url("send-link", link), {}),
            (url("revoke-link", link), {}),
            (url("revoke-link", link), {}),
            (url(f"{of}-address", thing), {"email": "new@example.org"}),
        )
    ]

    link.refresh_from_db()
    thing.refresh_from_db()
    assert told == [
        [f"The link is on its way to {before}."],
        ["It was sent less than ten minutes ago. Wait a little."],
        [f"The link sent to {before} is revoked."],
        ["The link was revoked already."],
        ["The link is on its way to new@example.org."],
    ]
    assert (thing.email, link.email) == ("new@example.org", "new@example.org")
    assert links.standing(link, link.token(), NOW) == links.Standing.OPEN
    assert [mail.to for mail in OutgoingMail.objects.order_by("pk")] == [
        before,
        "new@example.org",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Write the other address."),
        ({"email": "amina"}, "Write a whole address, such as name@example.org."),
        ({"email": "taken@example.org"}, "This address has an application here already."),
        ({"email": "a@example.org", "language": "de"}, "Choose a language."),
    ],
)
def test_a_bad_address_is_refused_in_a_sentence(desk, programme, typed, sentence):
    application = LinkedApplicationFactory(programme=programme)
    ApplicationFactory(programme=programme, email="taken@example.org")

    response = desk.post(url("application-address", application), typed, follow=True)

    assert said(response) == [sentence]
    assert OutgoingMail.objects.count() == 0


def test_links_of_other_kinds_are_looked_after_elsewhere(desk, officer):
    check = PostCheckFactory(office=officer.office)

    statuses = [
        desk.post(url(name, check.link)).status_code for name in ("send-link", "revoke-link")
    ]

    assert statuses == [404, 404]


def test_no_page_shows_the_address_of_a_link(desk, programme):
    application = LinkedApplicationFactory(programme=programme)
    invitation = an_invitation(programme)

    for thing in (application, invitation):
        page = desk.get(thing.get_absolute_url()).content.decode()

        assert thing.link.token() not in page
