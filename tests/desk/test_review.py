"""The managers' review: what stands on the page, what it costs, who may look, and what is done."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from deals.models import Deal, Fact, Gate, Stage, StageChange, Status
from deals.review.sums import counted
from itpo.desk.review.remembered import Remembered
from itpo.office.models import FollowUp, Office, User
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    DealCompanyFactory,
    DealFactory,
    FollowUpFactory,
    GateFactory,
    HostCountryFactory,
    ManagerFactory,
    MissionFactory,
    OfficeFactory,
    SectorFactory,
    StageChangeFactory,
    UserFactory,
    VerifiedClaimFactory,
)
from tests.tables import all_rows

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # a Saturday noon in Tokyo


@pytest.fixture(autouse=True)
def clock():
    with travel(NOW, tick=False):
        yield


class Tables(HTMLParser):
    """The tables of a page: under each caption, the words of every row, cell by cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.caption: str | None = None
        self.row: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.rows: list[list[str]] = []
            self.caption = ""
        elif tag == "tr":
            self.row = []
            self.rows.append(self.row)
        elif tag in {"td", "th"}:
            self.row.append("")

    def handle_endtag(self, tag):
        if tag == "caption":
            self.tables[self.caption] = self.rows
            self.caption = None
        elif tag == "table":
            self.row = None

    def handle_data(self, data):
        words = " ".join(data.split())
        if self.caption is not None:
            self.caption = f"{self.caption} {words}".strip()
        elif self.row:
            self.row[-1] = f"{self.row[-1]} {words}".strip()


def url(**asked):
    return reverse("admin:review", query=asked)


def page(client: Client, **asked) -> str:
    return client.get(url(**asked)).content.decode()


def table(text: str, caption: str) -> list[list[str]]:
    """The rows of a table, without its head."""
    return Tables(text).tables[caption][1:]


def listed(text: str) -> list[str]:
    tables = Tables(text).tables
    return [row[1] for row in tables.get("The longest in its stage first", [[]])[1:]]


def link(text: str, words: str) -> str:
    return unescape(re.search(rf'<a href="([^"]*)">{re.escape(words)}</a>', text)[1])


def heard_of(deal: Deal, day: date) -> None:
    """Nothing has been written down about a deal since a day."""
    at = datetime.combine(day, time(12), tzinfo=UTC)
    Deal.objects.filter(pk=deal.pk).update(created_at=at)


@pytest.fixture
def deal(office):
    return lambda **more: DealFactory(office=office, **more)


# --- what stands on it ---


def test_the_pipeline_stands_there_as_picture_and_table(managers_desk, deal):
    for status in ("ongoing", "ongoing", "delayed"):
        one = deal(stage=Stage.PROMOTED, status=status)
        ClaimFactory(deal=one, value=1500)
        ClaimFactory(deal=one, metric="capital", value=2000000, currency="EUR")
    ClaimFactory(deal=deal(stage=Stage.PROMOTED), metric="capital", value=5, currency="JPY")
    running = deal(stage=Stage.OPERATIONAL)
    VerifiedClaimFactory(deal=running, value=86)
    part = deal(parent=running, parent_relation="part", stage=Stage.OPERATIONAL)
    VerifiedClaimFactory(deal=part, value=40)

    text = page(managers_desk)

    unknown = "not known"
    assert table(text, "Deals, jobs and capital at each stage") == [
        ["Identified", "0", "0", "0", *[unknown] * 4],
        ["Promoted", "3", "1", "0", "4,500", unknown, "6,000,000 EUR 5 JPY", unknown],
        ["Negotiation", "0", "0", "0", *[unknown] * 4],
        ["Concluded", "0", "0", "0", *[unknown] * 4],
        ["Operational", "2", "0", "0", unknown, "86", unknown, unknown],
        ["All stages", "5", "1", "0", "4,500", "86", "6,000,000 EUR 5 JPY", unknown],
    ]
    assert text.count('<svg class="picture"') == 2
    assert text.count("<title id=") == 2
    assert re.findall(r'<rect class="(\w+)"', text) == [
        *("ongoing", "delayed", "ongoing"),
        *("planned", "verified"),
    ]
    assert "1 figure is left out because it lies inside a larger deal" in text


