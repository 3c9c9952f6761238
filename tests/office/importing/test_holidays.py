"""Holidays from a list: by the command and on the page of the admin."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from itpo.office.models import Holiday
from tests.factories import HolidayFactory, OfficeFactory

pytestmark = pytest.mark.django_db

HEADER = "where,day,name\n"
UPLOAD = "admin:office_holiday_upload"


@pytest.fixture
def take(tmp_path, capsys):
    """Run the command on some rows; its lines, and how it ended."""

    def run(rows, *options):
        path = tmp_path / "days.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
        try:
            call_command("import_holidays", str(path), *options)
            code = 0
        except SystemExit as end:
            code = end.code
        return capsys.readouterr().out.replace(f"{path}:", "").splitlines(), code

    return run


def kept():
    rows = Holiday.objects.order_by("on", "pk")
    return list(rows.values_list("country_code", "office__name", "on", "name"))


def test_days_of_countries_and_offices_are_taken(take, office):
    said = take(
        "MA,2027-05-03,Bridge day\n"
        "Viet Nam,2027/2/8,Tet\n"
        f"{office.name},２０２７-07-01,Moving house\n"
    )

    assert said == (["read 3, created 3, updated 0, unchanged 0, rejected 0"], 0)
    assert kept() == [
        ("VN", None, date(2027, 2, 8), "Tet"),
        ("MA", None, date(2027, 5, 3), "Bridge day"),
        ("JP", office.name, date(2027, 7, 1), "Moving house"),
    ]


def test_the_same_list_again_changes_nothing(take):
    rows = "MA,2027-05-03,Bridge day\nUNIDO ITPO Tokyo,2027-05-03,Fair\n"
    take(rows)

    said = take(rows)

    assert said == (["read 2, created 0, updated 0, unchanged 2, rejected 0"], 0)
    assert Holiday.history.count() == 2


def test_another_name_takes_its_place(take):
    take("MA,2027-05-03,Bridge day\n")

    said = take("MA,2027-05-03,Labour Day observed\n")

    assert said == (["read 1, created 0, updated 1, unchanged 0, rejected 0"], 0)
    assert [name for *_rest, name in kept()] == ["Labour Day observed"]
    assert Holiday.history.count() == 2


def test_what_cannot_be_taken_says_why_and_the_rest_is_kept(take):
    HolidayFactory(country_code="MA", on=date(2027, 1, 11), name="Moved", is_worked=True)

    said = take(
        "Atlantis,2027-05-03,Day of the Sea\n"
        "MA,2027-02-29,Leap day\n"
        "MA,1027-02-01,Long ago\n"
        "MA,2027-05-03,\n"
        f"MA,2027-05-03,{'x' * 121}\n"
        "MA,2027-05-04,One\n"
        "MA,2027-05-04,Another\n"
        "MA,2027-05-04,One\n"
        "MA,2027-01-11,Independence\n"
    )

    assert said == (
        [
            "2: where: “Atlantis” is neither a country nor an office of yours.",
            "3: day: “2027-02-29” is no day: write it as 2021-01-31.",
            "4: day: That year is too far away.",
            "5: name: Say what the holiday is called.",
            "6: name: The text is longer than 120 characters.",
            "8: name: Row 7 calls this day something else.",
            "10: day: That day is said to be worked. Change it in the admin.",
            "read 9, created 1, updated 0, unchanged 1, rejected 7",
        ],
        1,
    )


def test_a_dry_run_writes_nothing_and_json_says_the_same(take):
    (line,), code = take("MA,2027-05-03,Bridge day\n", "--dry-run", "--json")

    said = json.loads(line)
    assert (said["created"], said["dry_run"], said["problems"], code) == (1, True, [], 0)
    assert kept() == []


def test_a_file_that_is_no_list_is_refused_as_a_whole(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("country,day\nMA,2027-05-03\n")

    with pytest.raises(CommandError, match="Missing columns: where, name") as refusal:
        call_command("import_holidays", str(path))

    assert refusal.value.returncode == 2


def sent(rows):
    return {"file": SimpleUploadedFile("days.csv", (HEADER + rows).encode())}


def test_a_manager_takes_in_a_list_on_the_page(managers_desk, manager):
    OfficeFactory(name="UNIDO ITPO Elsewhere")
    rows = (
        "Morocco,2027-05-03,Bridge day\n"
        f"{manager.office.name},2027-05-03,Fair\n"
        "UNIDO ITPO Elsewhere,2027-05-03,Fair\n"
    )

    page = managers_desk.post(reverse(UPLOAD), sent(rows)).content.decode()

    assert "3 rows: 2 are new, 1 is not taken." in page
    refused = "Row 4, where: “UNIDO ITPO Elsewhere” is neither a country nor an office of yours."
    assert refused in page
    by = Holiday.history.values_list("history_user", flat=True)
    assert list(by) == [manager.pk, manager.pk]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Choose the file."),
        ({"file": SimpleUploadedFile("days.csv", b"")}, "It is empty."),
        ({"file": SimpleUploadedFile("days.xlsx", b"PK\x03\x04")}, "The workbook is damaged"),
        ({"file": SimpleUploadedFile("days.csv", b"x" * 2_100_000)}, "larger than 2 MB"),
    ],
)
def test_what_is_no_list_is_refused_beside_the_field(managers_desk, files, said):
    page = managers_desk.post(reverse(UPLOAD), files).content.decode()

    assert said in page
    assert kept() == []


def test_the_list_of_holidays_leads_a_manager_there_and_an_auditor_not(managers_desk, auditor):
    page = reverse("admin:office_holiday_changelist")

    seen = [managers_desk.get(page).content.decode()]
    managers_desk.force_login(auditor)
    seen.append(managers_desk.get(page).content.decode())

    assert [reverse(UPLOAD) in one for one in seen] == [True, False]


@pytest.mark.parametrize("day", ["99999999999999999999-1-1", "2021-1-9999999999"])
def test_a_day_beyond_all_days_is_refused_like_any_other(take, day):
    said, code = take(f"MA,{day},Never\n")

    assert said[0] == f"2: day: “{day}” is no day: write it as 2021-01-31."
    assert code == 1
