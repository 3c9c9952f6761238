"""Promising something, and keeping, moving or dropping the promise."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Required, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from itpo.office import chain
from itpo.office.history import sign
from itpo.office.models import FollowUp, Promiser, Rule, User

LONGEST = 200  # characters; the length of the columns


class NotPossible(Exception):
    """The follow-up cannot be changed so. The message says why."""


class Page(NamedTuple):
    """A page of the desk that a promise is about, where it is about no one record."""

    words: str
    url: str


class Counted(NamedTuple):
    """How a rule came to the day it asks for.

    About which row, from which day, in which terms, and in which other countries.
    """

    cause: int
    counted_from: date
    counted_by: str
    counted_in: str = ""


class Said(TypedDict, total=False):
    """What is said of something that is to be done until a day.

    That is a calendar day at the owner's office. `about` gives it its words and its link.
    """

    what: Required[str]
    due_on: Required[date]
    owner: Required[User]
    about: Model | Page | None
    promised_by: str
    restricted: bool
    rule: Rule | None
    key: str | None
    counted: Counted | None


def promise(*, by: User | None = None, **said: Unpack[Said]) -> FollowUp:
    """Write down what is to be done.

    The caller attaches it to whatever it belongs to (`visit.follow_ups.add(…)`). Raises
    NotPossible as `draw_up` does.
    """
    follow_up = draw_up(**said)
    sign(follow_up, by)
    follow_up.save()
    return follow_up


def draw_up(**said: Unpack[Said]) -> FollowUp:
    """Say what would be promised, and write nothing down.

    It belongs to the office of what it is about, or else of its owner. What a rule asks for stays
    at the rule's office, also where the owner has moved to another. Raises NotPossible when nothing
    is said, or the owner belongs to no office, or to another than what it is about.
    """
    what, owner = _said(said["what"], _("Say what is to be done.")), said["owner"]
    if owner.office_id is None:
        raise NotPossible(_("Somebody of an office has to see to it."))
    rule, counted = said.get("rule"), said.get("counted")
    belongs_to = rule or said.get("about")
    office_id = getattr(belongs_to, "office_id", None) or owner.office_id
    if rule is None and owner.office_id != office_id:
        raise NotPossible(_("%(who)s works in another office.") % {"who": owner})
    return FollowUp(
        office_id=office_id,
        what=what,
        due_on=said["due_on"],
        owner=owner,
        promised_by=said.get("promised_by", Promiser.US),
        **_about(said.get("about")),
        is_restricted=said.get("restricted", False),
        rule=rule,
        key=said.get("key"),
        asked_for_on=said["due_on"] if rule else None,
        **(counted._asdict() if counted else {}),
    )


@transaction.atomic
def promise_all(pairs: Sequence[tuple[Any, FollowUp]]) -> int:
    """Write down what was drawn up about several things of one model, each with its thing.

    What is restricted by now is left out: say how many were written. The same few statements,
    however many there are. Raises IntegrityError when somebody else was quicker with one: then
    none is written.
    """
    subject = chain.subjects[pairs[0][0]._meta.label_lower]
    subject.look_again([thing for thing, _follow_up in pairs])
    pairs = [pair for pair in pairs if not subject.is_restricted(pair[0])]
    if not pairs:
        return 0
    made = [follow_up for _thing, follow_up in pairs]
    bulk_create_with_history(made, FollowUp, batch_size=500)
    field = pairs[0][0]._meta.get_field("follow_ups")
    ours, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
    through = field.remote_field.through
    through.objects.bulk_create(
        [through(**{ours: thing, theirs: follow_up}) for thing, follow_up in pairs],
        batch_size=500,
    )
    return len(made)


def _about(about: Model | Page | None) -> dict[str, str]:
    if about is None:
        return {"about": "", "about_url": ""}
    if isinstance(about, Page):
        return {"about": about.words[:200], "about_url": about.url}
    url = about.get_absolute_url() if hasattr(about, "get_absolute_url") else ""
    return {"about": chain.in_words(about)[:200], "about_url": url}


@transaction.atomic
def tick_off(*, follow_up: FollowUp, by: User | None, at: datetime) -> FollowUp:
    """Say that it is done. Raises NotPossible when it is closed already.

    By nobody: what it waited for has come, from somebody without an account.
    """
    return _close(follow_up, FollowUp.State.DONE, by=by, at=at, reason="")


@transaction.atomic
def drop(*, follow_up: FollowUp, by: User | None, at: datetime, reason: str) -> FollowUp:
    """Say that it will not be done, and why. Raises NotPossible.

    By nobody: its rule no longer asks for it, see `take_up_again`.
    """
    reason = _said(reason, _("Say why it is dropped."))
    return _close(follow_up, FollowUp.State.DROPPED, by=by, at=at, reason=reason)


@transaction.atomic
def move(*, follow_up: FollowUp, to: date, reason: str, by: User | None = None) -> FollowUp:
    """Give it another day, and say why. Raises NotPossible."""
    reason = _said(reason, _("Say why it is moved."))
    locked = _still_open(follow_up)
    locked.due_on = to
    locked.reason = reason
    sign(locked, by)
    locked.save(update_fields=["due_on", "reason"])
    return locked


def refuse_owner(follow_up: FollowUp, to: User) -> None:
    """Raise NotPossible for whoever cannot see to it."""
    refuse_closed(follow_up)
    if follow_up.is_restricted:
        raise NotPossible(_("It is for its owner and the managers only."))
    if to.office_id != follow_up.office_id:
        raise NotPossible(_("%(who)s works in another office.") % {"who": to})


@transaction.atomic
def hand_over(*, follow_up: FollowUp, to: User, by: User) -> FollowUp:
    """Have somebody else of the office see to it. Raises NotPossible.

    What is restricted stays where it is: it may name what the other may not see.
    """
    locked = _still_open(follow_up)
    refuse_owner(locked, to)
    locked.owner = to
    sign(locked, by)
    locked.save(update_fields=["owner"])
    return locked


@transaction.atomic
def move_along(*, follow_up: FollowUp, to: date, counted: Counted) -> FollowUp:
    """Give it the day its rule now asks for. Raises NotPossible when it is closed already."""
    locked = _still_open(follow_up)
    FollowUp.objects.filter(pk=locked.pk).update(**counted._asdict())
    if locked.asked_for_on != to:
        locked.due_on = locked.asked_for_on = to
        locked.reason = ""
        locked.save(update_fields=["due_on", "asked_for_on", "reason"])
    return locked


@transaction.atomic
def take_up_again(*, follow_up: FollowUp, due_on: date, counted: Counted | None = None) -> FollowUp:
    """Open what was dropped when its rule stopped asking for it, now that it asks again.

    Raises NotPossible for what a person closed.
    """
    locked: FollowUp = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if not locked.was_dropped_by_its_rule:
        raise NotPossible(_("Somebody closed it."))
    locked.state = FollowUp.State.OPEN
    locked.closed_at = None
    locked.reason = ""
    locked.due_on = locked.asked_for_on = due_on
    locked.save(update_fields=["state", "closed_at", "reason", "due_on", "asked_for_on"])
    if counted:
        FollowUp.objects.filter(pk=locked.pk).update(**counted._asdict())
    return locked


def _close(
    follow_up: FollowUp, state: FollowUp.State, *, by: User | None, at: datetime, reason: str
) -> FollowUp:
    locked = _still_open(follow_up)
    locked.state = state
    locked.closed_at = at
    locked.closed_by = by
    locked.reason = reason
    sign(locked, by)
    locked.save(update_fields=["state", "closed_at", "closed_by", "reason"])
    return locked


def _said(text: str, otherwise: str) -> str:
    """What somebody said, without the blanks around it. Raises NotPossible."""
    text = text.strip()
    if not text:
        raise NotPossible(otherwise)
    if len(text) > LONGEST:
        raise NotPossible(_("Say it in at most %(count)s characters.") % {"count": LONGEST})
    return text


def _still_open(follow_up: FollowUp) -> FollowUp:
    """Lock the row and look again: somebody else may have been quicker."""
    locked: FollowUp = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    refuse_closed(locked)
    return locked


def refuse_closed(follow_up: FollowUp) -> None:
    """Raise NotPossible for what is closed already."""
    if not follow_up.is_open:
        raise NotPossible(
            _("It was closed already: %(state)s.")
            % {"state": follow_up.get_state_display().lower()}
        )
