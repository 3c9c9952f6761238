"""The number in a file is the record's only if it was given out by this database."""

import pytest
from django.urls import reverse

from deals.models import Deal
from investors.models import Company, Contact
from itpo.office.models import Office
from itpo.office.numbers import Numbers
from tests.factories import CompanyFactory, ContactFactory, DealFactory, MissionFactory
from tests.importing import as_csv, differences, fates, looked_at, number_of, problems, taken_in

pytestmark = pytest.mark.django_db
REFUSED = (
    "“{}” is not a number that an export gave out here. Leave the column out: "
    "rows are known again by what else they say."
)


def test_a_number_finds_its_record_whatever_else_changed(officer):
    company = CompanyFactory(name="Yazaki")

    raw = as_csv({"id": number_of(company), "name": "Denso"})

    run = looked_at(officer, "companies", raw, list_wins=True)

    assert differences(run) == [("Name in Roman letters", "Yazaki", "Denso")]


def test_a_number_is_read_however_it_is_written(officer):
    company = CompanyFactory()
    typed = number_of(company).upper().translate({ord("-"): "－"})

    run = looked_at(officer, "companies", as_csv({"id": f" {typed} ", "address": "Tokyo"}))

    assert (problems(run), fates(run)) == ([], ["updated"])


def test_a_bare_number_and_one_of_another_table_are_refused_in_their_cell(officer):
    contact = ContactFactory()
    bare, other = str(contact.pk), number_of(contact.company)

    run = looked_at(
        officer, "contacts", as_csv({"id": bare, "post": "CEO"}, {"id": other, "post": "CEO"})
    )

    head = "Number of the record here"
    assert problems(run) == [(2, head, REFUSED.format(bare)), (3, head, REFUSED.format(other))]


@pytest.mark.parametrize("column", ["id", "company_id"])
def test_a_number_from_another_database_is_refused(officer, column):
    contact = ContactFactory(company__pk=77, pk=77)
    given = number_of(contact if column == "id" else contact.company)
    Office.objects.update(file_key="the key of another database")
    row = {column: given, "family_name": "Sato", "company": "Denso"}

    run = looked_at(officer, "contacts", as_csv(row))

    assert [reason for _row, _head, reason in problems(run)] == [REFUSED.format(given)]
    assert Contact.objects.count() == Company.objects.count() == 1


def test_a_number_in_a_file_is_the_one_that_is_read(desk, officer):
    company = CompanyFactory(name="Yazaki")

    answer = desk.get(reverse("investors:companies"), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].split(",")[0] == number_of(company)


def test_letters_after_a_number_are_no_word_and_no_date(officer):
    told = [number_of(Company(pk=pk)) for pk in range(1, 500)]

    assert len({one.partition("-")[2] for one in told}) == len(told)
    assert not set("aeiou0123456789") & set("".join(one.partition("-")[2] for one in told))
    assert Numbers().meant(told[3], ("investors.company",)) == ("investors.company", 4)


def test_deals_that_are_alike_are_told_apart_by_their_numbers(officer):
    alike = {"office": officer.office, "title": "Plant"}
    first, second = DealFactory(**alike), DealFactory(**alike)
    raw = as_csv(
        {"id": number_of(first), "title": "Plant"},
        {"id": number_of(second), "title": "Plant", "notes": "The second."},
    )

    run = taken_in(officer, "deals", raw)

    assert (problems(run), fates(run)) == ([], ["unchanged", "updated"])
    assert list(Deal.objects.order_by("pk").values_list("notes", flat=True)) == ["", "The second."]


def test_a_deal_gets_the_reference_that_its_row_says(officer):
    deal = DealFactory(office=officer.office, ref="", title="Plant")

    taken_in(officer, "deals", as_csv({"id": number_of(deal), "ref": "KE-1", "title": "Plant"}))

    assert list(Deal.objects.values_list("pk", "ref")) == [(deal.pk, "KE-1")]


@pytest.mark.parametrize("said", [{}, {"ref": "NEW"}])
@pytest.mark.parametrize(
    ("part_of", "why"),
    [
        ("WHOLE", "A deal is not a part of itself."),
        ("PART", "“PART” is itself a part of this deal."),
    ],
)
def test_a_deal_known_by_its_number_is_no_part_of_its_own_parts(officer, said, part_of, why):
    whole = DealFactory(office=officer.office, ref="WHOLE", title="Plant")
    DealFactory(office=officer.office, ref="PART", parent=whole, parent_relation="part")
    raw = as_csv({"id": number_of(whole), "title": "Plant", "part_of": part_of, **said})

    run = looked_at(officer, "deals", raw)

    assert problems(run) == [(2, "Reference of the larger deal", why)]


