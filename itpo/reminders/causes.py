"""What a rule is about at this moment, and why something no longer is."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Length, StrIndex
from django.db.models.lookups import Exact
from django.utils.translation import gettext_noop as _

from itpo.office.follow_ups import Counted
from itpo.office.models import FollowUp, Rule
from itpo.office.models.rules import Condition
from itpo.office.reasons import Reason
from itpo.reminders.counting import Counting
from itpo.reminders.subjects import SUBJECTS, About, Rows

NO_LONGER: dict[str, str] = {
    Condition.PAPERS: _("The papers are there now."),
    Condition.INTEREST: _("The companies' interest is known now."),
    Condition.REPORT: _("No report is missing any more."),
    Condition.NOT_IN: _("The form is in."),
    Condition.UNANSWERED: _("It was answered, or is being seen to."),
    Condition.UNPLANNED: _("Something is planned."),
    Condition.NO_ADDRESS: _("There is an address now."),
}


def about(rule: Rule) -> About:
    return SUBJECTS[rule.subject]


def dated(rule: Rule) -> Rows:
    """What may call for something, with the day that is counted from, whatever else holds."""
    subject = about(rule)
    rows = subject.of_office(subject.rows(), rule.office)
    return subject.anchors[Rule.Anchor(rule.anchor)](rows, rule.office)


def holding(rule: Rule) -> Rows:
    """All that a rule asks for something about, whenever that is due; each with `anchor_day`.

    The office's time zone must be the current one.
    """
    if not rule.is_active:
        return dated(rule).none()
    if not rule.condition:
        return dated(rule)
    return about(rule).conditions[Condition(rule.condition)](dated(rule))


def fetched(rule: Rule, rows: Rows) -> Rows:
    """Rows with all that is looked at of each."""
    return rows.select_related(*about(rule).related).prefetch_related(*about(rule).fetched)


def countries(rule: Rule, thing: Any) -> Collection[str]:
    """Whose days off a rule asks about, beside the office's."""
    return about(rule).countries(thing) if rule.working == Rule.Working.BOTH else ()


def counted(rule: Rule, thing: Any, counting: Counting) -> Counted:
    """How a rule comes to the day of one thing."""
    abroad = "".join(f"{code}," for code in sorted({*countries(rule, thing)}))
    return Counted(thing.pk, thing.anchor_day, counting.terms(rule), abroad)


def not_asked_yet(rule: Rule, rows: Rows) -> Rows:
    """Those for which a rule has asked for nothing so far, or that it dropped itself."""
    asked = FollowUp.objects.filter(rule=rule, cause=OuterRef("pk"), asked_for_on__isnull=False)
    if about(rule).recurs:
        asked = asked.filter(Q(state="open") | Q(counted_from__gte=OuterRef("anchor_day")))
    return rows.filter(~Exists(asked.exclude(state="dropped", closed_by=None)))


def falling_due(
    rule: Rule, rows: Rows, counting: Counting, today: date, span: tuple[timedelta, timedelta]
) -> list[int]:
    """The numbers of those that are due from so long before today to so long after it.

    Not what was to be done before something that has begun. One query, for no more of each than
    its day and countries: most of those that may be due by their day are not.
    """
    earliest, latest = today - span[0], today + span[1]
    first, last = counting.anchors(rule, earliest, latest)
    if rule.offset < 0:
        first = max(first, today + timedelta(days=1))
    is_asked_abroad = rule.working == Rule.Working.BOTH
    abroad = about(rule).abroad if is_asked_abroad else Value(None, output_field=CharField())
    rows = rows.filter(anchor_day__range=(first, last)).annotate(abroad=abroad)
    days: dict[int, date] = {}
    codes: dict[int, set[str]] = defaultdict(set)
    for number, day, code in rows.order_by("pk").values_list("pk", "anchor_day", "abroad"):
        days[number] = day
        codes[number] |= {code} if code else set()
    due: dict[tuple[date, frozenset[str]], bool] = {}
    found = []
    for number, day in days.items():
        known_by = day, frozenset(codes[number])
        if known_by not in due:
            due[known_by] = earliest <= counting.due(rule, *known_by) <= latest
        if due[known_by]:
            found.append(number)
    return found


def counted_otherwise(rule: Rule, open_ones: Any) -> "QuerySet[Any]":
    """Open follow-ups of a rule whose cause is gone, or has another day or other countries."""
    same = holding(rule).filter(pk=OuterRef("cause"), anchor_day=OuterRef("counted_from"))
    otherwise = Q(~Exists(same))
    if rule.working == Rule.Working.BOTH:
        otherwise |= _is_elsewhere_now(about(rule))
    rows: QuerySet[Any] = open_ones.filter(otherwise)
    return rows


def _is_elsewhere_now(subject: About) -> Q:
    """That a follow-up was not counted in just the countries of its cause."""
    rows = subject.model._default_manager.order_by().filter(pk=OuterRef("cause"))
    abroad = rows.annotate(code=subject.abroad).filter(code__isnull=False)
    other = abroad.alias(at=StrIndex(OuterRef("counted_in"), F("code"))).filter(at=0)
    number = abroad.values("pk").annotate(number=Count("code", distinct=True)).values("number")
    as_many = 3 * Coalesce(Subquery(number), 0)  # each takes three characters
    return Q(Exists(other)) | ~Q(Exact(Length("counted_in"), as_many))


def why_gone(rule: Rule, numbers: Collection[int | None]) -> dict[int | None, Reason]:
    """Why a rule asks for nothing about some rows of which it no longer holds; two queries."""
    if not numbers:
        return {}
    if not rule.is_active:
        return dict.fromkeys(numbers, Reason(_("The rule is no longer in use.")))
    rows = about(rule).model._default_manager.filter(pk__in=numbers)
    there = {one.pk: one for one in rows.select_related(*about(rule).related)}
    with_a_day = set(dated(rule).filter(pk__in=numbers).values_list("pk", flat=True))
    return {one: _why_gone(rule, there.get(one), one in with_a_day) for one in numbers}


def _why_gone(rule: Rule, thing: Any, has_a_day: bool) -> Reason:
    if thing is None:
        return Reason(_("What it was about is no longer there."))
    if why := about(rule).why_gone(thing):
        return why
    if not has_a_day:
        return Reason(_("Its date is no longer known to the day."))
    return Reason(NO_LONGER.get(rule.condition) or _("The rule no longer asks for it."))
