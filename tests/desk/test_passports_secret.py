"""A passport's number and picture: planted through every door there is, and found nowhere.

Not on a page, in a list, a search or a history, not in a table, a file, a log, a mail or the
report of an error: only in the answer to “Show the number” and “Open the picture”.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delegates import intake, passports
from delegates.models import Application, PassportRead, TravelDocument, Visit
from itpo.office.models import User
from itpo.reminders.tick import tick
from tests.conftest import logged_in
from tests.desk.rights import RIGHTS, Right, row_of
from tests.desk.test_rights import answer
from tests.desk.test_secrets import said_by
from tests.factories import AgencyFactory, FollowUpFactory, RequiredDocumentFactory, VisitFactory
from tests.portal.links import NOW, applicant, at, calling
from tests.uploaded import picture, sent

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NUMBER = "PL4NT3D77"
ALMOST = NUMBER[:-2]  # what somebody searches for; the page may repeat that
PICTURE = picture("JPEG", comment=f"P<MAR<<{NUMBER}".encode())
TYPED = {"number": "pl4nt 3d77", "country_code": "MA", "expires_on": "2030-01-01"}


@pytest.fixture(autouse=True)
def noon_in_tokyo() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def everything_heard(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every log line, the database's statements among them."""
    for logger in ("", "django", "django.request", "celery", "pypdf", "PIL"):
        caplog.set_level(logging.DEBUG, logger=logger)
    with CaptureQueriesContext(connection):
        yield caplog


@pytest.fixture
def planted(officer: User, manager: User, django_capture_on_commit_callbacks: Any) -> Application:
    """Sent in through the portal, accepted, written down by an officer, and by a manager."""
    with django_capture_on_commit_callbacks(execute=True):
        application = sent_in(officer)
        Application.objects.filter(pk=application.pk).update(state="submitted", submitted_at=NOW)
        intake.accept(
            application=application,
            delegate=None,
            by=manager,
            at=NOW,
            begins="2026-12-01",
            ends="2026-12-11",
        )
        visit = VisitFactory(officer=officer)
        logged_in(officer).post(reverse("delegates:visit-passport", args=[visit.pk]), TYPED)
        written = TravelDocument.objects.get(visit=visit)
        url = reverse("admin:delegates_traveldocument_change", args=[written.pk])
        logged_in(manager).post(url, TYPED)
    assert [one.unseal() for one in TravelDocument.objects.all()] == [NUMBER, NUMBER]
    application.refresh_from_db()
    assert application.travel_document.visit == application.visit
    return application


def sent_in(officer: User) -> Application:
    programme = calling(officer=officer)
    required = RequiredDocumentFactory(programme=programme, is_passport=True)
    application = applicant(
        programme=programme,
        agency=AgencyFactory(),
        family_name="Amrani",
        given_name="Samira",
        state="started",
    )
    steps = {
        "travel": {
            "number": TYPED["number"],
            "passport_country": "MA",
            "passport_expires": "2030-01-01",
            "go": "next",
        },
        "documents": {required.name: sent(PICTURE, f"passport {NUMBER}.jpg"), "whole": "1"},
    }
    for step, typed in steps.items():
        Client().post(at("portal:step", application.link, "", step), typed)
    document = TravelDocument.objects.get()
    assert passports.keys().decrypt(document.sealed_scan.read()) == PICTURE
    # A number of another passport, which is refused, is not kept anywhere either.
    wrong = {**steps["travel"], "number": f"{NUMBER}-"}
    page = Client().post(at("portal:step", application.link, "", "travel"), wrong)
    assert (page.status_code, NUMBER in said_by(page)) == (200, False)
    return application


def rows_of(application: Application) -> dict[Any, Any]:
    visit = application.visit
    kept = (application, visit, application.programme, application.delegate)
    rows = {type(one): one for one in (*kept, application.travel_document)}
    return {**rows, PassportRead: PassportRead.objects.first()}


def part(right: Right) -> str:
    """What is walked in one test: an app of the admin, everything else by its module."""
    table = re.match(r"admin:(delegates|investors|deals|office)_", right.url_name)
    return table[0] if table else re.split("[:_]", right.url_name)[0]


