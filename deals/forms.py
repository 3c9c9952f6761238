"""The forms of the deals app."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deals.models import Stage
from itpo.office.fields import PartialDateFormField


class MoveForm(forms.Form):
    """To which stage, when it was, and why."""

    to = forms.ChoiceField(label=_("Stage"))
    happened = PartialDateFormField(label=_("When it was"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, stages: list[Stage], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(stage.value, stage.label) for stage in stages]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
