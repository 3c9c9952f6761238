"""Imports that are claimed, carried out once, and claimed again after a crash."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from investors.models import Company, Contact
from itpo.office import post
from itpo.office.clock import Clock
from itpo.office.importing import carrying_out, looking, runs, taking_in
from itpo.office.models import ImportedRecord, ImportRun, User
from tests.importing import NOW, csv_of, done, looked_at, taken_back, taken_in

pytestmark = pytest.mark.django_db

RAW = csv_of(("company", "family_name"), ("Yazaki", "Sato"), ("Yazaki", "Mori"), ("Denso", "Abe"))


@pytest.fixture
def asked(officer) -> ImportRun:
    run = looked_at(officer, "contacts", RAW)
    return runs.take_in(run=run, by=officer)


def test_asking_nudges_a_worker_once_it_is_committed(
    officer, monkeypatch, django_capture_on_commit_callbacks
):
    nudged = []
    monkeypatch.setattr(post, "nudge", nudged.append)
    run = looked_at(officer, "contacts", RAW)

    with django_capture_on_commit_callbacks(execute=True):
        runs.take_in(run=run, by=officer)

    assert nudged == [runs.TASK]


def test_it_writes_all_with_who_asked_for_it(officer, asked):
    assert carrying_out.carry_out_waiting(now=NOW) == 1

    asked.refresh_from_db()
    assert (asked.state, asked.counts, asked.done_rows) == ("done", {"created": 3}, 3)
    assert list(Contact.objects.order_by("pk").values_list("company__name", "family_name")) == [
        ("Yazaki", "Sato"),
        ("Yazaki", "Mori"),
        ("Denso", "Abe"),
    ]
    signed = {one.history_user for one in [*Contact.history.all(), *Company.history.all()]}
    assert signed == {officer}


def test_each_record_is_kept_with_its_version(asked):
    carrying_out.carry_out_waiting(now=NOW)

    latest = {("investors.company", one.id, one.history_id) for one in Company.history.all()} | {
        ("investors.contact", one.id, one.history_id) for one in Contact.history.all()
    }
    kept = ImportedRecord.objects.filter(is_new=True).values_list("model", "record", "version")
    assert set(kept) == latest


def test_who_died_leaves_a_lease_that_runs_out_and_the_list_is_taken_in_once(asked):
    died = timezone.now()
    ImportRun.objects.update(state="running", attempts=1, leased_until=died + carrying_out.LEASE)

    before = carrying_out.carry_out_waiting(now=died)
    later = died + carrying_out.LEASE + timedelta(seconds=1)
    after = [carrying_out.carry_out_waiting(now=later) for _time in range(2)]

    assert (before, after) == (0, [1, 0])
    assert Contact.objects.count() == 3


def test_after_three_attempts_it_has_failed_and_says_so(asked):
    ImportRun.objects.update(state="running", attempts=3, leased_until=NOW - timedelta(seconds=1))

    carrying_out.carry_out_waiting(now=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.error) == (
        "failed",
        "It broke off three times; nothing was written.",
    )
    assert not Contact.objects.exists()


def test_whoever_was_overtaken_writes_nothing(asked, monkeypatch):
    plan = looking.plan

    def overtaken(run, of):
        ImportRun.objects.update(attempts=2)
        return plan(run, of)

    monkeypatch.setattr(looking, "plan", overtaken)

    assert not carrying_out.carry_out(asked.pk, Clock(NOW))

    assert not Contact.objects.exists()
    assert not ImportedRecord.objects.exists()


def test_what_fails_half_way_leaves_nothing(asked, monkeypatch):
    def broken(run, written, before):
        raise RuntimeError("half-way")

    monkeypatch.setattr(taking_in, "_records", broken)

    assert carrying_out.carry_out(asked.pk, Clock(NOW))

    asked.refresh_from_db()
    assert asked.state == "failed"
    assert "RuntimeError" in asked.error
    assert not Contact.objects.exists()


def test_a_failed_one_can_be_looked_through_again(officer, asked):
    ImportRun.objects.update(state="failed", error="It broke off.")
    asked.refresh_from_db()

    again = done(runs.choose(run=asked, chosen=asked.columns, list_wins=False, by=officer))

    assert (again.state, again.error) == ("ready", "")


def test_what_is_short_is_left_to_who_asked_and_what_is_long_to_a_worker(
    officer, monkeypatch, django_capture_on_commit_callbacks
):
    nudged = []
    monkeypatch.setattr(post, "nudge", nudged.append)
    run = looked_at(officer, "contacts", RAW)

    for at_once in (3, 2):
        monkeypatch.setattr(runs, "AT_ONCE", at_once)
        with django_capture_on_commit_callbacks(execute=True):
            asked = runs.choose(run=run, chosen=run.columns, list_wins=False, by=officer)
        assert runs.is_done_at_once(asked) == (nudged == [])
        assert done(asked).state == "ready"

    assert nudged == [runs.TASK]


def test_what_could_not_be_looked_through_has_failed(officer, monkeypatch):
    run = looked_at(officer, "contacts", RAW)

    def broken(run, of):
        raise RuntimeError("half-way")

    monkeypatch.setattr(looking, "plan", broken)

    failed = done(runs.choose(run=run, chosen=run.columns, list_wins=False, by=officer))

    assert (failed.state, "RuntimeError" in failed.error) == ("failed", True)


def test_who_asked_reads_in_their_language_that_it_broke_off(asked):
    User.objects.filter(pk=asked.by_id).update(language="ja")
    ImportRun.objects.update(state="running", attempts=3, leased_until=NOW - timedelta(seconds=1))

    carrying_out.carry_out_waiting(now=NOW)

    asked.refresh_from_db()
    with translation.override("ja"):
        assert asked.error == translation.gettext("It broke off three times; nothing was written.")
    assert "three times" not in asked.error


def test_taking_back_is_carried_on_after_a_crash(officer):
    run = runs.take_back(run=taken_in(officer, "contacts", RAW), by=officer)
    ImportRun.objects.update(state="running", attempts=1, leased_until=NOW - timedelta(seconds=1))

    assert [carrying_out.carry_out_waiting(now=NOW) for _time in range(2)] == [1, 0]

    run.refresh_from_db()
    assert (run.state, run.undone_by) == ("undone", officer)
    assert not Contact.objects.exists()


def test_what_could_not_be_taken_back_in_three_attempts_is_still_in(officer):
    run = runs.take_back(run=taken_in(officer, "contacts", RAW), by=officer)
    ImportRun.objects.update(state="running", attempts=3, leased_until=NOW - timedelta(seconds=1))

    carrying_out.carry_out_waiting(now=NOW)

    run.refresh_from_db()
    assert (run.state, run.error) == (
        "done",
        "It broke off three times; nothing was written.",
    )
    assert taken_back(officer, run).state == "undone"


@pytest.mark.parametrize("rows", [2, 40])
def test_the_number_of_statements_does_not_depend_on_the_rows(
    officer, rows, django_assert_num_queries
):
    raw = csv_of(
        ("company", "family_name", "email"),
        *((f"Company {n // 2}", f"Sato {n}", f"sato{n}@example.org") for n in range(rows)),
    )
    run = looked_at(officer, "contacts", raw)
    runs.take_in(run=run, by=officer)

    # Claimed 2, locked 1, closed 1, two save points 2; companies looked for 2, contacts 2, and
    # what an earlier list made 1; two tables written with their history 4, their versions 2, and
    # what was written 1.
    with django_assert_num_queries(18):
        carrying_out.carry_out(run.pk, Clock(NOW))


def test_changes_are_written_together(officer):
    heads = ("company", "family_name", "email", "post")
    rows = [("Yazaki", f"Sato {n}", f"s{n}@example.org", "Head") for n in range(3)]
    taken_in(officer, "contacts", csv_of(heads, *rows))

    run = taken_in(officer, "contacts", csv_of(heads, *((*row[:3], "Director") for row in rows)))

    assert run.counts == {"updated": 3}
    assert set(Contact.objects.values_list("post", flat=True)) == {"Director"}
    assert Contact.history.count() == 6
