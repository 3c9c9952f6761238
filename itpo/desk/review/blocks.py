"""What calls for something: some rows of each kind, how many there are, and where all stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deals import gates
from deals.deal_rows import age_in_stage, days_in_words
from deals.models import Claim, Deal, Fact, Stage, StageChange, Status
from deals.review import rows
from itpo.desk.day import late_in_words
from itpo.desk.review.filters import Asked
from itpo.desk.review.markup import head_row, link, table_row
from itpo.office.models import FollowUp, User
from itpo.office.working_days import WorkingDays

STAGES, STATUSES = dict(Stage.choices), dict(Status.choices)
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


@dataclass(frozen=True)
class Fetched:
    """The rows that the blocks speak of: their numbers by block, and those shown."""

    numbers: dict[str, list[int]]
    deals: dict[int, Deal]
    steps: dict[int, FollowUp]
    changes: dict[int, StageChange]
    claims: dict[int, Claim]
    missing: dict[int, list[str]]
    silent_since: dict[int, date]


class Blocks:
    """The blocks for one viewer, of what was fetched."""

    def __init__(self, found: Fetched, asked: Asked, viewer: User, today: date) -> None:
        self.found, self.asked, self.viewer, self.today = found, asked, viewer, today

    def __iter__(self) -> Iterator[Block]:
        address = self.asked.address
        yield self._block(
            "moved",
            _("Moved since last time"),
            _("Every move and every ending that was recorded since."),
            [_("Deal"), _("Move"), _("Who"), _("Why")],
            [self._change(one) for one in self._changes("moved")],
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
            "lacking",
            _("Missing for the next stage"),
            _(
                "The next stage is expected within %(count)d days, or was, and its gate asks for "
                "more."
            )
            % {"count": rows.EXPECTED_WITHIN.days},
            [_("Deal"), _("Stage"), _("Missing"), _("Next stage expected"), _("Owner")],
            [self._lacking(one) for one in self._of("lacking")],
            address(next="lacking"),
            _("Nothing is missing."),
        )
        yield self._block(
            "passed",
            _("Let pass"),
            _("Moves past a gate in the last %(count)d days, and why.")
            % {"count": rows.PASSED_WITHIN.days},
            [_("Deal"), _("Move"), _("Without"), _("Who"), _("Why")],
            [self._passed(one) for one in self._changes("passed")],
            self._all_passed(),
            _("Nothing was let pass."),
        )
        yield self._block(
            "stuck",
            _("Silent"),
            _(
                "Open, nothing planned ahead, and nothing was written down about it for longer "
                "than its rhythm, or the office's."
            ),
            [_("Deal"), _("Stage"), _("Silent for"), _("Owner")],
            [self._silent(one) for one in self._of("stuck")],
            address(next="stuck"),
            _("No deal is silent."),
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
            [self._waiting(one) for one in self._claims("waiting")],
            f"{reverse('admin:deals_claim_changelist')}?checked=waiting",
            _("No figure waits."),
        )
        yield self._block(
            "again",
            _("Due to be checked again"),
            _("Verified a year or two ago: are they still right?"),
            [_("Figure"), _("About"), _("To be checked again"), _("Verified by")],
            [self._again(one) for one in self._claims("again")],
            f"{reverse('admin:deals_claim_changelist')}?checked=again",
            _("No figure is due."),
        )

    def _all_moves(self) -> str:
        """The admin's list of moves, from the same moment on."""
        since = self.asked.since_at(self.viewer).isoformat()
        url = reverse("admin:deals_stagechange_changelist")
        return f"{url}?{urlencode({'changed_at__gte': since})}"

    def _all_passed(self) -> str:
        """The admin's list of the moves a gate was passed in."""
        since = (self.today - rows.PASSED_WITHIN).isoformat()
        url = reverse("admin:deals_stagechange_changelist")
        return f"{url}?{urlencode({'missing__gt': '', 'changed_at__gte': since})}"

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
        number = len(self.found.numbers[name])
        total = _("more than %(count)d") % {"count": MANY} if number > MANY else str(number)
        lines = [table_row(head, cells, heads[1:]) for head, cells in items]
        return Block(title, rule, head_row(heads), lines, total, url, nothing)

    def _of(self, name: str) -> list[Deal]:
        numbers = self.found.numbers[name][:SHOWN]
        return [self.found.deals[number] for number in numbers if number in self.found.deals]

    def _changes(self, name: str) -> list[StageChange]:
        return _shown(self.found.changes, self.found.numbers[name])

    def _claims(self, name: str) -> list[Claim]:
        return _shown(self.found.claims, self.found.numbers[name])

    def _change(self, change: StageChange) -> tuple[SafeString, list[Any]]:
        who = str(change.changed_by or _("an import"))
        return _item(change.deal, [_move(change), who, change.reason or "–"])

    def _overdue(self) -> list[tuple[SafeString, list[Any]]]:
        deals = self._of("overdue")
        steps = [(deal, self.found.steps[deal.pk]) for deal in deals if deal.pk in self.found.steps]
        late = _lateness([step for _deal, step in steps], deals, self.today)
        return [_item(deal, [step.what, late[step.pk], owner_of(deal)]) for deal, step in steps]

    def _in_stage(self, deal: Deal) -> tuple[SafeString, list[Any]]:
        return _item(deal, [stage_of(deal), age_in_stage(deal, self.today), owner_of(deal)])

    def _expected(self, deal: Deal) -> tuple[SafeString, list[Any]]:
        return _item(deal, [stage_of(deal), self._day(deal), owner_of(deal)])

    def _day(self, deal: Deal) -> str | None:
        """When its next stage is expected."""
        if deal.expected_on is None:
            return None
        day = formats.date_format(deal.expected_on, "j M Y")
        return _("%(day)s, has passed") % {"day": day} if deal.expected_on < self.today else day

    def _lacking(self, deal: Deal) -> tuple[SafeString, list[Any]]:
        facts = gates.named(Fact(fact) for fact in self.found.missing.get(deal.pk, []))
        return _item(deal, [stage_of(deal), facts, self._day(deal), owner_of(deal)])

    def _passed(self, change: StageChange) -> tuple[SafeString, list[Any]]:
        who = str(change.changed_by or "")
        told = [_move(change), change.missing_named, who, change.passed_because]
        return _item(change.deal, told)

    def _silent(self, deal: Deal) -> tuple[SafeString, list[Any]]:
        since = self.found.silent_since.get(deal.pk)
        days = days_in_words((self.today - since).days) if since else None
        return _item(deal, [stage_of(deal), days, owner_of(deal)])

    def _waiting(self, claim: Claim) -> tuple[SafeString, list[Any]]:
        who = claim.recorder
        if claim.recorded_by_id == self.viewer.pk:
            who = _("you: somebody else must check it")
        return _figure(claim, [claim.as_of_shown, who])

    def _again(self, claim: Claim) -> tuple[SafeString, list[Any]]:
        due = claim.check_again_on
        day = formats.date_format(due, "j M Y") if due else None
        who = str(claim.verified_by)
        if claim.recorded_by_id == self.viewer.pk:
            who = _("%(who)s; you recorded it: somebody else must check it") % {"who": who}
        return _figure(claim, [day, who])


