"""Rules become follow-ups: what every visit and every mission of an office calls for.

A follow-up is made once, shortly before it is due. While it is open it moves along with the day
it is counted from; when its cause has gone it is dropped, and taken up again should it return.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from itpo.office import follow_ups
from itpo.office.models import FollowUp, Office, Rule, User
from itpo.office.working_days import WorkingDays
from itpo.reminders.causes import (
    Cause,
    anchor_day,
    concerned,
    due_day,
    key_of,
    owner_of,
    why_gone,
)
from itpo.reminders.outcome import Outcome

# Made this long before it is due, and not at all where it would be this late already.
AHEAD = timedelta(days=14)
TOO_LATE = timedelta(days=60)
# Rules reach at most 400 months; nobody plans closures as far ahead as this.
CALENDAR = timedelta(days=1000)


def apply(*, now: datetime) -> Outcome:
    """Make, move and drop what the rules of all offices ask for."""
    outcome = Outcome("rules", now)
    calendars: dict[Office, WorkingDays] = {}
    for rule in Rule.objects.select_related("office").order_by("pk"):
        with outcome.passing_over(rule):
            if rule.office not in calendars:
                calendars[rule.office] = _calendar(rule.office, now)
            _apply(rule, calendars[rule.office], now, outcome)
    for orphan in FollowUp.objects.open().filter(rule=None, asked_for_on__isnull=False):
        with outcome.passing_over(orphan):
            _drop(orphan, _("Its rule was deleted."), now)
    return outcome


def _calendar(office: Office, now: datetime) -> WorkingDays:
    today = office.today(now)
    return WorkingDays(office, today - CALENDAR, today + CALENDAR)


def _apply(rule: Rule, days: WorkingDays, now: datetime, outcome: Outcome) -> None:
    today = rule.office.today(now)
    things = {
        key_of(rule, thing): thing for thing in concerned(rule, today - TOO_LATE, today + AHEAD)
    }
    followed = {one.key: one for one in FollowUp.objects.open().filter(rule=rule)}
    for key, follow_up in followed.items():
        with outcome.passing_over(follow_up):
            _keep_up(follow_up, rule, things.get(key or ""), days, now)
    wanted: dict[str, tuple[User, date]] = {}
    for key in things.keys() - followed.keys():
        with outcome.passing_over(things[key]):
            owner, due = owner_of(things[key]), _newly_due(rule, things[key], days, today)
            if owner and due:
                wanted[key] = owner, due
    known = {one.key: one for one in FollowUp.objects.filter(key__in=wanted)}
    for key, (owner, due) in wanted.items():
        with outcome.passing_over(things[key]):
            if key in known:
                _take_up_again(known[key], due)
            else:
                outcome.made += _make(rule, things[key], owner, due)


def _newly_due(rule: Rule, thing: Cause, days: WorkingDays, today: date) -> date | None:
    """The day of a follow-up to be made now; None when none is called for."""
    anchor = anchor_day(rule, thing)
    if anchor is None or why_gone(rule, thing):
        return None
    if rule.offset < 0 and anchor <= today:
        return None  # what was to be done before it began
    due = due_day(rule, anchor, days)
    return due if today - TOO_LATE <= due <= today + AHEAD else None


def _make(rule: Rule, thing: Cause, owner: User, due: date) -> bool:
    """Promise what a rule asks for; say whether it was this tick that did."""
    key = key_of(rule, thing)
    try:
        with transaction.atomic():
            thing.follow_ups.add(
                follow_ups.promise(
                    what=rule.what,
                    due_on=due,
                    owner=owner,
                    about=thing,
                    rule=rule,
                    key=key,
                )
            )
    except IntegrityError:
        if not FollowUp.objects.filter(key=key).exists():
            raise
        return False
    return True


def _keep_up(
    follow_up: FollowUp, rule: Rule, thing: Cause | None, days: WorkingDays, now: datetime
) -> None:
    """Move an open follow-up along with its day, or drop it with its cause."""
    anchor = anchor_day(rule, thing) if thing else None
    if thing is None or anchor is None or why_gone(rule, thing):
        _drop(follow_up, why_gone(rule, thing), now)
    elif (due := due_day(rule, anchor, days)) != follow_up.asked_for_on:
        with suppress(follow_ups.NotPossible):  # closed this very moment
            follow_ups.move_along(follow_up=follow_up, to=due)


def _drop(follow_up: FollowUp, why: str, now: datetime) -> None:
    with suppress(follow_ups.NotPossible):  # closed this very moment
        follow_ups.drop(follow_up=follow_up, by=None, at=now, reason=why[:200])


def _take_up_again(follow_up: FollowUp, due: date) -> None:
    if follow_up.was_dropped_by_its_rule:
        follow_ups.take_up_again(follow_up=follow_up, due_on=due)