PARTS = {name: list(rights) for name, rights in groupby(sorted(RIGHTS, key=part), key=part)}
# Where one reads of it: these are walked by everybody who may.
ABOUT = (Application, TravelDocument, PassportRead, Visit)
CORE = {
    "delegates": {"delegates:visit", "delegates:application", "delegates:passport-number"},
    "desk": {"desk:find", "desk:history", "desk:my-day"},
    "admin:delegates_": {
        "admin:delegates_traveldocument_change",
        "admin:delegates_passportread_changelist",
        "admin:delegates_application_history",
        "admin:delegates_visit_simple_history",
    },
}


def addresses(right: Right, rows: dict[Any, Any], officer: User) -> list[str]:
    """The page of what belongs to it, any other page, and a list as somebody searches it."""
    url = right.address(rows.get(right.model) or row_of(right.model, officer))
    return [url] if right.model else [url, f"{url}?q={ALMOST.lower()}&who=all"]


def readers(right: Right) -> list[str]:
    """Who sees most there, and of what it belongs to each who may see it; and
    a stranger, where they are let in at all: test_rights.py."""
    given = right.expected("get")
    ours = [who for who in ("officer", "manager") if given[who] in {"200", "on"}]
    strangers = [] if given["elsewhere"] == "403" else ["elsewhere"]
    return [*(ours if right.model in ABOUT else ours[:1]), *strangers]


@pytest.mark.parametrize("name", PARTS)
def test_it_stands_on_no_page_in_no_list_no_search_and_no_history(
    name, planted, officer, manager, stranger
):
    people = {"officer": officer, "manager": manager, "elsewhere": stranger}
    browsers = {who: logged_in(user) for who, user in people.items()}
    rows = {model: row for model, row in rows_of(planted).items() if row is not None}
    secret = secrets()
    found, walked = [], set()

    for right in PARTS[name]:
        for url in addresses(right, rows, officer):
            for who in readers(right):
                page = answer(browsers[who], "get", url)
                walked.add(right.url_name)
                if tells(said_by_bytes(page), secret):
                    found.append((who, url))

    assert found == []
    assert walked >= CORE.get(name, set())
    # No answer has logged anybody out on the way.
    assert {who: get_user(browser) for who, browser in browsers.items()} == people


def test_where_one_reads_of_it_is_among_what_is_walked():
    walked = {right.url_name for rights in PARTS.values() for right in rights}

    assert {name for names in CORE.values() for name in names} <= walked
    assert CORE.keys() <= PARTS.keys()


def said_by_bytes(page: Any) -> bytes:
    content = b"".join(page.streaming_content) if page.streaming else page.content
    return f"{page.headers}".encode() + content


def secrets() -> list[bytes]:
    """What nobody may read: the number, as typed and as kept, and the sealed number too."""
    sealed = [one.sealed_number.encode() for one in TravelDocument.objects.all()]
    return [NUMBER.encode(), NUMBER.lower().encode(), *sealed]


def tells(said: bytes, secret: Iterable[bytes] | None = None) -> bool:
    return any(one in said for one in (secrets() if secret is None else secret))


def test_its_holder_is_not_shown_it_again_either(planted):
    client = Client()
    for name, more in (
        ("portal:application", []),
        ("portal:step", ["travel"]),
        ("portal:step", ["documents"]),
        ("portal:check", []),
        ("portal:my", []),
    ):
        page = client.get(at(name, planted.link, "", *more), follow=True)

        assert (page.status_code, tells(page.content)) == (200, False), (name, more)


def test_it_stands_in_no_table_and_in_no_file(planted, officer, settings):
    for what in ("number", "picture"):
        url = reverse(f"delegates:passport-{what}", args=[planted.travel_document.pk])
        logged_in(officer).post(url)

    assert [one for one in every_value() if NUMBER in one or ALMOST.lower() in one.lower()] == []
    files = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    assert [path for path in files if NUMBER.encode() in path.read_bytes()] == []
    assert [path for path in files if PICTURE[:40] in path.read_bytes()] == []
    assert [path.parent.name for path in files] == ["passports"]


