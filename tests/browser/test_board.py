"""The board in a browser: cards moved by mouse, by keys, by menu, past a gate, by two at once."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import log_in
from tests.browser.site import run_there

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MAKE = """
from deals import pipeline
from deals.models import Deal, DealCompany, Gate
from delegates.models import HostCountry
from django.utils import timezone
from investors.models import Company
from itpo.office.models import User

officer = User.objects.get(email="officer@example.org")
deal = Deal(office=officer.office, owner=officer, title={title!r}, stage={stage!r})
deal.country = HostCountry.objects.get(code="MA") if {is_whole} else None
asks = {{"fact": "country", "kind": "", "office": None}}
Gate.objects.filter(**asks).exists() or Gate.objects.create(stage="promoted", **asks)
pipeline.start(deal=deal, by=officer, at=timezone.now())
DealCompany.objects.create(deal=deal, company=Company.objects.order_by("pk").first())
print(deal.pk)
"""


def make(address: str, title: str, stage: str = "identified", *, is_whole: bool = True) -> int:
    """Make a deal of the officer's; one that is not whole lacks its country."""
    made = run_there(address, MAKE.format(title=title, stage=stage, is_whole=is_whole))
    return int(made.splitlines()[-1])


def board(page: Page, address: str, size: dict[str, int] = DESK, query: str = "") -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    log_in(page, address, "officer")
    page.goto(f"{address}/deals/board/{query}")


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def card(where: Page | Locator, title: str) -> Locator:
    page = where.page if isinstance(where, Locator) else where
    return where.locator(".deal", has=page.get_by_role("link", name=title, exact=True))


def test_a_card_is_dragged_to_the_next_stage_and_keeps_its_place(page: Page, address: str):
    pk = make(address, "Dragged plant")
    board(page, address, query="?kind=other")
    page.evaluate("scrollTo(0, 60)")

    card(lane(page, "Identified"), "Dragged plant").drag_to(
        lane(page, "Promoted").get_by_role("heading")
    )

    expect(card(lane(page, "Promoted"), "Dragged plant")).to_be_visible()
    expect(page.get_by_text("The deal has moved.")).to_be_attached()
    assert page.url == f"{address}/deals/board/?kind=other#deal-{pk}"
    expect(page.get_by_role("link", name="Dragged plant", exact=True)).to_be_focused()
    expect(page.locator("[data-board-said]")).to_have_text("Dragged plant: Promoted")
    assert page.evaluate("scrollY") <= 60


def test_a_card_dropped_two_lanes_away_stays_and_the_page_says_why(page: Page, address: str):
    make(address, "Hasty plant")
    board(page, address)

    card(page, "Hasty plant").drag_to(lane(page, "Negotiation").get_by_role("heading"))

    expect(page.get_by_role("alert")).to_contain_text("One stage at a time")
    expect(card(lane(page, "Identified"), "Hasty plant")).to_be_visible()


def test_a_card_is_moved_by_keys_alone(page: Page, address: str):
    make(address, "Upper plant")
    make(address, "Lower plant")
    board(page, address)
    upper = page.get_by_role("link", name="Lower plant", exact=True)  # made last, so first
    for _press in range(200):
        page.keyboard.press("Tab")
        if upper.evaluate("one => one === document.activeElement"):
            break

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Upper plant", exact=True)).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")

    expect(card(lane(page, "Promoted"), "Upper plant")).to_be_visible()
    expect(page.get_by_role("link", name="Upper plant", exact=True)).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    expect(card(lane(page, "Identified"), "Upper plant")).to_be_visible()
    expect(page.get_by_role("link", name="Upper plant", exact=True)).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_role("alert")).to_have_text("It cannot be moved further that way.")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_card_is_moved_by_its_menu(page: Page, address: str, size):
    title = f"Menu plant {size['width']}"
    make(address, title)
    board(page, address, size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    card(page, title).get_by_text("Move", exact=False).first.click()
    card(page, title).get_by_role("button", name=re.compile("Promoted")).click()

    expect(card(lane(page, "Promoted"), title)).to_be_visible()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_in_viewport()


def test_the_menu_works_without_scripts(browser: Browser, address: str):
    make(address, "Quiet plant")
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    board(page, address)

    card(page, "Quiet plant").locator("summary").click()
    card(page, "Quiet plant").get_by_role("button", name=re.compile("Promoted")).click()

    expect(card(lane(page, "Promoted"), "Quiet plant")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_a_gate_lacks_is_filled_in_on_the_way(page: Page, address: str, size):
    title = f"Nowhere plant {size['width']}"
    pk = make(address, title, is_whole=False)
    board(page, address, size, "?kind=other")
    expect(card(page, title)).to_contain_text("Missing: the host country")

    card(page, title).locator("summary").click()
    card(page, title).get_by_role("button", name=re.compile("Promoted")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Move on")
    page.get_by_role("combobox", name=re.compile("country", re.IGNORECASE)).first.fill("moroc")
    page.get_by_role("option", name="Morocco").first.click()
    page.get_by_role("button", name="Move", exact=True).click()

    expect(card(lane(page, "Promoted"), title)).to_contain_text("Morocco")
    assert page.url == f"{address}/deals/board/?kind=other#deal-{pk}"


def test_of_two_who_move_a_card_the_second_reads_where_it_is(
    page: Page, browser: Browser, address: str
):
    make(address, "Wanted plant")
    board(page, address)
    context = browser.new_context(viewport=DESK)
    other = context.new_page()
    board(other, address)
    move = re.compile("Promoted")

    card(other, "Wanted plant").locator("summary").click()
    card(other, "Wanted plant").get_by_role("button", name=move).click()
    expect(card(lane(other, "Promoted"), "Wanted plant")).to_be_visible()
    context.close()
    card(page, "Wanted plant").locator("summary").click()
    card(page, "Wanted plant").get_by_role("button", name=move).click()

    expect(page.get_by_role("alert")).to_contain_text(
        "Somebody has moved it meanwhile: it is in “Promoted” now."
    )


def test_a_view_of_the_board_is_kept_and_opened_again(page: Page, address: str):
    make(address, "Kept plant")
    board(page, address, query="?q=kept+plant")

    page.get_by_role("link", name="Keep this view").click()
    page.get_by_label("Name").fill("Kept plants")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Kept: Kept plants")).to_be_visible()
    page.goto(f"{address}/deals/board/")
    page.get_by_role("link", name="Kept plants", exact=True).click()

    expect(card(page, "Kept plant")).to_be_visible()
    expect(page.locator(".deal")).to_have_count(1)
    page.get_by_role("link", name="List", exact=True).click()
    expect(page.locator("main .rows tbody tr")).to_have_count(1)
