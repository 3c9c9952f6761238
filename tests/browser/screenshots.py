"""Make pictures of every page, at 390 and 1,280 pixels, light and dark.

    python -m tests.browser.screenshots [FOLDER]      (or: make screenshots)

A page that logs an error to the browser's console, or is wider than its window, is named and
makes the command fail.
"""

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import portal
from tests.browser.addresses import PUBLIC, addresses, admin_addresses
from tests.browser.chromium import chromium, log_in
from tests.browser.site import running_site

WIDTHS = (390, 1280)
THEMES = ("light", "dark")


def main(folder: Path) -> int:
    problems: list[str] = []
    with (
        tempfile.TemporaryDirectory() as data,
        running_site(Path(data)) as address,
        chromium() as browser,
    ):
        visits = [
            ("", PUBLIC),
            ("officer", addresses(browser, address)),
            ("manager", admin_addresses(browser, address)),
        ]
        public = portal.addresses(address)  # it has no dark side
        for width in WIDTHS:
            for theme in THEMES:
                for login, paths in visits:
                    problems += shoot(browser, address, login, paths, width, theme, folder)
            problems += shoot(browser, address, "", public, width, "light", folder)
    for problem in problems:
        print(problem)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, {len(problems)} problems")
    return 1 if problems else 0


def shoot(
    browser: Browser,
    address: str,
    login: str,
    paths: Iterable[str] | dict[str, str],
    width: int,
    theme: str,
    folder: Path,
) -> list[str]:
    """Take the pictures of some pages; gives what was wrong with them.

    A picture is called what its path is called, or as `paths` says: what stands in the address of
    a personal link is nobody's business.
    """
    problems: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.on(
        "console",
        lambda message: message.type == "error" and problems.append(f"{page.url}: {message.text}"),
    )
    if login:
        log_in(page, address, login)
    names = paths if isinstance(paths, dict) else {named(path): path for path in paths}
    for name, path in names.items():
        page.goto(address + path)
        page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0 and "/admin/" not in path:
            problems.append(f"{path} is {wide} pixels wider than {width}")
    context.close()
    return problems


def named(path: str) -> str:
    return re.sub(r"[^\w=]+", "-", path).strip("-") or "my-day"


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots")
    target.mkdir(parents=True, exist_ok=True)
    sys.exit(main(target))
