"""Every kind of page of the sample: what is photographed, and what axe reads."""

import re

from playwright.sync_api import Browser, Page

from tests.browser.chromium import log_in

LISTS = (
    *("programmes", "applications", "delegates", "visits", "agencies", "countries", "projects"),
    *("companies", "contacts", "technologies", "missions", "meetings", "events", "partners"),
    *("schedules", "deals", "results"),
)
PUBLIC = ["/account/login/", "/account/password/reset/", "/account/password/reset/done/"]
OFFICER = [
    "/",
    "/calendar/",
    "/calendar/?view=list",
    "/calendar/?show=meetings&show=due&who=mine",
    "/find/?q=morocco",
    "/find/?q=nobody+of+that+name",
    "/log/",
    "/keys/",
    "/settings/",
    "/follow-ups/",
    "/follow-ups/new/",
    "/visits/log/",
    "/meetings/log/?kind=call",
    "/deals/?filter=open",
    "/deals/board/",
    "/deals/board/?filter=open",
    "/views/keep/?list=deals:board&asked=q%3Drice",
    "/deals/?stage=implementing&sort=title",
    "/results/totals/",
    "/results/totals/?by=year&years=calendar",
    "/results/rates/",
    "/impact/",
    "/contributions/",
    "/transfers/",
    "/results/totals/?by=programme",
    "/visits/?filter=open",
    "/meetings/?q=nothing+of+that+name",
    "/events/numbers/",
    "/checklist/steps/",
    *(
        f"/add/{label}/"
        for label in (
            "deals.deal",
            "deals.claim",
            "deals.contribution",
            "delegates.delegate",
            "delegates.programme",
            "investors.company",
            "investors.contact",
            "investors.event",
            "investors.mission",
        )
    ),
    "/account/logout/",
    "/account/password/change/",
]
# What is not there, and where an officer may not go.
REFUSED = ["/deals/9999999/", "/admin/"]
# What can be done on a record's page leads to a page of its own.
ACTS = {
    "/deals/": ("move/", "status/", "ask/", "lineage/"),
    "/events/": ("door/", "attendance/"),
    "/meetings/": ("outcome/", "minutes/", "plan-again/"),
    "/programmes/": (
        *("asks/", "plan/", "papers/", "selection/", "invite-agency/", "invite-delegate/"),
    ),
    "/schedules/": ("people/", "wishes/", "hours/", "invite/", "interpreters/"),
    "/visits/": ("agenda/", "papers/", "passport/"),
}
ADMIN = ["/admin/", "/admin/review/", "/admin/review/?since=last+week", "/admin/deals/deal/add/"]
ADMIN_TABLES = (
    *("office/user", "office/followup", "office/rule", "office/outgoingmail", "office/holiday"),
    *("office/document", "office/exchangerate", "delegates/programme", "delegates/visit"),
    *("delegates/delegate", "delegates/traveldocument", "investors/company", "investors/mission"),
    *("investors/meeting", "investors/event", "deals/deal", "deals/claim", "deals/contribution"),
)


def addresses(browser: Browser, address: str) -> list[str]:
    """The pages of the workspace: the lists, and one of each kind with the fullest chain."""
    page = browser.new_page()
    log_in(page, address, "officer")
    records = story(page, address)
    for name in LISTS:
        page.goto(f"{address}/{name}/")
        records += one_of_each(paths(page, "main .rows tbody a"), name)[:1]
    page.goto(address)
    records += one_of_each(paths(page, "main .ticked a"), "follow-ups")[:1]
    around: list[str] = []
    for record in records:
        page.goto(address + record)
        around += [f"{record}{act}" for act in ACTS.get(re.sub(r"\d+/$", "", record), ())]
        around += [
            path
            for path in paths(page, "main a")
            if re.match(r"/(change|history|chain|invitations|training)/", path)
        ]
    page.close()
    found = [*OFFICER, *(f"/{name}/" for name in LISTS), *records, *one_a_kind(around)]
    return list(dict.fromkeys(found))


def story(page: Page, address: str) -> list[str]:
    """From a deal with a verified result, one page of every step of its chain."""
    page.goto(f"{address}/deals/")
    for link in one_of_each(paths(page, "main .rows tbody a"), "deals"):
        page.goto(address + link)
        steps = paths(page, "a.step")
        if any(step.startswith("/results/") for step in steps):
            return [link, *(step for step in steps if not step.startswith("/chain/"))]
    return []


def admin_addresses(browser: Browser, address: str) -> list[str]:
    """The admin: some lists, and of each the first row's form, its history and a new one's form."""
    page = browser.new_page()
    log_in(page, address, "manager")
    found = [*ADMIN]
    for table in ADMIN_TABLES:
        page.goto(f"{address}/admin/{table}/")
        found.append(f"/admin/{table}/")
        if forms := [path for path in paths(page, "#result_list a") if "/change/" in path]:
            found.append(forms[0])
            history = forms[0].replace("/change/", "/history/")
    page.goto(address + history)
    found += [history, *paths(page, "#content-main table a")[:1]]
    page.close()
    return found


def paths(page: Page, links: str) -> list[str]:
    found: list[str] = page.locator(links).evaluate_all("all => all.map(a => a.pathname)")
    return found


def one_of_each(found: list[str], name: str) -> list[str]:
    return [path for path in found if re.fullmatch(rf"/{name}/\d+/", path)]


def one_a_kind(found: list[str]) -> list[str]:
    """Of pages that differ in their record alone, the first; of histories and neighbours, one."""
    kinds: dict[str, str] = {}
    for path in found:
        kind = re.sub(r"^/(history|chain)/.*", r"\1", re.sub(r"\d+", "", path))
        kinds.setdefault(kind, path)
    return list(kinds.values())
