"""The intake on a phone: no word is lost, whatever the connection, the device or the other tab."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.site import run_there

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
INVITE = """
from datetime import timedelta
from django.utils import timezone
from delegates.models import Application, Programme
from itpo.office import links
from itpo.office.models import Office
from itpo.portal.addresses import address
office = Office.objects.first()
programme = Programme.objects.create(office=office, name="Intake", state="call_open")
number = Application.objects.count()
email = f"phone{number}@example.org"
link = links.issue(
    purpose="application", office=office, email=email, language="en", at=timezone.now()
)
Application.objects.create(programme=programme, email=email, link=link)
print(address(link))
"""


@pytest.fixture
def link(address: str) -> str:
    """The address somebody was sent, of an application nobody has touched."""
    return run_there(address, INVITE).splitlines()[-1]


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def other_phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def unguarded(browser: Browser) -> Iterator[BrowserContext]:
    """Axe is a script of its own, which our policy would refuse."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(address)
    return page


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved at")


def test_what_is_typed_is_saved_and_the_link_leads_back_to_it_on_another_device(
    phone: BrowserContext, other_phone: BrowserContext, link: str
):
    page = opened(phone, link + "aims/")
    page.get_by_label("What you want to bring home").press_sequentially("Makers of 機械 parts")
    saved(page)
    page.close()

    there = opened(other_phone, link + "aims/")
    expect(there.get_by_label("What you want to bring home")).to_have_value("Makers of 機械 parts")
    there.goto(link)
    expect(there.get_by_role("heading", level=1)).to_have_text("Who are you?")


def test_without_a_connection_nothing_is_lost_and_continue_stays(
    phone: BrowserContext, other_phone: BrowserContext, link: str
):
    page = opened(phone, link + "post/")
    phone.set_offline(True)
    page.get_by_label("Agency or organisation").fill("AMDIE")
    page.get_by_label("What you do there").fill("Food")
    expect(page.locator("#saved")).to_contain_text("No connection.")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#saved")).to_contain_text("we stay on this page")
    expect(page.get_by_label("Agency or organisation")).to_have_value("AMDIE")

    phone.set_offline(False)
    saved(page)
    there = opened(other_phone, link + "post/")
    expect(there.get_by_label("What you do there")).to_have_value("Food")