def test_a_deal_is_a_part_of_one_whose_second_row_says_its_reference(officer):
    whole = DealFactory(office=officer.office, ref="", title="Plant")
    raw = as_csv(
        {"id": number_of(whole), "title": "Plant"},
        {"ref": "KE-2", "title": "Hall", "part_of": "KE-1"},
        {"id": number_of(whole), "title": "Plant", "ref": "KE-1"},
    )

    taken_in(officer, "deals", raw)

    assert Deal.objects.get(ref="KE-2").parent == whole


def test_rows_with_the_number_and_with_the_reference_tell_of_one_deal(officer):
    deal = DealFactory(office=officer.office, ref="KE-1", title="Plant")
    raw = as_csv(
        {"id": number_of(deal), "title": "Plant", "jobs": "100"},
        {"ref": "KE-1", "title": "Plant", "jobs": "200"},
    )

    run = taken_in(officer, "deals", raw)

    assert (problems(run), fates(run)) == ([], ["updated", "updated"])
    assert sorted(Deal.objects.get().claims.values_list("value", flat=True)) == [100, 200]


def test_the_reference_of_another_deal_is_refused(officer, manager):
    deal = DealFactory(office=officer.office, ref="KE-1")
    DealFactory(
        office=officer.office,
        ref="KE-2",
        owner=manager,
        is_confidential=True,
        anonymous_description="A plant",
    )
    raw = as_csv({"id": number_of(deal), "ref": "KE-2", "title": deal.title})

    run = looked_at(officer, "deals", raw)

    assert problems(run) == [(2, "Reference", "There is one with this reference already.")]


def test_the_number_of_a_deal_one_may_not_see_is_refused(officer, manager):
    hidden = DealFactory(
        office=officer.office,
        owner=manager,
        title="Secret",
        is_confidential=True,
        anonymous_description="A plant",
    )

    run = looked_at(officer, "deals", as_csv({"id": number_of(hidden), "title": "Plant"}))

    assert problems(run) == [(2, "Number of the record here", "No record has this number.")]
    assert "Secret" not in str(run.plans)


def test_an_activity_is_known_by_its_number_and_only_as_what_it_is(officer):
    mission = MissionFactory(office=officer.office, ref="")
    number = number_of(mission)
    raw = as_csv(
        {"id": number, "kind": "business_mission", "ref": "M-1"},
        {"id": number, "kind": "seminar"},
    )

    run = taken_in(officer, "activities", raw)

    mission.refresh_from_db()
    assert (fates(run), mission.ref) == (["updated", "refused"], "M-1")
    assert problems(run) == [(3, "Kind", "The number in this row is that of another kind.")]


def test_a_deal_is_known_by_its_reference_whatever_kind_the_list_calls_it(officer):
    deal = DealFactory(office=officer.office, ref="KE-1", kind_typed="")

    run = taken_in(
        officer, "deals", as_csv({"ref": "KE-1", "title": deal.title, "outcome_type": "Plant"})
    )

    assert (fates(run), Deal.objects.count()) == (["updated"], 1)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("kind", "factory", "row", "queries"),
    [
        ("deals", DealFactory, {"title": "Plant"}, 66),
        ("activities", MissionFactory, {"kind": "mission"}, 58),
    ],
)
def test_records_are_found_by_their_numbers_at_the_same_cost_for_any_number_of_them(
    officer, kind, factory, row, queries, rows, django_assert_num_queries
):
    titled = {"title": "Plant"} if kind == "deals" else {}
    made = factory.create_batch(rows, office=officer.office, **titled)
    raw = as_csv(*({"id": number_of(one), **row} for one in made))

    # Half of them how far each table goes before and what it has after, a few the claim and the
    # end of the run. For the numbers: the key of this database, the records they are of, those
    # records locked.
    with django_assert_num_queries(queries):
        run = looked_at(officer, kind, raw)

    assert fates(run) == ["unchanged"] * rows


def test_a_refused_row_is_called_by_what_it_says_and_not_by_its_number(officer):
    contact = ContactFactory()

    run = looked_at(
        officer,
        "contacts",
        as_csv({"id": number_of(contact), "family_name": "Sato", "email": "nobody"}),
    )

    assert (fates(run), run.plans[0]["name"]) == (["refused"], "Sato")
