"""What is printed of a visit and of a programme: badges, table signs, day sheets."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from delegates.models import Programme, Visit
from delegates.papers.kinds import page_of_programme, page_of_visit
from delegates.people import person_of
from itpo.office.day_sheets import offer_days
from itpo.office.name_sheets import offer_names
from itpo.office.persons import Person
from itpo.office.sheets import stand_on
from itpo.office.visibility import Viewer


def who_comes(visit: Visit, viewer: Viewer) -> Iterable[Person]:
    """The delegate, unless the visit is cancelled."""
    found = Visit.objects.visible_to(viewer).not_cancelled().filter(pk=visit.pk)
    return map(person_of, found.for_papers())


def everybody_who_comes(programme: Programme, viewer: Viewer) -> Iterable[Person]:
    """The delegates of all its visits that are not cancelled."""
    found = Visit.objects.visible_to(viewer).not_cancelled().filter(programme=programme)
    return map(person_of, found.for_papers())


offer_names(Visit, who_comes, nobody=_("The visit is cancelled: nobody needs a badge."))
offer_names(
    Programme, everybody_who_comes, nobody=_("Nobody is to come yet: accept an application first.")
)
offer_days(Visit)
stand_on(Visit, page_of_visit)
stand_on(Programme, page_of_programme)
