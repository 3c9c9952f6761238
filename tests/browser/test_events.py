"""A visitor registers in Japanese on a phone, without JavaScript, and is checked in at the door."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import log_in
from tests.browser.site import run_there
from tests.translations import catalogue

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
OPEN = """
from django.utils import timezone
from investors.models import Event
from itpo.office.models import Office
office = Office.objects.first()
event = Event.objects.create(
    office=office, name="Door seminar", name_ja="受付セミナー", state="open", seats=41,
    begins=office.today(timezone.now()).isoformat(), registration_opened_at=timezone.now(),
)
for number in range(40):
    event.registrations.create(name=f"Guest {number}")
print(event.pk)
"""
SEND = """
from django.utils import timezone
from investors.models import EventRegistration
from itpo.office import post
from itpo.office.models import OutgoingMail
from itpo.portal.addresses import address
post.hand_out(now=timezone.now())
row = EventRegistration.objects.get(email="taro@example.org", event={event})
print(row.state, address(row.link))
for mail in OutgoingMail.objects.filter(to="taro@example.org").order_by("pk"):
    print(mail.state, mail.subject)
"""
JAPANESE = catalogue("ja")


def japanese(message: str) -> str:
    """What the catalogue has for an English message; the message itself until it is there."""
    entry = JAPANESE.get(message)
    return (entry and str(entry.string)) or message


def test_a_visitor_registers_in_japanese_and_is_checked_in(browser, page, address):
    event = run_there(address, OPEN)
    context = browser.new_context(viewport=PHONE, locale="ja-JP", java_script_enabled=False)
    visitor = context.new_page()

    visitor.goto(f"{address}/register/{event}/")
    expect(visitor.get_by_role("heading", name="受付セミナー")).to_be_visible()
    visitor.wait_for_timeout(2100)  # as long as anybody takes
    send = visitor.get_by_role("button", name=japanese("Register"))
    visitor.get_by_label(japanese("Family name")).fill("山田")
    # Other labels end with the same sign.
    visitor.get_by_label(re.compile(f"^{japanese('Given name')}")).fill("太郎")
    visitor.get_by_label(japanese("Organisation or company")).fill("見本製作所")
    send.click()
    expect(visitor.locator("#id_email_error")).to_be_visible()
    expect(visitor.get_by_label(japanese("Family name"))).to_have_value("山田")
    visitor.get_by_label(japanese("Your e-mail address")).fill("taro@example.org")
    visitor.get_by_label(japanese("I have read what is kept of me, and I agree.")).check()
    visitor.wait_for_timeout(2100)
    send.click()
    visitor.wait_for_url(re.compile("/thanks/"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text(
        japanese("Thank you. Look into your mailbox")
    )

    state_and_link, mail = run_there(address, SEND.format(event=event)).splitlines()
    state, link = state_and_link.split(" ")
    assert state == "registered"
    subject = japanese("You are registered: %(name)s") % {"name": "受付セミナー"}
    assert mail == f"sent {subject}"
    visitor.goto(link)
    expect(visitor.locator(".loud")).to_have_text(japanese("You have a seat"))
    context.close()

    log_in(page, address, "officer")
    page.goto(f"{address}/events/{event}/door/")
    expect(page.locator("#people li:visible")).to_have_count(41)
    page.get_by_role("searchbox", name="Name, organisation or e-mail").press_sequentially("山田")
    expect(page.locator("#people li:visible")).to_have_count(1)
    page.get_by_role("button", name="Check in: 山田太郎").click()
    expect(page.get_by_role("status")).to_have_text("Here: 山田太郎.")
    page.get_by_role("button", name="Undo: 山田太郎").click()
    expect(page.get_by_role("button", name="Check in: 山田太郎")).to_be_visible()
    page.get_by_role("button", name="Check in: 山田太郎").click()
    page.get_by_text("Somebody who is not registered").click()
    page.get_by_label("Name", exact=True).fill("DIOP Awa")
    page.locator("details").get_by_role("button", name="Check in").click()
    expect(page.get_by_role("status")).to_have_text("Here: DIOP Awa.")
    expect(page.locator("main")).to_contain_text("2 here")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
