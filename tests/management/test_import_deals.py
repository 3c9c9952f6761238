"""`manage.py import_deals FILE`: what it prints and how it ends."""

import pytest
from django.core.management import CommandError, call_command

from deals.importing.deal_rows import COLUMNS
from deals.models import Claim, Deal
from itpo.office.models import Office
from tests.deals.importing.lists import SAMPLE, Lists, deal

DEALS = str(SAMPLE / "deals.csv")


def test_it_works_on_an_empty_database_and_a_second_run_changes_nothing(db, capsys):
    call_command("import_deals", DEALS)
    call_command("import_deals", DEALS)

    assert capsys.readouterr().out.splitlines() == [
        "read 12, created 12, updated 0, unchanged 0, rejected 0",
        "read 12, created 0, updated 0, unchanged 12, rejected 0",
    ]
    assert (Deal.objects.count(), Claim.objects.count()) == (12, 14)


def test_rejected_rows_are_named_and_the_exit_code_is_1(db, capsys, tmp_path):
    file = Lists(tmp_path).write(COLUMNS, (deal(jobs="many"), deal(ref="B", part_of="B"), deal()))

    with pytest.raises(SystemExit) as end:
        call_command("import_deals", str(file))

    assert end.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{file}:2: jobs: “many” is not a number.",
        f"{file}:3: part_of: A deal is not a part of itself.",
        "read 3, created 1, updated 0, unchanged 0, rejected 2",
    ]


def test_a_dry_run_leaves_an_empty_database_empty(db, capsys):
    call_command("import_deals", DEALS, "--dry-run")

    assert capsys.readouterr().out == "read 12, created 12, updated 0, unchanged 0, rejected 0\n"
    assert not Office.objects.exists()


def test_the_list_of_activities_is_no_list_of_deals(db):
    with pytest.raises(CommandError, match="Missing columns: title, company") as end:
        call_command("import_deals", str(SAMPLE / "activities.csv"))

    assert end.value.returncode == 2