def test_a_button_that_is_being_pressed_stays_under_the_finger(phone: BrowserContext, link: str):
    """What is said beside it changes as soon as one leaves the field, and so does its height."""
    page = opened(phone, link + "post/")
    page.route("**/post/", lambda _route: None)  # an answer that takes its time
    page.get_by_label("Agency or organisation").fill("AMDIE")
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("#saved")).to_contain_text("No connection.")

    button = page.get_by_role("button", name="Continue").bounding_box()
    assert button is not None
    page.mouse.move(button["x"] + 50, button["y"] + 6)
    page.mouse.down()
    page.wait_for_timeout(300)
    page.mouse.up()

    expect(page.locator("#step")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#saved")).to_have_text("Saving…")


def test_words_of_a_page_that_was_closed_without_a_connection_come_back(
    phone: BrowserContext, other_phone: BrowserContext, link: str
):
    page = opened(phone, link + "aims/")
    phone.set_offline(True)
    page.get_by_label("Why you").fill("I know the makers.")
    expect(page.locator("#saved")).to_contain_text("No connection.")
    page.close()
    phone.set_offline(False)

    page = opened(phone, link + "aims/")
    expect(page.get_by_label("Why you")).to_have_value("I know the makers.")
    saved(page)
    there = opened(other_phone, link + "aims/")
    expect(there.get_by_label("Why you")).to_have_value("I know the makers.")


def test_a_passport_number_is_neither_kept_on_the_device_nor_sent_while_typing(
    phone: BrowserContext, link: str
):
    page = opened(phone, link + "travel/")
    bodies: list[str] = []
    page.on("request", lambda one: bodies.append(one.post_data or ""))
    page.get_by_label("Passport number").fill("AB1234567")
    page.get_by_label("City of departure").fill("Rabat")
    page.get_by_label("Days that suit you").fill("March")
    saved(page)
    phone.set_offline(True)
    page.get_by_label("City of departure").fill("Fez")
    expect(page.locator("#saved")).to_contain_text("No connection.")

    stored = page.evaluate("JSON.stringify(localStorage)")
    assert ("Fez" in stored, "1234567" in stored) == (True, False)
    assert [one for one in bodies if "1234567" in one] == []


def test_two_windows_never_overwrite_each_other_silently(phone: BrowserContext, link: str):
    one, two = opened(phone, link + "aims/"), opened(phone, link + "aims/")
    one.get_by_label("What you want to bring home").fill("Partners")
    one.get_by_label("Sectors").fill("Food")
    saved(one)
    two.get_by_label("What you want to bring home").fill("Buyers")
    with two.expect_response(lambda one: "I+asked" in (one.request.post_data or "")):
        two.get_by_label("Why you").fill("I asked")

    said = two.get_by_role("alert")
    expect(said).to_contain_text("Meanwhile “Partners” was written here")
    expect(two.get_by_label("Sectors")).to_have_value("Food")
    expect(two.get_by_label("What you want to bring home")).to_have_value("Buyers")
    one.reload()
    expect(one.get_by_label("What you want to bring home")).to_have_value("Partners")
    expect(one.get_by_label("Why you")).to_have_value("I asked")

    said.get_by_role("button", name="Keep mine").click()
    saved(two)
    one.reload()
    expect(one.get_by_label("What you want to bring home")).to_have_value("Buyers")


def test_continue_shows_what_the_other_window_wrote_before_it_overwrites(
    phone: BrowserContext, link: str
):
    one, two = opened(phone, link + "aims/"), opened(phone, link + "aims/")
    one.get_by_label("What you want to bring home").fill("Partners")
    saved(one)
    two.get_by_label("What you want to bring home").fill("Buyers")
    two.get_by_role("button", name="Continue").click()
    expect(two.locator("#wrong")).to_be_focused()
    expect(two.locator("#id_aims_error")).to_contain_text("“Partners”")
    one.reload()
    expect(one.get_by_label("What you want to bring home")).to_have_value("Partners")

    two.get_by_role("button", name="Continue").click()
    expect(two.get_by_role("heading", level=1)).to_have_text("Which projects do you bring?")
    one.reload()
    expect(one.get_by_label("What you want to bring home")).to_have_value("Buyers")


def test_one_goes_on_by_keyboard_and_lands_on_what_is_wrong(phone: BrowserContext, link: str):
    page = opened(phone, link + "post/")
    page.get_by_label("Agency or organisation").focus()
    page.keyboard.type("AMDIE")
    page.keyboard.press("Tab")
    page.keyboard.type("Head")
    page.keyboard.press("Tab")
    page.keyboard.type("13/2019")
    page.keyboard.press("Enter")

    expect(page.locator("#wrong")).to_be_focused()
    since = page.get_by_label("Since")
    expect(since).to_have_value("13/2019")
    expect(since).to_have_attribute("aria-invalid", "true")
    page.get_by_role("link", name="Since").press("Enter")
    expect(since).to_be_focused()


def test_enter_that_ends_a_conversion_hands_nothing_in(phone: BrowserContext, link: str):
    page = opened(phone, link + "post/")
    goes_on = page.get_by_label("Agency or organisation").evaluate(
        """(input) => input.dispatchEvent(new KeyboardEvent("keydown",
             {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )

    assert goes_on is False
    assert page.url == link + "post/"


def test_a_bad_answer_does_not_keep_the_reader_from_the_next_step(phone: BrowserContext, link: str):
    page = opened(phone, link + "aims/")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#wrong")).to_be_visible()
    page.get_by_role("link", name="go on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Which projects do you bring?")


def test_another_language_keeps_what_was_just_typed(phone: BrowserContext, link: str):
    page = opened(phone, link + "aims/")
    page.get_by_label("What you want to bring home").fill("Partners")
    page.get_by_role("button", name="日本語").click()

    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("#id_aims")).to_have_value("Partners")


@pytest.mark.parametrize("step", ["person", "projects", "travel", "consent", "check"])
def test_a_screen_reader_stumbles_over_nothing(unguarded: BrowserContext, link: str, step: str):
    page = opened(unguarded, f"{link}{step}/")
    if step in {"person", "travel"}:
        page.get_by_role("button", name="Continue").click()
        expect(page.locator("#wrong")).to_be_visible()

    found = Axe().run(page)

    assert [one["id"] for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_whole_way_without_javascript(browser: Browser, link: str):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = opened(context, link)

    def go_on() -> None:
        page.get_by_role("button", name="Continue").click()

    page.get_by_label("Family name").fill("Benali")
    page.get_by_label("Given names").fill("Karim")
    page.get_by_label("Country you come from").select_option("MA")
    page.get_by_label("E-mail address").fill("karim.benali@example.org")
    page.get_by_label("E-mail address").press("Enter")
    page.get_by_label("Agency or organisation").fill("AMDIE")
    page.get_by_label("Post", exact=True).fill("Head of division")
    page.get_by_label("What you do there").fill("Food")
    go_on()
    page.get_by_label("What you want to bring home").fill("Partners")
    go_on()
    page.get_by_label("Title of the project").fill("Solar park")
    page.get_by_role("button", name="Add another project").click()
    page.get_by_label("Title of the project").last.fill("Cold store")
    go_on()
    go_on()
    expect(page.locator("#id_number_error")).to_contain_text("Write the number, or tick")
    page.get_by_label("I do not have a passport yet").check()
    go_on()
    page.get_by_label("I have read this, and I agree.").check()
    go_on()
    expect(page.get_by_text("Cold store")).to_be_visible()
    page.get_by_role("button", name="Hand it in").click()

    expect(page.get_by_text("Thank you. Your application is handed in.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("BENALI Karim")
    context.close()
