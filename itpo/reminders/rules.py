"""Rules become follow-ups and mails: what every visit, mission, … of an office calls for.

A follow-up is made once, shortly before it is due. While it is open it moves along with the day
it is counted from; when its cause has gone it is dropped, and taken up again should it return.
What a rule asked for is compared with its causes in the database: a tick fetches only what is new,
what has moved and what has gone, however much is open.
"""

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from itpo.office import follow_ups
from itpo.office.models import FollowUp, OutgoingMail, Rule
from itpo.office.reasons import Reason
from itpo.reminders import asking, causes, resting, rule_mails
from itpo.reminders.counting import Counting
from itpo.reminders.outcome import Outcome

# Made this long before it is due, and not at all where it would be this late already.
AHEAD = timedelta(days=14)
TOO_LATE = timedelta(days=60)
# Of one rule in one tick; the next tick goes on.
AT_A_TIME = 1000


def apply(*, now: datetime) -> Outcome:
    """Make, move and drop what the rules of all offices ask for."""
    outcome = Outcome(resting.PART, now)
    counting = Counting(now)
    rules = list(Rule.objects.select_related("office").order_by("pk"))
    subjects = {rule.subject for rule in rules}
    rested = resting.rested(subjects, now)
    outcome.left_out = {resting.part_of(one) for one in rested}
    unsent = rule_mails.waiting()
    for rule in rules:
        if rule.subject not in rested:
            outcome.take(_applied(rule, unsent.get(rule.pk, []), counting, now))
    resting.looked_at(subjects - rested, outcome)
    orphans = FollowUp.objects.open().filter(rule=None, asked_for_on__isnull=False)
    for orphan in orphans.select_related("owner"):
        with outcome.passing_over(orphan):
            asking.drop(orphan, Reason(_("Its rule was deleted.")), now)
    return outcome


def _applied(rule: Rule, unsent: list[OutgoingMail], counting: Counting, now: datetime) -> Outcome:
    """Do what one rule asks for; one that breaks off stops no other."""
    outcome, went_through = Outcome(resting.part_of(rule.subject), now), False
    with outcome.passing_over(rule), timezone.override(ZoneInfo(rule.office.time_zone)):
        _keep_up(rule, counting, now, outcome)
        if rule.is_active and not rule.writes_mails:
            _ask(rule, counting, now, outcome)
        if rule.writes_mails or unsent:
            rule_mails.apply(rule, unsent, counting, now, outcome)
        went_through = True
    if not went_through and resting.is_dear(rule.subject):
        outcome.left_out.add(outcome.part)
    return outcome


def newly_due(rule: Rule, thing: Any, counting: Counting, today: date) -> date | None:
    """The day of a follow-up to be made now; None when none is called for."""
    if rule.offset < 0 and thing.anchor_day <= today:
        return None
    due = counting.due(rule, thing.anchor_day, causes.countries(rule, thing))
    return due if today - TOO_LATE <= due <= today + AHEAD else None


def _keep_up(rule: Rule, counting: Counting, now: datetime, outcome: Outcome) -> None:
    """Move what is open along with its day, or drop it with its cause."""
    rows = FollowUp.objects.open().filter(rule=rule, asked_for_on__isnull=False)
    rows = rows.select_related("owner").order_by("cause")
    changed = {one.pk: one for one in causes.counted_otherwise(rule, rows)[:AT_A_TIME]}
    if rule.counted_by != (terms := counting.terms(rule)):
        anew = rows.exclude(counted_by=terms)[:AT_A_TIME]
        changed |= {one.pk: one for one in anew}
        if not changed:
            Rule.objects.filter(pk=rule.pk).update(counted_by=terms)
    if changed:
        _count_anew(rule, changed.values(), counting, now, outcome)


def _count_anew(
    rule: Rule,
    followed: Collection[FollowUp],
    counting: Counting,
    now: datetime,
    outcome: Outcome,
) -> None:
    for follow_up in followed:
        # Those from before causes were kept name theirs in their key.
        follow_up.cause = follow_up.cause or int((follow_up.key or ":::0").split(":")[3])
    numbers = [one.cause for one in followed]
    held = causes.fetched(rule, causes.holding(rule).filter(pk__in=numbers))
    holding = {one.pk: one for one in held}
    reasons = causes.why_gone(rule, {*numbers} - holding.keys())
    unmoved: dict[str, list[int]] = defaultdict(list)
    for follow_up in followed:
        with outcome.passing_over(follow_up):
            thing = holding.get(follow_up.cause)
            if thing is None:
                asking.drop(follow_up, reasons[follow_up.cause], now)
                continue
            due = counting.due(rule, thing.anchor_day, causes.countries(rule, thing))
            counted = causes.counted(rule, thing, counting)
            if (due, thing.anchor_day) == (follow_up.asked_for_on, follow_up.counted_from):
                unmoved[counted.counted_in].append(follow_up.pk)
                continue
            with suppress(follow_ups.NotPossible):  # closed this very moment
                follow_ups.move_along(follow_up=follow_up, to=due, counted=counted)
    for abroad, pks in unmoved.items():
        same = FollowUp.objects.filter(pk__in=pks)
        same.update(counted_by=counting.terms(rule), counted_in=abroad)


def _ask(rule: Rule, counting: Counting, now: datetime, outcome: Outcome) -> None:
    """Make what is newly due, or take it up again."""
    today = rule.office.today(now)
    rows = causes.about(rule).owned(causes.not_asked_yet(rule, causes.holding(rule)))
    numbers = causes.falling_due(rule, rows, counting, today, (TOO_LATE, AHEAD))[:AT_A_TIME]
    held = causes.fetched(rule, causes.holding(rule).filter(pk__in=numbers)).order_by("pk")
    things = list(held) if numbers else []
    owners = causes.about(rule).owners(things, rule.office) if things else {}
    wanted: dict[str, tuple[Any, date]] = {}
    for thing in things:
        with outcome.passing_over(thing):
            if owners[thing.pk] and (due := newly_due(rule, thing, counting, today)):
                wanted[asking.key_of(rule, thing.pk, thing.anchor_day)] = thing, due
    known = asking.known(wanted)
    new: list[asking.Wish] = []
    for key, (thing, due) in wanted.items():
        with outcome.passing_over(thing):
            counted = causes.counted(rule, thing, counting)
            if key in known:
                asking.take_up_again(known[key], due, counted)
            elif owner := owners[thing.pk]:
                new.append(asking.Wish(rule, thing, owner, rule.what, due, key, counted))
    asking.make_all(new, outcome)
