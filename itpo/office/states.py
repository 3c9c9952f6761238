"""Taking a record from one state to another: by a map, under a lock, with a reason where asked."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from itpo.office.history import sign
from itpo.office.models import User

LONGEST = 200  # characters of a reason; the length of the columns

Moves = Mapping[Any, AbstractSet[Any]]


class NotPossible(Exception):
    """The record cannot be changed so. The message says why; `field` says where."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def take(*, thing: Any, to: str, moves: Moves, by: User | None, because: str = "") -> Any:
    """Take a record to another state. What is cancelled says why, where the table keeps that.

    `moves` names for each state those that can follow. Raises NotPossible, and then nothing is
    written; also when somebody else was quicker.
    """
    locked = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    wanted = refuse_move(locked, to, moves)
    locked.state = wanted
    written = ["state"]
    if hasattr(locked, "cancelled_because"):
        locked.cancelled_because = _reason(because, locked) if wanted == "cancelled" else ""
        written.append("cancelled_because")
    sign(locked, by)
    locked.save(update_fields=written)
    return locked


def refuse_move(thing: Any, to: str, moves: Moves) -> models.TextChoices:
    """The state it is taken to. Raises NotPossible where the map does not lead there."""
    states: type[models.TextChoices] = type(next(iter(moves)))
    current, wanted = states(thing.state), states(to)
    if wanted not in moves[current]:
        raise NotPossible(
            _("The %(thing)s is “%(current)s”; it cannot become “%(to)s”.")
            % {
                "thing": thing._meta.verbose_name,
                "current": current.label,
                "to": wanted.label,
            }
        )
    return wanted


def following(thing: Any, moves: Moves) -> list[Any]:
    """The states a record can be taken to, in the order in which its table names them."""
    states: Any = type(next(iter(moves)))
    return [state for state in states if state in moves[states(thing.state)]]


def _reason(because: str, thing: Any) -> str:
    because = because.strip()
    if not because:
        raise NotPossible(
            _("Say why the %(thing)s is cancelled.") % {"thing": thing._meta.verbose_name},
            "because",
        )
    if len(because) > LONGEST:
        raise NotPossible(
            _("Say it in at most %(count)s characters.") % {"count": LONGEST}, "because"
        )
    return because
