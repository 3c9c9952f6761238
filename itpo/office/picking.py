"""Choosing a record by typing: the server searches, the page never carries a whole table."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itpo.office.requests import row_number
from itpo.office.visibility import Viewer


class Pickable(NamedTuple):
    """What can be picked under a name: which rows match the words, and what tells them apart."""

    model: type[Model]
    search: Callable[[Viewer, str], QuerySet[Any]]
    visible: Callable[[Viewer], QuerySet[Any]]
    hint: Callable[[Any], str]
    label: Callable[[Any], str]


pickables: dict[str, Pickable] = {}


def pickable(
    name: str,
    model: type[Model],
    *,
    offer: Callable[[Any], QuerySet[Any]],
    hint: Callable[[Any], str],
    label: Callable[[Any], str] = str,
    allow: Callable[[Any], QuerySet[Any]] = lambda rows: rows,
) -> None:
    """Offer rows to be picked.

    Of the rows a viewer sees, `allow` says which may be chosen at all; of those that have the
    words typed, `offer` says which are offered, the best first.
    """

    def visible(viewer: Viewer) -> QuerySet[Any]:
        rows: Any = model._default_manager
        return allow(rows.visible_to(viewer))

    def search(viewer: Viewer, words: str) -> QuerySet[Any]:
        rows: Any = visible(viewer)
        offered: Any = offer(rows.matching(words))
        nearest: QuerySet[Any] = offered.best_first(words)
        return nearest

    pickables[name] = Pickable(model, search, visible, hint, label)


def pick_name_of(model: Any) -> str:
    """Under which name rows of a model are picked. Raises LookupError where none can be."""
    for name, one in pickables.items():
        if one.model is model:
            return name
    raise LookupError(f"Nothing says how one of {model._meta.label} is picked.")


class PickOne(forms.TextInput):
    """A search box that keeps the number of the chosen row beside it."""

    template_name = "parts/pick_one.html"
    choices: Any = ()  # the field's rows; never listed, only asked for what was chosen

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pick_name = name
        self.found: Any = None  # the row its field has found; it need not be asked for again
        self.kept: Any = None
        self.viewer: Any = None

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the search box is empty once something is chosen."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        chosen = value if isinstance(value, list | tuple) else [value] if value else []
        context["pick_url"] = reverse("desk:pick", args=[self.pick_name])
        context["chosen"] = self.chosen_rows(chosen)
        return context

    def chosen_rows(self, chosen: Iterable[Any]) -> list[tuple[Any, str]]:
        """Number and name of what was chosen; what cannot be found is not shown.

        What is kept though nobody may choose it has its name if its viewer may see it.
        """
        numbers = [getattr(one, "pk", one) for one in chosen]
        known = [number for number in numbers if row_number(number) is not None]
        if not known:
            return []
        label = pickables[self.pick_name].label
        if self.found is not None and [str(one) for one in known] == [str(self.found.pk)]:
            return [(self.found.pk, label(self.found))]
        rows = [(row.pk, label(row)) for row in self.choices.queryset.filter(pk__in=known)]
        if not rows and self.kept is not None and str(known[0]) == str(self.kept):
            every: Any = self.choices.queryset.model._default_manager
            seen = every.visible_to(self.viewer).filter(pk=self.kept).first()
            rows = [(self.kept, label(seen) if seen else str(_("restricted")))]
        return rows


class PickSeveral(PickOne):
    """The same, for several rows."""

    template_name = "parts/pick_several.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row, found by typing. PickingForm says what its viewer may pick."""

    def __init__(self, name: str, **options: Any) -> None:
        self.pick_name = name
        super().__init__(queryset=None, widget=PickOne(name), **options)
        self.error_messages["invalid_choice"] = _("Choose one from the list that opens.")

    def keep(self, number: Any, viewer: Viewer) -> None:
        """Take back the number that stands there already, though its viewer could not pick it."""
        widget: Any = self.widget
        widget.kept, widget.viewer = number, viewer

    def to_python(self, value: Any) -> Any:
        widget: Any = self.widget
        kept = widget.kept
        if kept is not None and str(value) == str(kept):
            return self.queryset.model._base_manager.get(pk=kept)  # type: ignore[union-attr]
        widget.found = _that_stays(super().to_python(value))
        return widget.found


class PickSeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows, found by typing."""

    def __init__(self, name: str, **options: Any) -> None:
        self.pick_name = name
        super().__init__(queryset=None, widget=PickSeveral(name), **options)
        self.error_messages["invalid_choice"] = _("Choose from the list that opens.")

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and not all(
            row_number(one) is not None for one in value
        ):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)

    def _check_values(self, value: Any) -> Any:
        found: Any = super()._check_values(value)  # type: ignore[misc]
        if not any(getattr(row, "merged_into_id", None) for row in found):
            return found
        queryset: Any = self.queryset
        return queryset.filter(pk__in={_that_stays(row).pk for row in found})


def _that_stays(row: Any) -> Any:
    """The record a record was merged into since a page offered it; else the record itself."""
    return getattr(row, "merged_into", None) or row


def offer_to(viewer: Viewer, fields: Iterable[Any]) -> None:
    """Have the pickers among a form's fields offer what its viewer may see."""
    for field in fields:
        if isinstance(field, PickField | PickSeveralField):
            field.queryset = pickables[field.pick_name].visible(viewer)


class PickingForm(forms.Form):
    """A form whose pickers offer its viewer what they may see."""

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_to(viewer, self.fields.values())
