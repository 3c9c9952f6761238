"""People change company or post and stay the same person; somebody comes after them."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from investors import careers
from investors.models import Contact, ContactPosting, HandOver
from itpo.office import follow_ups
from itpo.office.models import FollowUp
from itpo.office.states import NotPossible
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    ContactPostingFactory,
    HandOverFactory,
    MeetingPartyFactory,
    OfficeFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 5)
NOON = datetime(2027, 4, 5, 12, tzinfo=UTC)
NEW = {"department": "Overseas", "post": "Director", "since": "2027-04"}


def moved(contact, officer, company, **more):
    return careers.move(contact=contact, company=company, by=officer, on=TODAY, **{**NEW, **more})


def posts(contact):
    return list(contact.postings.order_by("pk").values_list("company", "post", "begins", "ends"))


def promised():
    return [(one.owner, one.what, one.about) for one in FollowUp.objects.order_by("pk")]


def test_the_post_before_ends_and_the_new_one_begins(officer, colleague):
    old, new = CompanyFactory(name="Old Works", owner=officer), CompanyFactory(owner=colleague)
    contact = ContactFactory(company=old, post="Manager", since="2019", email="a@old.example")

    moved(contact, officer, new, email="a@new.example")

    contact.refresh_from_db()
    assert posts(contact) == [(old.pk, "Manager", "2019", "2027-04")]
    assert (contact.company, contact.department, contact.post) == (new, "Overseas", "Director")
    assert (contact.since, contact.email, contact.checked_on) == ("2027-04", "a@new.example", TODAY)
    assert contact.history.latest().history_user == officer


def test_whoever_looks_after_either_company_is_told(officer, colleague):
    old = CompanyFactory(name="Old Works", owner=officer)
    new = CompanyFactory(name="New Works", owner=colleague)
    contact = ContactFactory(company=old, family_name="Yamada", given_name="Haruo", post="Manager")

    moved(contact, officer, new)

    assert promised() == [
        (officer, "Find out who comes after YAMADA Haruo (Manager)", "Old Works"),
        (colleague, "Get in touch with YAMADA Haruo, who is new here", "New Works"),
    ]
    assert [one.due_on for one in FollowUp.objects.all()] == [date(2027, 4, 19)] * 2


def test_nobody_looks_for_a_successor_who_is_named(officer):
    old = CompanyFactory(owner=officer)
    contact, successor = ContactFactory(company=old), ContactFactory(company=old)

    moved(contact, officer, old, successor=successor)

    assert promised() == []
    assert contact.postings.get().successor == successor


def test_whoever_looks_after_the_company_is_told_of_a_successor_that_others_named(
    officer, colleague
):
    old = CompanyFactory(name="Old Works", owner=colleague)
    contact = ContactFactory(company=old, family_name="Yamada", given_name="Haruo", post="Manager")
    successor = ContactFactory(company=old, family_name="Abe", given_name="Ken")
    another = ContactFactory(company=old, family_name="Uno", given_name="Aki")

    moved(contact, officer, CompanyFactory(), successor=successor)
    careers.leave(contact=another, by=officer, on=TODAY, left_on=TODAY, successor=successor)

    assert [one for one in promised() if one[0] == colleague] == [
        (
            colleague,
            "Get in touch with ABE Ken, who comes after YAMADA Haruo (Manager)",
            "Old Works",
        ),
        (colleague, "Get in touch with ABE Ken, who comes after UNO Aki", "Old Works"),
    ]


def test_another_post_at_the_same_company_is_a_move_too(officer):
    contact = ContactFactory(post="Manager")

    moved(contact, officer, contact.company)

    assert posts(contact) == [(contact.company_id, "Manager", "", "2027-04")]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"department": "Sales", "post": "Manager"}, "post", "This is the post they hold already."),
        ({"since": "2018"}, "since", "They hold their present post since 2019 only."),
        ({"since": "some day"}, "since", None),
    ],
)
def test_what_is_no_move_is_refused_and_nothing_written(officer, change, field, sentence):
    contact = ContactFactory(department="Sales", post="Manager", since="2019")

    with pytest.raises(NotPossible) as refusal:
        moved(contact, officer, contact.company, **change)

    assert refusal.value.field == field
    assert sentence is None or str(refusal.value) == sentence
    assert (posts(contact), promised()) == ([], [])
    contact.refresh_from_db()
    assert contact.post == "Manager"


def test_a_successor_is_somebody_else_of_the_company(officer):
    contact = ContactFactory(post="Manager")

    for successor, sentence in (
        (contact, "Nobody comes after themselves."),
        (ContactFactory(), "This person belongs to another company."),
    ):
        with pytest.raises(NotPossible, match=sentence):
            moved(contact, officer, CompanyFactory(), successor=successor)
    assert posts(contact) == []


def test_who_has_left_ends_the_post_once_and_may_turn_up_elsewhere(officer):
    contact = ContactFactory(post="Manager")

    careers.leave(contact=contact, by=officer, on=TODAY, left_on=date(2027, 3, 31))
    moved(contact, officer, new := CompanyFactory())

    contact.refresh_from_db()
    before = ContactPosting.objects.get().company_id
    assert posts(contact) == [(before, "Manager", "", "2027-03-31")]
    assert (contact.company, contact.left_on) == (new, None)


def test_who_has_left_cannot_leave_again_nor_on_a_day_to_come(officer):
    contact = ContactFactory()

    with pytest.raises(NotPossible, match="still to come"):
        careers.leave(contact=contact, by=officer, on=TODAY, left_on=date(2027, 4, 6))
    careers.leave(contact=contact, by=officer, on=TODAY, left_on=TODAY)
    with pytest.raises(NotPossible, match="left already"):
        careers.leave(contact=contact, by=officer, on=TODAY, left_on=TODAY)
    with pytest.raises(NotPossible, match="left already"):
        careers.still_there(contact=contact, by=officer, on=TODAY)


def test_nobody_moves_whose_record_was_merged_into_another(officer):
    contact = ContactFactory(merged_into=ContactFactory(), archived_at=NOON)

    with pytest.raises(NotPossible, match="merged into another record"):
        moved(contact, officer, CompanyFactory())
    with pytest.raises(NotPossible, match="merged into another record"):
        careers.leave(contact=contact, by=officer, on=TODAY, left_on=TODAY)


def test_a_meeting_of_long_ago_keeps_the_company_they_were_of(officer):
    contact = ContactFactory()
    party = MeetingPartyFactory(company=contact.company, contact=contact)

    moved(contact, officer, CompanyFactory())

    party.refresh_from_db()
    party.full_clean()
    party.company = CompanyFactory()
    with pytest.raises(ValidationError, match="belongs to another company"):
        party.full_clean()


def test_moving_leads_to_the_page_that_offers_a_successor(desk, officer):
    contact = ContactFactory(post="Manager")
    company = CompanyFactory()
    colleague = ContactFactory(company=contact.company)

    response = desk.post(
        reverse("investors:contact-moved", args=[contact.pk]),
        {"company": company.pk, "post": "Director", "since": "2026-04", "email": "x@new.example"},
    )
    posting = contact.postings.get()
    assert response.url == reverse("investors:contact-successor", args=[posting.pk])
    desk.post(response.url, {"successor": colleague.pk})

    posting.refresh_from_db()
    assert posting.successor == colleague


def test_a_successor_is_named_while_somebody_closes_the_follow_up(officer, monkeypatch):
    old = CompanyFactory(owner=officer)
    contact, colleague = ContactFactory(company=old), ContactFactory(company=old)
    moved(contact, officer, CompanyFactory())
    tick_off = follow_ups.tick_off

    def second_of_two(**given):
        tick_off(**given)
        return tick_off(**given)

    monkeypatch.setattr(follow_ups, "tick_off", second_of_two)
    posting = contact.postings.get()
    careers.name_successor(posting=posting, successor=colleague, by=officer, at=NOON)

    posting.refresh_from_db()
    assert posting.successor == colleague
    assert FollowUp.objects.get(key__startswith="successor:").state == "done"


@pytest.mark.parametrize("by_form", [True, False])
def test_once_a_successor_is_named_nobody_need_find_out(desk, officer, by_form):
    contact = ContactFactory(post="Manager", company__owner=officer)
    colleague = ContactFactory(company=contact.company)
    careers.leave(contact=contact, by=officer, on=TODAY, left_on=TODAY)
    other = careers.leave(contact=ContactFactory(), by=officer, on=TODAY, left_on=TODAY)
    posting = contact.postings.get()
    address, typed = reverse("investors:contact-successor", args=[posting.pk]), {}
    if by_form:
        address = reverse("desk:change", args=["investors.contactposting", posting.pk])
        typed = {"company": posting.company_id, "post": "Manager", "ends": posting.ends, "seen": ""}

    desk.post(address, {**typed, "successor": colleague.pk})

    posting.refresh_from_db()
    assert posting.successor == colleague
    assert [(one.about, one.closed_by) for one in FollowUp.objects.order_by("pk")] == [
        (str(contact.company), officer),
        (str(other.company), None),
    ]


@pytest.mark.parametrize(
    ("typed", "is_said"), [("a@old.example", True), ("a@new.example", False), ("", False)]
)
def test_an_address_left_as_it_was_is_pointed_out(desk, typed, is_said):
    contact = ContactFactory(email="a@old.example")

    page = desk.post(
        reverse("investors:contact-moved", args=[contact.pk]),
        {"company": CompanyFactory().pk, "post": "Director", "email": typed},
        follow=True,
    ).content.decode()

    assert ("Their e-mail is still a@old.example." in page) == is_said
    contact.refresh_from_db()
    assert contact.email == typed


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(desk):
    contact = ContactFactory(since="2019", post="Manager")

    page = desk.post(
        reverse("investors:contact-moved", args=[contact.pk]),
        {"company": contact.company_id, "post": "Director", "since": "2018"},
    )

    assert page.context["form"].errors == {
        "since": ["They hold their present post since 2019 only."]
    }
    assert page.context["form"]["post"].value() == "Director"
    assert not ContactPosting.objects.exists()


def test_the_april_list_loses_who_is_still_there(desk, officer):
    here, other = ContactFactory(), ContactFactory()
    ContactFactory(left_on=date(2020, 3, 31))
    ContactFactory(checked_on=timezone.localdate())
    address = reverse("investors:contacts")

    before = desk.get(address, {"check": "yes"}).context["list"].rows
    response = desk.post(
        reverse("investors:contact-still-there", args=[here.pk]),
        {"asked": "check=yes", "is_there": "yes"},
    )

    assert before == [here, other]
    assert response.url == f"{address}?check=yes"
    assert desk.get(response.url).context["list"].rows == [other]


def test_what_is_given_abroad_is_recorded_with_the_agencys_country(desk, officer):
    contact, agency = ContactFactory(), AgencyFactory()

    desk.post(
        reverse("desk:add", args=["investors.handover"]) + f"?contact={contact.pk}",
        {
            "on": "2026-11-20",
            "agency": agency.pk,
            "what": "Name and post",
            "consent": "mail",
            "consented_on": "2026-11-19",
        },
    )

    given = HandOver.objects.get()
    assert (given.contact, given.agency, given.country) == (contact, agency, agency.country)
    assert (given.by, given.office) == (officer, officer.office)


def test_nothing_is_given_before_they_agreed(desk):
    contact = ContactFactory()

    page = desk.post(
        reverse("desk:add", args=["investors.handover"]) + f"?contact={contact.pk}",
        {
            "on": "2026-11-20",
            "agency": AgencyFactory().pk,
            "what": "Name",
            "consent": "said",
            "consented_on": "2026-11-21",
        },
    )

    assert page.context["form"].errors == {
        "consented_on": ["They have to agree before anything is given."]
    }
    assert not HandOver.objects.exists()


def test_another_offices_hand_overs_are_not_told(desk):
    theirs = HandOverFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    page = desk.get(theirs.contact.get_absolute_url())

    assert list(page.context["hand_overs"]) == []
    assert list(Contact.objects.filter(pk=theirs.contact_id)) == [theirs.contact]


def test_a_post_that_was_entered_wrongly_can_be_corrected(desk):
    posting = ContactPostingFactory(post="Manger")

    desk.post(
        reverse("desk:change", args=["investors.contactposting", posting.pk]),
        {
            "company": posting.company_id,
            "post": "Manager",
            "begins": "2019",
            "ends": "",
            "seen": "",
        },
    )

    posting.refresh_from_db()
    assert (posting.post, posting.begins) == ("Manager", "2019")
