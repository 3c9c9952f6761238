"""Make pictures of every page, at 390 and 1,280 pixels, light and dark.

    python -m tests.browser.screenshots [FOLDER]      (or: make screenshots)

A page that logs an error to the browser's console, or is wider than its window, is named and
makes the command fail.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium, log_in
from tests.browser.site import running_site

WIDTHS = (390, 1280)
THEMES = ("light", "dark")
LISTS = ("delegates", "visits", "companies", "missions", "meetings", "deals")
OFFICER = [
    "/",
    "/calendar/",
    "/calendar/?view=list",
    "/follow-ups/",
    "/follow-ups/new/",
    "/visits/log/",
    "/meetings/log/",
]
ADMIN = [
    "/admin/",
    "/admin/review/",
    "/admin/deals/deal/",
    "/admin/deals/claim/",
    "/admin/delegates/visit/",
    "/admin/investors/meeting/",
    "/admin/office/followup/",
    "/admin/office/outgoingmail/",
]


def main(folder: Path) -> int:
    problems: list[str] = []
    with (
        tempfile.TemporaryDirectory() as data,
        running_site(Path(data)) as address,
        chromium() as browser,
    ):
        visits = [
            ("", ["/account/login/", "/account/password/reset/"]),
            ("officer", addresses(browser, address)),
            ("manager", admin_pages(browser, address)),
        ]
        for width in WIDTHS:
            for theme in THEMES:
                for login, paths in visits:
                    problems += shoot(browser, address, login, paths, width, theme, folder)
    for problem in problems:
        print(problem)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, {len(problems)} problems")
    return 1 if problems else 0


def addresses(browser: Browser, address: str) -> list[str]:
    """The pages of the workspace: the lists, and one of each kind with the fullest chain."""
    page = browser.new_page()
    log_in(page, address, "officer")
    found = [*OFFICER, *(f"/{name}/" for name in LISTS)]
    for name in LISTS:
        page.goto(f"{address}/{name}/")
        links = page.locator("main .rows a").evaluate_all("all => all.map(a => a.pathname)")
        found += one_of_each(links)[:1]
    page.goto(address)
    follow_ups = page.locator("main .ticked a").evaluate_all("all => all.map(a => a.pathname)")
    found += [link for link in follow_ups if re.fullmatch(r"/follow-ups/\d+/", link)][:1]
    found += story(page, address)
    page.close()
    return list(dict.fromkeys(found))


def one_of_each(links: list[str]) -> list[str]:
    return [link for link in links if re.fullmatch(r"/\w+/\d+/", link)]


def story(page: Page, address: str) -> list[str]:
    """From a deal with a verified result, one page of every step of its chain."""
    page.goto(f"{address}/deals/")
    for link in one_of_each(
        page.locator("main .rows a").evaluate_all("all => all.map(a => a.pathname)")
    ):
        page.goto(address + link)
        steps = page.locator("a.step").evaluate_all("all => all.map(a => a.pathname)")
        if any(step.startswith("/results/") for step in steps):
            return [link, *steps]
    return []


def admin_pages(browser: Browser, address: str) -> list[str]:
    page = browser.new_page()
    log_in(page, address, "manager")
    page.goto(f"{address}/admin/deals/deal/")
    first = page.locator("#result_list th a").first.evaluate("a => a.pathname")
    page.close()
    return [*ADMIN, first, first.replace("/change/", "/history/")]


def shoot(
    browser: Browser,
    address: str,
    login: str,
    paths: list[str],
    width: int,
    theme: str,
    folder: Path,
) -> list[str]:
    """Take the pictures of some pages; gives what was wrong with them."""
    problems: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.on(
        "console",
        lambda message: message.type == "error" and problems.append(f"{page.url}: {message.text}"),
    )
    if login:
        log_in(page, address, login)
    for path in paths:
        page.goto(address + path)
        name = path.strip("/").replace("/", "-") or "my-day"
        page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0 and "/admin/" not in path:
            problems.append(f"{path} is {wide} pixels wider than {width}")
    context.close()
    return problems


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots")
    target.mkdir(parents=True, exist_ok=True)
    sys.exit(main(target))
