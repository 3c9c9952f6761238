"""Which records of the delegates app can be merged, and what may stand in the way."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from delegates.models import Agency, Delegate, Posting, Visit
from itpo.office.folding import fold
from itpo.office.merging.rules import mergeable, same_row
from itpo.office.models import Reason, User
from itpo.office.sameness import keys
from itpo.office.sameness.keys import Key, known_by
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


def of_delegate(who: Delegate) -> Iterator[Key]:
    """By name within a country, in either script, by mail and by phone."""
    yield from keys.person((who.family_name, who.given_name), who.country_id)
    yield from keys.spelling(
        who.country_id, fold(f"{who.family_name}{who.given_name}").replace(" ", "")
    )
    if who.name_local:
        yield Key(Reason.NAME, f"local:{fold(who.name_local)}")
    yield from keys.mail(who.email)
    yield from keys.phone(who.phone, who.country.code)


def of_agency(agency: Agency) -> Iterator[Key]:
    """By name and short name within a country, and by the domain of its website."""
    for name in (agency.name, agency.short_name):
        yield Key(Reason.NAME, f"{agency.country_id}:{fold(name)}")
    yield from keys.spelling(agency.country_id, fold(agency.name).replace(" ", ""))
    yield from keys.domain(agency.website)


known_by(Delegate, of_delegate, read_along=lambda rows: rows.select_related("country"))
known_by(Agency, of_agency, read_along=lambda rows: rows.select_related("country"))
mergeable(Delegate, no_two_visits_at_once)
mergeable(Agency)
same_row(Posting, "delegate", "agency", "post", "begins", "ends", "is_current")
