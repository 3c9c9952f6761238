"""Who of an office looks after one of its records, and handing it to somebody else."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible


def refuse_owner(thing: Any, to: User) -> None:
    """Raise NotPossible for whoever cannot look after a record of its office.

    What is restricted stays where it is: it may name what the other may not see.
    """
    if getattr(thing, "is_restricted", False):
        raise NotPossible(_("It is for its owner and the managers only."))
    if to.office_id != thing.office_id:
        raise NotPossible(_("%(user)s belongs to another office.") % {"user": to})
    if not to.is_active or not to.may_change:
        raise NotPossible(_("%(user)s cannot look after anything.") % {"user": to})


@transaction.atomic
def hand_over(*, thing: Any, to: User, by: User, column: str) -> None:
    """Have somebody else of the office look after it; `column` keeps who does.

    What was promised stays with whoever promised it. Raises NotPossible.
    """
    locked = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    refuse_owner(locked, to)
    setattr(locked, column, to)
    sign(locked, by)
    locked.save(update_fields=[column])
