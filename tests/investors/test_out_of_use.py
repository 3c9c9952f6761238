"""Several companies or delegates put out of use: those with whom nothing is planned."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.urls import reverse

from delegates.models import Delegate
from investors import bookings
from investors.models import Company
from itpo.office.models import FollowUp
from tests.factories import (
    AgendaItemFactory,
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionMemberFactory,
    RuleFactory,
    VisitFactory,
)
from tests.several import do, lines, preview, told

pytestmark = pytest.mark.django_db

DELEGATES, COMPANIES = "delegates:delegates", "investors:companies"
PLANNED = "Something is planned with them. Do it on their page: it shows what falls away."
WHY = {"to-because": "Clearing up"}
TEN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def visiting(state):
    return lambda who, officer: VisitFactory(officer=officer, delegate=who, state=state)


def meeting_in(state, **side):
    def make(who, officer):
        name = "delegate" if isinstance(who, Delegate) else "company"
        meeting = MeetingFactory(officer=officer, state=state)
        MeetingPartyFactory(meeting=meeting, **{"company": None, name: who})

    return make


def on_the_bus(visit_state):
    """Booked for something on the agenda of somebody else's visit."""

    def make(who, officer):
        visit = VisitFactory(
            officer=officer, begins="2026-11-20", ends="2026-11-27", state=visit_state
        )
        item = AgendaItemFactory(
            visit=visit,
            day=date(2026, 11, 24),
            starts_at=TEN,
            ends_at=TEN.replace(hour=2),
        )
        whom = who if isinstance(who, Delegate) else ContactFactory(company=who)
        bookings.book(thing=item, whom=[whom], by=officer)

    return make


def travelling(state):
    return lambda who, officer: MissionMemberFactory(
        company=who, mission__office=officer.office, mission__state=state
    )


@pytest.mark.parametrize(
    ("page", "make"),
    [
        (DELEGATES, visiting("planned")),
        (DELEGATES, visiting("running")),
        (DELEGATES, meeting_in("planned")),
        (DELEGATES, meeting_in("postponed")),
        (DELEGATES, on_the_bus("planned")),
        (COMPANIES, meeting_in("planned")),
        (COMPANIES, on_the_bus("running")),
        (COMPANIES, travelling("open")),
    ],
)
def test_with_whom_something_is_planned_is_put_out_of_use_on_their_page(desk, officer, page, make):
    row = DelegateFactory() if page == DELEGATES else CompanyFactory()
    make(row, officer)

    shown = lines(preview(desk, page, "out-of-use", [row], **WHY))
    answer = do(desk, page, "out-of-use", [row], **WHY)

    assert shown == [(str(row), "in use", "", PLANNED)]
    assert told(answer) == [f"Not done: {row}. {PLANNED}"]
    row.refresh_from_db()
    assert row.archived_at is None


@pytest.mark.parametrize(
    ("page", "make"),
    [
        (DELEGATES, visiting("completed")),
        (DELEGATES, meeting_in("held")),
        (DELEGATES, on_the_bus("completed")),
        (COMPANIES, meeting_in("cancelled")),
        (COMPANIES, on_the_bus("completed")),
        (COMPANIES, travelling("completed")),
    ],
)
def test_with_whom_all_is_over_is_put_out_of_use(desk, officer, page, make):
    row = DelegateFactory() if page == DELEGATES else CompanyFactory()
    make(row, officer)

    shown = lines(preview(desk, page, "out-of-use", [row], **WHY))
    do(desk, page, "out-of-use", [row], **WHY)

    assert shown == [(str(row), "in use", "out of use", "")]
    row.refresh_from_db()
    assert row.archived_at is not None
    last = row.history.first()
    assert (last.history_user, last.history_change_reason) == (officer, "Clearing up")