def test_what_moved_since_last_time_says_who_and_why(managers_desk, deal, officer, manager):
    one, other = deal(title="Wire harness"), deal(title="Solar pumps")
    old = {"deal": one, "from_stage": "identified", "to_stage": "promoted"}
    StageChangeFactory(**old, changed_at=datetime(2026, 11, 13, 14, 59, tzinfo=UTC))
    StageChangeFactory(
        deal=one,
        from_stage="promoted",
        to_stage="negotiation",
        changed_by=officer,
        reason="They signed.",
        changed_at=datetime(2026, 11, 13, 15, 0, tzinfo=UTC),  # the 14th begins in Tokyo
    )
    StageChangeFactory(
        deal=other,
        from_stage="promoted",
        to_stage="promoted",
        from_status="ongoing",
        to_status="lost",
        changed_at=NOW,
    )

    text = page(managers_desk)

    assert "What moved since Saturday, 14 November 2026, 7 days ago" in text
    assert table(text, "Moved since last time") == [
        ["Solar pumps", "Ongoing → Lost", "an import", "–"],
        ["Wire harness", "Promoted → Negotiation", str(officer), "They signed."],
    ]
    assert len(table(page(managers_desk, since="2026-11-13"), "Moved since last time")) == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "Choose a day, or write it as 2026-11-21."),
        ("2026-13-40", "Choose a day, or write it as 2026-11-21."),
        ("2026-11-22", "That day is still to come."),
    ],
)
def test_a_day_that_is_none_is_said_and_kept_and_a_week_is_shown(managers_desk, typed, sentence):
    text = page(managers_desk, since=typed)

    assert sentence in text
    assert f'value="{typed}"' in text
    assert "14 November 2026" in text


def test_what_calls_for_something_is_listed_with_its_rule(managers_desk, deal, officer, manager):
    owner = {"owner": officer}
    late = deal(title="Late one", **owner)
    late.follow_ups.add(
        FollowUpFactory(owner=officer, what="Send the offer", due_on=date(2026, 11, 13)),
        FollowUpFactory(owner=officer, what="Call", due_on=date(2026, 11, 20)),
    )
    stuck = deal(title="Stuck one", stage_since=date(2025, 11, 21), status="delayed", **owner)
    heard_of(stuck, date(2025, 11, 21))
    deal(title="Soon one", expected_on=date(2026, 12, 1), stage_since=TODAY, **owner)
    deal(title="Past one", expected_on=date(2026, 11, 1), stage_since=date(2026, 11, 20))
    claim = ClaimFactory(deal=late, phase="actual", value=2800, as_of="2010", recorded_by=officer)
    mission = MissionFactory(office=officer.office)
    ClaimFactory(deal=None, mission=mission, phase="actual", metric="people", value=50)

    text = page(managers_desk)

    me = str(officer)
    assert table(text, "Overdue") == [["Late one", "Send the offer", "5 working days late", me]]
    assert table(text, "Silent") == [["Stuck one", "Identified, delayed", "365 days", me]]
    assert table(text, "Without next step") == [
        ["Stuck one", "Identified, delayed", "365 days", me],
        ["Past one", "Identified", "1 day", "nobody"],
        ["Soon one", "Identified", "0 days", me],
    ]
    assert table(text, "Expected next") == [
        ["Past one", "Identified", "1 Nov 2026, has passed", "nobody"],
        ["Soon one", "Identified", "1 Dec 2026", me],
    ]
    assert table(text, "Waiting for verification") == [
        ["Jobs: 2,800", "Late one", "2010", me],
        ["People: 50", mission.name, "not known", "an import"],
    ]
    assert link(text, "Jobs: 2,800") == reverse("admin:deals_claim_change", args=[claim.pk])


def test_what_a_gate_will_stop_and_what_it_let_pass_is_said(managers_desk, deal, manager):
    GateFactory(stage=Stage.PROMOTED, fact=Fact.ORIGIN)
    GateFactory(stage=Stage.PROMOTED, fact=Fact.COUNTRY)
    one = deal(title="Wire harness", expected_on=date(2026, 12, 1), country=None)
    passed = {
        "deal": one,
        "from_stage": "identified",
        "to_stage": "promoted",
        "missing": "origin,country",
        "passed_because": "The minister comes",
    }
    StageChangeFactory(**passed, changed_by=manager, changed_at=NOW)

    text = page(managers_desk)

    lacks = f"{Fact.COUNTRY.label}; {Fact.ORIGIN.label}"
    assert table(text, "Missing for the next stage") == [
        ["Wire harness", "Identified", lacks, "1 Dec 2026", "nobody"]
    ]
    without = f"{Fact.ORIGIN.label}; {Fact.COUNTRY.label}"
    assert table(text, "Let pass") == [
        ["Wire harness", "Identified → Promoted", without, str(manager), "The minister comes"]
    ]
    assert listed(page(managers_desk, next="lacking")) == ["Wire harness"]


