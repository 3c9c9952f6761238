"""The form of one record: pickers instead of long lists, and what is rarely needed folded away."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from itpo.office.changes import Change, FieldChange
from itpo.office.forms import DayField, folded, laid_out
from itpo.office.models import User
from itpo.office.picking import PickField, PickSeveralField, offer_to, pick_name_of
from itpo.office.whole_row import WholeRowForm


def field_for(db_field: Any, **options: Any) -> Any:
    """The form field of a column, as every form of a record has it."""
    said = {
        "label": capfirst(db_field.verbose_name),
        "help_text": db_field.help_text,
        "required": not db_field.blank,
    }
    if isinstance(db_field, models.ManyToManyField):
        return PickSeveralField(pick_name_of(db_field.related_model), **said)
    if isinstance(db_field, models.ForeignKey):
        return PickField(pick_name_of(db_field.related_model), **said)
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        return DayField(**said)
    if isinstance(db_field, models.TextField):
        options["widget"] = forms.Textarea(attrs={"rows": 3})
    if isinstance(db_field, models.URLField):
        options["assume_scheme"] = "https"
    return db_field.formfield(**options)


class RecordForm(WholeRowForm):
    """The form of one record, for one viewer.

    `folds` names what is folded away: a heading, and below it the fields. `pairs` names fields
    that stand beside each other. `shown_as` names the field that shows a column of another name.
    `seen` is the version its reader was shown.
    """

    folds: ClassVar[Sequence[tuple[str | Promise, Sequence[str]]]] = ()
    pairs: ClassVar[Sequence[tuple[str, str]]] = ()
    shown_as: ClassVar[Mapping[str, str]] = {}
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        formfield_callback = field_for

    def __init__(self, *args: Any, viewer: User, fixed: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer
        for name in fixed:
            self.fields.pop(name, None)
        offer_to(viewer, self.fields.values())
        for name, field in self.fields.items():
            if isinstance(field, PickField) and self.instance.pk:
                # Saving does not take away what the record has and its viewer could not pick.
                field.keep(getattr(self.instance, f"{name}_id", None), viewer)

    @cached_property
    def changed_data(self) -> list[str]:
        """What somebody changed; which version they saw is not among it."""
        return [name for name in super().changed_data if name != "seen"]

    @property
    def helper(self) -> FormHelper:
        beside = {one: other for one, other in self.pairs if {one, other} <= set(self.fields)}
        apart = {*beside.values(), *(name for _legend, names in self.folds for name in names)}
        parts: list[Any] = [
            Div(name, beside[name], css_class="pair") if name in beside else name
            for name in self.fields
            if name not in apart
        ]
        for legend, names in self.folds:
            if there := [name for name in names if name in self.fields]:
                parts.append(folded(self, legend, *there))
        return laid_out(*parts)

    def field_of(self, change: FieldChange) -> str:
        """The field in which the reader sees what changed."""
        return self.shown_as.get(change.name, change.name)

    def say_what_others_did(self, news: Change, touched: Iterable[str]) -> None:
        """Tell what somebody else saved meanwhile: beside each field both changed, and above."""
        at = timezone.localtime(news.at).strftime("%H:%M")
        told = {"who": news.by, "at": at}
        both = set(touched)
        elsewhere = []
        for change in news.fields:
            if (name := self.field_of(change)) in both and name in self.fields:
                sentence = _("%(who)s wrote “%(now)s” here at %(at)s. Save again to keep yours.")
                self.add_error(name, sentence % {**told, "now": change.after})
            else:
                elsewhere.append(f"{change.label}: {change.after}")
        told["what"] = "; ".join(elsewhere) or _("see below")
        sentence = _(
            "%(who)s changed this at %(at)s, while you wrote. %(what)s. Nothing of yours "
            "is saved yet: look, then save again."
        )
        self.add_error(None, sentence % told)


@dataclass(frozen=True)
class Editable:
    """Which form a record has, and the record it stands on the page of."""

    form: type[RecordForm]
    of: str  # the column that leads to that record; empty for what has a page of its own
    may_be_added: bool
    may_be_removed: bool  # only what links two records may
    page: str = ""  # the name of that record's page it stands on, where that is not the first
    remove: Callable[[Any, User], object] | None = None  # the verb, where something may forbid it
    lock: Callable[[Any], Any] | None = None  # gives the row locked, where others come before it
    adding: str | Promise = ""  # what the page that adds one is headed, where not “New …”

    @property
    def model(self) -> Any:
        options: Any = self.form
        return options._meta.model


editables: dict[str, Editable] = {}
AnyForm = TypeVar("AnyForm", bound=type[RecordForm])


def editable(
    of: str = "",
    *,
    may_be_added: bool = True,
    may_be_removed: bool = False,
    page: str = "",
    remove: Callable[[Any, User], object] | None = None,
    lock: Callable[[Any], Any] | None = None,
    adding: str | Promise = "",
) -> Callable[[AnyForm], AnyForm]:
    """Give a model's records a form in the workspace."""

    def register(form: AnyForm) -> AnyForm:
        options: Any = form
        label = options._meta.model._meta.label_lower
        editables[label] = Editable(
            form, of, may_be_added, may_be_removed, page, remove, lock, adding
        )
        return form

    return register
