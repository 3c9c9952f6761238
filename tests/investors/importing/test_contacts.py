"""Lists of people at companies."""

import pytest

from investors.models import Company, Contact
from itpo.office.importing import runs
from itpo.office.merging import merge
from tests.factories import CompanyFactory, ContactFactory
from tests.importing import (
    NOW,
    as_csv,
    csv_of,
    differences,
    done,
    fates,
    looked_at,
    problems,
    taken_in,
)

HEADS = ("会社名", "氏名", "フリガナ", "部署", "役職", "電話", "メール")


def people() -> list[tuple[str, ...]]:
    return list(
        Contact.objects.order_by("pk").values_list(
            "company__name", "family_name", "family_name_ja", "reading", "post", "email"
        )
    )


def test_a_japanese_list_of_business_cards_makes_people_and_their_companies(officer):
    run = taken_in(
        officer,
        "contacts",
        csv_of(
            HEADS,
            (
                "矢崎総業株式会社",
                "山田 春男",
                "ヤマダ ハルオ",
                "海外部",
                "部長",
                "03-1",
                "yamada@example.com",
            ),
            ("矢崎総業㈱", "髙﨑 花子", "タカサキ ハナコ", "", "", "", ""),
        ),
    )

    assert (run.state, run.counts) == ("done", {"created": 2})
    assert people() == [
        (
            "矢崎総業株式会社",
            "山田 春男",
            "山田 春男",
            "ヤマダ ハルオ",
            "部長",
            "yamada@example.com",
        ),
        ("矢崎総業株式会社", "髙﨑 花子", "髙﨑 花子", "タカサキ ハナコ", "", ""),
    ]
    assert Company.objects.count() == 1


def test_the_same_file_twice_changes_nothing(officer):
    raw = csv_of(
        HEADS,
        ("矢崎総業㈱", "山田春男", "ヤマダハルオ", "", "", "", "yamada@example.com"),
        ("Toyota Tsusho", "Sato Ken", "", "", "", "", ""),
    )
    taken_in(officer, "contacts", raw)
    versions = Contact.history.count()

    again = looked_at(officer, "contacts", raw)

    assert again.counts == {"unchanged": 2}
    with pytest.raises(runs.NotPossible):
        runs.take_in(run=again, by=officer)
    assert Contact.history.count() == versions


def test_what_somebody_changed_here_since_stays_unless_the_list_is_said_to_be_right(officer):
    heads = ("company", "family_name", "email", "post", "phone")
    taken_in(officer, "contacts", csv_of(heads, ("Yazaki", "Yamada", "y@example.com", "Head", "1")))
    contact = Contact.objects.get()
    contact.post = "Director"
    contact.save()
    later = csv_of(heads, ("Yazaki", "Yamada", "y@example.com", "Manager", "2"))

    kept = looked_at(officer, "contacts", later)
    wins = looked_at(officer, "contacts", later, list_wins=True)

    assert kept.plans == [
        {
            "row": 2,
            "fate": "updated",
            "name": "Yamada",
            "differences": [["Phone", "1", "2"]],
            "kept": ["Post"],
        }
    ]
    assert [plan["differences"] for plan in wins.plans] == [
        [["Post", "Director", "Manager"], ["Phone", "1", "2"]]
    ]


def test_after_a_merge_a_list_finds_who_is_left(officer):
    row = {"company": "Yazaki", "family_name": "Yamada", "email": "y@example.com"}
    taken_in(officer, "contacts", as_csv(row))
    gone = Contact.objects.get()
    gone.family_name, gone.email = "Yamamoto", ""
    gone.save()
    kept = ContactFactory(family_name="Yamamoto", email="", company=gone.company, phone="")
    merge(winner=kept, loser=gone, taken=[], by=officer, at=NOW)

    run = taken_in(officer, "contacts", as_csv({**row, "phone": "03-1"}))

    assert (fates(run), [one[2] for one in differences(run)]) == (
        ["updated"],
        ["y@example.com", "03-1"],
    )
    assert list(Contact.objects.order_by("pk").values_list("phone", flat=True)) == ["", "03-1"]


def test_an_address_in_other_case_is_the_same(officer):
    ContactFactory(company__name="Acme", family_name="Abe", given_name="Taro", email="A@acme.jp")

    run = looked_at(
        officer,
        "contacts",
        as_csv(
            {
                "company": "Acme",
                "family_name": "Abe",
                "given_name": "Taro",
                "email": "a@ACME.jp",
            }
        ),
        list_wins=True,
    )

    assert (fates(run), differences(run)) == (["unchanged"], [])


ABE = {"family_name": "Abe", "given_name": "Taro", "company": "Acme", "email": "info@acme.jp"}
BABA = {**ABE, "family_name": "Baba", "given_name": "Jiro"}


def acme(**fields):
    known = {"family_name": "Abe", "given_name": "Taro", "email": "info@acme.jp", **fields}
    return ContactFactory(company__name="Acme", **known)


def candidates(run):
    return [one[1:] for plan in run.plans for one in plan.get("candidates", [])]


def test_an_address_that_several_share_is_nobody_without_the_name(officer):
    acme()

    run = looked_at(officer, "contacts", as_csv(BABA, ABE))

    assert fates(run) == ["undecided", "unchanged"]
    assert candidates(run) == [["ABE Taro", "same e-mail"]]


