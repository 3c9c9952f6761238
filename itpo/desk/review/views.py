"""The review: what the office looks at together, once a week."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from deals import gates
from deals.deal_rows import next_steps, rows_of
from deals.models import Claim, Deal, StageChange
from deals.models.deals import DealQuerySet
from deals.recorders import with_recorder
from deals.review import rows
from deals.review.conversion import Conversion, conversion
from deals.review.forecast import Forecast, forecast
from deals.review.lost import Lost, lost
from deals.review.sums import Counted
from deals.staleness import silent_since
from itpo.desk.review import outlook, tables
from itpo.desk.review.acts import carry_out
from itpo.desk.review.blocks import MANY, SHOWN, Blocks, Fetched, address_of, owner_of, stage_of
from itpo.desk.review.filters import LATELY, LATELY_YEARS, Asked, asked, names
from itpo.desk.review.forms import ActForm
from itpo.desk.review.markup import Number, head_row, link, table_row
from itpo.desk.review.remembered import Remembered
from itpo.office.admin_rights import may_manage
from itpo.office.models import User

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """The page, and what is done to the deals chosen on it. `frame` is the admin's own context."""
    viewer = request.user
    if not isinstance(viewer, User):
        raise PermissionDenied
    people = {one.pk: one for one in User.objects.visible_to(viewer)}
    form = ActForm(viewer=viewer, people=people)
    if request.method == "POST":
        if not may_manage(viewer):
            raise PermissionDenied
        form = ActForm(request.POST, viewer=viewer, people=people)
        if form.is_valid():
            outcome = carry_out(form.chosen, form.cleaned_data, by=viewer, at=timezone.now())
            _tell(request, outcome.done, outcome.refusals)
            return redirect(request.get_full_path())
    page = ReviewPage(request, viewer, people, form)
    context = {**frame, **page.context(), "form": form, "may_act": may_manage(viewer)}
    return TemplateResponse(request, "desk/review.html", context)


def _tell(request: HttpRequest, done: int, refusals: list[str]) -> None:
    for refusal in refusals:
        messages.error(request, refusal)
    if done:
        told = ngettext("Done for %(count)d deal.", "Done for %(count)d deals.", done)
        messages.success(request, told % {"count": done})


OF_DEALS = ("stuck", "unplanned", "overdue", "expected", "lacking")
CHANGES = ["deal", "changed_by"]
CLAIMS = [
    *("deal", "mission", "event", "programme", "visit__delegate"),
    "verified_by",
]


