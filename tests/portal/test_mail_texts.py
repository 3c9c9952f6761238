"""The office's own words for mails to people outside."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from delegates import invitations
from itpo.office import mail_kinds, mail_words
from itpo.office.mail_kinds import find
from itpo.office.models import MailText, OutgoingMail, Trouble
from itpo.reminders.tick import tick
from tests.factories import AgencyFactory, MailTextFactory, OfficeFactory
from tests.portal.links import NOW, calling, sent
from tests.translations import ROOT

pytestmark = pytest.mark.django_db

KINDS = [kind.name for kind in mail_kinds.kinds()]
ADD = reverse("admin:office_mailtext_add")


def own(office, body, **given) -> MailText:
    words = {"kind": "application_invited", "language": "en", "subject": "Come to {programme}"}
    return MailTextFactory(office=office, body=body, **{**words, **given})


def invite(officer, **given):
    programme = calling(office=officer.office, officer=officer)
    return invitations.invite_delegate(
        programme=programme,
        **{"email": "amina@example.org", "language": "en", "by": officer, "at": NOW, **given},
    )


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
@pytest.mark.parametrize("name", KINDS)
def test_the_shipped_text_can_be_taken_over_as_it_is(name, language, office):
    kind = find(name)
    words = mail_words.shipped_with_places(kind, language)
    text = MailText(
        office=office, kind=name, language=language, subject=words.subject, body=words.body
    )

    text.full_clean()
    read = mail_words.sample(text, kind)

    assert "{" not in read.subject + read.body
    assert set(kind.required) <= set(mail_words.sample_values(kind, language))
    assert [
        one for one, value in mail_words.sample_values(kind, language).items() if not value
    ] == []


@pytest.mark.parametrize("name", KINDS)
def test_the_shipped_text_taken_over_reads_like_the_shipped_one(name, office):
    kind = find(name)
    words = mail_words.shipped_with_places(kind, "en")
    text = MailText(kind=name, language="en", subject=words.subject, body=words.body)
    about = mail_kinds.samples()
    if name == "application_invited":
        about["agency"] = ""

    taken_over = mail_words.filled(text, kind, mail_kinds.samples())

    if name not in {"links_lost", "meetings_off"}:  # whose subjects say how many
        assert taken_over == mail_words.shipped(kind, about)
    assert taken_over.body


def test_the_offices_words_are_sent_in_the_place_of_the_shipped(officer, mailoutbox):
    own(officer.office, "{greeting}\n\nCome & see us: {link}\n\n{papers}\n\n{office}")
    application = invite(officer, family_name="O'Brien", given_name="Amina")

    (mail,) = sent(mailoutbox)

    assert mail.subject == "Come to Delegates 2027"
    assert mail.body == (
        "Dear O'BRIEN Amina,\n\n"
        f"Come & see us: http://127.0.0.1:8000/apply/{application.link.pk}/"
        f"{application.link.token()}/\n\nUNIDO ITPO Tokyo\n"
    )
    page = mail.alternatives[0][0]
    assert ("Come &amp; see us:" in page, 'lang="en"' in page) == (True, True)
    assert application.link.token() not in OutgoingMail.objects.get().body


@pytest.mark.parametrize(
    "given",
    [
        {"is_active": False},
        {"language": "fr"},
        {"kind": "application_named"},
        {"office": None},
    ],
    ids=["not in use", "another language", "another mail", "another office"],
)
def test_everybody_else_gets_the_shipped_words(officer, mailoutbox, given):
    office = given.pop("office", officer.office) or OfficeFactory(name="UNIDO ITPO Other")
    own(office, "Ours: {link}", **given)
    invite(officer)

    (mail,) = sent(mailoutbox)

    assert mail.subject == "Your application: Delegates 2027"


def test_who_was_named_by_an_agency_reads_the_text_for_that(officer, mailoutbox):
    own(officer.office, "{agency} names you: {link}", kind="application_named")
    invite(officer, agency=AgencyFactory(name="Example Agency"))

    (mail,) = sent(mailoutbox)

    assert mail.body.startswith("Example Agency names you: http")


@pytest.mark.parametrize(
    "body",
    ["Come: {link} {gone}", "Come: {link} {", "Come, but where?"],
    ids=["unknown", "open", "no link"],
)
def test_a_text_that_can_no_longer_be_used_holds_no_mail_up_and_is_told(officer, mailoutbox, body):
    text = own(officer.office, "Come: {link}")
    MailText.objects.filter(pk=text.pk).update(body=body)  # as an upgrade would leave it
    invite(officer)

    with time_machine.travel(NOW, tick=False):
        tick(now=timezone.now())

    assert [mail.subject for mail in mailoutbox] == ["Your application: Delegates 2027"]
    assert OutgoingMail.objects.get().state == "sent"
    (trouble,) = Trouble.objects.lasting()
    assert (trouble.part, trouble.row, trouble.office) == (
        "mail texts",
        str(text.pk),
        officer.office,
    )


def test_a_value_with_braces_in_it_is_left_as_it_is(officer, mailoutbox):
    own(officer.office, "{greeting} {link}")
    invite(officer, family_name="{link}", given_name="{office}")

    (mail,) = sent(mailoutbox)

    assert mail.body.startswith("Dear {LINK} {office}, http")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"body": "{link} {whom}"}, "body", "Unknown here: {whom}."),
        ({"body": "Come."}, "body", "This has to be in the text: {link}."),
        ({"subject": "{link}"}, "subject", "Unknown here: {link}."),
        ({"subject": "{greeting}"}, "subject", "Unknown here: {greeting}."),
        ({"kind": "no_such_mail"}, "__all__", "There is no such mail. Put the text out of use."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(office, changes, field, said):
    text = MailText(
        **{
            "office": office,
            "kind": "application_invited",
            "language": "en",
            "subject": "Come",
            "body": "{link}",
            **changes,
        }
    )

    with pytest.raises(ValidationError) as refused:
        text.full_clean()

    assert list(refused.value.message_dict) == [field]
    assert refused.value.message_dict[field][0].startswith(said)


def test_a_manager_starts_from_the_shipped_text_and_sees_how_it_reads(managers_desk, manager):
    form = managers_desk.get(ADD, {"kind": "application_declined", "language": "en"})
    shipped = form.context["adminform"].form.initial
    data = {"kind": "application_declined", "language": "en", "is_active": "on"}

    wrong = managers_desk.post(ADD, {**data, "subject": "{who}", "body": "Kept as typed {x}"})
    managers_desk.post(
        ADD, {**data, "subject": shipped["subject"], "body": shipped["body"] + "<b>Ours</b>"}
    )

    assert shipped["subject"] == "Your application: {programme}"
    assert "{greeting}" in shipped["body"]
    assert "Unknown here: {x}." in wrong.content.decode()
    assert "Kept as typed {x}" in wrong.content.decode()
    text = MailText.objects.get()
    assert text.office == manager.office
    page = managers_desk.get(reverse("admin:office_mailtext_change", args=[text.pk]))
    said = [
        "Dear BENALI Amina,",
        "<strong>Your application: Delegates 2027</strong>",
        "&lt;b&gt;Ours&lt;/b&gt;",
        "<code>{told}</code>",
        "<p>Dear BENALI Amina,</p>",
    ]
    assert [one for one in said if one not in page.content.decode()] == []


def test_what_was_changed_is_remembered_and_the_shipped_text_comes_back(
    managers_desk, office, officer, mailoutbox
):
    text = own(officer.office, "Ours: {link}")
    change = reverse("admin:office_mailtext_change", args=[text.pk])

    managers_desk.post(change, {"subject": "Come", "body": "Ours, newer: {link}"})
    invite(officer)

    assert [one.body for one in MailText.history.order_by("history_id")] == [
        "Ours: {link}",
        "Ours, newer: {link}",
    ]
    assert [mail.subject for mail in sent(mailoutbox)] == ["Your application: Delegates 2027"]


def test_an_empty_form_is_refused_beside_its_fields_only(managers_desk):
    page = managers_desk.post(ADD, {"is_active": "on"}).content.decode()

    assert "This field is required." in page
    assert "There is no such mail" not in page


def test_a_text_whose_mail_is_gone_can_be_put_out_of_use(managers_desk, officer):
    text = own(officer.office, "Ours", kind="no_longer_sent")
    change = reverse("admin:office_mailtext_change", args=[text.pk])
    words = {"subject": "Come", "body": "Ours"}

    refused = managers_desk.post(change, {**words, "is_active": "on"})
    assert "There is no such mail. Put the text out of use." in refused.content.decode()

    assert managers_desk.post(change, words).status_code == 302
    text.refresh_from_db()
    assert not text.is_active


@pytest.mark.parametrize("texts", [1, 3])
def test_the_page_of_all_mails_costs_the_same_for_any_number_of_texts(managers_desk, office, texts):
    for language in ["en", "fr", "ja"][:texts]:
        own(office, "{link}", language=language)
    url = reverse("admin:office_mailtext_kinds")
    managers_desk.get(url)

    with CaptureQueriesContext(connection) as queries:
        page = managers_desk.get(url).content.decode()

    assert len(queries) == 3  # session, user, texts
    assert page.count("own words</span>") == texts
    assert page.count("?kind=") == 3 * len(KINDS) - texts


def test_every_template_of_a_mail_outside_has_a_kind():
    shipped = {
        f"mail/portal/{path.name}"
        for path in (ROOT / "templates/mail/portal").glob("*.txt")
        if not path.name.startswith("_")
    }

    assert {kind.template for kind in mail_kinds.kinds()} == shipped