def _shown(found: dict[int, Any], numbers: list[int]) -> list[Any]:
    return [found[number] for number in numbers[:SHOWN] if number in found]


def _figure(claim: Claim, cells: list[Any]) -> tuple[SafeString, list[Any]]:
    url = reverse("admin:deals_claim_change", args=[claim.pk])
    return link(url, str(claim)), [str(claim.about()), *cells]


def _move(change: StageChange) -> str:
    if change.from_stage == change.to_stage:
        return f"{STATUSES.get(change.from_status, '')} → {STATUSES[change.to_status]}"
    if change.from_stage:
        return f"{STAGES[change.from_stage]} → {STAGES[change.to_stage]}"
    return _("new: %(stage)s") % {"stage": STAGES[change.to_stage]}


def _lateness(steps: list[FollowUp], deals: list[Deal], today: date) -> dict[int, str]:
    """How late each step is, in the working days of its deal's office."""
    if not steps:
        return {}
    days = WorkingDays(deals[0].office, min(step.due_on for step in steps), today)
    words = late_in_words(days, today)
    return {step.pk: words(step.due_on) for step in steps}


def _item(deal: Deal, cells: list[Any]) -> tuple[SafeString, list[Any]]:
    return link(address_of(deal), deal.title), cells


def address_of(deal: Deal) -> str:
    return f"{reverse('admin:deals_deal_changelist')}{deal.pk}/change/"


def owner_of(deal: Deal) -> str:
    return str(deal.owner or _("nobody"))


def stage_of(deal: Deal) -> str:
    stage = str(STAGES[deal.stage])
    if deal.status == Status.ONGOING:
        return stage
    return f"{stage}, {str(STATUSES[deal.status]).lower()}"