class ReviewPage:
    """Everything the page says, fetched once. The numbers of queries do not grow with the rows."""

    def __init__(
        self, request: HttpRequest, viewer: User, people: dict[int, User], form: ActForm
    ) -> None:
        self.request, self.viewer, self.people, self.form = request, viewer, people, form
        self.today = viewer.today(timezone.now())
        self.remembered = Remembered(viewer, self.today)
        self.counted: Counted = self.remembered.counted()
        self.owners = {
            key: str(people[int(key)]) if key.isdecimal() and int(key) in people else ""
            for key in self.counted.owners
        }
        self.gone: list[Lost] = self.remembered.lately("lost", lambda: lost(viewer))
        self.asked: Asked = asked(request, self.today, self.counted, self.owners, self.gone)
        self._fetch()

    def _fetch(self) -> None:
        """Choose the rows by their numbers first, then fetch only what is shown."""
        viewer, today = self.viewer, self.today
        deals = Deal.objects.visible_to(viewer)
        wanted = {**self.asked.deals, "q": self.asked.words}
        start = (self.page - 1) * PER_PAGE
        below = rows.longest_first(rows.narrowed(deals, wanted, viewer, today))
        since = self.asked.since
        blocks = self.remembered.lately(f"blocks:{since}", self._blocks_numbers)
        self.numbers: dict[str, list[int]] = {
            **blocks["numbers"],
            **rows.numbers_of(
                below=below.values_list("pk")[start : start + PER_PAGE + 1],
            ),
        }
        self.below = self.numbers["below"][:PER_PAGE]
        shown = {number for name in OF_DEALS for number in self.numbers[name][:SHOWN]}
        self.deals: dict[int, Deal] = deals.select_related("country", "owner", "office").in_bulk(
            [*shown, *self.below]
        )
        self.steps = next_steps([*self.numbers["overdue"][:SHOWN], *self.below], viewer)
        self.fetched = Fetched(
            numbers=self.numbers,
            deals=self.deals,
            steps=self.steps,
            changes=self._in_bulk(StageChange.objects, CHANGES, "moved", "passed"),
            claims=self._in_bulk(with_recorder(Claim.objects.all()), CLAIMS, "waiting", "again"),
            missing=blocks["missing"],
            silent_since=blocks["silent_since"],
        )

    def _in_bulk(self, rows: Any, related: list[str], *names: str) -> dict[int, Any]:
        numbers = {number for name in names for number in self.numbers[name][:SHOWN]}
        found: dict[int, Any] = rows.select_related(*related).in_bulk(numbers)
        return found

    def _blocks_numbers(self) -> dict[str, Any]:
        """Which rows each block shows, and a little more than a hundred of them to count.

        And what is told of those shown that only many rows tell.
        """
        viewer, today, cut = self.viewer, self.today, MANY + 1
        deals = Deal.objects.visible_to(viewer)
        silent = rows.silent(deals, today)
        lacking = rows.lacking(deals, today).order_by("expected_on", "pk")
        numbers = rows.numbers_of(
            stuck=self._still("silent", silent).values_list("pk")[:cut],
            unplanned=rows.longest_first(deals.with_nothing_planned()).values_list("pk")[:cut],
            overdue=rows.latest_first(deals, viewer, today).values_list("deal")[:cut],
            expected=rows.expected(deals, today)
            .order_by("expected_on", "pk")
            .values_list("pk")[:cut],
            lacking=self._still("lacking", lacking).values_list("pk")[:cut],
            moved=rows.moved(viewer, self.asked.since_at(viewer)).values_list("pk")[:cut],
            passed=rows.passed(viewer, today).values_list("pk")[:cut],
            waiting=rows.waiting(viewer).values_list("pk")[:cut],
            again=rows.due_again(viewer, today).values_list("pk")[:cut],
        )
        lacks = gates.missing_of(numbers["lacking"][:SHOWN], viewer=viewer)
        return {
            "numbers": numbers,
            "missing": {pk: [fact.value for fact in facts] for pk, facts in lacks.items()},
            "silent_since": silent_since(numbers["stuck"][:SHOWN]),
        }

    def _still(self, name: str, found: DealQuerySet) -> DealQuerySet:
        """Of the first of some deals, as they were found of late, those that are so now.

        To find them all deals are read; to look again, a hundred.
        """

        def first() -> list[int]:
            return list(found.values_list("pk", flat=True)[: MANY + 1])

        return found.filter(pk__in=self.remembered.for_a_while(name, first))

    def _outlook(self) -> dict[str, Any]:
        """What is expected, how deals pass through the stages, what was lost."""
        since = self.asked.came_since
        viewer, kept = self.viewer, self.remembered
        expected: Forecast = kept.for_a_while("forecast", lambda: forecast(viewer, self.today))
        passages: Conversion = kept.for_a_while(
            f"conversion:{since}", lambda: conversion(viewer, since)
        )
        address = self.asked.address
        return {
            "quarters": outlook.by_quarter(expected, self.today, address),
            "quarters_left_out": expected.left_out,
            "passages": outlook.by_passage(passages, address),
            "undated": passages.undated,
            "lost": outlook.by_loss(self.gone, address) if self.gone else None,
            "lately": {"came": LATELY},
            "lately_years": LATELY_YEARS,
        }

    @property
    def page(self) -> int:
        asked = self.request.GET.get("page", "1")
        return max(int(asked), 1) if asked.isdecimal() and len(asked) <= 4 else 1

    def context(self) -> dict[str, Any]:
        return {
            "title": _("Weekly review"),
            "asked": self.asked,
            "today": self.today,
            "days": (self.today - self.asked.since).days,
            "stages": tables.by_stage(self.counted, self.asked.address),
            "left_out": self.counted.left_out,
            "pictures": [
                tables.picture_of_deals(self.counted),
                tables.picture_of_jobs(self.counted),
            ],
            "blocks": list(Blocks(self.fetched, self.asked, self.viewer, self.today)),
            **self._outlook(),
            "breakdowns": list(self._breakdowns()),
            "listed": self._listed(),
            "list_head": head_row([*_list_heads()[:-2], *map(Number, _list_heads()[-2:])]),
            "pages": self._pages(),
            "all_deals": self.asked.address(),
        }

    def _breakdowns(self) -> Any:
        found, address = self.counted, self.asked.address
        yield tables.breakdown(
            _("By officer"), _("Officer"), "owner", found.owners, self.owners, _("Nobody"), address
        )
        yield tables.breakdown(
            _("By country"),
            _("Country"),
            "country",
            found.countries,
            names(found.countries),
            _("Not known"),
            address,
        )
        yield tables.breakdown(
            _("By sector"),
            _("Sector"),
            "sector",
            found.sectors,
            names(found.sectors),
            _("No sector"),
            address,
        )

    def _listed(self) -> list[SafeString]:
        deals = [self.deals[number] for number in self.below if number in self.deals]
        said = rows_of(deals, self.viewer, self.today, self.steps)
        heads, may_act = _list_heads()[1:], may_manage(self.viewer)
        return [
            table_row(
                link(address_of(deal), deal.title),
                [
                    stage_of(deal),
                    said[deal.pk].companies,
                    str(deal.country or ""),
                    owner_of(deal),
                    said[deal.pk].age,
                    said[deal.pk].next_step,
                    Number(said[deal.pk].planned_jobs),
                    Number(said[deal.pk].verified_jobs),
                ],
                heads,
                first=self._tick(deal) if may_act else "",
            )
            for deal in deals
        ]

    def _tick(self, deal: Deal) -> SafeString:
        """The box that chooses a deal, with the stage it was seen in."""
        box = (
            '<td class="tick-cell"><input type="checkbox" name="chosen" value="{}-{}" '
            'aria-label="{}"{}></td>'
        )
        is_chosen = deal.pk in self.form.chosen_numbers
        checked = mark_safe(" checked") if is_chosen else ""
        return format_html(box, deal.pk, deal.stage, deal.title, checked)

    def _pages(self) -> dict[str, str]:
        """The addresses of the pages before and after this one."""
        found = {}
        if self.page > 1:
            found["before"] = self._page_address(self.page - 1)
        if len(self.numbers["below"]) > PER_PAGE:
            found["after"] = self._page_address(self.page + 1)
        return found

    def _page_address(self, number: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}#deals"


def _list_heads() -> list[str]:
    return [
        _("Deal"),
        _("Stage"),
        _("Companies"),
        _("Host country"),
        _("Owner"),
        _("In this stage for"),
        _("Next step"),
        _("Planned jobs"),
        _("Verified jobs"),
    ]
