"""Why a mail was not sent: kept by a worker without a language, read in everybody's own."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from itpo.office import composing, outbox, post
from itpo.office.letters import NotCalledFor
from itpo.office.models import OutgoingMail
from itpo.office.reasons import Reason
from tests.conftest import logged_in
from tests.factories import OutgoingMailFactory, UserFactory

NOW = datetime(2026, 11, 20, tzinfo=UTC)
MISSING = NotCalledFor("Something is still missing: %(what)s.", {"what": "100 % of it"})
IN_FRENCH = "Il manque encore\xa0: 100 % of it."


@pytest.fixture
def cancelled(db, monkeypatch, office):
    """A mail that a worker cancelled."""
    monkeypatch.setitem(composing._composers, "digest", lambda mail, at: MISSING)
    mail = OutgoingMailFactory(user=UserFactory(office=office))
    post.hand_out(now=NOW)
    mail.refresh_from_db()
    return mail


def test_the_book_keeps_the_words_and_what_is_filled_in(cancelled):
    assert (cancelled.why, cancelled.why_values) == (
        "Something is still missing: %(what)s.",
        {"what": "100 % of it"},
    )
    assert cancelled.why_shown == "Something is still missing: 100 % of it."


@pytest.mark.parametrize("page", ["changelist", "change", "handle"])
def test_every_page_of_the_book_says_it_in_the_readers_language(office, cancelled, page):
    reader = UserFactory(office=office, role="manager", language="fr")
    args = [] if page == "changelist" else [cancelled.pk]

    answer = logged_in(reader).get(reverse(f"admin:office_outgoingmail_{page}", args=args))

    assert IN_FRENCH in answer.content.decode()


def test_what_somebody_wrote_stays_as_they_wrote_it(db, manager):
    mail = OutgoingMailFactory(why="Something else.", why_values={"what": "it"})

    outbox.cancel(mail=mail, why="Declined", by=manager, at=NOW)

    with translation.override("fr"):
        assert (mail.why_shown, str(Reason("Declined"))) == ("Declined", "Refusée")


def test_a_percent_sign_is_no_place_where_nothing_is_filled_in():
    assert str(Reason("Only 50 % are left.")) == "Only 50 % are left."


def test_no_reason_is_no_text(db):
    with translation.override("fr"):
        assert OutgoingMail().why_shown == ""


def _unmarked(path: Path) -> list[str]:
    calls = [one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.Call)]
    return [
        f"{path}:{call.lineno}"
        for call in calls
        if getattr(call.func, "id", "") in {"Reason", "NotCalledFor"}
        if call.args and isinstance(call.args[0], ast.Constant)
    ]


def test_every_reason_is_marked_for_translation():
    files = [one for app in ("itpo", "deals", "investors", "delegates") for one in _code(app)]

    assert [line for file in files for line in _unmarked(file)] == []


def _code(app: str) -> list[Path]:
    return sorted((Path(__file__).parents[2] / app).rglob("*.py"))
