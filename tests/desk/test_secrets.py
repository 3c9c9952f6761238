"""What is confidential: for its owner and the managers, and nowhere to be read by anybody else."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
from django.contrib.auth import get_user
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django.plugin import DjangoDbBlocker

from deals.models import Deal, DealCompany
from investors.models import Company
from itpo import urls
from itpo.office.models import User
from itpo.reminders.tick import tick
from tests.conftest import logged_in
from tests.desk.rights import RIGHTS, Right, row_of
from tests.desk.secrets import HIDDEN, WORD, keep
from tests.desk.test_rights import GROUPS, answer, each_group, in_a_word, written
from tests.factories import (
    AuditorFactory,
    CompanyFactory,
    DealFactory,
    ManagerFactory,
    OfficeFactory,
    UserFactory,
    work_today,
)
from tests.lists import LISTS

pytestmark = pytest.mark.once

SEE = {"officer", "manager"}
NOW = "2026-11-21T03:00:00Z"
EVERYTHING = "month=2026-11&show=visits&show=missions&show=events&show=meetings&show=due"

# Where its owner reads of it, or would not know it is there.
TELLS = {
    *("desk:my-day", "desk:calendar", "desk:find", "desk:pick", "desk:history", "desk:change"),
    *("desk:neighbours", "office:follow-ups", "office:follow-up", "delegates:country"),
    *("delegates:delegate", "delegates:agency", "delegates:visit", "delegates:programme"),
    *("investors:company", "investors:contact", "investors:event", "investors:mission"),
    *("investors:meetings", "investors:meeting", "investors:write-down", "deals:deals"),
    *("investors:to-log", "investors:plan-again", "investors:minutes"),
    *("delegates:project", "investors:project-matches"),
    *("investors:visit-matches", "investors:programme-matches"),
    *("deals:deal", "deals:ask", "deals:move", "deals:status", "deals:claims", "deals:claim"),
    *("deals:board", "deals:revive"),
    "deals:help",
    *("office:imports", "office:import", "office:import-columns", "office:import-errors"),
    *("deals:lineage", "deals:contributions"),
    *("deals:impact", "deals:impact-pdf", "deals:impact-xlsx"),
    *("deals:transfers", "deals:transfer", "deals:evidence"),
    *("office:document", "investors:plan", "investors:plan-move", "investors:plan-copy"),
    *("investors:call-off", "investors:mission-close", "office:sheets", "office:sheet"),
}
# And where a manager does, in the admin.
TELLS_MANAGERS = TELLS | {
    *("admin:review", "admin:deals_deal", "admin:deals_claim", "admin:deals_contribution"),
    *("admin:deals_undisclosed", "admin:deals_sitechange"),
    *("admin:deals_stagechange", "admin:investors_meeting", "admin:office_followup"),
    *("admin:office_document", "admin:investors_booking", "admin:investors_company"),
    *("admin:deals_institution", "admin:office_outgoingmail"),
    *("admin:deals_confirmation", "admin:deals_confirmedfigure", "admin:office_personallink"),
    *("admin:investors_mission", "admin:delegates_visit", "admin:investors_meetinginvite"),
    *("admin:office_stoppedaddress", "admin:office_importrun", "admin:office_importedrecord"),
}


# What is answered where a row of one's own would get this.
INSTEAD = {"200": {"404", "on"}, "on": {"404", "on"}}


def addresses(right: Right, kept: dict, officer: User) -> list[str]:
    """The page of what is kept, where it has one; and every list as asked for its name too."""
    row = kept.get(right.model) or row_of(right.model, officer)
    url = right.address(row)
    if right.model is not None:
        return [url]
    files = ("xlsx", "csv") if right.url_name in LISTS else ()
    return [
        *(url, f"{url}?q={WORD.lower()}&who=all&{EVERYTHING}"),
        *(f"{url}?export={kind}&who=all" for kind in files),
    ]


def said_by(page: Any) -> str:
    """What somebody reads: the page, or the name and the text of the file handed out."""
    content = b"".join(page.streaming_content) if page.streaming else page.content
    if "spreadsheetml" in page.headers["Content-Type"]:
        sheets = load_workbook(BytesIO(content))
        return f"{page.headers}{[row for sheet in sheets for row in sheet.values]}"
    if page.headers["Content-Type"] == "application/pdf":
        sheets = PdfReader(BytesIO(content)).pages
        return f"{page.headers}{''.join(sheet.extract_text() for sheet in sheets)}"
    return f"{page.headers}{content.decode()}"


class World(NamedTuple):
    """The cast, and what the officer keeps from most of them."""

    people: dict[str, User]
    kept: dict[Any, Any]
    files: Path


@pytest.fixture(scope="module")
def built_once(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Built for all tests of the module, as it takes a while; what each test does is undone."""
    files = tmp_path_factory.mktemp("media")
    quickly = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], MEDIA_ROOT=files
    )
    with django_db_blocker.unblock(), quickly, transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            office = OfficeFactory()
            people = {
                "officer": UserFactory(office=office),
                "manager": ManagerFactory(office=office),
                "colleague": UserFactory(office=office),
                "auditor": AuditorFactory(office=office),
                "elsewhere": UserFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere")),
            }
            world = World(people, keep(people["officer"]), files)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def files_of_the_world(built_once: World, settings: Any) -> None:
    settings.MEDIA_ROOT = built_once.files


