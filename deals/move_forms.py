"""The form that takes a deal to another stage, with what the gate on the way asks for."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deals import gate_fields
from deals.models import Fact, Stage
from itpo.office.fields import PartialDateFormField
from itpo.office.forms import laid_out
from itpo.office.models import User
from itpo.office.picking import PickingForm, offer_to


class MoveForm(PickingForm):
    """To which stage, when it was, and why; and the facts that are missing on the way.

    `shown` is the stage its reader saw. Nothing is asked of a fact here: the verb says what is
    still missing, and `lack` puts that beside the fields.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    to = forms.ChoiceField(label=_("Stage"))
    happened = PartialDateFormField(label=_("When it was"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
    passed_because = forms.CharField(
        label=_("Let it pass without, because"),
        max_length=200,
        required=False,
        help_text=_("As a manager you may. It stays to be seen what was missing, and why."),
    )

    def __init__(
        self,
        *args: Any,
        stages: Sequence[Stage],
        stage: str,
        facts: Sequence[Fact] = (),
        viewer: User,
        **options: Any,
    ) -> None:
        self.facts = facts
        super().__init__(*args, viewer=viewer, **options)
        self.viewer = viewer
        self.stage = Stage(stage)
        self.answers: dict[Fact, Any] = {}
        self.withheld: dict[Fact, str] = {}
        to: Any = self.fields["to"]
        to.choices = [(one.value, one.label) for one in stages]
        for fact in facts:
            self.fields |= gate_fields.fields_of(fact)
        offer_to(viewer, self.fields.values())

    @property
    def helper(self) -> FormHelper:
        asked = [gate_fields.laid_out_fact(fact) for fact in self.facts]
        past = ["passed_because"] if self.facts and self.viewer.sees_restricted else []
        return laid_out(
            "shown", "next", Div("to", "happened", css_class="pair"), "reason", *asked, *past
        )

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
        for fact in self.facts:
            self._take(fact, data)
        return data

    def _take(self, fact: Fact, data: dict[str, Any]) -> None:
        """What was said of one fact: what it is, or that it cannot be disclosed."""
        try:
            answer = gate_fields.answer(fact, data)
        except ValidationError as error:
            self.add_error(None, error)
            return
        is_withheld = data.get(gate_fields.withheld(fact))
        if is_withheld and answer is not None:
            sentence = _("Fill it in, or say that it cannot be disclosed: not both.")
            self.add_error(gate_fields.withheld(fact), sentence)
        elif is_withheld:
            self.withheld[fact] = data.get(gate_fields.because(fact), "")
        elif answer is not None:
            self.answers[fact] = answer

    def lack(self, facts: Iterable[Fact]) -> None:
        """Say beside each fact that it is still missing."""
        for fact in facts:
            first = next(iter(gate_fields.fields_of(fact)))
            may_be_withheld = gate_fields.withheld(fact) in self.fields
            sentence = (
                _("Fill it in, or say that it cannot be disclosed.")
                if may_be_withheld
                else _("This is needed.")
            )
            self.add_error(first if first in self.fields else None, sentence)

    def refuse(self, fact: str | None, sentence: str) -> None:
        """Say what a verb refused, beside the first field of the fact it is about."""
        named = [one for one in self.facts if one.value == fact]
        first = next(iter(gate_fields.fields_of(named[0]))) if named else None
        self.add_error(first, sentence)
