"""The forms of the deals app that ask for a verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deals.models import Stage, Status
from itpo.office.fields import PartialDateFormField


class MoveForm(forms.Form):
    """To which stage, when it was, and why. `shown` is the stage its reader saw."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    to = forms.ChoiceField(label=_("Stage"))
    happened = PartialDateFormField(label=_("When it was"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, stages: list[Stage], stage: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stage = Stage(stage)
        choices = [(one.value, one.label) for one in stages]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a move from a stage the deal is no longer in: somebody was quicker."""
        data = super().clean() or {}
        if data.get("shown") and data["shown"] != self.stage:
            self.errors.pop("to", None)
            sentence = _(
                "Somebody has moved it meanwhile: it is in “%(stage)s” now. Look, then decide."
            )
            self.add_error(None, sentence % {"stage": self.stage.label})
            sent: Any = self.data
            sent = sent.copy()
            sent["shown"] = self.stage.value
            self.data = sent
        return data


class StatusForm(forms.Form):
    """How a deal is doing, and why."""

    to = forms.ChoiceField(label=_("Status"), choices=Status.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Needed for what is lost or given up."),
    )


class VerifyForm(forms.Form):
    """On what evidence a figure is verified."""

    evidence = forms.CharField(
        label=_("On what evidence"),
        max_length=300,
        help_text=_("A letter, a visit, a report: what somebody else can look at."),
    )


class WithdrawForm(forms.Form):
    """Why a figure no longer stands."""

    because = forms.CharField(label=_("Why it no longer stands"), max_length=200)
