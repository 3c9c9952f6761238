"""The forms of an import."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from itpo.office.csv_files import FileNotReadable
from itpo.office.forms import laid_out
from itpo.office.importing.cells import as_text
from itpo.office.importing.kinds import Kind, kinds
from itpo.office.importing.limits import refuse_size
from itpo.office.models import ImportRun


class FileForm(forms.Form):
    """A file, and what it lists."""

    kind = forms.ChoiceField(label=_("What the list is of"))
    file = forms.FileField(
        label=_("The file"),
        help_text=_("An Excel workbook (XLSX) or a CSV file. Its first row names the columns."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.name, one.label) for one in kinds().values()
        ]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["file"]
        try:
            refuse_size(upload.size)
        except FileNotReadable as refusal:
            raise ValidationError(str(refusal)) from refusal
        return upload

    @property
    def helper(self) -> FormHelper:
        return laid_out("kind", "file")


class ColumnsForm(forms.Form):
    """For each column of a file the field it is, or none."""

    list_wins = forms.BooleanField(
        label=_("The list is right also where something else was written here by hand"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, run: ImportRun, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.heads = run.heads
        choices = [("", _("– leave out –")), *self._named(kind)]
        for place, head in enumerate(run.heads):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=head or _("(no name)"),
                choices=choices,
                required=False,
                initial=run.columns[place] if place < len(run.columns) else "",
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.fields["list_wins"].initial = run.list_wins

    @staticmethod
    def _named(kind: Kind) -> list[tuple[str, str]]:
        mark = {True: " *", False: ""}
        return [
            (one.name, f"{capfirst(str(one.label))}{mark[one.is_required]}") for one in kind.fields
        ]

    @property
    def chosen(self) -> list[str]:
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.heads))]

    def beside(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, list[str]]]:
        """Each column's field with what the first rows have there."""
        return [
            (self[f"column_{place}"], [as_text(cells[place]) for cells in rows])
            for place in range(len(self.heads))
        ]


def decisions_of(sent: Mapping[str, str], run: ImportRun) -> dict[int, str]:
    """What was decided of rows, as far as it can be decided so."""
    decided = {}
    for plan in run.plans:
        said = sent.get(f"row_{plan['row']}", "")
        known = {"new", "out", *(str(record) for record, *_said in plan.get("candidates", ()))}
        if plan.get("candidates") and said in known:
            decided[plan["row"]] = said
    return decided
