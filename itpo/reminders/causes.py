"""What the rules are about: visits and missions, and the days that are counted from them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from delegates.models import Visit
from investors.models import Mission
from itpo.office.models import FollowUp, Rule, User
from itpo.office.months import months_later
from itpo.office.working_days import WorkingDays

Cause = Visit | Mission

MODELS: dict[str, type[Model]] = {Rule.Subject.VISIT: Visit, Rule.Subject.MISSION: Mission}
# How a follow-up calls what it is attached to.
FOLLOWED_AS: dict[str, str] = {Rule.Subject.VISIT: "visits", Rule.Subject.MISSION: "missions"}
# More calendar days than one of these can ever take.
LONGEST: dict[str, int] = {Rule.Unit.DAYS: 1, Rule.Unit.WORKING_DAYS: 3, Rule.Unit.MONTHS: 31}


def concerned(rule: Rule, first_due: date, last_due: date) -> QuerySet[Any]:
    """What a rule may ask for something about, due between two days, or has asked for already."""
    followed = FollowUp.objects.open().filter(rule=rule).values(FOLLOWED_AS[rule.subject])
    wanted = Q(pk__in=followed)
    if rule.is_active:
        span = timedelta(days=30 + abs(rule.offset) * LONGEST[rule.unit])
        earliest, latest = f"{rule.anchor}_earliest", f"{rule.anchor}_latest"
        days = (first_due - span, last_due + span)
        wanted |= Q(**{f"{earliest}__range": days, latest: F(earliest)})
    people = ["officer", "delegate"] if rule.subject == Rule.Subject.VISIT else ["owner"]
    rows = MODELS[rule.subject]._default_manager.filter(wanted, office=rule.office)
    return rows.select_related(*people).order_by("pk")


def key_of(rule: Rule, cause: Cause) -> str:
    return f"rule:{rule.pk}:{rule.subject}:{cause.pk}"


def owner_of(cause: Cause) -> User | None:
    return cause.officer if isinstance(cause, Visit) else cause.owner


def anchor_day(rule: Rule, cause: Cause) -> date | None:
    """The day a rule counts from, if it is known to the day."""
    return cause.begins_on if rule.anchor == Rule.Anchor.BEGINS else cause.ends_on


def why_gone(rule: Rule, cause: Cause | None) -> str:
    """Why a rule no longer asks for anything about something; empty while it does."""
    if not rule.is_active:
        return _("The rule is no longer in use.")
    if cause is None:
        return _("What it was about is no longer there.")
    if cause.state == cause.State.CANCELLED:
        return _("Cancelled: %(why)s") % {"why": cause.cancelled_because}
    if isinstance(cause, Mission) and not cause.is_ours:
        return _("Not our mission.")
    if anchor_day(rule, cause) is None:
        return _("Its date is no longer known to the day.")
    return ""


def due_day(rule: Rule, anchor: date, days: WorkingDays) -> date:
    """So many days, working days or months after the day a rule counts from, or before it."""
    if rule.unit == Rule.Unit.WORKING_DAYS:
        return days.after(anchor, rule.offset)
    if rule.unit == Rule.Unit.MONTHS:
        return months_later(anchor, rule.offset)
    return anchor + timedelta(days=rule.offset)
