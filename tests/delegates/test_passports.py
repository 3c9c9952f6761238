"""A passport is kept sealed, read on record, and gone when it is over."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from os import utime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.files.storage import default_storage
from django.db import transaction

from delegates import documents, passports, passports_over
from delegates.models import Application, PassportRead, TravelDocument
from itpo.office.models import Milestone
from itpo.office.states import NotPossible
from itpo.reminders.passports import delete_what_is_over
from itpo.reminders.tick import tick
from tests.factories import (
    ApplicationFactory,
    OfficeFactory,
    PassportReadFactory,
    ProgrammeFactory,
    RequiredDocumentFactory,
    TravelDocumentFactory,
    UserFactory,
    VisitFactory,
)
from tests.uploaded import JPEG, picture, sent

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # in Tokyo
NUMBER = "AB1234567"
DAY = timedelta(days=1)


def kept(application: Application, **said: Any) -> TravelDocument:
    document = passports.keep(application=application, **{"number": NUMBER, **said})
    assert document is not None
    return document


def with_a_picture(application: Application, data: bytes) -> TravelDocument:
    passports.keep_scan(application=application, upload=sent(data, "p.jpg"), content_type=JPEG)
    return application.travel_document


def on_disk(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def reads() -> list[tuple[Any, ...]]:
    return list(PassportRead.objects.order_by("pk").values_list("what", "by", "at"))


def test_a_number_is_kept_sealed_as_the_passport_prints_it():
    document = kept(
        ApplicationFactory(), number=" ab 123 4567 ", country_code="ma", expires_on=date(2030, 1, 1)
    )

    found = TravelDocument.objects.get()
    assert (found.unseal(), found.country_code, found.expires_on) == (
        NUMBER,
        "MA",
        date(2030, 1, 1),
    )
    assert NUMBER not in found.sealed_number
    assert found == document


def test_full_width_signs_are_the_same_number():
    assert kept(ApplicationFactory(), number="ＡＢ１２３４５６７").unseal() == NUMBER


@pytest.mark.parametrize("typed", ["•••• 67", "AB-1234567", "12", "A" * 21, "see scan"])
def test_what_cannot_be_a_number_is_refused_beside_its_field(typed):
    with pytest.raises(NotPossible) as refused:
        kept(ApplicationFactory(), number=typed)

    assert refused.value.field == "number"
    assert typed not in str(refused.value)
    assert not TravelDocument.objects.exists()


def test_a_number_left_blank_stays_and_the_rest_changes():
    application = ApplicationFactory()
    kept(application, country_code="MA")

    kept(application, number="", country_code="FR")

    found = TravelDocument.objects.get()
    assert (found.unseal(), found.country_code) == (NUMBER, "FR")


def test_where_nothing_is_said_nothing_is_kept():
    assert passports.keep(application=ApplicationFactory(), number="  ") is None
    assert not TravelDocument.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_once_the_application_is_sent_its_passport_stays_as_it_is(state):
    application = ApplicationFactory(state=state)

    with pytest.raises(NotPossible, match="Ask the office to open it again"):
        kept(application)
    with pytest.raises(NotPossible):
        with_a_picture(application, b"x")

    assert not TravelDocument.objects.exists()


def test_a_picture_is_sealed_before_it_touches_the_disk(
    settings, django_capture_on_commit_callbacks
):
    data = picture("JPEG")
    application = ApplicationFactory()

    document = with_a_picture(application, data)

    (name,) = on_disk(settings.MEDIA_ROOT)
    written = (settings.MEDIA_ROOT / name).read_bytes()
    assert (name, document.scan_type) == (document.sealed_scan.name, JPEG)
    assert name.startswith("passports/")
    assert data[:100] not in written
    assert passports.keys().decrypt(written) == data


def test_another_picture_takes_the_place_of_the_first(settings, django_capture_on_commit_callbacks):
    application = ApplicationFactory()
    kept(application)
    first, second = picture("JPEG"), picture("JPEG")

    with django_capture_on_commit_callbacks(execute=True):
        with_a_picture(application, first)
        with_a_picture(application, second)

    document = TravelDocument.objects.get()
    assert on_disk(settings.MEDIA_ROOT) == [document.sealed_scan.name]
    assert passports.keys().decrypt(document.sealed_scan.read()) == second
    assert document.unseal() == NUMBER


def test_a_picture_taken_away_leaves_the_number(settings, django_capture_on_commit_callbacks):
    application = ApplicationFactory()
    kept(application)
    with_a_picture(application, picture("JPEG"))

    with django_capture_on_commit_callbacks(execute=True):
        passports.remove_scan(application=application)

    document = TravelDocument.objects.get()
    assert (document.sealed_scan.name, document.scan_type, document.unseal()) == ("", "", NUMBER)
    assert on_disk(settings.MEDIA_ROOT) == []


def test_every_reading_is_on_record_with_who_and_when(officer, colleague):
    data = picture("JPEG")
    application = ApplicationFactory()
    kept(application)
    document = with_a_picture(application, data)

    number = passports.read_number(document=document, by=officer, at=NOON)
    scan = passports.read_scan(document=document, by=colleague, at=NOON + DAY)

    assert (number, scan) == (NUMBER, data)
    assert reads() == [("number", officer.pk, NOON), ("picture", colleague.pk, NOON + DAY)]
    assert {one.application for one in PassportRead.objects.all()} == {application}


def test_what_is_not_kept_is_said_and_not_on_record(officer):
    document = TravelDocumentFactory(sealed_number="")

    with pytest.raises(NotPossible, match="No number is kept"):
        passports.read_number(document=document, by=officer, at=NOON)
    with pytest.raises(NotPossible, match="No picture is kept"):
        passports.read_scan(document=document, by=officer, at=NOON)

    assert reads() == []


def test_a_picture_the_disk_has_lost_is_said(officer, settings):
    document = with_a_picture(ApplicationFactory(), picture("JPEG"))
    (settings.MEDIA_ROOT / document.sealed_scan.name).unlink()

    with pytest.raises(NotPossible, match="no longer on the disk"):
        passports.read_scan(document=document, by=officer, at=NOON)

    assert reads() == []


def test_an_old_key_opens_what_it_sealed_and_the_newest_seals(settings, officer):
    data = picture("JPEG")
    application = ApplicationFactory()
    kept(application)
    document = with_a_picture(application, data)
    old, new = settings.FIELD_KEYS[0], Fernet.generate_key().decode()

    settings.FIELD_KEYS = [new, old]

    assert passports.read_number(document=document, by=officer, at=NOON) == NUMBER
    assert passports.read_scan(document=document, by=officer, at=NOON) == data
    kept(application, number="CD7654321")
    settings.FIELD_KEYS = [new]
    assert TravelDocument.objects.get().unseal() == "CD7654321"


def test_a_passport_whose_key_is_gone_says_so(settings, officer):
    application = ApplicationFactory()
    kept(application)
    document = with_a_picture(application, picture("JPEG"))
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(NotPossible, match="no longer among FIELD_KEYS"):
        passports.read_number(document=document, by=officer, at=NOON)
    with pytest.raises(NotPossible, match="no longer among FIELD_KEYS"):
        passports.read_scan(document=document, by=officer, at=NOON)

    found = TravelDocument.objects.get()
    assert (found.masked(), found.key_is_lost()) == ("••••", True)
    assert reads() == []


@pytest.mark.parametrize(("number", "masked"), [(NUMBER, "•••• 67"), ("1234", "••••"), ("", "")])
def test_a_number_is_shown_but_for_its_end(number, masked):
    document = TravelDocument()
    if number:
        document.seal(number)

    assert document.masked() == masked


def test_an_accepted_applicants_passport_is_that_of_the_visit(settings, officer):
    visit = VisitFactory(officer=officer)
    application = ApplicationFactory(programme__office=officer.office)
    document = kept(application)
    TravelDocumentFactory(visit=visit)

    passports.move_to(application=application, visit=visit)
    passports.move_to(application=application, visit=visit)

    found = TravelDocument.objects.get()
    assert (found, found.visit, found.application) == (document, visit, application)


def test_where_there_is_no_passport_none_is_moved(officer):
    visit = VisitFactory(officer=officer)

    passports.move_to(application=ApplicationFactory(), visit=visit)

    assert not TravelDocument.objects.exists()


def test_an_officer_writes_down_the_passport_of_a_visit_without_application(officer):
    visit = VisitFactory(officer=officer)

    passports.keep_for_visit(visit=visit, number=NUMBER, country_code="MA")
    passports.keep_for_visit(visit=visit, number="", country_code="FR")

    found = TravelDocument.objects.get()
    assert (found.visit, found.unseal(), found.country_code) == (visit, NUMBER, "FR")


def test_a_passport_written_down_has_a_number(officer):
    with pytest.raises(NotPossible, match="Write the number") as refused:
        passports.keep_for_visit(visit=VisitFactory(officer=officer), country_code="MA")

    assert refused.value.field == "number"


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_for_a_visit_that_is_over_no_passport_is_kept(officer, state):
    visit = VisitFactory(officer=officer, state=state, cancelled_because="Ill" * (state[1] == "a"))

    with pytest.raises(NotPossible, match="The visit is over"):
        passports.keep_for_visit(visit=visit, number=NUMBER)

    assert not TravelDocument.objects.exists()


def test_deleting_takes_the_number_and_the_file_and_stays_on_record(
    settings, officer, django_capture_on_commit_callbacks
):
    application = ApplicationFactory()
    kept(application)
    document = with_a_picture(application, picture("JPEG"))

    with django_capture_on_commit_callbacks(execute=True):
        passports.delete(document=document, by=officer, at=NOON)

    assert not TravelDocument.objects.exists()
    assert on_disk(settings.MEDIA_ROOT) == []
    assert reads() == [("deleted", officer.pk, NOON)]


def test_a_file_goes_only_once_its_row_is_gone_for_good(settings, officer):
    document = with_a_picture(ApplicationFactory(), picture("JPEG"))

    @transaction.atomic
    def break_off() -> None:
        passports.delete(document=document, by=officer, at=NOON)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()

    assert on_disk(settings.MEDIA_ROOT) == [document.sealed_scan.name]


def test_what_is_deleted_already_is_said(officer):
    document = TravelDocumentFactory()
    passports.delete(document=document, by=officer, at=NOON)
    document.pk = 1  # as a page opened before still has it

    with pytest.raises(NotPossible, match="deleted already"):
        passports.delete(document=document, by=officer, at=NOON)

    assert len(reads()) == 1


# What is over on 20 November in Tokyo, and what is not.
VISITS = {
    "under way": ({"ends": "2026-11-27"}, False),
    "on its last day": ({"ends": "2026-11-20"}, False),
    "the day after": ({"ends": "2026-11-19"}, True),
    "completed before its time": ({"ends": "2026-11-27", "state": "completed"}, True),
    "cancelled": ({"state": "cancelled", "cancelled_because": "Ill"}, True),
    "a month known only": ({"begins": "2026-11", "ends": "2026-11"}, False),
    "a month past": ({"begins": "2026-10", "ends": "2026-10"}, True),
    "90 days since the first": ({"begins": "2026-08-22", "ends": ""}, False),
    "91 days since the first": ({"begins": "2026-08-21", "ends": ""}, True),
    "without a date": ({"begins": "", "ends": ""}, False),
}


@pytest.mark.parametrize("which", VISITS)
def test_a_passport_goes_when_its_visit_is_over(officer, which):
    options, is_over = VISITS[which]
    document = TravelDocumentFactory(visit=VisitFactory(officer=officer, **options))

    assert list(passports_over.what_is_over(now=NOON)) == [document] * is_over


@pytest.mark.parametrize("which", VISITS)
def test_an_accepted_applicants_passport_goes_with_the_visit(officer, which):
    options, is_over = VISITS[which]
    visit = VisitFactory(officer=officer, **options)
    application = ApplicationFactory(
        programme__office=officer.office,
        programme__state="running",
        state="accepted",
        decided_at=NOON,
        delegate=visit.delegate,
        visit=visit,
    )
    document = TravelDocumentFactory(visit=None, application=application)

    assert list(passports_over.what_is_over(now=NOON)) == [document] * is_over


# An application's state, its programme's, when that ends, and whether the passport is over.
APPLICATIONS = [
    ("started", "call_open", "2026-12-20", False),
    ("submitted", "selection", "", False),
    ("waiting_list", "running", "2026-11-20", False),
    ("waiting_list", "running", "2026-11-19", True),
    ("declined", "selection", "2026-12-20", True),
    ("withdrawn", "call_open", "2026-12-20", True),
    ("submitted", "completed", "2026-12-20", True),
    ("started", "cancelled", "2026-12-20", True),
]


@pytest.mark.parametrize(("state", "programme", "ends", "is_over"), APPLICATIONS)
def test_a_passport_goes_when_its_application_comes_to_nothing(state, programme, ends, is_over):
    application = ApplicationFactory(
        programme=ProgrammeFactory(state=programme, ends=ends), state=state, decided_at=NOON
    )
    document = TravelDocumentFactory(visit=None, application=application)

    assert list(passports_over.what_is_over(now=NOON)) == [document] * is_over


def test_the_day_is_the_offices():
    """At three in the afternoon in Tokyo it is still the day before in Honolulu."""
    far = OfficeFactory(name="UNIDO ITPO Honolulu", time_zone="Pacific/Honolulu")
    for officer in (UserFactory(), UserFactory(office=far)):
        TravelDocumentFactory(visit=VisitFactory(officer=officer, ends="2026-11-19"))

    over = [one.visit.office for one in passports_over.what_is_over(now=NOON)]

    assert [str(office) for office in over] == ["UNIDO ITPO Tokyo"]


def test_the_tick_deletes_what_is_over_and_says_so(
    settings, officer, django_capture_on_commit_callbacks
):
    application = ApplicationFactory(programme__office=officer.office)
    with_a_picture(application, picture("JPEG"))
    Application.objects.update(state="withdrawn")
    sound = TravelDocumentFactory(visit__officer=officer)

    with django_capture_on_commit_callbacks(execute=True):
        counts = tick(now=NOON)

    assert counts.failed == 0
    assert list(TravelDocument.objects.all()) == [sound]
    assert on_disk(settings.MEDIA_ROOT) == []
    assert reads() == [("deleted", None, NOON)]
    assert Milestone.objects.get(name=Milestone.TICK).at == NOON


def test_one_broken_passport_stops_none_of_the_others(officer, monkeypatch, caplog):
    broken, _sound = (
        TravelDocumentFactory(visit=VisitFactory(officer=officer, state="completed"))
        for _ in range(2)
    )
    delete = passports.delete

    def breaking(*, document: TravelDocument, **options: Any) -> None:
        if document == broken:
            raise OSError("The disk is away")
        delete(document=document, **options)

    monkeypatch.setattr(passports, "delete", breaking)

    outcome = delete_what_is_over(now=NOON)

    assert (outcome.made, outcome.broken) == (1, 1)
    assert list(TravelDocument.objects.all()) == [broken]
    assert NUMBER not in caplog.text


def test_a_sealed_file_no_passport_speaks_of_goes_after_an_hour(settings):
    document = with_a_picture(ApplicationFactory(), picture("JPEG"))
    lost = default_storage.save("passports/lost", BytesIO(b"x"))
    being_written = default_storage.save("passports/new", BytesIO(b"x"))
    for name, before in ((lost, 61), (document.sealed_scan.name, 61), (being_written, 59)):
        moment = (NOON - timedelta(minutes=before)).timestamp()
        utime(settings.MEDIA_ROOT / name, (moment, moment))

    delete_what_is_over(now=NOON)

    assert on_disk(settings.MEDIA_ROOT) == sorted([being_written, document.sealed_scan.name])


def test_deleting_an_application_leaves_no_file_behind(settings):
    application = ApplicationFactory()
    with_a_picture(application, picture("JPEG"))
    application.delete()

    delete_what_is_over(now=datetime.now(UTC) + timedelta(hours=2))

    assert on_disk(settings.MEDIA_ROOT) == []


def test_readings_are_seen_by_ones_own_office_only(officer, stranger, auditor):
    read = PassportReadFactory(visit__officer=officer)

    assert list(PassportRead.objects.visible_to(officer)) == [read]
    assert list(PassportRead.objects.visible_to(auditor)) == [read]
    assert list(PassportRead.objects.visible_to(stranger)) == []


def test_a_number_there_is_known_without_being_read():
    application = ApplicationFactory()
    assert not passports.has_number(application)

    kept(application)

    assert passports.has_number(application)
    assert reads() == []


def test_a_picture_of_a_passport_goes_to_the_travel_document_only(settings):
    required = RequiredDocumentFactory(is_passport=True)
    application = ApplicationFactory(programme=required.programme)
    upload = sent(picture("JPEG"), f"passport {NUMBER}.jpg")

    documents.receive(application=application, required=required, upload=upload, at=NOON)

    assert application.travel_document.scan_type == JPEG
    assert list(application.documents.all()) == []
    assert documents.received_by(application) == {required.pk}
