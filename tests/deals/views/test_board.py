"""The board: which cards stand on it, what they say, and where they lead."""

import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from deals import board
from deals.models import Stage
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    DealCompanyFactory,
    DealFactory,
    FollowUpFactory,
    GateFactory,
    HostCountryFactory,
    SectorFactory,
    VerifiedClaimFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

LOST = {"status": "lost", "lost_because": "Too dear"}


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def shown(browser, **asked):
    """Each lane's cards by their numbers."""
    lanes = browser.get(reverse("deals:board"), asked).context["lanes"]
    return {lane.stage.value: [card.pk for card in lane.cards] for lane in lanes}


def lane(browser, stage="identified", **asked):
    lanes = browser.get(reverse("deals:board"), asked).context["lanes"]
    return next(one for one in lanes if one.stage == stage)


def card(browser, deal):
    lanes = browser.get(reverse("deals:board")).context["lanes"]
    return next(card for lane in lanes for card in lane.cards if card.pk == deal.pk)


# --- which cards ---


def test_each_stage_has_a_lane_and_who_came_last_is_first(desk, officer):
    def deal(stage, since):
        return DealFactory(office=officer.office, stage=stage, stage_since=since)

    old, new = deal("promoted", "2020-01-01"), deal("promoted", "2026-11-01")
    unknown, twin = deal("promoted", None), deal("promoted", "2020-01-01")
    running = deal("operational", "1999-01-01")

    assert shown(desk) == {
        "identified": [],
        "promoted": [new.pk, twin.pk, old.pk, unknown.pk],
        "negotiation": [],
        "concluded": [],
        "operational": [running.pk],
    }


def test_what_is_lost_or_given_up_is_there_when_it_is_asked_for(desk, officer):
    dormant = DealFactory(office=officer.office, status="dormant")
    lost = DealFactory(office=officer.office, **LOST)

    assert shown(desk)["identified"] == [dormant.pk]
    assert shown(desk, status="running")["identified"] == [dormant.pk]
    assert shown(desk, status="nonsense")["identified"] == [dormant.pk]
    assert shown(desk, status="lost")["identified"] == [lost.pk]


def test_a_lane_shows_so_many_cards_and_leads_to_the_rest(desk, officer):
    DealFactory.create_batch(board.PER_LANE + 3, office=officer.office)
    DealFactory.create_batch(2, office=officer.office, **LOST)

    found = lane(desk, q="plant", sort="deal")

    assert (found.number, len(found.cards), found.more) == (13, 10, 3)
    assert found.query == "?q=plant&sort=-stage&stage=identified&status=running"
    rows = desk.get(reverse("deals:deals") + found.query).context["list"].rows
    assert [row.pk for row in rows[: board.PER_LANE]] == [card.pk for card in found.cards]
    assert len(rows) == 13


def test_a_board_is_narrowed_and_searched_as_the_list_is(desk, officer):
    kenya = HostCountryFactory(code="KE", name="Kenya")
    wanted = DealFactory(office=officer.office, title="Rice mill", country=kenya, owner=officer)
    DealFactory(office=officer.office, title="Rice mill")
    DealFactory(office=officer.office, title="Plant", country=kenya, owner=officer)

    asked = {"q": "rice", "country": kenya.pk, "mine": "yes"}

    assert shown(desk, **asked)["identified"] == [wanted.pk]
    assert [row.pk for row in desk.get(reverse("deals:deals"), asked).context["list"].rows] == [
        wanted.pk
    ]


def test_a_board_of_one_stage_has_one_lane(desk, officer):
    deal = DealFactory(office=officer.office, stage="promoted")

    assert shown(desk, stage="promoted") == {"promoted": [deal.pk]}


def test_an_empty_board_says_what_to_do_and_one_that_matches_nothing_what_to_try(desk, officer):
    assert "No deals yet." in desk.get(reverse("deals:board")).content.decode()

    DealFactory(office=officer.office)

    assert "No deal matches." in desk.get(reverse("deals:board"), {"q": "rice"}).content.decode()
    assert "No deal" not in desk.get(reverse("deals:board")).content.decode()


