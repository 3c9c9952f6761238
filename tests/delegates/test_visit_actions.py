"""The same with several visits: they have arrived, are completed, or are somebody else's."""

import pytest

from delegates.models import Visit
from tests.factories import UserFactory, VisitFactory
from tests.several import do, preview, told

pytestmark = pytest.mark.django_db

VISITS = "delegates:visits"
WHEN = ", 20 Nov 2026 – 27 Nov 2026"


def stay(officer, family_name, **given):
    return VisitFactory(
        officer=officer,
        delegate__family_name=family_name,
        begins="2026-11-20",
        ends="2026-11-27",
        **given,
    )


def shown(answer):
    lines = answer.context["lines"]
    return sorted((one.name, one.before, one.after, one.why_not) for one in lines)


def states(*visits):
    return [Visit.objects.get(pk=one.pk).state for one in visits]


def test_a_group_has_arrived_and_who_is_over_is_named(desk, officer):
    coming, over = stay(officer, "Amrani", state="planned"), stay(officer, "Berrada")
    Visit.objects.filter(pk=over.pk).update(state="cancelled", cancelled_because="Ill")
    said = {"to-state": "running"}

    beforehand = shown(preview(desk, VISITS, "state", [coming, over], **said))
    untouched = states(coming, over)
    answer = do(desk, VISITS, "state", [coming, over], **said)

    refusal = "The visit is “Cancelled”; it cannot become “Under way”."
    assert beforehand == [
        (f"{coming.delegate}{WHEN}", "Planned", "Under way", ""),
        (f"{over.delegate}{WHEN}", "Cancelled", "", refusal),
    ]
    assert (untouched, states(coming, over)) == (["planned", "cancelled"], ["running", "cancelled"])
    assert coming.history.first().history_user == officer
    assert told(answer) == [
        "Arrived or completed: done with 1 row.",
        f"Not done: {over.delegate}{WHEN}. {refusal}",
    ]


def test_visits_that_are_over_are_completed_together(desk, officer):
    visits = [stay(officer, "Amrani", state="running"), stay(officer, "Berrada", state="running")]

    do(desk, VISITS, "state", visits, **{"to-state": "completed"})

    assert states(*visits) == ["completed", "completed"]


def test_visits_are_cancelled_on_their_own_pages_only(desk, officer):
    visit = stay(officer, "Amrani", state="planned")

    answer = preview(desk, VISITS, "state", [visit], **{"to-state": "cancelled"})
    do(desk, VISITS, "state", [visit], **{"to-state": "cancelled"})

    assert "state" in answer.context["form"].errors
    assert states(visit) == ["planned"]


def test_visits_are_given_to_a_colleague_and_stay_as_they_were(desk, officer):
    mori = UserFactory(office=officer.office, family_name="Mori")
    visits = [stay(officer, "Amrani"), stay(mori, "Berrada")]

    beforehand = shown(preview(desk, VISITS, "give", visits, **{"to-owner": mori.pk}))
    do(desk, VISITS, "give", visits, **{"to-owner": mori.pk})

    assert [line[1:] for line in beforehand] == [
        ("SATO Mika", str(mori), ""),
        (str(mori), "", f"{mori} looks after it already."),
    ]
    assert [one.officer for one in Visit.objects.order_by("pk")] == [mori, mori]
    assert states(*visits) == [one.state for one in visits]


def test_visits_of_another_office_are_neither_shown_nor_changed(desk, stranger):
    visit = stay(stranger, "Amrani", state="planned")

    shown_to_us = preview(desk, VISITS, "state", [visit], **{"to-state": "running"})
    do(desk, VISITS, "state", [visit], **{"to-state": "running"})

    assert shown_to_us.status_code == 302
    assert states(visit) == ["planned"]
