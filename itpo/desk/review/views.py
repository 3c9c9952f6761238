"""The review: what the office looks at together, once a week."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from deals.deal_rows import age_in_stage, next_steps, rows_of
from deals.models import Claim, Deal, Stage, StageChange, Status
from deals.review import rows
from deals.review.sums import Counted
from itpo.desk.day import late_in_words
from itpo.desk.review import tables
from itpo.desk.review.acts import carry_out
from itpo.desk.review.filters import Asked, asked, names
from itpo.desk.review.forms import ActForm
from itpo.desk.review.markup import Number, head_row, link, table_row
from itpo.desk.review.remembered import Remembered
from itpo.office.admin_rights import may_manage
from itpo.office.models import FollowUp, User
from itpo.office.working_days import WorkingDays

STAGES, STATUSES = dict(Stage.choices), dict(Status.choices)
PER_PAGE = 25
SHOWN = 10  # rows of a block
MANY = 99


@dataclass(frozen=True)
class Block:
    """Some of many rows, how many there are, and where all of them stand."""

    title: str
    rule: str
    head: SafeString
    lines: list[SafeString]
    total: str
    url: str
    nothing: str


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
        self.asked: Asked = asked(request, self.today, self.counted, self.owners)
        self._fetch()

    def _fetch(self) -> None:
        """Choose the rows by their numbers first, then fetch only what is shown."""
        viewer, today = self.viewer, self.today
        deals = Deal.objects.visible_to(viewer)
        wanted = {**self.asked.deals, "q": self.asked.words}
        start = (self.page - 1) * PER_PAGE
        below = rows.longest_first(rows.narrowed(deals, wanted, viewer, today))
        since = self.asked.since
        self.numbers = {
            **self.remembered.lately(f"blocks:{since}", self._blocks_numbers),
            **rows.numbers_of(
                below=below.values_list("pk")[start : start + PER_PAGE + 1],
            ),
        }
        self.below = self.numbers["below"][:PER_PAGE]
        shown = {
            number
            for name in ("stuck", "unplanned", "overdue", "expected")
            for number in self.numbers[name][:SHOWN]
        }
        self.deals: dict[int, Deal] = deals.select_related("country", "owner", "office").in_bulk(
            [*shown, *self.below]
        )
        self.steps = next_steps([*self.numbers["overdue"][:SHOWN], *self.below], viewer)
        self.changes = _in_order(
            StageChange.objects.select_related("deal", "changed_by"), self.numbers["moved"]
        )
        self.claims = _in_order(
            Claim.objects.select_related(
                "deal", "mission", "event", "programme", "visit__delegate", "recorded_by"
            ),
            self.numbers["waiting"],
        )

    def _blocks_numbers(self) -> dict[str, list[int]]:
        """Which rows each block shows, and a little more than a hundred of them to count."""
        viewer, today, cut = self.viewer, self.today, MANY + 1
        deals = Deal.objects.visible_to(viewer)
        return rows.numbers_of(
            stuck=rows.longest_first(rows.stuck(deals, today)).values_list("pk")[:cut],
            unplanned=rows.longest_first(deals.with_nothing_planned()).values_list("pk")[:cut],
            overdue=rows.latest_first(deals, viewer, today).values_list("deal")[:cut],
            expected=rows.expected(deals, today)
            .order_by("expected_on", "pk")
            .values_list("pk")[:cut],
            moved=rows.moved(viewer, self.asked.since_at(viewer)).values_list("pk")[:cut],
            waiting=rows.waiting(viewer).values_list("pk")[:cut],
        )

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
            "blocks": list(self._blocks()),
            "breakdowns": list(self._breakdowns()),
            "listed": self._listed(),
            "list_head": head_row([*_list_heads()[:-2], *map(Number, _list_heads()[-2:])]),
            "pages": self._pages(),
            "all_deals": self.asked.address(),
        }

    def _blocks(self) -> Any:
        address = self.asked.address
        yield self._block(
            "moved",
            _("Moved since last time"),
            _("Every move and every ending that was recorded since."),
            [_("Deal"), _("Move"), _("Who"), _("Why")],
            [self._change(one) for one in self.changes],
            self._all_moves(),
            _("Nothing has moved."),
        )
        yield self._block(
            "overdue",
            _("Overdue"),
            _("The next step is late, counted in the office's working days; the latest first."),
            [_("Deal"), _("Next step"), _("Late"), _("Owner")],
            self._overdue(),
            address(next="late"),
            _("Nothing is late."),
        )
        yield self._block(
            "stuck",
            _("Stuck"),
            _("Open, and for more than %(count)d days in the same stage.")
            % {"count": rows.STUCK_AFTER.days},
            [_("Deal"), _("Stage"), _("In it for"), _("Owner")],
            [self._in_stage(one) for one in self._of("stuck")],
            address(next="stuck"),
            _("No deal is stuck."),
        )
        yield self._block(
            "unplanned",
            _("Without next step"),
            _("Open, and nobody has promised anything; the longest in its stage first."),
            [_("Deal"), _("Stage"), _("In it for"), _("Owner")],
            [self._in_stage(one) for one in self._of("unplanned")],
            address(next="none"),
            _("Every open deal has a next step."),
        )
        yield self._block(
            "expected",
            _("Expected next"),
            _("The next stage is expected within %(count)d days, or was and has not come.")
            % {"count": rows.EXPECTED_WITHIN.days},
            [_("Deal"), _("Stage"), _("Next stage expected"), _("Owner")],
            [self._expected(one) for one in self._of("expected")],
            address(next="expected"),
            _("No next stage is expected."),
        )
        yield self._block(
            "waiting",
            _("Waiting for verification"),
            _("Said to be real, and not yet checked by a second person."),
            [_("Figure"), _("About"), _("As of"), _("Recorded by")],
            [self._claim(one) for one in self.claims],
            f"{reverse('admin:deals_claim_changelist')}?checked=waiting",
            _("No figure waits."),
        )

    def _all_moves(self) -> str:
        """The admin's list of moves, from the same moment on."""
        since = self.asked.since_at(self.viewer).isoformat()
        url = reverse("admin:deals_stagechange_changelist")
        return f"{url}?{urlencode({'changed_at__gte': since})}"

    def _block(
        self,
        name: str,
        title: str,
        rule: str,
        heads: list[str],
        items: list[tuple[SafeString, list[Any]]],
        url: str,
        nothing: str,
    ) -> Block:
        number = len(self.numbers[name])
        total = _("more than %(count)d") % {"count": MANY} if number > MANY else str(number)
        lines = [table_row(head, cells, heads[1:]) for head, cells in items]
        return Block(title, rule, head_row(heads), lines, total, url, nothing)

    def _of(self, name: str) -> list[Deal]:
        numbers = self.numbers[name][:SHOWN]
        return [self.deals[number] for number in numbers if number in self.deals]

    def _change(self, change: StageChange) -> tuple[SafeString, list[Any]]:
        if change.from_stage == change.to_stage:
            moved = f"{STATUSES.get(change.from_status, '')} → {STATUSES[change.to_status]}"
        elif change.from_stage:
            moved = f"{STAGES[change.from_stage]} → {STAGES[change.to_stage]}"
        else:
            moved = _("new: %(stage)s") % {"stage": STAGES[change.to_stage]}
        who = str(change.changed_by or _("an import"))
        return _item(change.deal, [moved, who, change.reason or "–"])

    def _overdue(self) -> list[tuple[SafeString, list[Any]]]:
        deals = self._of("overdue")
        steps = [(deal, self.steps[deal.pk]) for deal in deals if deal.pk in self.steps]
        late = _lateness([step for _deal, step in steps], deals, self.today)
        return [_item(deal, [step.what, late[step.pk], _owner(deal)]) for deal, step in steps]

    def _in_stage(self, deal: Deal) -> tuple[SafeString, list[Any]]:
        return _item(deal, [_stage(deal), age_in_stage(deal, self.today), _owner(deal)])

    def _expected(self, deal: Deal) -> tuple[SafeString, list[Any]]:
        day = formats.date_format(deal.expected_on, "j M Y") if deal.expected_on else None
        if deal.expected_on and deal.expected_on < self.today:
            day = _("%(day)s, has passed") % {"day": day}
        return _item(deal, [_stage(deal), day, _owner(deal)])

    def _claim(self, claim: Claim) -> tuple[SafeString, list[Any]]:
        who = str(claim.recorded_by or _("an import"))
        url = reverse("admin:deals_claim_change", args=[claim.pk])
        return link(url, str(claim)), [str(claim.about()), claim.as_of_shown, who]

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
                link(_address(deal), deal.title),
                [
                    _stage(deal),
                    said[deal.pk].companies,
                    str(deal.country or ""),
                    _owner(deal),
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


def _in_order(queryset: Any, numbers: list[int]) -> list[Any]:
    found = queryset.in_bulk(numbers[:SHOWN])
    return [found[number] for number in numbers[:SHOWN] if number in found]


def _lateness(steps: list[FollowUp], deals: list[Deal], today: date) -> dict[int, str]:
    """How late each step is, in the working days of its deal's office."""
    if not steps:
        return {}
    days = WorkingDays(deals[0].office, min(step.due_on for step in steps), today)
    words = late_in_words(days, today)
    return {step.pk: words(step) for step in steps}


def _item(deal: Deal, cells: list[Any]) -> tuple[SafeString, list[Any]]:
    return link(_address(deal), deal.title), cells


def _address(deal: Deal) -> str:
    return f"{reverse('admin:deals_deal_changelist')}{deal.pk}/change/"


def _owner(deal: Deal) -> str:
    return str(deal.owner or _("nobody"))


def _stage(deal: Deal) -> str:
    stage = str(STAGES[deal.stage])
    if deal.status == Status.ONGOING:
        return stage
    return f"{stage}, {str(STATUSES[deal.status]).lower()}"
