"""Tagging a record with a sector, and taking the tag away, with a line in its history."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from itpo.office.history import sign
from itpo.office.models import Sector, User
from itpo.office.states import NotPossible


@transaction.atomic
def add_sector(*, thing: Any, sector: Sector, by: User) -> None:
    """Raises NotPossible where it has it already."""
    if thing.sectors.filter(pk=sector.pk).exists():
        raise NotPossible(_("It has this sector already."))
    sign(thing, by)
    thing.sectors.add(sector)


@transaction.atomic
def take_sector_away(*, thing: Any, sector: Sector, by: User) -> None:
    """Raises NotPossible where it does not have it."""
    if not thing.sectors.filter(pk=sector.pk).exists():
        raise NotPossible(_("It does not have this sector."))
    sign(thing, by)
    thing.sectors.remove(sector)
