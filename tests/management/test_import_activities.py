"""`manage.py import_activities FILE`: what it prints and how it ends."""

import json

import pytest
from django.core.management import CommandError, call_command

from deals.importing.activity_rows import COLUMNS
from delegates.models import HostCountry, Programme
from investors.models import Event, Mission, MissionLeg
from itpo.office.models import Office, Sector
from tests.deals.importing.lists import SAMPLE, Lists, mission

ACTIVITIES = str(SAMPLE / "activities.csv")


@pytest.fixture
def bad_list(tmp_path) -> str:
    """Three rows of which two cannot be taken."""
    rows = (
        mission(country="Atlantis", iso2=""),
        mission(country="Ghana", iso2="GH"),
        mission(participants="many"),
    )
    return str(Lists(tmp_path).write(COLUMNS, rows))


def test_it_works_on_an_empty_database_and_ends_with_the_counts(db, capsys):
    call_command("import_activities", ACTIVITIES)

    assert capsys.readouterr().out == "read 63, created 63, updated 0, unchanged 0, rejected 0\n"
    assert Office.objects.count() == 1
    assert Sector.objects.exists()
    assert (Mission.objects.count(), MissionLeg.objects.count()) == (13, 28)
    assert (Programme.objects.count(), Event.objects.count()) == (6, 15)


def test_a_second_run_reports_everything_unchanged(db, capsys):
    call_command("import_activities", ACTIVITIES)
    capsys.readouterr()

    call_command("import_activities", ACTIVITIES)

    assert capsys.readouterr().out == "read 63, created 0, updated 0, unchanged 63, rejected 0\n"


def test_rejected_rows_are_named_line_by_line_and_the_exit_code_is_1(db, capsys, bad_list):
    with pytest.raises(SystemExit) as end:
        call_command("import_activities", bad_list)

    assert end.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{bad_list}:2: country: Unknown country “Atlantis”.",
        f"{bad_list}:4: participants: “many” is not a number.",
        "read 3, created 1, updated 0, unchanged 0, rejected 2",
    ]
    assert Mission.objects.count() == 1


def test_json_says_the_same_in_one_object(db, capsys, bad_list):
    with pytest.raises(SystemExit):
        call_command("import_activities", bad_list, "--json")

    assert json.loads(capsys.readouterr().out) == {
        "file": bad_list,
        "dry_run": False,
        "read": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 2,
        "problems": [
            {"row": 2, "column": "country", "reason": "Unknown country “Atlantis”."},
            {"row": 4, "column": "participants", "reason": "“many” is not a number."},
        ],
    }


def test_a_dry_run_prints_the_same_and_leaves_an_empty_database_empty(db, capsys):
    call_command("import_activities", ACTIVITIES, "--dry-run")

    assert capsys.readouterr().out == "read 63, created 63, updated 0, unchanged 0, rejected 0\n"
    assert not Office.objects.exists()
    assert not HostCountry.objects.exists()
    assert not Mission.history.exists()


@pytest.mark.parametrize("content", [None, b"", b"ref,kind\nA,seminar\n", b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_ends_with_2_and_writes_nothing(db, tmp_path, content):
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError) as end:
        call_command("import_activities", str(file))

    assert end.value.returncode == 2
    assert str(end.value).startswith(f"{file}: ")
    assert not Office.objects.exists()
