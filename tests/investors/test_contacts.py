"""Contacts made of people who registered for an event."""

import pytest

from investors import contacts
from investors.models import Contact
from itpo.office.states import NotPossible
from tests.factories import CompanyFactory, ContactFactory, EventRegistrationFactory
from tests.investors.gatherings import open_event, register

pytestmark = pytest.mark.django_db


def test_a_visitor_becomes_a_contact_of_their_company_with_the_name_they_wrote(officer):
    company = CompanyFactory(name="Fictive Works")
    row = register(
        open_event(office=officer.office), "山田", given_name="太郎", organisation="fictive works",
        email="taro@example.org", post="部長",
    )  # fmt: skip

    contact = contacts.of_registration(registration=row, by=officer)

    assert (contact.company, contact.email, contact.post) == (company, "taro@example.org", "部長")
    assert (contact.family_name_ja, contact.given_name_ja) == ("山田", "太郎")
    row.refresh_from_db()
    assert row.contact == contact


def test_a_name_in_one_piece_is_never_split(officer):
    row = EventRegistrationFactory(name="Awa Ndiaye Diop", organisation="Embassy")

    contact = contacts.of_registration(registration=row, by=officer)

    assert (contact.family_name, contact.given_name) == ("Awa Ndiaye Diop", "")


def test_every_registration_under_the_address_becomes_theirs(officer):
    first, second = (
        EventRegistrationFactory(event__office=officer.office, email=email, organisation="Embassy")
        for email in ("awa@example.org", "AWA@example.org")
    )

    contact = contacts.of_registration(registration=first, by=officer)

    second.refresh_from_db()
    assert second.contact == contact


def test_who_is_a_contact_already_is_found_by_address(officer):
    known = ContactFactory(email="awa@example.org")
    row = EventRegistrationFactory(email="awa@example.org")

    assert contacts.of_registration(registration=row, by=officer) == known
    assert contacts.of_registration(registration=row, by=officer) == known
    assert Contact.objects.count() == 1


def test_nobody_becomes_a_contact_of_no_company(officer):
    row = EventRegistrationFactory()

    with pytest.raises(NotPossible, match="which organisation"):
        contacts.of_registration(registration=row, by=officer)

    assert not Contact.objects.exists()