def every_value() -> Iterator[str]:
    """What every column of every row says, histories and sessions included."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            yield f"{model._meta.label}: {row}"
        if model._meta.label == "sessions.Session":
            for session in model._base_manager.all():
                yield f"a session: {SessionStore().decode(session.session_data)}"


def test_only_showing_the_number_shows_it_and_is_on_record(everything_heard, planted, officer):
    document = planted.travel_document
    client = logged_in(officer)

    shown = client.post(reverse("delegates:passport-number", args=[document.pk]))
    opened = client.post(reverse("delegates:passport-picture", args=[document.pk]))

    assert NUMBER in shown.content.decode()
    assert b"".join(opened.streaming_content) == PICTURE
    assert [(one.what, one.by) for one in PassportRead.objects.order_by("pk")] == [
        ("number", officer),
        ("picture", officer),
    ]
    assert NUMBER not in everything_heard.text
    assert NUMBER not in str(client.cookies)


def test_it_is_in_no_mail_and_in_no_log(everything_heard, planted, officer, mailoutbox):
    FollowUpFactory(owner=officer, due_on=NOW.date(), about=str(planted.visit))

    tick(now=NOW)
    Visit.objects.update(state="completed")
    tick(now=NOW)

    said = [f"{one.subject} {one.body} {one.to} {one.extra_headers}" for one in mailoutbox]
    assert said  # the digest, and what the applicant is told
    assert [one for one in [*said, everything_heard.text] if tells(one.encode())] == []
    assert "django.db.backends" in {record.name for record in everything_heard.records}
    assert not TravelDocument.objects.exists()


@pytest.fixture
def reported(settings: Any) -> None:
    """Errors are mailed to somebody, as an installation may have it."""
    settings.ADMINS = [("Root", "root@example.org")]


def breaking(*args: Any, **options: Any) -> Any:
    number = options.get("number", "")
    raise RuntimeError(f"The database is away, after {len(number)} signs")


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize("status", [400, 403, 404, 405, 500])
def test_no_error_page_and_no_report_of_an_error_tells_it(
    everything_heard, officer, auditor, monkeypatch, status
):
    visit = VisitFactory(officer=officer)
    url = reverse("delegates:visit-passport", args=[visit.pk])
    client = logged_in(auditor if status == 403 else officer)
    client.raise_request_exception = False
    typed = dict(TYPED, number=NUMBER)
    if status == 500:
        monkeypatch.setattr(passports, "_write", breaking)
    elif status == 400:
        typed["more"] = "x" * 6_000_000
    elif status == 404:
        url = url.replace(str(visit.pk), "999999")
    elif status == 405:
        url = reverse("delegates:visit", args=[visit.pk])

    answered = client.post(url, typed)

    reports = [f"{one.subject} {one.body} {one.alternatives}" for one in django_mail.outbox]
    assert answered.status_code == status
    assert NUMBER not in answered.content.decode()
    assert [one for one in [*reports, everything_heard.text] if NUMBER in one] == []
    assert len(reports) == (1 if status in (400, 500) else 0)


@pytest.mark.usefixtures("reported")
def test_an_error_in_the_portal_tells_it_as_little(everything_heard, officer, monkeypatch):
    application = applicant(programme=calling(officer=officer), state="started")
    monkeypatch.setattr(passports, "keep", breaking)
    client = Client(raise_request_exception=False)

    answered = client.post(
        at("portal:step", application.link, "", "travel"), {"number": NUMBER, "go": "next"}
    )

    (report,) = django_mail.outbox
    assert answered.status_code == 500
    said = [answered.content.decode(), report.body, str(report.alternatives), everything_heard.text]
    assert [one for one in said if NUMBER in one] == []


def test_a_number_somewhere_in_the_open_would_be_found(planted, officer):
    """The walk is worth something only if it finds what is there to be found."""
    Visit.objects.filter(pk=planted.visit_id).update(notes=f"Passport {NUMBER}")

    page = logged_in(officer).get(planted.visit.get_absolute_url())

    assert tells(said_by_bytes(page))
    assert [one.split(":")[0] for one in every_value() if NUMBER in one] == ["delegates.Visit"]
