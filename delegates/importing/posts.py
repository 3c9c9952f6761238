"""The agency and the post a list of delegates names beside each person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegates.importing.known import Agencies, compared, names_of
from delegates.models import Agency, Delegate, Posting
from itpo.office.folding import fold
from itpo.office.importing.keeping import change, create
from itpo.office.importing.kinds import Asked, Difference, Fate, Plan, Written
from itpo.office.importing.remembering import REASON, in_portions
from itpo.office.models import User


@dataclass
class Step:
    """What a row changes of where somebody works."""

    row: int
    new: Posting | None = None
    filled: Posting | None = None  # a post they hold, which was not known
    ended: list[Posting] = field(default_factory=list)


class Held:
    """The posts that some delegates hold and held, and who wrote down the ones they hold."""

    def __init__(self, delegates: Iterable[Delegate]) -> None:
        self._of: dict[int, list[Posting]] = defaultdict(list)
        self._by_import: set[int] = set()
        for some in in_portions([one.pk for one in delegates]):
            postings = Posting.objects.filter(delegate__in=some).select_related("agency")
            for posting in postings.order_by("pk"):
                self._of[posting.delegate_id].append(posting)
            rows = Posting.history.filter(delegate__in=some).order_by("history_id")
            for pk, reason in rows.values_list("id", "history_change_reason"):
                self._by_import.discard(pk)
                if (reason or "").startswith(REASON):
                    self._by_import.add(pk)

    def now(self, delegate: Delegate) -> list[Posting]:
        return [one for one in self._of[delegate.pk] if one.is_current]

    def once(self, delegate: Delegate) -> list[Posting]:
        return [one for one in self._of[delegate.pk] if not one.is_current]

    def is_by_import(self, posting: Posting) -> bool:
        return posting.pk in self._by_import


def plan(plans: Sequence[Plan], agencies: Agencies, asked: Asked) -> None:
    """Add to what becomes of people where they work from now on. A row says no more than that."""
    told = [one for one in plans if one.work and {"agency", "post"} & one.row.values.keys()]
    held = Held(one.record for one in told if one.record.pk)
    for one in told:
        _plan(one, agencies, held, asked)


def _plan(plan: Plan, agencies: Agencies, held: Held, asked: Asked) -> None:
    said = plan.row.values
    name, post = said.get("agency", ""), said.get("post", "")
    now = held.now(plan.record) if plan.record.pk else []
    if not name and not now:
        plan.row.refuse("agency", _("Say at which agency this post is."))
        plan.fate = Fate.REFUSED
        return
    here = [one for one in now if not name or _is_called(one.agency, name)]
    same = [one for one in here if _same(one.post, post)]
    if same and (same[0].post or not post):
        return
    if same:
        plan.work.post = Step(plan.row.number, filled=same[0])
        _tell(plan, Posting._meta.get_field("post").verbose_name, "", post)
        same[0].post = post
        return
    was = held.once(plan.record) if plan.record.pk else []
    if any(_is_called(one.agency, name) and _same(one.post, post) for one in was):
        return  # they have moved on since the list was written
    if not asked.list_wins and not all(map(held.is_by_import, now)):
        plan.kept.append(str(capfirst(Posting._meta.get_field("agency").verbose_name)))
        return
    agency = here[0].agency if here else _agency(plan, name, agencies)
    _move(plan, agency, post, now)


def _agency(plan: Plan, name: str, agencies: Agencies) -> Agency:
    country = plan.work.said_of_new.get("country") or plan.record.country
    found = agencies.called(name, country) or agencies.called(name, None)
    return found or agencies.made(name, country)


def _move(plan: Plan, agency: Agency, post: str, now: list[Posting]) -> None:
    new = Posting(agency=agency, post=post)
    plan.work.post = Step(plan.row.number, new=new, ended=now)
    if agency.pk is None:
        kind = capfirst(Agency._meta.verbose_name)
        plan.beside = [*plan.beside, f"{kind}: {agency.name}"]
    before = "; ".join(_in_words(one) for one in now)
    _tell(plan, Posting._meta.verbose_name, before, _in_words(new))


def _tell(plan: Plan, label: object, before: str, after: str) -> None:
    plan.differences = [*plan.differences, Difference(str(capfirst(str(label))), before, after)]
    if plan.fate is Fate.UNCHANGED:
        plan.fate = Fate.UPDATED


def _in_words(posting: Posting) -> str:
    return ", ".join(filter(None, [posting.post, posting.agency.name]))


def _is_called(agency: Agency, name: str) -> bool:
    return compared(name) in names_of(agency)


def _same(one: str, other: str) -> bool:
    """Whether two posts at one agency may be the same: one that is not known is no other."""
    return not one or not other or fold(one) == fold(other)


def write(plans: Sequence[Plan], asked: Asked) -> list[Written]:
    """Write the posts that `plan` has planned, after the people themselves."""
    steps: list[tuple[Plan, Step]] = [
        (plan, step)
        for plan in plans
        if plan.fate in (Fate.CREATED, Fate.UPDATED) and (step := plan.work.post)
    ]
    return [
        *_agencies([step for _plan, step in steps], asked.by),
        *_new(steps, asked.by),
        *_changed([step for _plan, step in steps], asked.by),
    ]


def _agencies(steps: Sequence[Step], by: User | None) -> list[Written]:
    """Make the agencies nobody knew; several people may be at one."""
    new: dict[int, tuple[int, Agency]] = {}
    for step in steps:
        if step.new is not None and step.new.agency.pk is None:
            new.setdefault(id(step.new.agency), (step.row, step.new.agency))
    create([agency for _row, agency in new.values()], by=by)
    return [Written(row, agency, is_new=True) for row, agency in new.values()]


def _new(steps: Sequence[tuple[Plan, Step]], by: User | None) -> list[Written]:
    written = []
    for plan, step in steps:
        if step.new is not None:
            step.new.delegate = plan.record
            written.append(Written(step.row, step.new, is_new=True))
    create([one.record for one in written], by=by)
    return written


def _changed(steps: Sequence[Step], by: User | None) -> list[Written]:
    filled = [(step.row, step.filled) for step in steps if step.filled is not None]
    ended = [(step.row, posting) for step in steps for posting in step.ended]
    for _row, posting in ended:
        posting.is_current = False
    change([posting for _row, posting in filled], ["post"], by=by)
    change([posting for _row, posting in ended], ["is_current"], by=by)
    return [Written(row, posting, is_new=False) for row, posting in [*filled, *ended]]
