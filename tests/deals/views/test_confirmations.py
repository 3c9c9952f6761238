"""Asking a company from the deal's page, and what the page says of its answer."""

from datetime import timedelta

import pytest
import time_machine

from deals import confirmations
from deals.models import Claim, Confirmation
from itpo.office.models import OutgoingMail
from tests.conftest import logged_in
from tests.deals.asked import NOON, a_deal, answered, asked, person_of, wrong
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(officer):
    return a_deal(officer)


@pytest.fixture
def desk(officer):
    with time_machine.travel(NOON, tick=False):
        yield logged_in(officer)


def filled(deal, **more):
    return {
        "contact": person_of(deal).pk,
        "language": "en",
        "called": "Our plant",
        "claims": [claim.pk for claim in deal.claims.all()],
        **more,
    }


def test_the_page_is_seen_before_anything_is_sent(desk, deal):
    address = f"/deals/{deal.pk}/ask/"

    preview = desk.post(address, filled(deal, look="1")).content.decode()

    assert "Did our help count?" in preview
    assert "Our plant" in preview
    assert (Confirmation.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    desk.post(address, filled(deal, send="1"))
    made = Confirmation.objects.get()
    assert (made.called, made.link.email) == ("Our plant", "yamada@example.org")


def test_the_preview_is_in_the_language_of_the_page(desk, deal):
    address = f"/deals/{deal.pk}/ask/"

    preview = desk.post(address, filled(deal, look="1", language="ja")).content.decode()

    assert 'lang="ja"' in preview
    assert "モロッコ" in preview


def test_what_was_chosen_can_still_be_changed(desk, deal):
    page = desk.post(f"/deals/{deal.pk}/ask/", filled(deal, change="1"))

    assert page.context["form"]["called"].value() == "Our plant"
    assert Confirmation.objects.count() == 0


def test_only_people_of_the_deals_companies_are_offered(desk, deal):
    stranger = ContactFactory(email="stranger@example.org")

    page = desk.get(f"/deals/{deal.pk}/ask/").content.decode()
    refused = desk.post(f"/deals/{deal.pk}/ask/", filled(deal, contact=stranger.pk, send="1"))

    assert ("yamada@example.org" in page, "stranger@example.org" in page) == (True, False)
    assert refused.context["form"].errors == {
        "contact": ["Choose somebody who works at a company of this deal."]
    }


def test_without_anybody_to_ask_the_page_says_what_is_missing(desk, deal):
    person = person_of(deal)
    person.email = ""
    person.save()

    assert "needs an e-mail address" in desk.get(f"/deals/{deal.pk}/ask/").content.decode()


@pytest.mark.parametrize("button", ["look", "send"])
def test_who_is_asked_already_is_refused_beside_the_field(desk, deal, officer, button):
    asked(officer, deal)

    page = desk.post(f"/deals/{deal.pk}/ask/", filled(deal, **{button: "1"}))

    assert page.context["form"].errors == {
        "contact": ["This person is asked already: remind them instead."]
    }


def test_the_deals_page_shows_what_was_asked_and_what_was_said(desk, deal, officer):
    made = asked(officer, deal)
    before = desk.get(deal.get_absolute_url()).content.decode()
    answered(made, wrong(1600))
    after = desk.get(deal.get_absolute_url()).content.decode()

    assert ("not opened yet" in before, "Remind" in before) == (True, True)
    assert "It would not have happened without the office" in after
    assert (">1,600<" in after, "It is not right" in after) == (True, True)
    assert "/confirm/" not in before + after  # the address is never shown


def test_buttons_remind_and_call_back(desk, deal, officer):
    made = asked(officer, deal)

    reminded = desk.post(f"/confirmations/{made.pk}/remind/", follow=True).content.decode()
    desk.post(f"/confirmations/{made.pk}/call-back/")
    again = desk.post(f"/confirmations/{made.pk}/call-back/", follow=True).content.decode()

    assert "The reminder is on its way." in reminded
    assert "The request was called back already." in again


def test_a_manager_verifies_a_figure_on_the_companys_word_with_one_press(desk, deal, manager):
    made = answered(asked(deal.owner, deal))
    claim = deal.claims.get()
    managers = logged_in(manager)

    page = managers.get(claim.get_absolute_url()).content.decode()
    managers.post(f"/confirmed/{made.figures.get().pk}/verify/")

    assert "Yamato Foods confirmed this figure on 20 Nov 2026" in page
    assert "Verify on this evidence" in page
    assert Claim.objects.get().verified_by == manager


def test_an_officer_reads_it_and_verifies_nothing(desk, deal):
    made = answered(asked(deal.owner, deal))

    page = desk.get(deal.claims.get().get_absolute_url()).content.decode()
    told = desk.post(f"/confirmed/{made.figures.get().pk}/verify/", follow=True).content.decode()

    assert ("confirmed this figure" in page, "Verify on this evidence" in page) == (True, False)
    assert "A manager verifies figures." in told
    assert Claim.objects.get().verified_at is None


def test_about_a_confidential_deal_nobody_else_asks_or_reads(deal, colleague):
    made = asked(deal.owner, deal)
    deal.is_confidential, deal.anonymous_description = True, "A plant"
    deal.save()
    client = logged_in(colleague)

    answers = [
        client.get(f"/deals/{deal.pk}/ask/").status_code,
        client.post(f"/deals/{deal.pk}/ask/", filled(deal, send="1")).status_code,
        client.post(f"/confirmations/{made.pk}/remind/").status_code,
        client.post(f"/confirmations/{made.pk}/call-back/").status_code,
        client.post(f"/confirmed/{made.figures.get().pk}/verify/").status_code,
    ]

    assert answers == [404] * 5
    assert list(Confirmation.objects.visible_to(colleague)) == []


def test_an_ended_deal_offers_no_asking(desk, deal):
    deal.status, deal.lost_because = "lost", "Another country"
    deal.save()

    assert "Ask the company" not in desk.get(deal.get_absolute_url()).content.decode()


def test_verified_on_its_word_a_figure_may_be_checked_again_on_its_next(deal, manager):
    made = answered(asked(deal.owner, deal))
    figure, claim = made.figures.get(), deal.claims.get()
    confirmations.verify_on(figure=figure, claim=claim, by=manager, at=NOON)
    claim.refresh_from_db()

    confirmations.verify_on(figure=figure, claim=claim, by=manager, at=NOON + timedelta(days=400))

    assert claim.verifications.count() == 2
