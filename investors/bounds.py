"""What is planned lies within the visit or the mission it is part of."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from delegates.models import Visit
from investors.models import Mission
from itpo.office.states import NotPossible


def lock(whole: Any, day: date | None) -> Any:
    """The row of a visit or a mission, so that nobody cancels or moves it meanwhile.

    Refuses what is planned in one that was cancelled, or on a day outside it, with NotPossible.
    """
    locked: Any = type(whole)._default_manager.select_for_update().get(pk=whole.pk)
    is_visit = isinstance(locked, Visit)
    if locked.state == (Visit.State.CANCELLED if is_visit else Mission.State.CANCELLED):
        said = _("The visit was cancelled.") if is_visit else _("The mission was cancelled.")
        raise NotPossible(said, "visit" if is_visit else "mission")
    first, last = locked.begins_earliest, locked.ends_latest
    if day and ((first and day < first) or (last and day > last)):
        said = (
            _("The visit lasts from %(when)s; this is outside it.")
            if is_visit
            else _("The mission lasts from %(when)s; this is outside it.")
        )
        raise NotPossible(said % {"when": locked.when}, "day")
    return locked
