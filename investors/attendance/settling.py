"""Who did not come: known once the event is held and somebody has said who was there."""

from simple_history.utils import bulk_update_with_history

from investors.models import Event, EventRegistration
from itpo.office.models import User

State = EventRegistration.State


def settle(event: Event, by: User | None) -> None:
    """Bring what is said of those who have a seat in line with the state of a locked event.

    Held, and somebody was there: whoever else had a seat did not come. Not held after all: nobody
    has stayed away. Held without a list: nothing is known of anybody.
    """
    rows = event.registrations
    if event.state == Event.State.HELD:
        is_known = rows.filter(state=State.ATTENDED).exists()
        _take(event, State.REGISTERED, State.NO_SHOW, by) if is_known else None
    else:
        _take(event, State.NO_SHOW, State.REGISTERED, by)


def _take(event: Event, from_state: str, to: str, by: User | None) -> None:
    rows = list(event.registrations.select_for_update().filter(state=from_state))
    for row in rows:
        row.state = to
    if rows:
        bulk_update_with_history(rows, EventRegistration, ["state"], default_user=by)
