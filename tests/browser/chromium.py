"""Debian's Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

# The sample's people. A test holds these to itpo.sample.people, which needs Django to be read.
PASSWORD = "just a sample"
LOGINS = {
    "officer": ("officer@example.org", PASSWORD),
    "manager": ("manager@example.org", PASSWORD),
    "auditor": ("auditor@example.org", PASSWORD),
}

COOKIE = "sessionid"

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Raises FileNotFoundError where Chromium is not installed."""
    program = shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


def log_in(page: Page, address: str, role: str) -> None:
    """Log in, or come back with the session of the last time, as checking a password takes long."""
    if session := _sessions.get((address, role)):
        page.context.add_cookies([{"name": COOKIE, "value": session, "url": address}])
        page.goto(f"{address}/")
        if page.url == f"{address}/":
            return
    email, password = LOGINS[role]
    page.goto(f"{address}/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{address}/")
    (session,) = [one["value"] for one in page.context.cookies() if one["name"] == COOKIE]
    _sessions[address, role] = session


# Those of this process, by the site and the role.
_sessions: dict[tuple[str, str], str] = {}