def test_an_address_is_somebody_with_the_reading(officer):
    known = acme(reading="アベ タロウ")

    run = looked_at(
        officer,
        "contacts",
        as_csv(
            {"company": "Acme", "full_name": "阿部太郎", "reading": "あべたろう"}
            | {"email": known.email}
        ),
    )

    assert (fates(run), candidates(run)) == (["unchanged"], [])


def test_two_new_people_of_one_address_are_two(officer):
    run = taken_in(officer, "contacts", as_csv(ABE, BABA))

    assert (run.counts, people()) == (
        {"created": 2},
        [("Acme", name, "", "", "", "info@acme.jp") for name in ("Abe", "Baba")],
    )


def test_one_name_with_two_addresses_at_one_company_is_asked_about(officer):
    acme(email="abe@acme.jp")
    ContactFactory(company__name="Beta", family_name="Abe", given_name="Taro", email="a@beta.jp")

    run = looked_at(officer, "contacts", as_csv(ABE))

    assert (fates(run), candidates(run)) == (
        ["undecided"],
        [["ABE Taro", "same name, other e-mail"]],
    )


def test_who_is_elsewhere_by_the_list_keeps_the_post_they_hold_here(officer):
    known = acme(post="Manager", phone="03-1", department="")

    row = {**ABE, "company": "Beta", "post": "Director", "phone": "03-2", "department": "Sales"}
    run = looked_at(officer, "contacts", as_csv({**row, "notes": "Met in May"}))
    wins = looked_at(officer, "contacts", as_csv(row), list_wins=True)

    assert differences(run) == [("Notes", "", "Met in May")]
    assert run.plans[0]["kept"] == ["Department", "Post", "Phone", "Company"]
    assert problems(wins) == [
        (
            2,
            "Company",
            "ABE Taro is at Acme here. Press “Has moved” on their page, which asks since when.",
        )
    ]
    assert known.company.name == "Acme"


def test_who_is_decided_on_keeps_the_post_they_hold_here_as_well(officer):
    known = acme(post="", department="")
    run = looked_at(officer, "contacts", as_csv({**BABA, "company": "Beta", "post": "Director"}))

    decided = done(runs.decide(run=run, decisions={2: str(known.pk)}, by=officer))

    assert decided.plans[0]["kept"][-2:] == ["Post", "Company"]
    assert "Post" not in [label for label, *_values in differences(decided)]


def test_a_new_company_of_somebody_known_is_refused_even_where_the_list_counts(officer):
    acme()

    run = looked_at(officer, "contacts", as_csv({**ABE, "company": "Unheard"}), list_wins=True)

    assert [column for _row, column, _why in problems(run)] == ["Company"]


@pytest.mark.parametrize(
    ("here", "said"),
    [
        ("Honda Co., Ltd.", "Honda"),
        ("Honda Co., Ltd.", "Honda Inc."),
        ("Honda Corporation", "ＨＯＮＤＡ K.K."),
        ("本田技研工業株式会社", "㈱本田技研工業"),
        ("Honda GmbH", "honda gmbh"),
    ],
)
def test_a_company_is_known_under_any_of_its_usual_legal_forms(officer, here, said):
    CompanyFactory(name=here)

    taken_in(officer, "contacts", as_csv({**ABE, "company": said}))

    assert Contact.objects.get().company.name == here


@pytest.mark.parametrize(
    ("here", "said"),
    [
        ("Honda Co., Ltd.", "Honda GmbH"),
        ("Honda GmbH", "Honda"),
        ("Honda (Thailand) Pte. Ltd.", "Honda Thailand Inc."),
    ],
)
@pytest.mark.parametrize(
    ("kind", "column", "label"),
    [("contacts", "company", "Company"), ("meetings", "companies", "Companies")],
)
def test_a_company_of_another_legal_form_is_asked_about(officer, here, said, kind, column, label):
    CompanyFactory(name=here)
    row = ABE if kind == "contacts" else {"subject": "Talk", "day": "2026-03-02"}

    run = looked_at(officer, kind, as_csv({**row, column: said}))

    sentence = f"“{said}” may be {here}: write that name, or enter this company first."
    assert problems(run) == [(2, label, sentence)]


def test_two_new_companies_of_two_legal_forms_are_two(officer):
    taken_in(
        officer,
        "contacts",
        as_csv(
            {**ABE, "company": "Honda GmbH"},
            {**BABA, "company": "Honda Co., Ltd."},
            {**BABA, "family_name": "Chiba", "company": "Honda Inc."},
        ),
    )

    assert list(Company.objects.order_by("pk").values_list("name", flat=True)) == [
        "Honda GmbH",
        "Honda Co., Ltd.",
    ]


def test_since_when_somebody_holds_a_post_may_be_known_in_part(officer):
    taken_in(officer, "contacts", as_csv({**ABE, "since": "2019年4月"}))

    known = Contact.objects.get()
    assert (known.since, known.since_edtf) == ("2019年4月", "2019-04")
    assert fates(looked_at(officer, "contacts", as_csv({**ABE, "since": "2019-04"}))) == [
        "unchanged"
    ]
    refused = looked_at(officer, "contacts", as_csv({**ABE, "since": "some day"}))
    assert [(row, column) for row, column, _why in problems(refused)] == [(2, "In this post since")]
