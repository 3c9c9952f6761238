"""Follow-ups that a rule asks for: made once, dropped and taken up again."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from itpo.office import chain, follow_ups
from itpo.office.follow_ups import Counted, Said
from itpo.office.models import FollowUp, Rule, User
from itpo.office.reasons import Reason
from itpo.reminders import causes
from itpo.reminders.outcome import Outcome


def key_of(rule: Rule, pk: int, anchor: date) -> str:
    """What tells one thing a rule asks for from every other; twice asked for, it is made once."""
    occasion = f":{anchor}" if causes.about(rule).recurs else ""
    return f"rule:{rule.pk}:{rule.subject}:{pk}{occasion}"


class Wish(NamedTuple):
    """What a rule asks for about one thing: who is to do what until when, and its key."""

    rule: Rule
    thing: Any
    owner: User
    what: str
    due: date
    key: str
    counted: Counted

    @property
    def subject(self) -> chain.Subject:
        return chain.subjects[self.thing._meta.label_lower]

    @property
    def is_restricted(self) -> bool:
        return self.subject.is_restricted(self.thing)

    def said(self) -> Said:
        return {
            "what": self.what,
            "due_on": self.due,
            "owner": self.owner,
            "about": self.thing,
            "restricted": self.is_restricted,
            "rule": self.rule,
            "key": self.key,
            "counted": self.counted,
        }


def make_all(wishes: Iterable[Wish], outcome: Outcome) -> None:
    """Promise what a rule newly asks for; what is restricted one by one, all else at once.

    One by one, too, what has become restricted since it was fetched; and all where the database
    takes them not: somebody else made one this very moment, or one is broken.
    """
    one_by_one, drawn_up = [], []
    for wish in wishes:
        with outcome.passing_over(wish.thing):
            if wish.is_restricted:
                one_by_one.append(wish)
            else:
                drawn_up.append((wish, follow_ups.draw_up(**wish.said())))
    if drawn_up:
        try:
            pairs = [(wish.thing, made) for wish, made in drawn_up]
            outcome.made += follow_ups.promise_all(pairs)
            one_by_one += [wish for wish, _made in drawn_up if wish.is_restricted]
        except DatabaseError:
            one_by_one += [wish for wish, _made in drawn_up]
    for wish in one_by_one:
        with outcome.passing_over(wish.thing):
            outcome.made += make(wish)


def make(wish: Wish) -> bool:
    """Promise what a rule asks for; say whether it was this tick that did."""
    try:
        with transaction.atomic():
            wish.subject.look_again([wish.thing])
            made = follow_ups.promise(**wish.said())
            wish.thing.follow_ups.add(made)
            wish.subject.promised(wish.thing, made)
    except IntegrityError:
        if not FollowUp.objects.filter(key=wish.key).exists():
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