def test_a_confidential_deal_is_on_the_boards_of_those_who_may_see_it(
    officer, colleague, manager, stranger
):
    secret = DealFactory(
        office=officer.office,
        owner=officer,
        is_confidential=True,
        anonymous_description="A plant in the north",
    )

    seen = {one: lane(logged_in(one)) for one in (officer, colleague, manager, stranger)}

    assert [[card.pk for card in seen[one].cards] for one in (officer, manager)] == [
        [secret.pk]
    ] * 2
    assert [(one.number, one.cards, one.more) for one in (seen[colleague], seen[stranger])] == [
        (0, [], 0)
    ] * 2


# --- what a card says ---


def test_a_card_says_who_where_how_much_and_what_is_next(desk, officer):
    deal = DealFactory(office=officer.office, stage_since="2026-11-11")
    for name in ("Mori Foods", "Umi Rice"):
        DealCompanyFactory(deal=deal, company__name=name)
    ClaimFactory(deal=deal, phase="announced", value=900)
    ClaimFactory(deal=deal, phase="planned", value=4500)
    deal.follow_ups.add(
        FollowUpFactory(owner=officer, what="Visit the site", due_on="2026-11-20"),
        FollowUpFactory(owner=officer, what="Later", due_on="2026-11-24"),
    )

    found = card(desk, deal)

    assert set(found.who.split(" · ")[0].split(", ")) == {"Mori Foods", "Umi Rice"}
    assert found.who.endswith(f" · {deal.country}")
    assert (found.figure, found.age) == ("4,500 jobs, planned", "10 days in stage")
    assert (found.next, found.due.words) == ("Visit the site", "1 day late")


def test_the_figure_on_a_card_is_the_one_that_is_reported(desk, officer):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, phase="actual", value=70, as_of="2026")
    VerifiedClaimFactory(deal=deal, value=60, as_of="2025")
    withdrawn = {"withdrawn_at": "2026-11-01T00:00Z", "withdrawn_because": "Counted twice"}
    ClaimFactory(deal=deal, phase="planned", value=50, **withdrawn)

    assert card(desk, deal).figure == "60 jobs, actual"


def test_a_card_says_what_is_missing_and_for_how_long_it_is_silent(desk, officer):
    GateFactory(stage="promoted", fact="sector")
    GateFactory(stage="negotiation", fact="decided")
    with time_machine.travel("2026-09-19T03:00:00Z", tick=False):
        quiet = DealFactory(office=officer.office, rhythm_days=60)
    fresh = DealFactory(office=officer.office, rhythm_days=60)
    fresh.sectors.add(SectorFactory())

    assert (card(desk, quiet).missing, card(desk, quiet).stale) == (
        "Missing: a sector",
        "silent 63 days",
    )
    assert (card(desk, fresh).missing, card(desk, fresh).stale) == ("", "")


def test_a_step_of_others_that_is_restricted_stands_on_no_card(desk, officer, colleague):
    deal = DealFactory(office=officer.office)
    deal.follow_ups.add(FollowUpFactory(owner=colleague, what="Secret", is_restricted=True))

    assert (card(desk, deal).next, card(desk, deal).due.words) == ("", "nothing planned")


# --- where it leads ---


def test_a_cards_buttons_move_it_one_stage_and_lead_back_to_it(desk, officer):
    deal = DealFactory(office=officer.office, stage="promoted")

    page = unescape(desk.get(reverse("deals:board"), {"q": "plant"}).content.decode())

    back = f"/deals/{deal.pk}/move/?next=/deals/board/%3Fq%3Dplant%23deal-{deal.pk}"
    buttons = re.findall(
        r'<button class="btn" form="([^"]*)" formaction="([^"]*)"[^>]* value="(\w+)"', page
    )
    assert buttons == [
        ("from-promoted", back, "negotiation"),
        ("from-promoted", back, "identified"),
    ]
    assert '<form id="from-promoted" method="post"><input type="hidden" name="csrf' in page
    assert f'<li class="deal" id="deal-{deal.pk}" draggable="true">' in page


def test_what_has_ended_and_what_one_only_reads_cannot_be_moved(desk, officer, auditor):
    lost = DealFactory(office=officer.office, **LOST)
    deal = DealFactory(office=officer.office)

    for_officer = desk.get(reverse("deals:board"), {"status": "lost"}).content.decode()
    for_auditor = logged_in(auditor).get(reverse("deals:board")).content.decode()

    assert f'id="deal-{lost.pk}">' in for_officer
    assert f'id="deal-{deal.pk}">' in for_auditor
    assert "formaction" not in for_officer + for_auditor


