"""Whom papers name of those who come to us, and as what."""

from delegates.models import Visit
from itpo.office.persons import Person


def person_of(visit: Visit) -> Person:
    """Who comes. Asks the database nothing for a visit `for_papers()`."""
    delegate = visit.delegate
    return Person(
        name=delegate.full_name,
        name_local=delegate.name_local,
        organisation=visit.agency.full_name if visit.agency else delegate.country.name,
        post=getattr(visit, "post_then", None) or "",
        title=delegate.title,
        rank=visit.rank,
    )