def test_figures_to_check_say_who_must(managers_desk, deal, manager, officer):
    waiting = ClaimFactory(deal=deal(title="Mine"), phase="actual", recorded_by=manager)
    again = VerifiedClaimFactory(deal=deal(title="Old"), check_again_on=date(2026, 11, 20))

    text = page(managers_desk)

    [row] = table(text, "Waiting for verification")
    assert row[1:] == ["Mine", "not known", "you: somebody else must check it"]
    [row] = table(text, "Due to be checked again")
    assert row[1:] == ["Old", "20 Nov 2026", str(again.verified_by)]
    for claim in (waiting, again):
        assert reverse("admin:deals_claim_change", args=[claim.pk]) in text


def test_what_open_deals_plan_is_told_by_quarter(managers_desk, deal):
    soon = deal(title="Wire harness", expected_on=date(2026, 12, 1))
    ClaimFactory(deal=soon, value=1500)
    for currency, value in (("EUR", 2000000), ("JPY", 5)):
        other = deal(expected_on=date(2027, 1, 1))
        ClaimFactory(deal=other, metric="capital", value=value, currency=currency)
    ClaimFactory(deal=deal(expected_on=TODAY), value=20, phase="announced")
    deal(title="Late one", expected_on=date(2026, 11, 1))

    text = page(managers_desk)

    unknown = "not known"
    caption = "Jobs and capital of open deals, by when their next stage is expected"
    assert table(text, caption) == [
        ["By now", "1", *[unknown] * 4],
        ["Oct–Dec 2026", "2", "1,500", "20", unknown, unknown],
        ["Jan–Mar 2027", "2", unknown, unknown, "2,000,000 EUR 5 JPY", unknown],
        ["Apr–Jun 2027", "0", *[unknown] * 4],
        ["Jul–Sep 2027", "0", *[unknown] * 4],
        ["Later", "0", *[unknown] * 4],
        ["No day known", "0", *[unknown] * 4],
    ]
    asked = dict(parse_qsl(urlsplit(link(text, "By now")).query))
    assert listed(page(managers_desk, **asked)) == ["Late one"]
    assert "Nothing is weighted" in text


def moved(deal, *moves):
    before = ""
    for number, (stage, day) in enumerate(moves):
        StageChangeFactory(
            deal=deal,
            from_stage=before,
            to_stage=stage,
            happened=day,
            changed_at=NOW + timedelta(minutes=number),
        )
        before = stage


def test_how_deals_pass_through_the_stages_stands_beside_it(managers_desk, deal):
    moved(deal(stage="promoted"), ("identified", "2020-01-01"), ("promoted", "2020-01-11"))
    moved(deal(stage="promoted"), ("identified", "2020-01-01"), ("promoted", "2020-02"))
    moved(deal(status="lost", lost_because="No power"), ("identified", "2026-01-01"))

    text, lately = page(managers_desk), page(managers_desk, came="lately")

    caption = "What became of the deals that came to each stage"
    nothing = ["0", "0", "0", "0", "not known", "0"]
    assert table(text, caption) == [
        ["Identified", "3", "2 (67 %)", "0", "1 (33 %)", "10 (of 1)", "1"],
        ["Promoted", "2", "0", "2", "0", "not known", "0"],
        ["Negotiation", *nothing],
        ["Concluded", *nothing],
        ["Operational", "0", "–", "0", "0", "–", "–"],
    ]
    assert table(lately, caption)[0] == [
        *("Identified", "1", "0", "0", "1 (100 %)", "not known", "0")
    ]


def test_what_deals_were_lost_to_is_counted(managers_desk, deal):
    for to, because, number in (("TN", "Wages", 2), ("", "No power", 1)):
        for _ in range(number):
            deal(status="lost", lost_because=because, lost_to=to)
    deal(status="abandoned", lost_because="Wages")

    assert table(page(managers_desk), "What deals were lost to") == [
        ["Tunisia", "Wages", "2"],
        ["not known", "No power", "1"],
    ]


def test_a_line_of_what_was_lost_leads_to_its_deals(managers_desk, deal):
    for title, to, because in (
        ("A", "TN", "Wages: too low"),
        ("B", "TN", "No power"),
        ("C", "", "Wages: too low"),
    ):
        deal(title=title, status="lost", lost_because=because, lost_to=to)
    deal(title="D", status="abandoned", lost_because="Wages: too low")

    text = page(managers_desk)
    cells = re.findall(r'<a href="(\?lost=[^"]*)">1</a>', text)

    led_to = [listed(managers_desk.get(url() + unescape(one)).content.decode()) for one in cells]
    assert sorted(led_to) == [["A"], ["B"], ["C"]]