@pytest.mark.parametrize(("page", "who"), [(DELEGATES, "delegate"), (COMPANIES, "company")])
def test_what_falls_away_is_counted_beforehand_as_it_is_dropped(desk, officer, page, who):
    row = DelegateFactory() if page == DELEGATES else CompanyFactory()
    theirs, ruled, ours, done = (
        FollowUpFactory(owner=officer, promised_by=who),
        FollowUpFactory(owner=officer, rule=RuleFactory(office=officer.office)),
        FollowUpFactory(owner=officer, promised_by="us"),
        FollowUpFactory(
            owner=officer, promised_by=who, state="done", closed_at="2026-11-20T00:00Z"
        ),
    )
    row.follow_ups.add(theirs, ruled, ours, done)

    shown = lines(preview(desk, page, "out-of-use", [row], **WHY))
    do(desk, page, "out-of-use", [row], **WHY)

    assert shown == [(str(row), "in use", "out of use; 2 follow-ups fall away", "")]
    assert [one.state for one in FollowUp.objects.order_by("pk")] == [
        *("dropped", "dropped", "open", "done")
    ]


def test_what_was_put_out_of_use_meanwhile_is_named(desk):
    rows = [CompanyFactory(name="Ama"), CompanyFactory(name="Beni")]
    Company.objects.filter(name="Ama").update(archived_at=TEN)

    answer = do(desk, COMPANIES, "out-of-use", rows, **WHY)

    assert told(answer) == [
        "Put out of use: done with 1 row.",
        "Not done: Ama. It is so already.",
    ]


def test_nobody_is_put_out_of_use_without_saying_why(desk):
    delegate = DelegateFactory()

    do(desk, DELEGATES, "out-of-use", [delegate], **{"to-because": ""})

    assert Delegate.objects.get().archived_at is None


# --- bringing them back ---


@pytest.mark.parametrize(
    ("page", "make", "after"),
    [
        (DELEGATES, DelegateFactory, "in use"),
        (COMPANIES, CompanyFactory, "in use"),
        (
            DELEGATES,
            lambda **given: DelegateFactory(asked_yearly=False, **given),
            "in use; not asked once a year where they work",
        ),
    ],
)
def test_what_was_put_out_of_use_is_brought_back(desk, officer, page, make, after):
    gone, here = make(archived_at=TEN), make()
    merged = make(archived_at=TEN, merged_into=here)
    rows = [gone, here, merged]

    shown = preview(desk, page, "back", [gone], gone="yes")
    answer = do(desk, page, "back", rows, asked="gone=yes")

    assert lines(shown) == [(str(gone), "out of use", after, "")]
    assert told(answer) == [
        "Bring back: done with 1 row.",
        f"Not done: {here}. It is in use.",
        f"Not done: {merged}. It was merged into another record: take the merge back instead.",
    ]
    for row in rows:
        row.refresh_from_db()
    assert [one.archived_at for one in rows] == [None, None, TEN]
    assert gone.history.first().history_user == officer


@pytest.mark.parametrize(
    ("page", "make"), [(DELEGATES, DelegateFactory), (COMPANIES, CompanyFactory)]
)
def test_the_page_of_what_is_out_of_use_says_so_and_leads_to_bringing_it_back(desk, page, make):
    gone = make(archived_at=TEN)
    address = f"{reverse(page)}?gone=yes&do=back&row={gone.pk}"

    record = unescape(desk.get(gone.get_absolute_url()).content.decode())
    beforehand = desk.get(address).content.decode()

    assert "out of use" in record
    assert f'href="{address}"' in record
    assert "Do it with 1 row" in beforehand
    assert "Show what would change" not in beforehand


@pytest.mark.parametrize(
    ("page", "make"), [(DELEGATES, DelegateFactory), (COMPANIES, CompanyFactory)]
)
def test_the_list_shows_what_is_out_of_use_only_where_it_is_asked_for(desk, page, make):
    here, gone = make(), make(archived_at=TEN)
    make(archived_at=TEN, merged_into=here)

    assert desk.get(reverse(page)).context["list"].rows == [here]
    assert desk.get(reverse(page), {"gone": "yes"}).context["list"].rows == [gone]
    assert desk.get(reverse(page), {"gone": "maybe"}).context["list"].rows == [here]
