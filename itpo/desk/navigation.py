"""What stands around every page: where one can go, what waits, whether the reminders run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db.models import IntegerField, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy

from deals.models import Claim
from itpo.office import heartbeat
from itpo.office.compiled import StandIns, ask, shape_of_viewer
from itpo.office.models import FollowUp, Milestone, Office, User
from itpo.office.visibility import Viewer

MANY = 99

Group: TypeAlias = tuple[str | Promise, list[tuple[str | Promise, str, str]]]

# Heading, and below it: name, address, which number stands beside it.
GROUPS: list[Group] = [
    (
        "",
        [
            (gettext_lazy("My day"), "desk:my-day", "due"),
            (gettext_lazy("Follow-ups"), "office:follow-ups", ""),
            (gettext_lazy("Calendar"), "desk:calendar", ""),
            (gettext_lazy("Imports"), "office:imports", ""),
        ],
    ),
    (
        gettext_lazy("Delegates"),
        [
            (gettext_lazy("Programmes"), "delegates:programmes", ""),
            (gettext_lazy("Applications"), "delegates:applications", ""),
            (gettext_lazy("Delegates"), "delegates:delegates", ""),
            (gettext_lazy("Visits"), "delegates:visits", ""),
            (gettext_lazy("Agencies"), "delegates:agencies", ""),
            (gettext_lazy("Host countries"), "delegates:countries", ""),
            (gettext_lazy("Project profiles"), "delegates:projects", ""),
        ],
    ),
    (
        gettext_lazy("Investors"),
        [
            (gettext_lazy("Companies"), "investors:companies", ""),
            (gettext_lazy("Contacts"), "investors:contacts", ""),
            (gettext_lazy("Technologies"), "investors:technologies", ""),
            (gettext_lazy("Missions"), "investors:missions", ""),
            (gettext_lazy("Meetings"), "investors:meetings", ""),
            (gettext_lazy("Meetings to log"), "investors:to-log", ""),
            (gettext_lazy("Meeting schedules"), "investors:schedules", ""),
            (gettext_lazy("Events"), "investors:events", ""),
            (gettext_lazy("Partners"), "office:partners", ""),
            (gettext_lazy("Duplicates"), "desk:duplicates", ""),
        ],
    ),
    (
        gettext_lazy("Results"),
        [
            (gettext_lazy("Deals"), "deals:deals", ""),
            (gettext_lazy("Figures"), "deals:claims", ""),
            (gettext_lazy("Totals"), "deals:totals", ""),
            (gettext_lazy("Exchange rates"), "deals:rates", ""),
            (gettext_lazy("Technology transfers"), "deals:transfers", ""),
            (gettext_lazy("Impact"), "deals:impact", ""),
        ],
    ),
]
FOR_MANAGERS: Group = (
    gettext_lazy("Managers"),
    [
        (gettext_lazy("Weekly review"), "admin:review", "to_verify"),
        (gettext_lazy("Deals in the admin"), "admin:deals_deal_changelist", ""),
    ],
)


class NumberOf(Subquery):
    """Count rows inside another query, no further than anybody reads."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0  # of what nobody may see

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MANY + 1])


@dataclass
class Navigation:
    """Lazy: a page that shows no navigation asks the database nothing. One query in all."""

    user: User
    path: str
    now: datetime

    @cached_property
    def numbers(self) -> dict[str, Any]:
        """How much is due, how many figures wait to be checked, whether the reminders run.

        The query is built once for each kind of user: building it took longer than asking it.
        """
        stand_ins = StandIns()
        somebody = stand_ins.for_viewer(self.user)
        moment = stand_ins.for_moment(self.now)
        today = stand_ins.for_day(self.user.today(self.now))
        counts = ["due", *heartbeat.COUNTED, *(["to_verify"] if self.user.is_staff else [])]
        rows = ask(
            ("navigation", self.user.is_staff, shape_of_viewer(self.user)),
            stand_ins,
            lambda: _numbers(somebody, moment, today, counts),
        )
        names = ["last_tick", *counts]
        return dict(zip(names, rows[0] if rows else [None, *[0] * len(counts)], strict=True))

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "links": [self._link(*link) for link in links]}
            for name, links in self._shown
        ]

    @cached_property
    def here(self) -> str:
        """The address of the list one is in: of several that begin the path's, the longest."""
        begin = [
            url
            for url in self._urls.values()
            if self.path == url or (url != "/" and self.path.startswith(url))
        ]
        return max(begin, key=len, default="")

    @property
    def _shown(self) -> list[Group]:
        return [*GROUPS, FOR_MANAGERS] if self.user.is_staff else GROUPS

    @cached_property
    def _urls(self) -> dict[str, str]:
        """The addresses of all links, by their names. Django puts each together anew."""
        names = [url_name for _name, links in self._shown for _label, url_name, _number in links]
        return {url_name: reverse(url_name) for url_name in names}

    def _link(self, name: str | Promise, url_name: str, number: str) -> dict[str, Any]:
        url = self._urls[url_name]
        return {
            "name": str(name),
            "url": url,
            "is_here": url == self.here,
            "count": _shown(self.numbers[number]) if number else "",
        }

    @cached_property
    def heartbeat(self) -> heartbeat.Heartbeat:
        numbers = {name: self.numbers[name] for name in ("last_tick", *heartbeat.COUNTED)}
        return heartbeat.Heartbeat(now=self.now, most=MANY, **numbers)


def _numbers(
    viewer: Viewer, now: datetime, today: date, counts: Sequence[str]
) -> QuerySet[Any, Any]:
    """One row: the last tick, then each of these counts, as far as somebody sees what it counts."""
    due = FollowUp.objects.visible_to(viewer).filter(owner=viewer.pk)
    parts: dict[str, QuerySet[Any]] = {
        "due": due.due_by(today),
        "to_verify": Claim.objects.visible_to(viewer).to_check(today),
        **heartbeat.counted(viewer, now),
    }
    return (
        Office.objects.order_by("pk")
        .annotate(
            last_tick=Subquery(Milestone.objects.filter(name=Milestone.TICK).values("at")[:1]),
            **{name: NumberOf(parts[name]) for name in counts},
        )
        .values_list("last_tick", *counts)[:1]
    )


def _shown(number: int) -> str:
    """A number beside a link; nothing for none."""
    return f"{MANY}+" if number > MANY else str(number or "")
