"""Badges and table signs: names to be read from across a table, in both scripts."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itpo.office.persons import Person, in_order_of_rank
from itpo.office.sheets import Asked, Sheet, sheet
from itpo.office.states import NotPossible
from itpo.office.visibility import Viewer

# Given a thing and a viewer: whose names are printed, in any order.
People: TypeAlias = Callable[[Any, Viewer], Iterable[Person]]

BADGES = {"en": "Name badges", "ja": "名札"}
SIGNS = {"en": "Table signs", "ja": "卓上名札"}


def offer_names(
    model: type[Model],
    people: People,
    *,
    nobody: str | Promise,
    occasion: Callable[[Any], object] = str,
) -> None:
    """Say whose badges and table signs are printed for things of a model.

    `nobody` is said where there are no such people, and `occasion` is what they come to.
    """

    def words(asked: Asked) -> dict[str, Any]:
        found = in_order_of_rank(people(asked.thing, asked.viewer), asked.language)
        if not found:
            raise NotPossible(str(nobody))
        printed = [_names(one, asked.language) for one in found]
        return {"people": printed, "occasion": str(occasion(asked.thing))}

    on_badges = _("Ten on a sheet, with marks to cut along.")
    on_signs = _("One on a sheet, to be folded in the middle; it reads from both sides.")
    sheet(model, "badges", Sheet(_("Name badges"), on_badges, BADGES, "badges", words))
    sheet(model, "signs", Sheet(_("Table signs"), on_signs, SIGNS, "signs", words))


def _names(one: Person, language: str) -> dict[str, str]:
    """The name twice where there are two scripts; the reader's own is the big one."""
    name, local = one.name, one.own_script
    first, second = (local, name) if language == "ja" and local else (name, local)
    from_where = one.organisation_in(language)
    return {"name": first, "other": second, "from": from_where, "post": one.post, "role": one.role}