def test_everything_leads_to_a_record_or_a_list_that_opens(managers_desk, deal, officer):
    one = deal(owner=officer, stage_since=date(2020, 1, 1), expected_on=TODAY)
    one.sectors.add(SectorFactory())
    one.follow_ups.add(FollowUpFactory(owner=officer))
    ClaimFactory(deal=one, phase="actual")
    StageChangeFactory(deal=one, changed_at=NOW)
    deal(stage="operational", country=None)

    text = page(managers_desk)
    links = {unescape(found) for found in re.findall(r'<a [^>]*href="([^"#][^"]*)"', text)}

    answers = {
        found: managers_desk.get(url() + found if found[0] == "?" else found).status_code
        for found in links
    }
    assert answers == dict.fromkeys(links, 200)
    assert reverse("admin:deals_deal_change", args=[one.pk]) in links


@pytest.mark.parametrize(
    ("caption", "titles"),
    [
        ("Overdue", ["Late"]),
        ("Silent", ["Stuck"]),
        ("Without next step", ["Stuck", "Soon"]),
        ("Expected next", ["Soon"]),
    ],
)
def test_a_block_leads_to_all_of_its_deals_in_the_list(
    managers_desk, deal, officer, caption, titles
):
    deal(title="Late", stage_since=TODAY).follow_ups.add(FollowUpFactory(owner=officer))
    heard_of(deal(title="Stuck", stage_since=date(2020, 1, 1)), date(2020, 1, 1))
    deal(title="Soon", expected_on=TODAY)

    address = link(page(managers_desk, since="2026-11-01"), f"All: {caption}")
    asked = dict(parse_qsl(urlsplit(address).query))

    assert asked.pop("since") == "2026-11-01"
    assert listed(page(managers_desk, **asked)) == titles


def test_a_block_shows_ten_and_how_many_there_are(managers_desk, deal):
    for number in range(11):
        deal(title=f"Plant {number}", stage_since=date(2026, 11, 1))

    text = page(managers_desk)

    assert len(table(text, "Without next step")) == 10
    assert re.search(r"Without next step\s*<span class=\"count\">11</span>", text)


def test_more_than_ninety_nine_are_not_counted(managers_desk, office):
    DealFactory.create_batch(100, office=office)

    assert '<span class="count">more than 99</span>' in page(managers_desk)


def test_officers_countries_and_sectors_lead_to_their_deals(managers_desk, deal, officer):
    mine = deal(title="Mine", owner=officer, country=HostCountryFactory(code="SN", name="Senegal"))
    mine.sectors.add(SectorFactory(name="Textiles"))
    ClaimFactory(deal=mine, value=1500)
    ClaimFactory(deal=mine, metric="capital", value=9, currency="USD")
    VerifiedClaimFactory(deal=mine, value=40)
    deal(title="Nobody's", country=None)

    text = page(managers_desk)

    figures = ["1,500", "40", "9 USD", "not known"]
    nothing = ["1", "0", "1", *["not known"] * 4]
    assert table(text, "By officer") == [
        [str(officer), "1", "0", "1", *figures],
        ["Nobody", *nothing],
    ]
    assert table(text, "By country") == [
        ["Senegal", "1", "0", "1", *figures],
        ["Not known", *nothing],
    ]
    assert table(text, "By sector") == [
        ["Textiles", "1", "0", "1", *figures],
        ["No sector", *nothing],
    ]
    for words, titles in (
        (str(officer), ["Mine"]),
        ("Senegal", ["Mine"]),
        ("Textiles", ["Mine"]),
        ("Nobody", ["Nobody's"]),
        ("Not known", ["Nobody's"]),
        ("No sector", ["Nobody's"]),
    ):
        asked = dict(parse_qsl(urlsplit(link(text, words)).query))
        assert listed(page(managers_desk, **asked)) == titles


