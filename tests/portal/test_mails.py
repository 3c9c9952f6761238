"""The words of the mails that take personal links, and when they are no longer called for."""

from datetime import date, timedelta

import pytest

from delegates import invitations
from delegates.models import Application, Programme
from itpo.office import links
from itpo.office.models import OutgoingMail, PersonalLink
from tests.factories import (
    AgencyFactory,
    LinkedApplicationFactory,
    RequiredDocumentFactory,
    ThemeFactory,
)
from tests.portal.links import NOW, calling, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

LATER = NOW + timedelta(minutes=11)


@pytest.fixture
def programme(officer) -> Programme:
    office = officer.office
    office.email, office.phone = "tokyo@example.org", "+81 3 0000 0000"
    office.save()
    found = calling(office=office, officer=officer, begins="2027-02-01", ends="2027-02-12")
    found.themes.add(ThemeFactory(name="Circular economy"))
    RequiredDocumentFactory(
        programme=found, text="A letter of nomination", text_fr="Une lettre de nomination"
    )
    return found


def invite(programme, officer, **given):
    return invitations.invite_delegate(
        programme=programme,
        **{"email": "amina@example.org", "language": "en", "by": officer, "at": NOW, **given},
    )


def invite_agency(programme, officer, **given):
    return invitations.invite_agency(
        programme=programme,
        **{
            "agency": AgencyFactory(name="Agence d'exemple & fils"),
            "email": "agence@example.org",
            "contact_name": "Mme O'Brien",
            "language": "en",
            "by": officer,
            "at": NOW,
            **given,
        },
    )


def missing(words, mail) -> list[str]:
    return [one for one in words if one not in mail.body]


def test_an_invited_delegate_reads_what_it_is_about_until_when_and_whom_to_ask(
    programme, officer, mailoutbox
):
    application = invite(programme, officer, family_name="O'Brien", given_name="Amina")
    (mail,) = sent(mailoutbox)

    assert (mail.to, mail.subject) == (
        ["amina@example.org"],
        "Your application: Delegates 2027",
    )
    told = [
        "Dear O'BRIEN Amina,\n",
        "UNIDO ITPO Tokyo invites you to apply for a programme in Japan.",
        f"\n\nhttp://127.0.0.1:8000/apply/{application.link.pk}/{application.link.token()}/\n\n",
        "Programme: Delegates 2027\nWhen: 1 Feb 2027 – 12 Feb 2027\nThemes: Circular economy\n"
        "Answer until: 20 Dec 2026\n",
        "Have ready, as PDF or picture:\n- A letter of nomination\n",
        "This link is personal",
        "It opens until 19 Feb 2027",
        f"{officer}, tokyo@example.org, +81 3 0000 0000\n",
    ]
    assert missing(told, mail) == []
    assert mail.body.endswith("\nUNIDO ITPO Tokyo\n")
    assert "\n\n\n" not in mail.body


def test_whoever_was_named_reads_who_named_them(programme, officer, mailoutbox):
    invite(programme, officer, agency=AgencyFactory(name="Agence d'exemple & fils"))

    (mail,) = sent(mailoutbox)

    assert (
        missing(["Dear Sir or Madam,\n", "Agence d'exemple & fils has named you for"], mail) == []
    )


def test_an_invited_agency_reads_how_many_it_may_name_and_until_when(
    programme, officer, mailoutbox
):
    link = invite_agency(programme, officer, most=2, answer_by=date(2026, 12, 1)).link
    (mail,) = sent(mailoutbox)

    assert mail.subject == "Please name delegates: Delegates 2027"
    told = [
        "Dear Mme O'Brien,\n",
        "UNIDO ITPO Tokyo invites Agence d'exemple & fils to name delegates",
        "You can name up to 2 people.",
        "If you name nobody this time, please say so there.",
        f"\n\nhttp://127.0.0.1:8000/nominate/{link.pk}/{link.token()}/\n\n",
        "Answer until: 1 Dec 2026\n",
        "- A letter of nomination\n",
    ]
    assert missing(told, mail) == []


def test_what_is_not_known_is_not_made_up(officer, mailoutbox):
    bare = calling(office=officer.office, call_closes_on=None)
    invite(bare, officer)

    (mail,) = sent(mailoutbox)

    assert "When: the dates will follow\n" in mail.body
    assert [word for word in ("Themes", "Answer until", "Have ready") if word in mail.body] == []
    assert "None" not in mail.body


