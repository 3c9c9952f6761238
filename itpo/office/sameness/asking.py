"""Asking whoever adds or renames a record whether it is one that is known already."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.http import HttpRequest

from itpo.office.sameness.keys import Key
from itpo.office.sameness.looking import Suspect, suspects_of
from itpo.office.visibility import Viewer

FIELD = "another"  # the button that says so sends which records were shown


class Asked(NamedTuple):
    """Records that may be the same, and whether somebody has said of all that they are not."""

    suspects: list[Suspect]
    is_another: bool

    @property
    def to_show(self) -> list[Suspect]:
        return [] if self.is_another else self.suspects

    @property
    def numbers(self) -> list[int]:
        return [one.thing.pk for one in self.suspects]


def ask(request: HttpRequest, viewer: Viewer, *things: Any, besides: Collection[Key] = ()) -> Asked:
    """Look who may be the same as what is to be saved; `besides` is known of it already.

    Who appeared since somebody said that it is another is shown first.
    """
    found = [one for thing in things for one in suspects_of(thing, viewer, besides)]
    said = request.POST.get(FIELD, "")[:1000].split(",")
    return Asked(found, {one.name for one in found} <= set(said))
