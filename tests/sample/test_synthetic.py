"""Loading invented deals: the same every time, once, and never among real records."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from deals.models import Deal
from investors.models import Company
from itpo.office.models import Milestone, Office
from itpo.sample import loading as sample
from itpo.sample.people import NotLoaded
from itpo.sample.synthetic import loading
from itpo.sample.tables import histories
from tests.sample.conftest import AT
from tests.sample.everything import contents, counts, tables


def test_it_is_the_same_every_time(db):
    def without_keys() -> dict[str, list[dict[str, object]]]:
        """But for the keys, in addresses too, which go on from where they were, and secrets."""
        with transaction.atomic():
            loading.load(number=40, at=AT)
            found = {
                table._meta.label: [
                    {
                        field.name: getattr(row, field.attname)
                        for field in table._meta.concrete_fields
                        if not field.primary_key
                        and not field.is_relation
                        and field.name
                        not in {"about_url", "query", "password", "file_key", "joined_at"}
                    }
                    for row in table._base_manager.order_by("pk")
                ]
                for table in tables()
                if table not in histories()
            }
            transaction.set_rollback(True)
        return found

    assert without_keys() == without_keys()
    assert counts() == {}


def test_a_second_run_changes_nothing_and_says_so(db, capsys):
    loading.load(number=5, at=AT)
    once = contents()

    call_command("load_synthetic", deals=5)

    assert contents() == once
    said = "5 invented deals are there already; nothing was changed.\n"
    assert capsys.readouterr().out == said


def test_the_command_says_what_it_made(db, capsys):
    call_command("load_synthetic", deals=5)

    assert capsys.readouterr().out == (
        "Loaded, all invented: 5 deals, 5 companies, 3 delegates, 4 visits, 8 meetings, "
        "3 missions.\n"
    )
    assert Milestone.objects.get(name=loading.MILESTONE).note == "5 deals"


def test_nothing_is_refused(db):
    with pytest.raises(CommandError, match=r"^Say how many deals, at least one\.$"):
        call_command("load_synthetic", deals=0)


def test_production_refuses_with_one_sentence(db, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match=r"^Invented deals are not loaded in production\.$"):
        call_command("load_synthetic", deals=5)

    assert counts() == {}


@pytest.mark.parametrize("real", ["office", "officer"])
def test_a_database_with_real_records_is_refused(request, db, real):
    request.getfixturevalue(real)
    before = contents()

    with pytest.raises(NotLoaded, match=r"^This database holds real records; .*\.$"):
        loading.load(number=5, at=AT)

    assert contents() == before


def test_it_may_stand_beside_the_sample_but_not_beside_work_done_on_it(db):
    sample.load(at=AT)
    before = Deal.objects.count()
    real = Company.objects.create(name="A Real One")

    with pytest.raises(NotLoaded, match=r"^This database holds real records; .*\.$"):
        loading.load(number=5, at=AT)
    real.delete()
    loading.load(number=5, at=AT)

    assert Deal.objects.count() == before + 5
    assert Office.objects.count() == 1
