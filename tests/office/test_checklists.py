"""Ticking off what has to be done before something begins."""

from datetime import UTC, datetime

import pytest

from itpo.office import checklists
from itpo.office.states import NotPossible
from tests.factories import ChecklistItemFactory

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)


def test_ticking_off_says_who_and_when(officer, colleague):
    item = ChecklistItemFactory(visit__officer=officer)

    ticked = checklists.tick(item=item, by=colleague, at=AT)

    assert (ticked.done_at, ticked.done_by) == (AT, colleague)
    assert item.history.first().history_user == colleague


def test_what_is_ticked_off_is_not_ticked_off_again(officer, colleague):
    item = ChecklistItemFactory(visit__officer=officer)
    checklists.tick(item=item, by=colleague, at=AT)

    with pytest.raises(NotPossible, match="ticked it off already"):
        checklists.tick(item=item, by=officer, at=AT)

    item.refresh_from_db()
    assert item.done_by == colleague


def test_a_tick_is_taken_back(officer):
    item = ChecklistItemFactory(visit__officer=officer)
    checklists.tick(item=item, by=officer, at=AT)

    untied = checklists.untick(item=item, by=officer)

    assert (untied.done_at, untied.done_by) == (None, None)


def test_what_is_not_needed_is_not_done(officer):
    item = ChecklistItemFactory(visit__officer=officer)
    checklists.need(item=item, is_needed=False, by=officer)

    with pytest.raises(NotPossible, match="marked as not needed"):
        checklists.tick(item=item, by=officer, at=AT)

    checklists.need(item=item, is_needed=True, by=officer)
    assert checklists.tick(item=item, by=officer, at=AT).done_at == AT