def test_the_papers_are_named_in_the_language_of_the_link(programme, officer, mailoutbox):
    invite(programme, officer, language="fr")

    (mail,) = sent(mailoutbox)

    assert "- Une lettre de nomination\n" in mail.body


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_the_book_keeps_a_mail_without_its_token(programme, officer, mailoutbox, language):
    made = [
        invite(programme, officer, language=language),
        invite_agency(programme, officer, language=language),
    ]
    sent(mailoutbox)

    for thing, kept in zip(made, OutgoingMail.objects.order_by("pk"), strict=True):
        assert kept.state == "sent"
        assert thing.link.token() not in f"{kept.body}{kept.subject}{kept.key}{kept.about}"
        assert f"/{thing.link.pk}/•••/" in kept.body


# --- sent again --------------------------------------------------------------------------------


def test_sent_again_before_anybody_looked_a_link_takes_all_its_words_along(
    programme, officer, mailoutbox
):
    made = [invite(programme, officer), invite_agency(programme, officer)]
    sent(mailoutbox)
    for thing in made:
        invitations.send_again(link=thing.link, by=officer, at=LATER)

    mails = sent(mailoutbox, LATER)

    assert [mail.subject for mail in mails] == [
        "Your application: Delegates 2027",
        "Please name delegates: Delegates 2027",
    ]
    for thing, mail in zip(made, mails, strict=True):
        assert (
            f"/{thing.link.pk}/{PersonalLink.objects.get(pk=thing.link.pk).token()}/" in mail.body
        )


def test_sent_again_to_whoever_has_begun_it_is_short(programme, officer, mailoutbox):
    made = [invite(programme, officer), invite_agency(programme, officer)]
    sent(mailoutbox)
    Application.objects.update(state=Application.State.SUBMITTED)
    PersonalLink.objects.update(opened_at=NOW)
    for thing in made:
        thing.link.refresh_from_db()
        invitations.send_again(link=thing.link, by=officer, at=LATER)

    mails = sent(mailoutbox, LATER)

    assert [mail.subject for mail in mails] == ["Your link: Delegates 2027"] * 2
    assert "Here is the link to your own pages. What you wrote there is kept.\n" in mails[0].body
    assert "Here is the link to the page where you name delegates." in mails[1].body
    assert [mail.body.count("When: 1 Feb 2027 – 12 Feb 2027") for mail in mails] == [1, 1]


# --- no longer called for ----------------------------------------------------------------------


def handed_in(application, officer):
    Application.objects.update(state=Application.State.SUBMITTED)


def revoked(application, officer):
    links.revoke(link=application.link, at=NOW)


def cancelled(application, officer):
    Programme.objects.update(state=Programme.State.CANCELLED)


def withdrawn(application, officer):
    Application.objects.update(state=Application.State.WITHDRAWN)


@pytest.mark.parametrize("happened", [handed_in, revoked, cancelled, withdrawn])
def test_an_invitation_that_waited_is_not_sent_once_nobody_calls_for_it(
    programme, officer, mailoutbox, happened
):
    happened(invite(programme, officer), officer)

    assert sent(mailoutbox) == []
    assert [mail.state for mail in OutgoingMail.objects.all()] == ["cancelled"]


@pytest.mark.parametrize(
    "changed",
    [
        {"state": Programme.State.CANCELLED},
        {"state": Programme.State.RUNNING},
        {"call_closes_on": date(2026, 11, 20)},
    ],
)
def test_an_agency_is_not_asked_for_what_it_can_no_longer_do(
    programme, officer, mailoutbox, changed
):
    invite_agency(programme, officer)
    Programme.objects.update(**changed)

    assert sent(mailoutbox) == []


def test_a_mail_that_waited_takes_no_key_to_the_address_of_before(programme, officer, mailoutbox):
    application = invite(programme, officer, email="wrong@example.org")
    invitations.change_address(thing=application, email="right@example.org", by=officer, at=NOW)

    mails = sent(mailoutbox)

    assert [mail.to for mail in mails] == [["right@example.org"]]
    assert [(mail.to, mail.state) for mail in OutgoingMail.objects.order_by("pk")] == [
        ("wrong@example.org", "cancelled"),
        ("right@example.org", "sent"),
    ]


def test_a_mail_whose_link_is_gone_is_not_sent(mailoutbox, programme, officer):
    application = invite(programme, officer)
    link = application.link
    Application.objects.all().delete()
    link.delete()

    assert sent(mailoutbox) == []


def test_a_link_is_sent_again_while_the_programme_runs(mailoutbox, programme, officer):
    """One's own pages are behind the same link."""
    application = LinkedApplicationFactory(programme=programme, state=Application.State.SUBMITTED)
    Programme.objects.update(state=Programme.State.RUNNING)
    invitations.send_again(link=application.link, by=officer, at=NOW)

    (mail,) = sent(mailoutbox)

    assert mail.subject == "Your link: Delegates 2027"