def test_board_and_list_lead_to_each_other_with_what_was_asked(desk, officer):
    DealFactory(office=officer.office)
    asked = "?kind=other&q=plant"

    on_board = unescape(desk.get(reverse("deals:board") + asked + "&filter=open").content.decode())
    on_list = unescape(desk.get(reverse("deals:deals") + asked + "&page=1").content.decode())

    assert f'<a href="/deals/{asked}">List</a>' in on_board
    assert f'<a href="/deals/board/{asked}" aria-current="page">Board</a>' in on_board
    assert f'<a href="/deals/board/{asked}">Board</a>' in on_list


def test_a_filter_in_use_is_a_chip_on_the_board(desk, officer):
    chosen = desk.get(reverse("deals:board"), {"year": "FY 2026"}).context["list"].chosen

    assert [(one.label, one.words, one.without) for one in chosen] == [
        ("Came into its stage in", "FY 2026 (Apr 2026 – Mar 2027)", "?")
    ]


def test_every_lane_has_the_stages_beside_it(desk):
    lanes = desk.get(reverse("deals:board")).context["lanes"]

    assert {lane.stage: [to for to, _words in lane.ways] for lane in lanes} == {
        Stage.IDENTIFIED: [Stage.PROMOTED],
        Stage.PROMOTED: [Stage.NEGOTIATION, Stage.IDENTIFIED],
        Stage.NEGOTIATION: [Stage.CONCLUDED, Stage.PROMOTED],
        Stage.CONCLUDED: [Stage.OPERATIONAL, Stage.NEGOTIATION],
        Stage.OPERATIONAL: [Stage.CONCLUDED],
    }


# --- what the stages add up to ---


def added(browser, **asked):
    """What is said of each stage that has something."""
    stages = browser.get(reverse("deals:board-sums"), asked).context["stages"]
    return {stage.value: (number, sums) for stage, number, sums in stages if number}


def test_sums_never_mix_currencies_or_phases(desk, officer):
    whole = DealFactory(office=officer.office, stage="promoted")
    part = DealFactory(
        office=officer.office, stage="promoted", parent=whole, parent_relation="part"
    )
    ClaimFactory(deal=whole, phase="planned", value=3000)
    ClaimFactory(deal=part, phase="planned", value=400)  # lies inside
    ClaimFactory(deal=part, phase="announced", value=70)
    VerifiedClaimFactory(deal=part, value=40)
    ClaimFactory(deal=whole, metric="capital", phase="planned", value=5, currency="MAD")
    other = DealFactory(office=officer.office, stage="promoted", kind="licensing")
    ClaimFactory(deal=other, phase="planned", value=200)
    ClaimFactory(deal=other, metric="capital", phase="planned", value=7, currency="EUR")
    ClaimFactory(deal=DealFactory(office=officer.office, stage="promoted", **LOST), value=9)

    assert added(desk) == {
        "promoted": (
            3,
            [
                "planned 3,200 jobs",
                "announced 70 jobs",
                "verified 40 jobs",
                "planned 7 EUR, 5 MAD",
            ],
        )
    }
    assert added(desk, kind="licensing") == {"promoted": (1, ["planned 200 jobs", "planned 7 EUR"])}


def test_what_nobody_knows_adds_up_to_nothing_and_not_to_zero(desk, officer):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, phase="planned", value=None, is_not_disclosed=True)

    assert added(desk) == {"identified": (1, [])}


@pytest.mark.parametrize("rows", [1, 3])
def test_adding_up_costs_the_same_for_any_number_of_deals(
    desk, officer, rows, django_assert_num_queries
):
    for _row in range(rows):
        ClaimFactory(deal=DealFactory(office=officer.office), phase="planned")

    with django_assert_num_queries(5):  # session, user, sums, kept views, navigation
        desk.get(reverse("deals:board-sums"))


def test_what_the_stages_add_up_to_is_everybodys_own(desk, stranger):
    ClaimFactory(deal__office=stranger.office, phase="planned")

    assert added(desk) == {}