@pytest.fixture
def kept(built_once: World, db: None) -> dict[Any, Any]:
    return built_once.kept


@pytest.fixture
def people(built_once: World, db: None) -> dict[str, User]:
    return built_once.people


@pytest.fixture
def officer(people: dict[str, User]) -> User:
    return people["officer"]


@pytest.fixture
def colleague(people: dict[str, User]) -> User:
    return people["colleague"]


def in_short(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What 403.html says is the same whatever is refused: making it each time takes a while."""
    return HttpResponseForbidden(str(exception))


@time_machine.travel(NOW, tick=False)
@each_group
def test_a_secret_is_read_by_its_owner_and_the_managers_only(
    name, people, kept, officer, monkeypatch
):
    monkeypatch.setattr(urls, "handler403", in_short, raising=False)
    pages = [(right, url) for right in GROUPS[name] for url in addresses(right, kept, officer)]

    told, found = set(), []
    for who, user in people.items():
        client = logged_in(user)
        for right, url in pages:
            page = answer(client, "get", url)
            if WORD in said_by(page):
                told.add(who)
                if who not in SEE:
                    found.append((who, url))
            elif right.model in HIDDEN and who not in SEE:
                wanted = right.expected("get")["officer" if who == "colleague" else who]
                if in_a_word(page) not in INSTEAD.get(wanted, {wanted}):
                    found.append((who, url, in_a_word(page)))
        assert get_user(client) == user  # no answer has logged them out on the way

    assert found == []
    assert ("officer" in told) == (name in TELLS)
    assert ("manager" in told) == (name in TELLS_MANAGERS)


WITH_SECRETS = {
    name: hidden
    for name, rights in GROUPS.items()
    if (hidden := [right for right in rights if right.model in HIDDEN])
}


@pytest.mark.parametrize("name", WITH_SECRETS)
def test_a_secret_is_written_by_nobody_else(name, kept, colleague):
    client = logged_in(colleague)
    before = written()

    answers = {
        in_a_word(answer(client, "post", right.address(kept[right.model])))
        for right in WITH_SECRETS[name]
    }

    assert answers <= {"404", "405", "403"}
    assert written() == before


def test_every_table_that_can_be_restricted_is_kept():
    hidden = {right.model for right in RIGHTS if getattr(right.model, "objects", None) is not None}

    restricted = {
        model for model in hidden if getattr(model.objects.get_queryset(), "restricted_path", "")
    }

    assert restricted <= HIDDEN


@pytest.mark.parametrize("page", ["desk:add", "office:promise"])
def test_nothing_is_hung_on_what_one_may_not_see(page, kept, colleague):
    deal = kept[Deal]
    company = CompanyFactory()
    client = logged_in(colleague)
    before = written()

    if page == "desk:add":
        url = reverse(page, args=[DealCompany._meta.label_lower])
        sent = {"deal": deal.pk, "company": company.pk, "role": "investor"}
        answers = [client.get(f"{url}?deal={deal.pk}"), client.post(f"{url}?deal={deal.pk}", sent)]
        form = client.post(url, sent)
        assert "deal" in form.context["form"].errors
    else:
        url = f"{reverse(page)}?about=deals.deal:{deal.pk}"
        sent = {"what": "x", "due_on": "2026-12-01", "promised_by": "us"}
        answers = [client.get(url), client.post(url, sent)]

    assert [one.status_code for one in answers] == [404, 404]
    assert written() == before


def test_what_one_may_not_see_stays_where_it_is(kept, colleague):
    """Whoever changes a part of a confidential deal does not thereby take it out of that deal."""
    secret = kept[Deal]
    part = secret.children.get()
    client = logged_in(colleague)
    url = reverse("desk:change", args=["deals.deal", part.pk])
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    client.post(url, {**shown, "title": "Another name"})

    part.refresh_from_db()
    assert (part.title, part.parent) == ("Another name", secret)
    assert Company.objects.count() == 1
    assert DealFactory(parent=secret, parent_relation="part").parent == secret


@time_machine.travel(NOW, tick=False)
def test_no_mail_tells_anybody_else_of_a_secret(kept, people, officer, mailoutbox):
    work_today(officer.office)  # daily mails go on working days
    tick(now=timezone.now() + timedelta(hours=10))

    told = {}
    for mail in mailoutbox:
        text = f"{mail.subject}{mail.body}{mail.attachments}"
        for to in mail.to:
            told[to] = told.get(to, False) or WORD in text
    ours = {who: told.get(user.email) for who, user in people.items() if who != "elsewhere"}
    assert ours == {
        "officer": True,
        "manager": True,  # they may see it
        "colleague": False,
        "auditor": None,  # who only reads gets no daily mail
    }
