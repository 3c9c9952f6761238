"""Who is added in the admin and may be on record already is pointed out.

A form of the workspace asks beforehand. Django's form has no second question, so that it is told
as soon as the record is saved, while whoever added it can still merge the two.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from itpo.office.sameness.keys import Key, known, own_keys_of
from itpo.office.sameness.looking import suspects_of
from itpo.office.sameness.pairs import look_again


class PointingOut:
    """Says of each record that was added or renamed which others it may be."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        is_known = change and obj._meta.label_lower in known
        known_by = own_keys_of(type(obj)._base_manager.get(pk=obj.pk)) if is_known else set()
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        _point_out(request, obj, known_by)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)  # type: ignore[misc]
        for made in formset.new_objects:
            _point_out(request, made, set())


def _point_out(request: HttpRequest, thing: Any, known_by: set[Key]) -> None:
    label = thing._meta.label_lower
    if label not in known:
        return
    viewer: Any = request.user
    look_again(label, [thing.pk])
    for suspect in suspects_of(thing, viewer, known_by):
        messages.warning(
            request,
            _("%(name)s may be %(other)s, on record already: %(why)s. Duplicates has both.")
            % {"name": thing, "other": suspect.thing, "why": "; ".join(suspect.reasons)},
        )
