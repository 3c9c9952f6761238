"""Which pages are measured. To measure another, add a line."""

from collections import Counter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.management import CommandError
from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from deals.models import Deal
from delegates.models import Delegate, Visit
from investors.models import Company
from itpo.management.bench import floor
from itpo.office.models import User

OFFICER, MANAGER = "officer", "manager"


class Fullest(NamedTuple):
    """The record with the most around it: of its relations, all if possible, and many."""

    model: Any
    relations: tuple[str, ...]

    def pk(self, viewer: User) -> int:
        kinds: Counter[int] = Counter()
        numbers: Counter[int] = Counter()
        seen = self.model.objects.visible_to(viewer)
        for relation in self.relations:
            around = seen.filter(**{f"{relation}__isnull": False})
            for pk, number in around.values_list("pk").annotate(Count(relation)):
                kinds[pk] += 1
                numbers[pk] += number
        if not kinds:
            raise CommandError(f"There is no {self.model._meta.verbose_name} to look at.")
        return max(kinds, key=lambda pk: (kinds[pk], numbers[pk], -pk))


class Page(NamedTuple):
    """One page: its name in the report, its address, and who opens it."""

    name: str
    url_name: str
    query: str = ""
    of: Fullest | None = None
    who: str = OFFICER
    only_if_there: bool = False


DELEGATE = Fullest(Delegate, ("visits", "meetings", "postings", "follow_ups"))
COMPANY = Fullest(Company, ("meetings", "deals", "contacts", "mission_places", "follow_ups"))
VISIT = Fullest(Visit, ("meetings", "contributions", "follow_ups"))
DEAL = Fullest(
    Deal, ("claims", "contributions", "stage_changes", "companies", "children", "follow_ups")
)

FINDING = "find"
# What is typed in the box, of each kind. A tenth of all companies are called Solar, a sixth
# Fictive, an eighth of the contacts Taro.
FOUND = {
    "a frequent word": "solar",
    "a frequent word in kanji": "架空機械",
    "two frequent words": "fictive solar",
    "two words in two places": "taro solar",
    "a rare word": "環境777",
    "as it is read": "かくうきかい77",
    "one kanji": "架",
    "nothing": "qwertz",
    "a slip": "imaginry",
    "two slips": "imaginry textils",
}

PAGES = [
    Page("my day", "desk:my-day"),
    Page("follow-ups", "office:follow-ups"),
    Page("calendar", "desk:calendar", only_if_there=True),
    *(
        Page(f"{FINDING}, {kind}", "desk:find", query=urlencode({"q": words, "part": "1"}))
        for kind, words in FOUND.items()
    ),
    Page("delegates", "delegates:delegates"),
    Page("delegates searched", "delegates:delegates", query="q=muestra"),
    Page("delegates filtered", "delegates:delegates", query="here=yes"),
    Page("visits", "delegates:visits"),
    Page("visits searched", "delegates:visits", query="q=muestra"),
    Page("visits filtered", "delegates:visits", query="state=completed&mine=yes"),
    Page("companies", "investors:companies"),
    Page("companies searched", "investors:companies", query="q=fictive+solar"),
    Page("companies searched, rare", "investors:companies", query="q=works+77"),
    Page("companies filtered", "investors:companies", query="mine=yes"),
    Page("meetings", "investors:meetings"),
    Page("meetings searched", "investors:meetings", query="q=tour"),
    Page("meetings filtered", "investors:meetings", query="state=held&interest=high"),
    Page("deals", "deals:deals"),
    Page("deals searched", "deals:deals", query="q=solar"),
    Page("deals searched, rare", "deals:deals", query="q=deal+77"),
    Page("deals filtered", "deals:deals", query="stage=negotiation&next=none"),
    Page("deals by title", "deals:deals", query="sort=deal"),
    Page("deals, filters open", "deals:deals", query="filter=open"),
    Page("deals board", "deals:board"),
    Page("deals board filtered", "deals:board", query="next=none&kind=greenfield"),
    Page("totals", "deals:totals", only_if_there=True),
    Page("impact report", "deals:impact"),
    Page("impact report, some years", "deals:impact", query="from=2020&to=2026"),
    Page("contributions", "deals:contributions"),
    Page("transfers", "deals:transfers"),
    Page("figures", "deals:claims", only_if_there=True),
    Page("delegate", "delegates:delegate", of=DELEGATE),
    Page("company", "investors:company", of=COMPANY),
    Page("visit", "delegates:visit", of=VISIT),
    Page("deal", "deals:deal", of=DEAL),
    Page("lineage", "deals:lineage", of=DEAL),
    Page("admin review", "admin:review", who=MANAGER, only_if_there=True),
    Page("admin deals", "admin:deals_deal_changelist", who=MANAGER),
    Page("admin companies", "admin:investors_company_changelist", who=MANAGER),
]


class Target(NamedTuple):
    """One address to measure, and the cookie of whoever opens it."""

    name: str
    path: str
    cookie: str


def targets(users: dict[str, User], cookies: dict[str, str]) -> list[Target]:
    """The addresses of all pages that are there, on the database as it is filled."""
    found = []
    for page in PAGES:
        arguments = [page.of.pk(users[page.who])] if page.of else []
        try:
            path = reverse(page.url_name, args=arguments)
        except NoReverseMatch:
            if page.only_if_there:
                continue
            raise
        query = f"?{page.query}" if page.query else ""
        found.append(Target(page.name, f"{path}{query}", cookies[page.who]))
    return found


def floor_target(cookies: dict[str, str]) -> Target:
    return Target("floor", f"/{floor.URL}", cookies[OFFICER])
