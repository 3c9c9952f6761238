"""What can be done with several rows of more than one list: tagging them, and giving them away."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itpo.office import looking_after, tags
from itpo.office.models import User
from itpo.office.picking import PickField, PickingForm
from itpo.office.several import Action, Said
from itpo.office.states import NotPossible


class SectorForm(PickingForm):
    sector = PickField("sectors", label=gettext_lazy("Sector"))


class OwnerForm(PickingForm):
    owner = PickField("officers", label=gettext_lazy("Who looks after it from now on"))


def _sectors(thing: Any) -> list[Any]:
    return sorted(thing.sectors.all(), key=lambda one: (one.code, one.pk))


def _named(sectors: list[Any]) -> str:
    return ", ".join(map(str, sectors))


def _with(thing: Any, said: Said) -> str:
    found = _sectors(thing)
    if said["sector"] in found:
        raise NotPossible(_("It has this sector already."))
    return _named(sorted([*found, said["sector"]], key=lambda one: (one.code, one.pk)))


def _without(thing: Any, said: Said) -> str:
    found = _sectors(thing)
    if said["sector"] not in found:
        raise NotPossible(_("It does not have this sector."))
    return _named([one for one in found if one != said["sector"]])


def _tag(thing: Any, said: Said, by: User, at: datetime) -> None:
    tags.add_sector(thing=thing, sector=said["sector"], by=by)


def _untag(thing: Any, said: Said, by: User, at: datetime) -> None:
    tags.take_sector_away(thing=thing, sector=said["sector"], by=by)


TAGGING = [
    Action(
        name,
        label,
        SectorForm,
        before=lambda thing: _named(_sectors(thing)),
        after=after,
        act=act,
        fetched=lambda rows: rows.prefetch_related("sectors"),
    )
    for name, label, after, act in (
        ("tag", gettext_lazy("Add a sector"), _with, _tag),
        ("untag", gettext_lazy("Take a sector away"), _without, _untag),
    )
]


def _nothing_forbids(thing: Any, to: User) -> None:
    """Anybody may look after it."""


def giving(
    act: Callable[[Any, User, User], object],
    check: Callable[[Any, User], None] = _nothing_forbids,
    *,
    column: str = "owner",
    beside: tuple[str, ...] = (),
) -> Action:
    """Have somebody else look after them; `check` raises NotPossible for whoever cannot.

    `column` is where a row keeps who does, `beside` what its name in words needs.
    """

    def given(thing: Any, said: Said) -> str:
        check(thing, said["owner"])
        if said["owner"].pk == getattr(thing, f"{column}_id"):
            raise NotPossible(_("%(user)s looks after it already.") % {"user": said["owner"]})
        return str(said["owner"])

    return Action(
        "give",
        gettext_lazy("Give to somebody else"),
        OwnerForm,
        before=lambda thing: str(getattr(thing, column) or _("nobody")),
        after=given,
        act=lambda thing, said, by, at: act(thing, said["owner"], by),
        fetched=lambda rows: rows.select_related(column, *beside),
    )


def giving_office_records(column: str, *, beside: tuple[str, ...] = ()) -> Action:
    """The same for what belongs to one office and knows no rule of its own about it."""

    def give(thing: Any, to: User, by: User) -> None:
        looking_after.hand_over(thing=thing, to=to, by=by, column=column)

    return giving(give, looking_after.refuse_owner, column=column, beside=beside)
