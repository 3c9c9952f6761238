"""Whom a rule would concern, for whoever edits it: nothing is written.

Only what the reader may see is named. The rule need not be saved.
"""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from itpo.office import chain
from itpo.office.models import FollowUp, OutgoingMail, Rule, User
from itpo.office.reasons import Reason
from itpo.reminders import causes, rule_mails, rules
from itpo.reminders.counting import Counting

MOST = 50
# What is due later than this is not looked for.
HORIZON = timedelta(days=120)


class Concerned(NamedTuple):
    """One thing a rule is about: who is told, when, and what would happen."""

    about: str
    url: str
    whom: str
    due: date | None
    happens: str


class Preview(NamedTuple):
    """The first of those concerned, and whether there are more."""

    rows: list[Concerned]
    gone: list[Concerned]
    has_more: bool

    @property
    def lists(self) -> list[list[Concerned]]:
        return [self.rows, self.gone]


def preview(
    rule: Rule, *, viewer: User, now: datetime, texts: rule_mails.Texts | None = None
) -> Preview:
    """What a rule would do if it were in use, in a fixed number of queries.

    `texts` are the words of its mails where they are not those that are saved.
    """
    rule = copy(rule)
    rule.is_active = True
    with timezone.override(ZoneInfo(rule.office.time_zone)):
        counting, today = Counting(now), rule.office.today(now)
        first, last = counting.anchors(rule, today - rules.TOO_LATE, today + HORIZON)
        rows = causes.holding(rule).filter(anchor_day__range=(first, last))
        every: Any = causes.about(rule).model._default_manager
        seen = every.visible_to(viewer)
        found = causes.fetched(rule, rows.filter(pk__in=seen.values("pk")))
        found = found.select_related(*_named_with(causes.about(rule).model))
        things = list(found.order_by("anchor_day", "pk")[: MOST + 1])
        if rule.writes_mails:
            words = rule_mails.texts_of(rule) if texts is None and rule.pk else texts or {}
            shown = _mails(rule, things[:MOST], words, viewer, counting, today)
        else:
            made = _made(rule, things[:MOST], viewer)
            shown = _follow_ups(rule, things[:MOST], made, counting, today)
        return Preview(shown, _gone(rule, viewer), len(things) > MOST)


def _named_with(model: Any) -> tuple[str, ...]:
    """What is needed to call one of a model by its name."""
    places = (one for one in chain.places.values() if one.model is model)
    return tuple(name for one in places for name in one.related)


def _made(rule: Rule, things: Iterable[Any], viewer: User) -> dict[int, FollowUp]:
    """The latest follow-up of each that the rule has asked for."""
    if rule.pk is None:
        return {}
    rows = FollowUp.objects.visible_to(viewer).filter(
        rule=rule.pk, cause__in=[o.pk for o in things]
    )
    return {one.cause or 0: one for one in rows.select_related("owner").order_by("pk")}


def _follow_ups(
    rule: Rule,
    things: list[Any],
    made: dict[int, FollowUp],
    counting: Counting,
    today: date,
) -> list[Concerned]:
    about = causes.about(rule)
    owners = about.owners(things, rule.office)
    shown = []
    for thing in things:
        due = counting.due(rule, thing.anchor_day, causes.countries(rule, thing))
        there = made.get(thing.pk)
        if there and about.recurs and not there.is_open and there.counted_from != thing.anchor_day:
            there = None
        owner = there.owner if there and there.is_open else owners[thing.pk]
        happens = _happens(rule, thing, owner, due, there, today)
        if happens:
            shown.append(_concerned(thing, str(owner or _("nobody")), due, happens))
    return shown


def _mails(
    rule: Rule,
    things: list[Any],
    texts: rule_mails.Texts,
    viewer: User,
    counting: Counting,
    today: date,
) -> list[Concerned]:
    """Each mail it would write, or who it could not write to."""
    wanted = rule_mails.wanted_about(rule, things, counting)
    keys = [rule_mails.key_of(rule, one.thing, one.person) for one in wanted] if rule.pk else []
    entered = {one.key: one for one in rule_mails.entered_as(keys).visible_to(viewer)}
    shown = []
    for one in wanted:
        mail = entered.get(rule_mails.key_of(rule, one.thing, one.person))
        lacks = rule_mails.lacks(one.person, texts) if texts else None
        has_begun = rule.offset < 0 and one.thing.anchor_day <= today
        happens = (
            "" if has_begun and mail is None else _happens_to_mail(rule, one, mail, lacks, today)
        )
        if happens:
            whom = f"{one.person.name} {one.person.email}".strip()
            shown.append(_concerned(one.thing, whom, one.on, happens))
    return shown


def _happens_to_mail(
    rule: Rule,
    one: rule_mails.Wanted,
    mail: OutgoingMail | None,
    lacks: Reason | None,
    today: date,
) -> str:
    """What would become of one mail; empty where nothing would."""
    if mail is not None and not rule_mails.is_asked_for_again(mail, rule, one):
        state = mail.get_state_display()
        if mail.is_unsent and timezone.localdate(mail.send_after) < one.on:
            return _("already there: would be moved")
        return _("already there: %(state)s") % {"state": state.lower()}
    if one.on < today - rule_mails.TOO_LATE:
        return ""
    if lacks or not one.person.email:
        why = lacks or rule_mails.NO_ADDRESS
        return _("a follow-up for whoever looks after it: %(why)s") % {"why": str(why)}
    if one.on > today + rule_mails.AHEAD:
        day = date_format(one.on - rule_mails.AHEAD, "j M Y")
        return _("would be entered on %(day)s") % {"day": day}
    return _("new")


def _happens(
    rule: Rule, thing: Any, owner: User | None, due: date, there: FollowUp | None, today: date
) -> str:
    """What would become of one thing; empty where nothing would."""
    if there is not None and there.is_open:
        if there.asked_for_on == due:
            return _("already there")
        was = date_format(there.due_on, "j M Y")
        return _("already there, due %(day)s: would be moved") % {"day": was}
    if there is not None and not there.was_dropped_by_its_rule:
        return _("already there: %(state)s") % {"state": there.get_state_display().lower()}
    if owner is None:
        return _("Nobody looks after it: nothing can be asked for.")
    if due < today - rules.TOO_LATE or (rule.offset < 0 and thing.anchor_day <= today):
        return ""
    if due > today + rules.AHEAD:
        day = date_format(due - rules.AHEAD, "j M Y")
        return _("would be made on %(day)s") % {"day": day}
    return _("would be taken up again") if there is not None else _("new")


def _gone(rule: Rule, viewer: User) -> list[Concerned]:
    """Open follow-ups the rule would drop."""
    if rule.pk is None:
        return []
    rows = FollowUp.objects.visible_to(viewer).open().filter(rule=rule.pk).select_related("owner")
    holds = causes.holding(rule)
    dropped = list(rows.exclude(cause__in=holds.values("pk")).order_by("due_on", "pk")[:MOST])
    reasons = causes.why_gone(rule, {one.cause for one in dropped})
    return [
        Concerned(
            one.about,
            one.about_url,
            str(one.owner),
            one.due_on,
            _("would be dropped: %(why)s") % {"why": str(reasons[one.cause])},
        )
        for one in dropped
    ]


def _concerned(thing: Any, whom: str, due: date, happens: str) -> Concerned:
    return Concerned(chain.in_words(thing), thing.get_absolute_url(), whom, due, happens)
