"""Follow-ups that a rule asks for: made once, dropped and taken up again."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from itpo.office import chain, follow_ups
from itpo.office.follow_ups import Counted
from itpo.office.models import FollowUp, Rule, User
from itpo.office.reasons import Reason
from itpo.reminders import causes


def key_of(rule: Rule, pk: int, anchor: date) -> str:
    """What tells one thing a rule asks for from every other; twice asked for, it is made once."""
    occasion = f":{anchor}" if causes.about(rule).recurs else ""
    return f"rule:{rule.pk}:{rule.subject}:{pk}{occasion}"


def make(
    rule: Rule, thing: Any, owner: User, what: str, due: date, key: str, counted: Counted
) -> bool:
    """Promise what a rule asks for; say whether it was this tick that did."""
    subject = chain.subjects[thing._meta.label_lower]
    try:
        with transaction.atomic():
            made = follow_ups.promise(
                what=what,
                due_on=due,
                owner=owner,
                about=thing,
                restricted=subject.is_restricted(thing),
                rule=rule,
                key=key,
                counted=counted,
            )
            thing.follow_ups.add(made)
            subject.promised(thing, made)
    except IntegrityError:
        if not FollowUp.objects.filter(key=key).exists():
            raise
        return False
    return True


def known(keys: Iterable[str]) -> dict[str, FollowUp]:
    """Those that were made already, open or closed."""
    wanted = list(keys)
    rows = FollowUp.objects.filter(key__in=wanted).select_related("owner") if wanted else ()
    return {one.key or "": one for one in rows}


def take_up_again(follow_up: FollowUp, due: date, counted: Counted) -> None:
    if follow_up.was_dropped_by_its_rule:
        with suppress(follow_ups.NotPossible):  # taken up this very moment
            follow_ups.take_up_again(follow_up=follow_up, due_on=due, counted=counted)


def drop(follow_up: FollowUp, why: Reason, now: datetime) -> None:
    """Drop it, and say why in the words of whoever was to do it."""
    with translation.override(follow_up.owner.language):
        reason = str(why)[: follow_ups.LONGEST]
    with suppress(follow_ups.NotPossible):  # closed this very moment
        follow_ups.drop(follow_up=follow_up, by=None, at=now, reason=reason)
