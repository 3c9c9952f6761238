"""The pages of an import."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from investors.models import Contact
from itpo.office.clock import Clock
from itpo.office.import_forms import FileForm
from itpo.office.importing import carrying_out, errors_file, runs
from itpo.office.importing.limits import LARGEST
from itpo.office.importing.tables import table_of
from itpo.office.models import ImportRun
from tests.conftest import logged_in
from tests.factories import CompanyFactory, ContactFactory
from tests.importing import NOW, csv_of, done, looked_at, taken_in
from tests.office.importing.books import book

pytestmark = pytest.mark.django_db

RAW = csv_of(("company", "family_name", "e-mail"), ("Yazaki", "Sato", "s@example.org"))


def send(client, raw: bytes, name: str = "cards.csv", kind: str = "contacts"):
    file = SimpleUploadedFile(name, raw)
    return client.post(reverse("office:import-begin"), {"kind": kind, "file": file}, follow=True)


def test_a_list_goes_from_its_file_to_its_result_and_back(desk):
    columns = send(desk, RAW)
    run = ImportRun.objects.get()
    chosen = {f"column_{place}": name for place, name in enumerate(run.columns)}
    preview = desk.post(columns.request["PATH_INFO"], chosen, follow=True).content.decode()
    waiting = desk.post(reverse("office:import-carry-out", args=[run.pk]), follow=True)
    carrying_out.carry_out(run.pk, Clock(NOW))
    result = desk.get(run.get_absolute_url()).content.decode()

    assert "Take in 1 row" in preview
    assert "+ Company: Yazaki" in preview
    assert '<meta http-equiv="refresh" content="3">' in waiting.content.decode()
    assert "http-equiv" not in result
    assert Contact.objects.get().get_absolute_url() in result

    desk.post(reverse("office:import-undo", args=[run.pk]))

    assert not Contact.objects.exists()
    assert "Taken back by SATO Mika" in desk.get(run.get_absolute_url()).content.decode()


def test_a_file_that_cannot_be_read_is_refused_beside_the_file(desk):
    page = send(desk, b"").content.decode()

    assert "“cards.csv” is empty." in page
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(desk):
    upload = SimpleUploadedFile("cards.csv", RAW)
    upload.size = LARGEST + 1

    form = FileForm({"kind": "contacts"}, {"file": upload})

    assert form.errors == {"file": ["The file is larger than 10 MB. Part the list in two."]}
    assert upload.tell() == 0


def test_what_was_chosen_wrongly_is_kept_and_said(desk, officer):
    send(desk, RAW)
    run = ImportRun.objects.get()

    page = desk.post(
        reverse("office:import-columns", args=[run.pk]),
        {"column_0": "family_name", "column_1": "family_name", "column_2": "nonsense"},
    ).content.decode()

    assert "Select a valid choice" in page
    assert page.count('<option value="family_name" selected>') == 2
    run.refresh_from_db()
    assert run.state == "uploaded"


def test_what_may_be_known_is_decided_on_the_page(desk, officer):
    known = CompanyFactory(name="Yazaki Corporation")
    run = looked_at(
        officer, "companies", csv_of(("name", "URL"), ("Yazaki K.K.", "yazaki.example"))
    )
    page = desk.get(run.get_absolute_url()).content.decode()

    after = desk.post(
        reverse("office:import-decide", args=[run.pk]), {"row_2": str(known.pk)}, follow=True
    ).content.decode()

    assert f'<option value="{known.pk}">Yazaki Corporation (same name, other legal form)' in page
    assert "<ins>https://yazaki.example</ins>" in after


@pytest.mark.parametrize("said", ["999999", "nonsense", ""])
def test_a_decision_for_a_record_that_was_not_offered_decides_nothing(desk, officer, said):
    CompanyFactory(name="Yazaki Corporation")
    run = looked_at(officer, "companies", csv_of(("name",), ("Yazaki K.K.",)))

    desk.post(reverse("office:import-decide", args=[run.pk]), {"row_2": said})

    run.refresh_from_db()
    assert (run.decisions, run.counts) == ({}, {"undecided": 1})


def test_what_is_in_the_way_of_taking_back_is_said_record_by_record(desk, officer, colleague):
    run = taken_in(officer, "contacts", RAW)
    contact = Contact.objects.get()
    contact.post = "Director"
    contact._history_user = colleague
    contact.save()

    page = desk.post(reverse("office:import-undo", args=[run.pk]), follow=True).content.decode()

    assert "Nothing was taken back" in page
    assert "Contact: SATO: Changed by MORI Mika on" in page
    assert Contact.objects.exists()
    # Others may see less of it, and are told only that.
    told = logged_in(colleague).get(run.get_absolute_url()).content.decode()
    assert ["Nothing was taken back" in told, "Changed by MORI" in told] == [True, False]


def test_of_a_long_list_the_page_says_what_is_done_with_it_meanwhile(desk, monkeypatch):
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    columns = send(desk, RAW)
    run = ImportRun.objects.get()
    chosen = {f"column_{place}": name for place, name in enumerate(run.columns)}
    steps = [
        (columns.request["PATH_INFO"], chosen, "The list is being looked through."),
        (reverse("office:import-carry-out", args=[run.pk]), {}, "The list is being taken in."),
        (reverse("office:import-undo", args=[run.pk]), {}, "The list is being taken back."),
    ]
    for path, sent, says in steps:
        waiting = desk.post(path, sent, follow=True).content.decode()
        ImportRun.objects.update(state="running", leased_until=NOW)
        running = desk.get(run.get_absolute_url()).content.decode()
        ImportRun.objects.update(state="waiting", leased_until=None)
        done(run)

        assert "The list waits for its turn." in waiting
        assert [says in running, 'http-equiv="refresh"' in running] == [True, True]

    assert "Taken back by SATO Mika" in desk.get(run.get_absolute_url()).content.decode()


WHY = "Why it was refused"


@pytest.mark.parametrize(("asked", "ending"), [({}, "xlsx"), ({"file": "csv"}, "csv")])
def test_refused_rows_are_downloaded_with_the_reason(desk, officer, asked, ending):
    run = looked_at(officer, "contacts", csv_of(("company", "family_name"), ("", "=1+1")))

    response = desk.get(reverse("office:import-errors", args=[run.pk]), asked)

    assert response["Content-Disposition"] == f'attachment; filename="list, refused rows.{ending}"'
    table = table_of(b"".join(response.streaming_content), "refused")
    reason = "Company: Say at which company the person is."
    assert (table.heads, table.rows) == (
        ["company", "family_name", WHY],
        [(2, [None, "=1+1", reason])],
    )


@pytest.mark.parametrize("file", ["xlsx", "csv"])
def test_refused_rows_are_loaded_again_and_again(desk, officer, file):
    """The reason of last time is no column of the list, in whatever language it stands there."""
    with translation.override("ja"):
        why = str(errors_file.WHY)
    raw = csv_of(("company", "family_name", why, "notes"), ("", "Sato", "前", "007"))
    assert why != WHY
    for _time in range(3):
        run = looked_at(officer, "contacts", raw)
        response = desk.get(reverse("office:import-errors", args=[run.pk]), {"file": file})
        raw = b"".join(response.streaming_content)

    table = table_of(raw, "refused")
    assert (run.columns, table.heads) == (
        ["company", "family_name", "notes", ""],
        ["company", "family_name", "notes", WHY],
    )
    assert table.rows[0][1][:3] == [None, "Sato", "007"]


def test_days_numbers_and_flags_of_refused_rows_stay_what_they_were(desk, officer):
    cells = [None, "Sato", date(2020, 1, 31), Decimal("1.5"), True]
    days = {"default_date_format": "yyyy-mm-dd"}
    raw = book(["company", "family_name", "left on", "amount", "flag"], cells, options=days)
    run = looked_at(officer, "contacts", raw)

    response = desk.get(reverse("office:import-errors", args=[run.pk]))

    assert table_of(b"".join(response.streaming_content), "refused").rows[0][1][:5] == cells


def test_a_refused_text_too_long_for_a_workbook_is_had_as_csv(desk, officer):
    long = "x" * 40_000
    run = looked_at(officer, "contacts", csv_of(("family_name", "notes"), ("Sato", long)))
    address = reverse("office:import-errors", args=[run.pk])

    page = desk.get(address, follow=True).content.decode()
    response = desk.get(address, {"file": "csv"})

    assert "A text is too long for a workbook: take the rows as CSV." in page
    assert long in b"".join(response.streaming_content).decode()
    assert desk.get(address, {"file": "cp932"}).status_code == 404


def test_many_rows_are_shown_a_page_at_a_time(desk, officer):
    rows = [("Yazaki", f"Sato{n:03}", f"s{n}@example.org") for n in range(60)]
    run = looked_at(officer, "contacts", csv_of(("company", "family_name", "email"), *rows))

    first = desk.get(run.get_absolute_url()).content.decode()
    second = desk.get(f"{run.get_absolute_url()}?rows=created&page=2").content.decode()

    assert ["Sato000" in first, "Sato055" in first] == [True, False]
    assert ["Sato000" in second, "Sato055" in second] == [False, True]


def test_an_auditor_looks_and_is_offered_nothing(auditor, officer):
    ContactFactory(email="s@example.org")
    run = looked_at(officer, "contacts", RAW)
    client = logged_in(auditor)

    page = client.get(run.get_absolute_url()).content.decode()

    assert [button in page for button in ("Take in 1 row", "Throw away", "Choose other")] == [
        False
    ] * 3
    assert client.get(reverse("office:import-begin")).status_code == 403


def test_another_office_finds_nothing(stranger, officer):
    run = looked_at(officer, "contacts", RAW)
    client = logged_in(stranger)

    assert client.get(run.get_absolute_url()).status_code == 404
    assert run.file_name not in client.get(reverse("office:imports")).content.decode()
