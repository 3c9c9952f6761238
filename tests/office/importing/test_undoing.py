"""Taking a whole import back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from investors.models import Company, Contact
from itpo.office.changes import changes_of
from itpo.office.history import sign
from itpo.office.importing.undoing import InTheWay
from itpo.office.states import NotPossible
from tests.factories import CompanyFactory, FollowUpFactory, MeetingPartyFactory, SectorFactory
from tests.importing import NOW, csv_of, looked_at, number_of, taken_back, taken_in

pytestmark = pytest.mark.django_db

HEADS = ("company", "family_name", "email", "post")
SATO = ("Yazaki", "Sato", "s@example.org", "Head")


def refused(run, by) -> list[InTheWay]:
    asked = taken_back(by, run)
    assert (asked.state, asked.undone_at) == ("done", None)
    assert asked.error == "Nothing was taken back: some of it was changed or is used since."
    return [InTheWay(*one) for one in asked.in_the_way]


def test_what_it_made_is_gone_and_its_history_says_by_whom(officer):
    run = taken_in(officer, "contacts", csv_of(HEADS, SATO, ("Denso", "Mori", "", "")))

    undone = taken_back(officer, run)

    assert (undone.state, undone.undone_by) == ("undone", officer)
    assert timedelta(0) <= undone.undone_at - NOW < timedelta(minutes=1)
    assert not Company.objects.exists()
    assert not Contact.objects.exists()
    last = Contact.history.filter(history_type="-").values_list(
        "family_name", "history_user", "history_change_reason"
    )
    assert set(last) == {
        ("Sato", officer.pk, "import undone"),
        ("Mori", officer.pk, "import undone"),
    }


def test_what_it_changed_has_its_earlier_values_back(officer):
    taken_in(officer, "contacts", csv_of(HEADS, SATO))
    run = taken_in(officer, "contacts", csv_of(HEADS, (*SATO[:3], "Director")))

    taken_back(officer, run)

    contact = Contact.objects.get()
    assert contact.post == "Head"
    # And the list can be taken in again.
    again = looked_at(officer, "contacts", csv_of(HEADS, (*SATO[:3], "Director")))
    assert again.counts == {"updated": 1}


def test_sectors_stay_when_the_later_of_two_lists_is_taken_back(officer):
    company = CompanyFactory(name="Yazaki", name_ja="")
    company.sectors.add(SectorFactory())
    for name_ja in ("矢崎総業", "矢崎総業株式会社"):
        rows = csv_of(("id", "name_ja"), (number_of(company), name_ja))
        run = taken_in(officer, "companies", rows)

    taken_back(officer, run)

    company.refresh_from_db()
    assert (company.name_ja, company.sectors.count()) == ("矢崎総業", 1)
    assert {
        one.name for change in changes_of(company, officer, number=3) for one in change.fields
    } == {"name_ja"}


def test_a_change_by_somebody_since_is_in_the_way(officer, colleague):
    run = taken_in(officer, "contacts", csv_of(HEADS, SATO, ("Yazaki", "Mori", "", "")))
    contact = Contact.objects.get(family_name="Sato")
    contact.post = "Director"
    sign(contact, colleague)
    contact.save()

    (found,) = refused(run, officer)

    assert (found.row, found.what) == (2, "Contact: SATO")
    assert found.why.startswith("Changed by MORI Mika on ")
    assert Contact.objects.count() == 2


def test_a_meeting_that_refers_to_it_is_in_the_way(officer):
    run = taken_in(officer, "contacts", csv_of(HEADS, SATO))
    company, contact = Company.objects.get(), Contact.objects.get()
    meeting = MeetingPartyFactory(company=company, contact=contact).meeting

    found = refused(run, officer)

    assert [(one.what, one.why) for one in found] == [
        ("Company: Yazaki", f"Used: Meeting: {meeting}."),
        ("Contact: SATO", f"Used: Meeting: {meeting}."),
    ]


def test_a_promise_about_it_is_in_the_way(officer):
    run = taken_in(officer, "companies", csv_of(("name",), ("Yazaki",)))
    Company.objects.get().follow_ups.add(FollowUpFactory(owner=officer, what="Call them"))

    (found,) = refused(run, officer)

    assert (found.what, "Call them" in found.why) == ("Company: Yazaki", True)


def test_somebody_who_was_deleted_since_is_in_the_way(officer):
    run = taken_in(officer, "contacts", csv_of(HEADS, SATO))
    Contact.objects.get().delete()

    (found,) = refused(run, officer)

    assert found.why.startswith("Deleted by ")
    assert Company.objects.exists()


def test_it_is_taken_back_once(officer):
    run = taken_in(officer, "contacts", csv_of(HEADS, SATO))
    taken_back(officer, run)

    with pytest.raises(NotPossible):
        taken_back(officer, run)


def test_it_costs_the_same_for_any_number_of_records(officer):
    costs = []
    for rows in (1, 3):
        people = [("Yazaki", f"Sato {n}", f"s{n}@example.org", "") for n in range(rows)]
        run = taken_in(officer, "contacts", csv_of(HEADS, *people))
        with CaptureQueriesContext(connection) as queries:
            taken_back(officer, run)
        costs.append(len(queries))

    assert costs[0] == costs[1]
