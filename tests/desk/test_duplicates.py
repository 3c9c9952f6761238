"""The pages of duplicates, and what is asked before a record is saved."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from delegates.models import Delegate, Visit
from investors.models import Company, Contact, Meeting
from itpo.office import merging
from itpo.office.merging import undoing
from itpo.office.models import Merge, SuspectedPair
from itpo.office.sameness import pairs
from tests.conftest import logged_in
from tests.factories import (
    AgencyFactory,
    AuditorFactory,
    CompanyFactory,
    ContactFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventRegistrationFactory,
    ManagerFactory,
    MeetingPartyFactory,
    SuspectedPairFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ASKS = "This may be on record already"
INLINES = ("contacts", "technologies")  # of a company, in the admin


@pytest.fixture
def desk(officer):
    return logged_in(officer)


def known(*rows):
    for row in rows:
        pairs.look_again(row._meta.label_lower, [row.pk])
    return rows


def of_two(name, one, other):
    return reverse(name, args=[one._meta.label_lower, one.pk, other.pk])


def suspected(one, other):
    return SuspectedPairFactory(model=one._meta.label_lower, first=one.pk, second=other.pk)


def test_the_list_names_both_and_why_and_leads_to_comparing_them(desk):
    one, other = CompanyFactory(name="Yazaki"), CompanyFactory(name="Yazaki Corp.")
    suspected(one, other)
    suspected(*ContactFactory.create_batch(2))

    page = desk.get(reverse("desk:duplicates") + "?kind=investors.company")

    assert [(pair.one, pair.other) for pair in page.context["pairs"]] == [(one, other)]
    assert "the same name" in page.content.decode()
    assert of_two("desk:merge", one, other) in page.content.decode()


def test_it_begins_with_a_kind_that_has_pairs_and_says_how_many(desk):
    suspected(*ContactFactory.create_batch(2))

    page = desk.get(reverse("desk:duplicates"))

    assert page.context["label"] == "investors.contact"
    assert [number for _label, _name, number in page.context["kinds"]] == [0, 0, 0, 1]


def test_a_kind_that_is_none_is_not_there(desk):
    one, other = CompanyFactory(), CompanyFactory()

    assert desk.get(reverse("desk:duplicates") + "?kind=deals.deal").status_code == 404
    assert desk.get(reverse("desk:merge", args=["deals.deal", 1, 2])).status_code == 404
    assert desk.get(of_two("desk:merge", one, one)).status_code == 404
    other.delete()
    assert desk.get(reverse("desk:merge", args=["investors.company", one.pk, 0])).status_code == 404


def test_they_are_two_and_do_not_come_back(desk, officer):
    one, other = known(CompanyFactory(name="Yazaki"), CompanyFactory(name="Yazaki Corp."))

    page = desk.post(of_two("desk:tell-apart", other, one), {"sure": "yes"}, follow=True)
    known(one, other)

    assert page.context["pairs"] == []
    assert SuspectedPair.objects.get().told_apart_by == officer


def test_side_by_side_the_filled_and_the_older_are_chosen(desk):
    one = CompanyFactory(name="Yazaki", reading="", address="Tokyo")
    other = CompanyFactory(name="YAZAKI Corp.", reading="ヤザキ", address="Minato")

    page = desk.get(of_two("desk:merge", other, one))

    assert (page.context["winner"], page.context["loser"]) == (one, other)
    differ = [(row.name, row.takes) for row in page.context["fields"] if row.differs]
    assert differ == [("name", False), ("reading", True), ("address", False)]


def test_what_moves_is_counted_as_far_as_one_sees_it(desk, officer):
    one, other = CompanyFactory(), CompanyFactory()
    meeting = MeetingPartyFactory(meeting__officer=officer, company=other).meeting
    MeetingPartyFactory(meeting=meeting, company=other, contact=ContactFactory(company=other))
    secret = DealFactory(
        office=officer.office,
        owner=ManagerFactory(office=officer.office),
        is_confidential=True,
        anonymous_description="A plant in the north",
    )
    for deal in (DealFactory(office=officer.office), secret):
        DealCompanyFactory(deal=deal, company=other)

    page = desk.get(of_two("desk:merge", one, other))

    assert page.context["moving"] == [("meetings", "1"), ("deals", "1"), ("contacts", "1")]


def test_merging_takes_what_is_chosen_and_the_old_address_leads_on(desk):
    one, other = CompanyFactory(name="Yazaki"), CompanyFactory(name="YAZAKI", address="Minato")
    suspected(one, other)
    chosen = {"of-name": other.pk, "of-address": other.pk, "sure": "yes"}

    page = desk.post(of_two("desk:merge", one, other), chosen, follow=True)

    assert page.context["company"] == one
    assert (page.context["company"].name, page.context["company"].address) == ("YAZAKI", "Minato")
    assert "Merged “YAZAKI” into “YAZAKI”." in page.content.decode()
    assert not SuspectedPair.objects.open().exists()
    for name in ("investors:company", "admin:investors_company_change"):
        assert reverse(name, args=[other.pk])
    assert desk.get(other.get_absolute_url()).url == one.get_absolute_url()
    assert desk.get(of_two("desk:merge", one, other)).url == one.get_absolute_url()
    address = reverse("desk:change", args=["investors.company", other.pk])
    assert desk.get(address).url == reverse("desk:change", args=["investors.company", one.pk])


@pytest.mark.parametrize(
    "factory", [CompanyFactory, ContactFactory, DelegateFactory, AgencyFactory]
)
def test_the_page_of_what_was_merged_is_that_of_what_stays(desk, officer, factory):
    winner, loser = factory(), factory()
    merging.merge(winner=winner, loser=loser, taken=[], by=officer, at=NOON)

    assert desk.get(loser.get_absolute_url()).url == winner.get_absolute_url()


def test_an_empty_form_decides_nothing_and_a_refusal_is_said(desk):
    loser = CompanyFactory()
    winner = CompanyFactory(parent=CompanyFactory(parent=loser))
    Company.objects.filter(pk=loser.pk).update(archived_at=NOON)
    address = of_two("desk:merge", winner, loser)

    asked, refused = desk.post(address), desk.post(address, {"sure": "yes"})

    assert asked.context["refusal"] == ""
    assert "itself a subsidiary" in refused.context["refusal"]
    assert not Merge.objects.exists()


def test_a_merge_is_taken_back_from_the_list(desk, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    done = merging.merge(winner=winner, loser=loser, taken=[], by=officer, at=NOON)
    page = desk.get(reverse("desk:duplicates") + "?kind=investors.company")
    assert [one.row for one in page.context["lately"]] == [done]

    page = desk.post(reverse("desk:undo-merge", args=[done.pk]), {"sure": "yes"})

    assert page.url == loser.get_absolute_url()
    assert not Merge.objects.standing().exists()
    again = desk.post(reverse("desk:undo-merge", args=[done.pk]), {"sure": "yes"}, follow=True)
    assert "taken back already" in again.content.decode()


def test_what_can_no_longer_be_taken_back_has_no_button(desk, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    merging.merge(winner=winner, loser=loser, taken=[], by=officer, at=NOON)
    undoing.forget(now=NOON + undoing.KEPT_FOR + timedelta(days=1))

    page = desk.get(reverse("desk:duplicates") + "?kind=investors.company")

    assert page.context["lately"] == []
    assert desk.get(loser.get_absolute_url()).url == winner.get_absolute_url()


def test_an_auditor_reads_the_list_and_has_no_buttons(officer):
    suspected(CompanyFactory(), CompanyFactory())

    page = logged_in(AuditorFactory(office=officer.office)).get(reverse("desk:duplicates"))

    assert "They are two" not in page.content.decode()


def add(desk, label, **typed):
    return desk.post(reverse("desk:add", args=[label]), typed)


def test_a_company_that_may_be_on_record_is_asked_about_before_it_is_saved(desk, officer):
    [there] = known(CompanyFactory(name="Yazaki Corporation"))

    page = add(desk, "investors.company", name="YAZAKI CORP.")

    assert ASKS in page.content.decode()
    assert there.get_absolute_url() in page.content.decode()
    assert Company.objects.count() == 1
    said = add(
        desk, "investors.company", name="YAZAKI CORP.", another=f"investors.company:{there.pk}"
    )
    made = Company.objects.get(name="YAZAKI CORP.")
    assert said.url == made.get_absolute_url()
    pair = SuspectedPair.objects.get()
    assert (pair.first, pair.second, pair.told_apart_by) == (there.pk, made.pk, officer)


def test_who_was_added_meanwhile_is_shown_before_anything_is_saved(desk):
    [there] = known(CompanyFactory(name="Yazaki Corporation"))
    [meanwhile] = known(CompanyFactory(name="Yazaki K.K."))

    page = add(desk, "investors.company", name="Yazaki", another=f"investors.company:{there.pk}")

    assert [one.thing for one in page.context["asked"].to_show] == [there, meanwhile]
    assert Company.objects.count() == 2


def test_two_who_add_the_same_one_after_the_other_are_told(desk):
    add(desk, "investors.company", name="Yazaki Corporation")

    page = add(desk, "investors.company", name="Yazaki")

    assert ASKS in page.content.decode()


def test_renaming_asks_and_other_changes_do_not(desk):
    known(CompanyFactory(name="Yazaki"))
    [twin] = known(CompanyFactory(name="Yazaki Corp."))
    address = reverse("desk:change", args=["investors.company", twin.pk])
    seen = twin.history.first().pk
    typed = {"name": "Yazaki Corp.", "address": "Tokyo", "seen": seen}

    moved = desk.post(address, typed)
    renamed = desk.post(
        address,
        {**typed, "name": "YAZAKI Co.", "reading": "ヤザキ", "seen": twin.history.first().pk},
    )

    assert moved.url == twin.get_absolute_url()
    assert renamed.url == twin.get_absolute_url()
    known(CompanyFactory(name="Sakura"))
    asked = desk.post(address, {**typed, "name": "Sakura Ltd.", "seen": twin.history.first().pk})
    assert ASKS in asked.content.decode()


def test_a_contact_with_the_same_mail_is_asked_about(desk):
    [there] = known(ContactFactory(email="abe@sakura.example.jp"))

    page = add(
        desk,
        "investors.contact",
        company=there.company_id,
        family_name="Abe",
        email="ABE@sakura.example.jp",
    )

    assert "the same e-mail" in page.content.decode()
    assert Contact.objects.count() == 1


def test_a_new_delegate_of_a_visit_is_asked_about(desk):
    [there] = known(DelegateFactory(family_name="Benali", given_name="Karim"))
    typed = {
        "family_name": "BENALI",
        "given_name": "Karim",
        "country": there.country_id,
        "begins": "2026-11-16",
        "agency_name": "Agency for the north",
    }

    page = desk.post(reverse("delegates:log-visit"), typed)

    assert ASKS in page.content.decode()
    assert (Delegate.objects.count(), Visit.objects.count()) == (1, 0)
    button = f"delegates.delegate:{there.pk}"
    desk.post(reverse("delegates:log-visit"), {**typed, "another": button})
    assert (Delegate.objects.count(), Visit.objects.count()) == (2, 1)


@pytest.mark.parametrize("page", ["investors:log-meeting", "investors:log-quickly"])
def test_a_new_company_of_a_meeting_is_asked_about(desk, page):
    [there] = known(CompanyFactory(name="Yazaki Corporation"))
    typed = {
        "kind": "visit",
        "day": "2026-11-16",
        "new_company": "Yazaki",
        "promise-TOTAL_FORMS": 0,
        "promise-INITIAL_FORMS": 0,
    }

    answer = desk.post(reverse(page), typed)

    assert ASKS in answer.content.decode()
    assert (Company.objects.count(), Meeting.objects.count()) == (1, 0)
    desk.post(reverse(page), {**typed, "another": f"investors.company:{there.pk}"})
    assert (Company.objects.count(), Meeting.objects.count()) == (2, 1)


def test_what_was_picked_before_it_was_merged_is_what_stays(desk, officer):
    winner, loser = CompanyFactory(), CompanyFactory()
    merging.merge(winner=winner, loser=loser, taken=[], by=officer, at=NOON)

    add(desk, "investors.contact", company=loser.pk, family_name="Abe")

    assert Contact.objects.get().company == winner


def test_what_is_added_or_renamed_in_the_admin_and_may_be_on_record_is_pointed_out(manager):
    known(ContactFactory(family_name="Abe", given_name="Jun", email="abe@sakura.example"))
    known(CompanyFactory(name="Yazaki Corporation"))
    browser = logged_in(manager)
    of_rows = {f"{one}-{kind}_FORMS": 0 for one in INLINES for kind in ("TOTAL", "INITIAL")}
    person = {"contacts-0-family_name": "Abe", "contacts-0-email": "abe@sakura.example"}
    sent = {"name": "Yazaki K.K.", **of_rows, **person, "contacts-TOTAL_FORMS": 1}

    page = browser.post(reverse("admin:investors_company_add"), sent, follow=True).content.decode()

    assert "Yazaki K.K. may be Yazaki Corporation, on record already: the same name" in page
    assert "ABE may be ABE Jun, on record already: the same e-mail" in page
    assert SuspectedPair.objects.open().count() == 2
    made = Company.objects.get(name="Yazaki K.K.")
    change = reverse("admin:investors_company_change", args=[made.pk])
    contact = made.contacts.get()
    person |= {"contacts-0-id": contact.pk, "contacts-0-company": made.pk}
    sent |= {**person, "contacts-INITIAL_FORMS": 1, "notes": "x"}
    again = browser.post(change, sent, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.notes, "on record already" in again) == ("x", False)


def test_who_becomes_a_contact_at_a_door_and_may_be_on_record_is_pointed_out(desk, officer):
    there = ContactFactory(family_name="Abe", given_name="Jun", company__name="Sakura Harness")
    known(there)
    row = EventRegistrationFactory(
        event__office=officer.office,
        family_name="Abe",
        given_name="Jun",
        name="ABE Jun",
        email="jun@elsewhere.example.jp",
        organisation="Sakura Harness",
    )

    page = desk.post(reverse("investors:registration-contact", args=[row.pk]), follow=True)

    assert "They may be ABE Jun, who is on record: the same name." in page.content.decode()
    assert SuspectedPair.objects.open().count() == 1