def test_the_list_says_what_the_managers_deal_list_says(managers_desk, deal, officer):
    one = deal(title="Wire harness", owner=officer, stage="promoted", stage_since=date(2026, 11, 1))
    DealCompanyFactory(deal=one, company__name="Example Parts")
    one.follow_ups.add(FollowUpFactory(owner=officer, what="Call", due_on=date(2026, 11, 18)))
    ClaimFactory(deal=one, value=4500)
    VerifiedClaimFactory(deal=one, value=1600)
    deal(title="Solar pumps", country=None)

    rows = table(page(managers_desk), "The longest in its stage first")

    unknown = "not known"
    nothing, late = [unknown] * 2, [unknown, "nothing planned", unknown, unknown]
    assert rows == [
        [
            "",
            "Wire harness",
            "Promoted",
            "Example Parts",
            "Morocco",
            str(officer),
            "20 days",
            "Call 18 Nov 2026 3 days late",
            "4,500",
            "1,600",
        ],
        ["", "Solar pumps", "Identified", *nothing, "nobody", *late],
    ]


def test_the_list_is_cut_into_pages_that_keep_the_filter(managers_desk, office):
    for number in range(27):
        DealFactory(office=office, title=f"Plant {number:02}", stage="promoted")
    DealFactory(office=office)

    first = page(managers_desk, stage="promoted")
    after = dict(parse_qsl(urlsplit(link(first, "After")).query))
    second = page(managers_desk, **after)

    assert listed(first) == [f"Plant {number:02}" for number in range(25)]
    assert listed(second) == ["Plant 25", "Plant 26"]
    assert dict(parse_qsl(urlsplit(link(second, "Before")).query)) == {
        "stage": "promoted",
        "page": "1",
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"stage": "nowhere"},
        {"owner": "999999"},
        {"country": "x"},
        {"sector": "-1"},
        {"next": "soon"},
        {"verified": "maybe"},
        {"status": "fine"},
        {"page": "0"},
        {"page": "x"},
        {"q": "\x00"},
    ],
)
def test_what_makes_no_sense_in_the_address_is_left_aside(managers_desk, deal, asked):
    deal(title="Wire harness")

    assert listed(page(managers_desk, **asked)) == ["Wire harness"]


