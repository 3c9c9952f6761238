"""Which records may be one, and why: before saving, and in the list the tick makes."""

from datetime import UTC, datetime, timedelta

import pytest

from delegates.models import Agency, Delegate
from investors.models import Company, Contact
from itpo.office import merging
from itpo.office.merging import undoing
from itpo.office.models import RecordKey, SuspectedPair
from itpo.office.sameness import pairs, scanning
from itpo.office.sameness.looking import suspects_of
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    ContactPostingFactory,
    DelegateFactory,
    HostCountryFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def known(row):
    """A record the tick has looked at."""
    pairs.look_again(row._meta.label_lower, [row.pk])
    return row


def why(thing, viewer):
    return [(one.thing, one.reasons) for one in suspects_of(thing, viewer)]


ONE_LETTER = "the name in Roman letters differs by one letter"
YAZAKI = {
    "name": "Yazaki Corporation",
    "name_ja": "矢崎総業株式会社",
    "reading": "ヤザキソウギョウ",
    "corporate_number": "7010001008844",
    "website": "https://www.yazaki-group.com/global/",
}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"name": "YAZAKI CORP."}, "the same name without 株式会社, Co., Ltd. and the like"),
        (
            {"name": "YZK", "name_ja": "㈱矢﨑總業"},
            "the same name without 株式会社, Co., Ltd. and the like",
        ),
        ({"name": "YZK", "reading": "やざきそうぎょう"}, "the reading is the same"),
        ({"name": "Yazaki Sogyo"}, "the same name in Roman letters"),
        ({"name": "Yasaki K.K."}, ONE_LETTER),
        ({"name": "Yazakki"}, ONE_LETTER),
        ({"name": "Yzaki"}, ONE_LETTER),
        ({"name": "YZK", "corporate_number": "7010001008844"}, "the same corporate number"),
        (
            {"name": "YZK", "website": "http://yazaki-group.com"},
            "the same web or mail domain",
        ),
    ],
)
def test_a_company_that_may_be_on_record_is_found_with_the_reason(officer, typed, reason):
    there = known(CompanyFactory(**YAZAKI))
    known(CompanyFactory(name="Sakura Harness"))

    assert why(Company(**typed), officer) == [(there, [reason])]


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Sumitomo"},
        {"name": "Yazakx Sogyx"},
        {"name": "", "website": "https://www.facebook.com/x"},
    ],
)
def test_what_is_like_nothing_on_record_is_asked_nothing(officer, typed):
    known(CompanyFactory(**{**YAZAKI, "website": "https://www.facebook.com/yazaki"}))

    assert why(Company(**typed), officer) == []


def test_a_company_is_known_by_the_mails_of_its_people_too(officer):
    there = CompanyFactory(name="Sakura Harness")
    ContactFactory(company=there, email="abe@sakura.example.jp")
    ContactFactory(company=there, email="abe@gmail.com")
    known(there)

    new = Company(name="SH", website="https://sakura.example.jp")

    assert why(new, officer) == [(there, ["the same web or mail domain"])]
    assert not RecordKey.objects.filter(key="gmail.com").exists()


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ({"family_name": "YAMADA", "given_name": "haruo"}, ["the same name"]),
        ({"family_name": "Haruo", "given_name": "Yamada"}, ["the same name"]),
        ({"family_name": "Yamata", "given_name": "Haruo"}, [ONE_LETTER]),
        ({"family_name": "Y", "email": "Yamada@sakura.example.jp"}, ["the same e-mail"]),
        ({"family_name": "Yamada", "phone": "03-1234-5678"}, ["the same phone"]),
        ({"family_name": "Y", "phone": "03-1234-5678"}, []),
        (
            {"family_name": "Y", "family_name_ja": "山田", "given_name_ja": "春男"},
            ["the same name"],
        ),
    ],
)
def test_a_contact_that_may_be_on_record_is_found(officer, typed, reasons):
    there = known(
        ContactFactory(
            family_name="Yamada",
            given_name="Haruo",
            family_name_ja="山田",
            given_name_ja="春男",
            email="yamada@sakura.example.jp",
            phone="+81 3 1234 5678",
        )
    )

    found = why(Contact(company=there.company, **typed), officer)

    assert found == ([(there, reasons)] if reasons else [])


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        (
            {"family_name": "Ohno", "given_name": "Kouichi"},
            ["the same name in Roman letters"],
        ),
        ({"family_name": "O", "reading": "ｵｵﾉｺｳｲﾁ"}, ["the reading is the same"]),
        ({"family_name": "O", "reading": "オーノ コーイチ"}, ["the same name in Roman letters"]),
        ({"family_name": "O", "phone": "０９０（１２３４）５６７８"}, ["the same phone"]),
    ],
)
def test_a_contact_is_found_however_it_is_read_and_by_its_own_phone(officer, typed, reasons):
    there = known(
        ContactFactory(
            family_name="Ono",
            given_name="Koichi",
            reading="おおの こういち",
            phone="+81 90 1234 5678",
        )
    )

    found = why(Contact(company=there.company, **typed), officer)

    assert found == [(there, reasons)]


