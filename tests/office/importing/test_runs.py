"""An import from its file to the moment it is asked for."""

from datetime import timedelta

import pytest

from investors.models import Company, Contact
from itpo.office.csv_files import FileNotReadable
from itpo.office.importing import runs
from itpo.office.importing.errors_file import as_file
from itpo.office.models import ImportRun
from itpo.office.states import NotPossible
from tests.factories import CompanyFactory, ContactFactory, ImportRunFactory
from tests.importing import NOW, begun, csv_of, done, looked_at, taken_in

pytestmark = pytest.mark.django_db

COMPANIES = ("会社名", "法人番号")


def fates(run: ImportRun) -> list[tuple[int, str]]:
    return [(plan["row"], plan["fate"]) for plan in run.plans]


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("family_name", "company", "e-mail"), ["family_name", "company", "email"]),
        (("Family name", "COMPANY", "mail"), ["family_name", "company", "email"]),
        (("姓", "会社名", "メール"), ["family_name", "company", "email"]),
        (("ﾌﾘｶﾞﾅ", "企業", "役職"), ["reading", "company", "post"]),
        (("nom de famille", "entreprise", "fonction"), ["family_name", "company", "post"]),
        (("氏名", "氏名 2", "名前"), ["full_name", "", ""]),
    ],
)
def test_a_column_is_recognised_by_name_label_or_alias(officer, heads, columns):
    run = begun(officer, "contacts", csv_of(heads, ("a", "b", "c")))

    assert run.columns == columns


def test_a_file_that_cannot_be_read_leaves_nothing(officer):
    with pytest.raises(FileNotReadable):
        begun(officer, "contacts", b"")

    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (["name", "name"], "Two columns are chosen for “name in Roman letters”. Leave one out."),
        (["", ""], "Choose what at least one column is."),
    ],
)
def test_columns_that_cannot_be_meant_are_refused(officer, chosen, says):
    run = begun(officer, "companies", csv_of(COMPANIES, ("Yazaki", "")))

    with pytest.raises(NotPossible) as refusal:
        runs.choose(run=run, chosen=chosen, list_wins=False, by=officer)

    run.refresh_from_db()
    assert (str(refusal.value), run.state) == (says, "uploaded")


def test_looking_writes_nothing_but_the_run(officer):
    run = looked_at(officer, "companies", csv_of(COMPANIES, ("Yazaki", "7000012050002")))

    assert fates(run) == [(2, "created")]
    assert not Company.objects.exists()


def test_each_cell_that_cannot_be_taken_has_its_reason(officer):
    raw = csv_of(
        ("会社名", "法人番号", "URL"),
        ("Yazaki", "123", "nowhere"),
        ("", "7000012050002", ""),
    )

    run = looked_at(officer, "companies", raw)

    assert [plan["problems"] for plan in run.plans] == [
        [
            [
                "Corporate number (法人番号)",
                "“123” is not a corporate number: 13 digits of which the first is a check.",
            ],
            ["Website", "“nowhere” is not an address on the web."],
        ],
        [["Name in Roman letters", "Say what the company is called."]],
    ]


def test_a_row_that_may_be_known_waits_for_a_decision(officer):
    known = CompanyFactory(name="Yazaki Corporation")
    run = looked_at(officer, "companies", csv_of(COMPANIES, ("Yazaki K.K.", "7000012050002")))

    assert run.plans[0]["candidates"] == [
        [known.pk, "Yazaki Corporation", "same name, other legal form"]
    ]
    with pytest.raises(NotPossible):
        runs.take_in(run=run, by=officer)

    for said, fate in ((str(known.pk), "updated"), ("new", "created"), ("out", "left out")):
        decided = done(runs.decide(run=run, decisions={2: said}, by=officer))
        assert fates(decided) == [(2, fate)]


def test_all_that_are_left_are_decided_at_once(officer):
    for name in ("Yazaki Corporation", "Denso Corporation"):
        CompanyFactory(name=name)
    raw = csv_of(COMPANIES, ("Yazaki K.K.", ""), ("Denso Ltd.", ""), ("Toyota", ""))
    run = looked_at(officer, "companies", raw)

    out = done(runs.decide_rest(run=run, said="out", by=officer))

    assert fates(out) == [(2, "left out"), (3, "left out"), (4, "created")]


def test_two_rows_about_one_record_are_one_too_many(officer):
    raw = csv_of(COMPANIES, ("Yazaki", "7000012050002"), ("矢崎", "T7-0000-1205-0002"))

    run = looked_at(officer, "companies", raw)

    assert fates(run) == [(2, "created"), (3, "refused")]
    assert run.plans[1]["problems"] == [["", "Row 2 is about the same: 矢崎."]]


def test_what_was_refused_comes_back_with_its_reason_and_can_be_loaded_again(officer):
    raw = csv_of(COMPANIES, ("Yazaki", "123"), ("Denso", ""), ("=1+1", "124"))
    run = taken_in(officer, "companies", raw)

    made = as_file(run, "csv")

    lines = made.content.getvalue().decode("utf-8-sig").splitlines()
    reason = "is not a corporate number: 13 digits of which the first is a check."
    assert made.name == "list, refused rows.csv"
    assert lines == [
        "会社名,法人番号,Why it was refused",
        f"Yazaki,123,Corporate number (法人番号): “123” {reason}",
        f"'=1+1,124,Corporate number (法人番号): “124” {reason}",
    ]
    again = begun(officer, "companies", made.content.getvalue())
    assert again.columns == ["name_ja", "corporate_number", ""]


def test_a_list_that_was_not_taken_in_is_thrown_away_but_not_another(officer):
    run = looked_at(officer, "companies", csv_of(COMPANIES, ("Yazaki", "")))
    done = ImportRunFactory(by=officer, state="done")

    runs.remove(run=run)
    with pytest.raises(NotPossible):
        runs.remove(run=done)

    assert list(ImportRun.objects.all()) == [done]


def test_what_a_file_said_is_forgotten_after_a_month(officer):
    ago = NOW - timedelta(days=31)
    ImportRunFactory(by=officer, uploaded_at=ago)
    done = ImportRunFactory(by=officer, uploaded_at=ago, ended_at=ago, state="done")
    fresh = ImportRunFactory(by=officer, uploaded_at=ago, ended_at=NOW, state="done")

    runs.forget(now=NOW)

    assert list(ImportRun.objects.order_by("pk").values_list("pk", "cells")) == [
        (done.pk, []),
        (fresh.pk, fresh.cells),
    ]


def test_a_known_contact_stays_at_their_company(officer):
    known = ContactFactory(
        company=CompanyFactory(name="Yazaki"), email="y@example.org", notes="", family_name="Sato"
    )
    heads = ("会社名", "氏名", "メール", "備考")
    raw = csv_of(heads, ("Denso", f"Sato {known.given_name}", "y@example.org", "Met in May"))

    run = taken_in(officer, "contacts", raw)

    known.refresh_from_db()
    assert (str(known.company), known.notes) == ("Yazaki", "Met in May")
    assert run.plans[0]["kept"] == ["Company"]
    assert list(Company.objects.all()) == [known.company]
    assert Contact.objects.count() == 1