def test_only_what_occurs_can_be_chosen(managers_desk, deal):
    HostCountryFactory(code="XX", name="Freedonia")
    SectorFactory(name="Nobody works here")
    deal(stage="promoted", kind="licensing")

    text = page(managers_desk)
    choices = {
        name: [label for value, label in re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', of)]
        for name, of in re.findall(r'<select name="(\w+)" id="by-\w+">(.*?)</select>', text)
    }

    assert choices["stage"] == ["All", "Promoted"]
    assert choices["status"][3:] == ["Ongoing"]
    assert choices["owner"] == ["All", "Nobody"]
    assert choices["country"] == ["All", "Morocco"]
    assert choices["sector"] == ["All", "No sector"]
    assert choices["kind"] == ["All", "Licensing"]


def test_an_empty_office_is_told_what_to_do(managers_desk):
    text = page(managers_desk)

    assert "No deals yet. Add one in the admin, or import a list." in text
    assert "Nothing has moved." in text
    assert "No deal matches." in page(managers_desk, q="nothing like this")


# --- what it costs ---


GATED = ["", Deal.Kind.LICENSING, Deal.Kind.OTHER]


def fill(office, officer):
    """One row for every part of the page."""
    one = DealFactory(office=office, owner=officer, stage_since=date(2020, 1, 1), expected_on=TODAY)
    one.sectors.add(SectorFactory())
    DealCompanyFactory(deal=one)
    ClaimFactory(deal=one)
    ClaimFactory(deal=one, metric="capital", currency="EUR")
    VerifiedClaimFactory(deal=one)
    ClaimFactory(deal=DealFactory(office=office, parent=one, parent_relation="part"))
    late = DealFactory(office=office, owner=UserFactory(office=office))
    late.follow_ups.add(FollowUpFactory(owner=officer))
    ClaimFactory(deal=late, phase="actual", recorded_by=officer)
    VerifiedClaimFactory(deal=one, check_again_on=TODAY)
    StageChangeFactory(deal=one, changed_at=NOW, changed_by=officer)
    StageChangeFactory(
        deal=late, changed_at=NOW, changed_by=officer, missing="owner", passed_because="Urgent"
    )
    heard_of(one, date(2020, 1, 1))
    GateFactory(office=office, fact=Fact.ORIGIN, kind=GATED[Gate.objects.count()])
    DealFactory(office=office, status="lost", lost_because="Wages", lost_to="TN")
    return [one.title, late.title]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(managers_desk, office, officer, number):
    titles = [title for _ in range(number) for title in fill(office, officer)]
    managers_desk.get(url())

    with CaptureQueriesContext(connection) as queries:
        text = page(managers_desk)

    assert [title for title in titles if title not in text] == []
    # session, user; people, whether anything has changed, numbers, deals, next steps, moves,
    # figures, companies, job figures, holidays; the sums only for whoever looks first
    assert len(queries) == 12


def change_a_deal(one: Deal) -> None:
    one.status = "delayed"
    one.save()


CHANGES = [
    change_a_deal,
    lambda one: ClaimFactory(deal=one, value=7),
    lambda one: one.follow_ups.add(FollowUpFactory(owner=one.owner)),
    lambda one: one.sectors.add(SectorFactory()),
]


@pytest.mark.parametrize("change", CHANGES)
def test_it_counts_anew_as_soon_as_anything_has_changed(manager, officer, change):
    one = DealFactory(office=manager.office, owner=officer)
    before = Remembered(manager, TODAY).counted()

    change(one)

    assert Remembered(manager, TODAY).counted() != before
    assert Remembered(manager, TODAY).counted() == counted(manager, TODAY)


def test_how_deals_passed_is_counted_anew_after_ten_minutes(managers_desk, deal):
    caption = "What became of the deals that came to each stage"
    deal()
    before = table(page(managers_desk), caption)[0][1]
    deal()

    soon = table(page(managers_desk), caption)[0][1]
    cache.clear()  # the clock of the tests stands still
    later = table(page(managers_desk), caption)[0][1]

    assert (before, soon, later) == ("1", "1", "2")


def test_who_is_no_longer_silent_is_left_out_at_once(managers_desk, deal, officer):
    for title in ("Planned", "Forgotten"):
        heard_of(deal(title=title), date(2020, 1, 1))
    before = table(page(managers_desk), "Silent")
    later = FollowUpFactory(owner=officer, due_on=date(2026, 12, 1))
    Deal.objects.get(title="Planned").follow_ups.add(later)

    after = table(page(managers_desk), "Silent")

    assert [[row[0] for row in rows] for rows in (before, after)] == [
        ["Planned", "Forgotten"],
        ["Forgotten"],
    ]


def secret_deal(office: Office, owner: User) -> Deal:
    return DealFactory(
        office=office, owner=owner, is_confidential=True, anonymous_description="A plant"
    )


def test_what_was_counted_is_kept_for_all_who_see_the_same(
    manager, officer, django_assert_num_queries
):
    other = ManagerFactory(office=manager.office)
    secret_deal(manager.office, officer)
    Remembered(manager, TODAY).counted()

    with django_assert_num_queries(1):  # whether anything has changed
        kept = Remembered(other, TODAY).counted()

    assert kept.total.running == 1


def test_who_sees_less_is_not_told_what_others_counted(manager, colleague, officer):
    deal = secret_deal(manager.office, officer)

    seen = [Remembered(one, TODAY).counted().total.running for one in (manager, colleague, officer)]

    assert (deal.is_confidential, seen) == (True, [1, 0, 1])


# --- who may look, and who may act ---


def test_an_officer_does_not_enter(desk, deal):
    one = deal()

    assert desk.get(url(), follow=True).status_code == 403
    assert desk.post(url(), {"chosen": f"{one.pk}-identified"}, follow=True).status_code == 403


def test_a_visitor_is_asked_to_log_in(client, db):
    assert client.get(url()).url.startswith(reverse("account_login"))


def test_another_offices_manager_finds_nothing(deal, office, officer):
    titles = fill(office, officer)
    stranger = ManagerFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    text = page(logged_in(stranger))

    assert [title for title in titles if title in text] == []
    assert str(officer) not in text
    assert "No deals yet" in text


def test_an_auditor_looks_and_does_nothing(auditor, deal):
    one = deal(title="Wire harness")
    deal(title="Secret plant", is_confidential=True, anonymous_description="A plant")
    auditors_desk = logged_in(auditor)
    before = all_rows()

    text = page(auditors_desk)
    answer = auditors_desk.post(url(), {"act": "move_on", "chosen": f"{one.pk}-identified"})

    assert "Wire harness" in text
    assert "Secret plant" not in text
    assert 'type="checkbox"' not in text
    assert "With the chosen deals" not in text
    assert answer.status_code == 403
    assert all_rows() == before


def test_managers_and_auditors_find_the_way(manager, auditor):
    for user in (manager, auditor):
        client = logged_in(user)
        for start in ("/", reverse("admin:index")):
            assert f'href="{url()}"' in client.get(start).content.decode()


def test_the_page_obeys_the_strict_policy(managers_desk, deal):
    deal()

    answer = managers_desk.get(url())
    text = answer.content.decode()

    assert "unsafe" not in answer["Content-Security-Policy"]
    assert " style=" not in text
    assert re.findall(r"<script(?! src=)", text) == []


def test_every_tick_names_its_deal_and_every_table_its_columns(managers_desk, deal, officer):
    one = deal(title='Plant "A" <b>')
    fill(one.office, officer)

    text = page(managers_desk)

    box = f'value="{one.pk}-identified" aria-label="Plant &quot;A&quot; &lt;b&gt;"'
    assert box in text
    assert text.count("<caption") == text.count("<table")
    assert re.findall(r"<th(?! scope=|ead)[^>]*>", text) == []


# --- what is done to the chosen ---


def act(client, deals, **data):
    chosen = [f"{deal.pk}-{deal.stage}" for deal in deals]
    return client.post(url(stage="promoted"), {"chosen": chosen, **data}, follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_deals_move_on_one_stage_and_the_page_stays_where_it_was(managers_desk, manager, deal):
    some, other = deal(stage="promoted"), deal(stage="concluded")

    answer = act(managers_desk, [some, other], act="move_on", reason="As agreed.")

    assert told(answer) == ["Done for 2 deals."]
    assert answer.redirect_chain == [(url(stage="promoted"), 302)]
    assert {one.pk: one.stage for one in Deal.objects.all()} == {
        some.pk: "negotiation",
        other.pk: "operational",
    }
    changes = StageChange.objects.values_list("reason", "changed_by", "changed_at", "happened")
    assert list(changes) == [("As agreed.", manager.pk, NOW, "2026-11-21")] * 2


@pytest.mark.parametrize("status", ["delayed", "dormant"])
def test_deals_are_said_to_be_slow(managers_desk, deal, status):
    some = deal()

    answer = act(managers_desk, [some], act=status, reason="Elections")

    some.refresh_from_db()
    assert (told(answer), some.status) == (["Done for 1 deal."], status)
    assert StageChange.objects.get().reason == "Elections"


@pytest.mark.parametrize("status", ["lost", "abandoned"])
def test_deals_end_with_a_reason(managers_desk, deal, status):
    some = deal()

    act(managers_desk, [some], act=status, reason="No power supply")

    some.refresh_from_db()
    assert (some.status, some.lost_because) == (status, "No power supply")


def test_the_next_step_of_each_is_seen_to_by_its_owner(managers_desk, manager, officer, deal):
    mine = deal(owner=officer)
    secret = deal(is_confidential=True, anonymous_description="A plant")

    act(managers_desk, [mine, secret], act="plan", what="Call the bank", due_on="2026-12-01")

    steps = FollowUp.objects.order_by("pk")
    assert [(one.what, one.due_on, one.owner, one.is_restricted) for one in steps] == [
        ("Call the bank", date(2026, 12, 1), officer, False),
        ("Call the bank", date(2026, 12, 1), manager, True),
    ]
    assert [list(one.follow_ups.all()) for one in (mine, secret)] == [[steps[0]], [steps[1]]]


def test_the_next_step_of_each_is_seen_to_by_somebody_named(managers_desk, colleague, deal):
    some = deal()

    act(
        managers_desk,
        [some],
        act="plan",
        what="Call the bank",
        due_on="2026-12-01",
        person=str(colleague.pk),
    )

    assert FollowUp.objects.get().owner == colleague


def test_whoever_plans_it_sees_to_the_next_step_where_the_owner_works_elsewhere_now(
    managers_desk, manager, officer, deal
):
    some = deal(owner=officer)
    User.objects.filter(pk=officer.pk).update(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    act(managers_desk, [some], act="plan", what="Call the bank", due_on="2026-12-01")

    step = FollowUp.objects.get()
    assert (step.owner, step.office) == (manager, some.office)


def test_deals_are_handed_over(managers_desk, manager, officer, colleague, deal):
    some, other = deal(owner=officer), deal(owner=colleague)

    answer = act(managers_desk, [some, other], act="hand_over", person=str(colleague.pk))

    assert told(answer) == [f"{other}: {colleague} looks after it already.", "Done for 1 deal."]
    some.refresh_from_db()
    assert (some.owner, some.history.latest().history_user) == (colleague, manager)


def test_a_refusal_is_said_by_name_and_keeps_no_other_back(managers_desk, deal):
    lost = deal(title="Solar pumps", status="lost", lost_because="No power")
    last = deal(title="Wire harness", stage="operational")
    fine = deal(title="Tomato paste")

    answer = act(managers_desk, [lost, last, fine], act="move_on")

    assert told(answer) == [
        "Solar pumps: The deal is lost.",
        "Wire harness: It is operational already.",
        "Done for 1 deal.",
    ]
    assert StageChange.objects.get().deal == fine


def test_pressed_twice_a_deal_moves_once(managers_desk, deal):
    some = deal(title="Wire harness")

    answers = [act(managers_desk, [some], act="move_on") for _ in range(2)]

    assert told(answers[1]) == ["Wire harness: A deal in “Promoted” cannot move to “Promoted”."]
    assert StageChange.objects.count() == 1


def test_the_status_that_counts_is_the_one_in_the_database(managers_desk, deal):
    some = deal(title="Wire harness")
    Deal.objects.update(status=Status.LOST, lost_because="No power")

    answer = act(managers_desk, [some], act="delayed")

    assert told(answer) == ["Wire harness: The deal is lost."]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"act": ""}, "Choose what to do with the deals."),
        ({"act": "delete"}, "Select a valid choice."),
        ({"act": "lost"}, "Say why the deals are lost or given up."),
        ({"act": "abandoned", "reason": " "}, "Say why the deals are lost or given up."),
        ({"act": "delayed", "reason": "x" * 201}, "at most 200 characters"),
        ({"act": "plan", "due_on": "2026-12-01"}, "Say what is to be done."),
        ({"act": "plan", "what": "Call"}, "Say until when, or it will be forgotten."),
        ({"act": "plan", "what": "Call", "due_on": "soon"}, "Choose a day, or write it as"),
        ({"act": "plan", "what": "Call", "due_on": "2026-11-20"}, "That day has passed."),
        ({"act": "hand_over"}, "Say who takes them over."),
        ({"act": "hand_over", "person": "999999"}, "Select a valid choice."),
        ({"act": "hand_over", "person": "\x00"}, "Select a valid choice."),
    ],
)
def test_what_is_refused_keeps_what_was_chosen_and_typed(managers_desk, deal, data, sentence):
    some, _other = deal(stage="promoted"), deal(stage="promoted")
    before = all_rows()

    answer = act(managers_desk, [some], **data)
    text = unescape(answer.content.decode())

    assert sentence in text
    assert re.findall(r'value="(\d+)-\w+" aria-label="[^"]*" checked', text) == [str(some.pk)]
    for name in {"what", "due_on", "reason"} & set(data):
        assert f'name="{name}" value="{data[name]}"' in text
    if data["act"] in {"lost", "plan", "hand_over", "delayed"}:
        assert f'<option value="{data["act"]}" selected>' in text
    assert all_rows() == before


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "Choose one deal at least"),
        (["0-identified"], "One of the chosen deals is not there."),
        (["x"], "One of the chosen deals is not there."),
        (["\x00-identified"], "One of the chosen deals is not there."),
        (["99999999999999999999-identified"], "One of the chosen deals is not there."),
        (["{mine}-nowhere"], "One of the chosen deals is not there."),
        (["{mine}-identified", "{theirs}-identified"], "One of the chosen deals is not there."),
        (["{mine}-identified"] * 101, "Choose at most 100 deals at once."),
    ],
)
def test_what_cannot_be_chosen_is_refused_as_a_whole(managers_desk, deal, chosen, sentence):
    theirs = DealFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))
    mine = deal()
    numbers = {"mine": mine.pk, "theirs": theirs.pk}
    before = all_rows()

    answer = managers_desk.post(
        url(), {"act": "move_on", "chosen": [one.format(**numbers) for one in chosen]}
    )

    assert sentence in unescape(answer.content.decode())
    assert all_rows() == before


def test_nothing_is_done_without_the_forms_own_token(manager, deal):
    some = deal()
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)

    answer = client.post(url(), {"act": "move_on", "chosen": f"{some.pk}-identified"})

    assert answer.status_code == 403
    assert not StageChange.objects.exists()


def test_all_that_moved_leads_to_the_moves_since_then_and_to_no_others(
    managers_desk, office, officer
):
    deal = DealFactory(office=office, owner=officer)
    recent = StageChangeFactory(deal=deal, changed_at=NOW, reason="Letter came")
    StageChangeFactory(deal=deal, changed_at=datetime(2026, 1, 5, tzinfo=UTC), reason="Long ago")

    found = re.search(r'href="(/admin/deals/stagechange/\?[^"]*)"', page(managers_desk))
    assert found is not None
    listed = managers_desk.get(unescape(found[1])).content.decode()

    assert (recent.reason in listed, "Long ago" in listed) == (True, False)
