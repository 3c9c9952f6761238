"""A company says behind its link what our help did, and whether the figures are right."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from deals import confirmations
from deals.models import Claim, Confirmation, ConfirmedFigure
from itpo.office import links
from itpo.office.models import OutgoingMail, PersonalLink
from itpo.portal.addresses import page
from itpo.portal.views import confirmations as confirm_view
from tests.deals.asked import a_deal, answered, asked, person_of, wrong
from tests.factories import ClaimFactory, ContactFactory, PersonalLinkFactory
from tests.portal.links import NOW, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

YES = {
    "needed": "prerequisite",
    "sooner": "year",
    "without": "nothing",
    "answered_by": "YAMADA Haruo",
    "answered_as": "Director",
}


@pytest.fixture
def made(officer):
    return asked(officer, at=NOW)


def typed(confirmation, figure="right", value="", **more):
    said = {}
    for one in confirmation.figures.all():
        said |= {f"figure-{one.claim_id}": figure, f"value-{one.claim_id}": value}
    return {**YES, **said, **more}


def send(confirmation, **more):
    return Client().post(page(confirmation.link), typed(confirmation, **more))


def text(response):
    return response.content.decode()


def test_the_page_says_who_asks_about_what_and_why(made, officer):
    shown = text(Client().get(page(made.link)))

    assert "<h1>Did our help count?</h1>" in shown
    for words in ("Paste plant", "Yamato Foods", "Morocco", str(officer), "only the office reads"):
        assert words in shown
    assert "Jobs (actual)" in shown
    assert ">86<" in shown
    assert 'value="YAMADA Haruo"' in shown  # who is asked
    assert 'value="Director"' in shown
    assert "<script" not in shown
    assert " style=" not in shown


def test_nothing_of_it_is_kept_by_caches_or_search_engines(made):
    response = Client().get(page(made.link))

    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_the_page_is_light_enough_for_a_phone(made):
    for metric in ("women", "capital", "units", "trained"):
        currency = "EUR" if metric == "capital" else ""
        claim = ClaimFactory(deal=made.deal, metric=metric, value=Decimal(7), currency=currency)
        ConfirmedFigure.objects.create(confirmation=made, claim=claim)

    assert len(Client().get(page(made.link)).content) < 16_000


def test_opening_it_costs_few_queries(made, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        Client().get(page(made.link))


@pytest.mark.parametrize(
    ("language", "words"), [("ja", 'lang="ja"'), ("fr", 'lang="fr"'), ("en", 'lang="en"')]
)
def test_the_page_speaks_the_language_of_the_link(made, language, words):
    links.speak(link=made.link, language=language)

    assert words in text(Client().get(page(made.link)))


def test_in_japanese_names_are_as_the_japanese_write_them(officer):
    deal = a_deal(officer)
    company = person_of(deal).company
    company.name_ja = "大和食品株式会社"
    company.save()
    person = ContactFactory(
        company=company, family_name_ja="山田", given_name_ja="春男", email="y@example.org"
    )
    made = asked(officer, deal, contact=person)

    shown = text(Client().get(page(made.link)))

    assert "大和食品株式会社" in shown
    assert 'value="山田春男"' in shown
    assert "モロッコ" in shown


def test_what_is_sent_is_shown_with_thanks_and_can_be_changed(made):
    response = send(made, comment="<script>alert(1)</script>")

    assert response.status_code == 302
    shown = text(Client().get(response.url))
    assert "<h1>Thank you. We have your answer.</h1>" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "YAMADA Haruo, Director" in shown
    assert 'href="?change=1"' in shown
    again = text(Client().get(response.url, {"change": "1"}))
    assert re.search(r'value="prerequisite"[^>]* checked', again)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1600", 1600),
        ("1,600", 1600),
        ("１，６００", 1600),
        ("１６００", 1600),
        ("1 600", 1600),
        ("1\u202f600", 1600),
        ("1’600", 1600),
        ("0", 0),
    ],
)
def test_a_figure_is_read_as_people_write_it(made, value, read):
    assert send(made, figure="wrong", value=value).status_code == 302

    assert ConfirmedFigure.objects.get().recorded_as.value == read


@pytest.mark.parametrize("value", ["1600,50", "1,600.50", "1 600,50"])
def test_an_amount_has_two_decimals_with_a_point_or_a_comma(made, value):
    Claim.objects.update(metric="capital", currency="EUR")

    assert send(made, figure="wrong", value=value).status_code == 302

    theirs = ConfirmedFigure.objects.get().recorded_as
    assert (theirs.value, theirs.currency) == (Decimal("1600.50"), "EUR")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "Write the right figure, or choose that you do not disclose it."),
        ("約千人", "Write the figure in digits only, such as 1600."),
        ("about 100", "Write the figure in digits only, such as 1600."),
        ("1.600", "Write the figure in digits only, such as 1600."),
        ("16,00,0", "Write the figure in digits only, such as 1600."),
        ("NaN", "Write the figure in digits only, such as 1600."),
        ("1e9", "Write the figure in digits only, such as 1600."),
        ("-5", "A figure is not below zero."),
        ("−５", "A figure is not below zero."),
        ("9" * 17, "No figure is that large."),
        ("9" * 41, "Write at most 40 characters."),
        ("86.5", "Write a whole number."),
        ("86", "That is the figure shown. If it is right, choose so."),
    ],
)
def test_what_is_no_figure_is_answered_beside_its_field_and_kept(made, value, sentence):
    response = send(made, figure="wrong", value=value, comment="We are glad")

    form = response.context["form"]
    (field,) = [name for name in form.fields if name.startswith("value-")]
    assert form.errors == {field: [sentence]}
    shown = text(response)
    assert f'id="id_{field}_error"' in shown
    assert "We are glad" in shown
    assert f'value="{value}"' in shown or value == ""
    assert Confirmation.objects.get().answered_at is None


def test_half_an_answer_is_refused_question_by_question(made):
    response = Client().post(page(made.link), {"needed": "helpful", "sooner": "never"})

    errors = response.context["form"].errors
    figure = f"figure-{made.deal.claims.get().pk}"
    assert {name: list(said) for name, said in errors.items()} == {
        "sooner": ["Choose one of the answers."],
        "without": ["Choose one of the answers."],
        "answered_by": ["Write your name."],
        figure: ["Choose one of the three answers."],
    }
    assert "Not sent yet" in text(response)
    assert 'aria-invalid="true"' in text(response)


@pytest.mark.parametrize(
    ("field", "longest"), [("comment", 4000), ("answered_by", 200), ("answered_as", 200)]
)
def test_what_is_too_long_is_said_beside_the_field(made, field, longest):
    response = send(made, **{field: "x" * (longest + 1)})

    assert response.context["form"].errors == {field: [f"Write at most {longest} characters."]}


def test_a_nul_is_refused_with_a_sentence(made):
    response = send(made, comment="a\x00b")

    assert list(response.context["form"].errors) == ["comment"]


def test_a_page_that_is_out_of_date_does_not_write_over_a_newer_answer(made):
    send(made)

    response = send(made, needed="not_needed")

    shown = text(response)
    assert "Somebody answered on another page meanwhile." in shown
    assert "The answer that stands now" in shown
    assert Confirmation.objects.get().needed == "prerequisite"
    seen = response.context["form"]["seen"].value()
    assert send(made, needed="not_needed", seen=seen).status_code == 302
    assert Confirmation.objects.get().needed == "not_needed"


def test_the_holder_may_change_the_answer_until_it_is_used(made, manager):
    send(made)
    made.refresh_from_db()
    (told,) = confirmations.evidence_for(made.deal.claims.get())
    assert send(made, needed="helpful", seen=made.stamp).status_code == 302
    confirmations.verify_on(figure=told.figure, claim=told.figure.claim, by=manager, at=NOW)

    shown = text(Client().get(page(made.link), {"change": "1"}))
    refused = text(send(made, needed="not_needed"))

    for said in (shown, refused):
        assert "The office has used this answer as evidence: it stays as it is." in said
        assert "Send the answer" not in said
    assert Confirmation.objects.get().needed == "helpful"


def test_a_figure_withdrawn_meanwhile_is_not_on_the_page(made):
    before = typed(made)
    Claim.objects.update(withdrawn_at=NOW, withdrawn_because="Counted twice")

    shown = text(Client().get(page(made.link)))
    response = Client().post(page(made.link), before)

    assert "Jobs (actual)" not in shown
    assert response.status_code == 302


def test_a_request_that_has_lapsed_says_so(made):
    deal = made.deal
    deal.status, deal.lost_because = "lost", "A secret reason"
    deal.save()

    for response in (Client().get(page(made.link)), send(made)):
        assert "No answer is needed any more" in text(response)
        assert "A secret reason" not in text(response)
    assert Confirmation.objects.get().answered_at is None


def test_after_it_was_called_back_the_link_opens_no_more(made, officer):
    address = page(made.link)
    confirmations.call_back(confirmation=made, by=officer, at=NOW)

    shown = Client().get(address)
    tried = Client().post(address, typed(made))

    assert (shown.status_code, tried.status_code) == (410, 410)
    assert "This link was withdrawn" in text(shown)
    assert Confirmation.objects.get().answered_at is None


def test_a_link_for_something_else_opens_nothing_here(made):
    other = PersonalLinkFactory(expires_at=NOW + timedelta(days=9))
    address = page(made.link).replace(f"/{made.link.pk}/", f"/{other.pk}/", 1)

    assert Client().get(address.replace(made.link.token(), other.token())).status_code == 404
    assert Client().get(address).status_code == 404


def test_one_companys_link_does_not_answer_for_another(made, officer):
    other = asked(officer, a_deal(officer), at=NOW)

    Client().post(page(made.link), {**typed(made), **typed(other, figure="wrong", value="7")})

    other.refresh_from_db()
    assert (other.answered_at, other.figures.get().answer) == (None, "")


def test_from_one_network_so_much_is_sent_only(made, monkeypatch):
    monkeypatch.setattr(confirm_view, "MOST_AN_HOUR", 1)

    statuses = [send(made, needed="").status_code for _again in range(2)]

    assert statuses == [200, 429]


# --- the mails ---


def test_the_request_names_project_and_office_and_keeps_no_token(made, mailoutbox):
    (mail,) = sent(mailoutbox)

    assert (mail.to, mail.subject) == (
        ["yamada@example.org"],
        f"A question of three minutes from {made.deal.office.name}",
    )
    assert "Dear YAMADA Haruo," in mail.body
    assert "“Paste plant”" in mail.body
    assert page(made.link) in mail.body
    assert made.link.token() not in OutgoingMail.objects.get().body


def test_a_name_with_an_apostrophe_arrives_as_it_is(officer, mailoutbox):
    deal = a_deal(officer)
    person = ContactFactory(
        company=person_of(deal).company, family_name="O'Brien", email="o@example.org"
    )
    asked(officer, deal, contact=person, called="Tea & <coffee>")

    (mail,) = sent(mailoutbox)

    assert "O'BRIEN" in mail.body
    assert "Tea & <coffee>" in mail.body


def answer_it(made):
    answered(made, at=NOW)


def correct_the_address(made):
    made.contact.email = "another@example.org"
    made.contact.save()


def lose_it(made):
    made.deal.status, made.deal.lost_because = "lost", "Another country"
    made.deal.save()


def call_it_back(made):
    confirmations.call_back(confirmation=made, by=made.asked_by, at=NOW)


def renew_it(made):
    links.renew(link=made.link, at=NOW)


def let_it_expire(made):
    PersonalLink.objects.filter(pk=made.link.pk).update(expires_at=NOW)


@pytest.mark.parametrize(
    "meanwhile",
    [answer_it, correct_the_address, lose_it, call_it_back, renew_it, let_it_expire],
    ids=lambda one: one.__name__,
)
def test_a_request_no_longer_called_for_is_not_sent(made, meanwhile, mailoutbox):
    meanwhile(made)

    assert [mail.to for mail in sent(mailoutbox) if mail.to == ["yamada@example.org"]] == []
    assert OutgoingMail.objects.get(kind="confirmation.asked").state == "cancelled"


def test_the_reminder_takes_the_new_address(made, officer, mailoutbox):
    sent(mailoutbox)
    before = made.link.token()
    confirmations.remind(confirmation=made, by=officer, at=NOW)

    (mail,) = sent(mailoutbox)

    made.link.refresh_from_db()
    assert mail.subject.startswith("Once more:")
    assert (page(made.link) in mail.body, before in mail.body) == (True, False)


def test_whoever_looks_after_the_deal_is_told_of_the_answer(made, officer, mailoutbox):
    sent(mailoutbox)
    answered(made, wrong(1600), at=NOW)

    (mail,) = sent(mailoutbox)

    assert (mail.to, mail.subject) == ([officer.email], "Yamato Foods has answered: Paste plant")
    assert "Jobs: 86: It is not right: 1,600" in mail.body
    assert f"/deals/{made.deal.pk}/#confirmation-{made.pk}" in mail.body


def test_who_may_no_longer_see_the_deal_is_not_told(made, officer, manager, mailoutbox):
    sent(mailoutbox)
    answered(made, at=NOW)
    deal = made.deal
    deal.owner, deal.is_confidential, deal.anonymous_description = manager, True, "A plant"
    deal.save()

    assert sent(mailoutbox) == []


def test_a_lost_link_is_found_among_the_others_by_the_projects_name(made, mailoutbox):
    sent(mailoutbox)
    Client().post("/apply/", {"email": "yamada@example.org"})

    (mail,) = sent(mailoutbox)

    assert "Paste plant: the page where you confirm what our help did\n" in mail.body
    assert page(made.link) in mail.body


def test_an_expired_link_is_sent_anew_to_its_holder_only(made, mailoutbox):
    sent(mailoutbox)
    PersonalLink.objects.update(expires_at=NOW)
    made.link.refresh_from_db()
    renewing = f"/link/{made.link.pk}/{made.link.token()}/renew/"
    for email in ("stranger@example.org", "yamada@example.org"):
        Client().post(renewing, {"email": email})

    assert [mail.to for mail in sent(mailoutbox)] == [["yamada@example.org"]]


def test_a_link_whose_request_lapsed_is_not_sent_anew(made, mailoutbox):
    sent(mailoutbox)
    lose_it(made)
    Client().post("/apply/", {"email": "yamada@example.org"})
    Client().post(
        f"/link/{made.link.pk}/{made.link.token()}/renew/", {"email": "yamada@example.org"}
    )

    assert sent(mailoutbox) == []