def test_who_has_moved_is_found_at_the_company_on_an_old_card(officer):
    before = CompanyFactory()
    there = ContactFactory(family_name="Yamada", given_name="Haruo")
    ContactPostingFactory(contact=there, company=before)
    known(there)

    found = why(Contact(company=before, family_name="YAMADA", given_name="Haruo"), officer)

    assert found == [(there, ["the same name"])]


def test_people_of_one_name_in_roman_letters_at_two_companies_are_two(officer):
    known(ContactFactory(family_name="Yamada", given_name="Haruo"))

    new = Contact(company=CompanyFactory(), family_name="Yamada", given_name="Haruo")

    assert why(new, officer) == []


def test_a_delegate_and_an_agency_are_looked_for_in_their_country(officer):
    delegate = known(DelegateFactory(family_name="El Amrani", given_name="Karim"))
    agency = known(AgencyFactory(name="Agence Marocaine", short_name="AMDIE"))
    elsewhere = HostCountryFactory(code="DZ", name="Algeria")

    def new(country):
        person = Delegate(family_name="Karim", given_name="EL-AMRANI", country=country)
        return why(person, officer), why(Agency(name="amdie", country=country), officer)

    same = ["the same name"]
    assert new(delegate.country)[0] == [(delegate, same)]
    assert new(agency.country)[1] == [(agency, same)]
    assert new(elsewhere) == ([], [])


def test_looking_costs_three_queries_at_most(officer, django_assert_max_num_queries):
    there = known(CompanyFactory(**YAZAKI))
    other = CompanyFactory(name="YZK")

    with django_assert_max_num_queries(2):  # keys, records
        assert why(Company(name="Yazaki"), officer) != []
    other.name = "Yazaki"
    with django_assert_max_num_queries(3):  # keys, who was told apart, records
        assert [one for one, _why in why(other, officer)] == [there]


def test_the_name_of_what_was_merged_leads_to_what_stays(officer):
    winner, loser = CompanyFactory(name="Yazaki"), CompanyFactory(name="Sakura Harness")
    done = merging.merge(winner=winner, loser=loser, taken=[], by=officer, at=NOON)
    pairs.after_a_merge(done)

    assert [one.thing for one in suspects_of(Company(name="Sakura Harness"), officer)] == [winner]

    undoing.undo(merge=done, by=officer, at=NOON)
    pairs.look_again(done.model, [winner.pk, loser.pk])
    assert [one.thing for one in suspects_of(Company(name="Sakura Harness"), officer)] == [loser]


