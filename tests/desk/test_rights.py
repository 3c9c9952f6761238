"""Every address of the product, for everybody of the cast. A new one cannot be forgotten."""

from itertools import groupby
from typing import Any

import pytest
from django.template.backends.django import Template as DjangoTemplate
from django.test import Client
from django.utils.safestring import mark_safe

from itpo.office.models import User
from tests.conftest import logged_in
from tests.desk.rights import RIGHTS, Right, row_of, url_names
from tests.tables import all_rows

pytestmark = pytest.mark.once

READERS = ("visitor", "elsewhere", "auditor")
WRITERS = ("manager", "officer")


def group(right: Right) -> str:
    """What is walked in one test: the admin by table, everything else by URL name."""
    if right.url_name.startswith("admin:"):
        return "_".join(right.url_name.split("_")[:2])
    return right.url_name


GROUPS = {name: list(rights) for name, rights in groupby(sorted(RIGHTS, key=group), key=group)}
each_group = pytest.mark.parametrize("name", GROUPS)


@pytest.fixture(autouse=True)
def answers_without_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here their status counts; what the same pages say, test_secrets.py reads."""
    monkeypatch.setattr(DjangoTemplate, "render", lambda *args, **kwargs: mark_safe(""))


@pytest.fixture
def cast(officer: User, stranger: User, manager: User, auditor: User) -> dict[str, Client]:
    """Their browsers; some answers log them out, so they are asked for again each time."""
    return {
        "officer": logged_in(officer),
        "elsewhere": logged_in(stranger),
        "manager": logged_in(manager),
        "auditor": logged_in(auditor),
        "visitor": Client(),
    }


def answer(client: Client, method: str, url: str) -> Any:
    """What they get; whoever may not enter the admin is told so one step later."""
    found = getattr(client, method)(url)
    if found.status_code == 302 and found.url.startswith("/admin/login/"):
        return client.get(found.url)
    return found


def in_a_word(found: Any) -> str:
    if found.status_code != 302:
        return str(found.status_code)
    return "login" if found.url.startswith("/account/login/") else "on"


def written() -> dict[str, list[tuple]]:
    """Every row of every table but the sessions, which logging out ends, and who took what out."""
    rows = all_rows()
    del rows["sessions.Session"], rows["office.ExportLog"]
    return rows


def test_every_address_has_its_line():
    # What opens by personal links asks for no account: tests/portal/test_every_page.py.
    ours = {name for name in url_names() if not name.startswith("portal:")}
    assert sorted({right.url_name for right in RIGHTS}) == sorted(ours)


@each_group
def test_everybody_gets_what_they_may_and_nobody_else_writes(name, officer, cast):
    rights = [(right, right.address(row_of(right.model, officer))) for right in GROUPS[name]]
    before, wrong = written(), []

    for right, url in rights:
        for method, people in (("get", (*WRITERS, *READERS)), ("post", READERS)):
            for who in people:
                got = in_a_word(answer(cast[who], method, url))
                if got != right.expected(method)[who]:
                    wrong.append((method, url, who, got))

    assert wrong == []
    assert written() == before


@each_group
def test_who_may_write_is_answered(name, officer, cast):
    wrong = []

    for right in GROUPS[name]:
        for who in WRITERS:
            url = right.address(row_of(right.model, officer))
            got = in_a_word(answer(cast[who], "post", url))
            if got != right.expected("post")[who]:
                wrong.append((url, who, got))

    assert wrong == []


@each_group
def test_nothing_is_written_from_another_site(name, officer, manager):
    """Without our token a POST is refused, whoever is logged in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    urls = [right.address(row_of(right.model, officer)) for right in GROUPS[name]]
    before = written()

    answers = {client.post(url).status_code for url in urls}

    assert answers == {403}
    assert written() == before
