"""Which records of the delegates app can be merged, and what may stand in the way."""

from django.utils.translation import gettext as _

from delegates.models import Agency, Delegate, Posting, Visit
from itpo.office.merging.rules import mergeable, same_row
from itpo.office.models import User
from itpo.office.states import NotPossible


def no_two_visits_at_once(winner: Delegate, loser: Delegate, by: User) -> None:
    """Nobody is on two visits on the same days; of days known in part nobody knows."""
    kept, gone = (
        [
            (one.begins_latest, one.ends_earliest, one)
            for one in Visit.objects.filter(delegate=who)
            .exclude(state=Visit.State.CANCELLED)
            .exclude(begins_latest=None)
            .exclude(ends_earliest=None)
            .order_by("pk")
        ]
        for who in (winner, loser)
    )
    for first, last, one in kept:
        for others_first, others_last, other in gone:
            if max(first, others_first) <= min(last, others_last):
                raise NotPossible(
                    _(
                        "Both are on a visit on the same days: %(one)s and %(other)s. Correct or "
                        "cancel one of them first."
                    )
                    % {"one": one.when, "other": other.when}
                )


mergeable(Delegate, no_two_visits_at_once)
mergeable(Agency)
same_row(Posting, "delegate", "agency", "post", "begins", "ends", "is_current")