def test_the_tick_finds_pairs_by_the_strongest_reasons_and_forgets_what_is_none(officer):
    one, other = CompanyFactory(name="Yazaki"), CompanyFactory(name="Yazaki Corp.")
    third = CompanyFactory(name="Yasaki")
    later = NOON + timedelta(days=3650)

    scanning.go_on(now=later)

    rows = SuspectedPair.objects.open().strongest_first()
    assert list(rows.values_list("first", "second", "reasons")) == [
        (one.pk, other.pk, ["firm"]),
        (one.pk, third.pk, ["one_letter"]),
        (other.pk, third.pk, ["one_letter"]),
    ]
    pairs.tell_apart(label="investors.company", one=other.pk, others=[one.pk], by=officer, at=NOON)
    third.name = "Sakura"
    third.save()
    scanning.go_on(now=later + timedelta(days=3650))
    assert list(rows.values_list("first")) == []
    assert SuspectedPair.objects.get().told_apart_by == officer


def test_what_was_told_apart_of_the_loser_is_told_apart_of_the_winner(officer):
    names = ("Yazaki", "Yazaki Corp.", "Yazaki Ltd.")
    winner, loser, third = (CompanyFactory(name=name) for name in names)
    pairs.look_again("investors.company", [winner.pk, loser.pk, third.pk])
    pairs.tell_apart(
        label="investors.company", one=third.pk, others=[loser.pk], by=officer, at=NOON
    )

    pairs.after_a_merge(merging.merge(winner=winner, loser=loser, taken=[], by=officer, at=NOON))

    assert list(SuspectedPair.objects.open()) == []


def test_the_walk_goes_on_in_portions_and_round_again_after_a_day(monkeypatch):
    monkeypatch.setattr(scanning, "PORTION", 2)
    Company.objects.bulk_create(Company(name=f"Needle {number}") for number in "abcde")

    known_after = []
    for minute in range(4):
        scanning.go_on(now=NOON + timedelta(minutes=minute))
        known_after.append(RecordKey.objects.filter(reason="firm").count())

    assert known_after == [2, 4, 5, 5]
    Company.objects.filter(name="Needle a").update(name="Thread")
    scanning.go_on(now=NOON + timedelta(hours=20))
    assert not RecordKey.objects.filter(key="thread").exists()
    scanning.go_on(now=NOON + timedelta(hours=26))
    assert RecordKey.objects.filter(key="thread").exists()


def test_a_long_list_of_one_kind_lets_the_others_have_their_turn(monkeypatch):
    monkeypatch.setattr(scanning, "PORTION", 4)
    monkeypatch.setattr(scanning, "AT_A_TIME", 1)
    Company.objects.bulk_create(Company(name=f"Needle {number}") for number in "abcdef")
    ContactFactory()
    later = NOON + timedelta(days=3650)  # all that was changed has settled

    scanning.go_on(now=later)

    kinds = [model for model, _row in set(RecordKey.objects.values_list("model", "row"))]
    assert len(kinds) <= 4
    assert {*kinds} >= {"investors.company", "investors.contact"}


def test_a_change_is_looked_at_once_it_has_settled():
    company = CompanyFactory(name="Needle")
    at = company.history.get().history_date
    scanning.go_on(now=at + timedelta(minutes=2))
    company.name = "Thread"
    company.save()
    changed = company.history.first().history_date

    scanning.go_on(now=changed + timedelta(seconds=30))
    assert not RecordKey.objects.filter(key="thread").exists()
    scanning.go_on(now=changed + timedelta(seconds=61))
    assert RecordKey.objects.filter(key="thread").exists()


def test_what_half_the_world_shares_makes_no_pairs():
    for number in range(pairs.TOO_MANY + 2):
        CompanyFactory(name=f"{number:03} Needle", website="https://needles.example.jp")

    numbers = list(Company.objects.values_list("pk", flat=True))
    pairs.look_again("investors.company", numbers)

    assert not SuspectedPair.objects.filter(reasons=["domain"]).exists()


def test_looking_again_costs_the_same_for_one_and_three(django_assert_num_queries):
    costs = []
    for rows in (1, 3):
        numbers = [CompanyFactory(name=f"Needle {rows}").pk for _row in range(rows)]
        pairs.look_again("investors.company", numbers)
        with django_assert_num_queries(8):  # with savepoints; nothing is written
            pairs.look_again("investors.company", numbers)
        costs.append(rows)

    assert costs == [1, 3]
