"""The form that asks whether something helped a deal."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deals.models import Confirmation, Contribution
from itpo.office import partial_dates
from itpo.office.forms import laid_out


class HelpForm(forms.Form):
    """In what role, how strongly and on what evidence something helped; or why it did not.

    `confirmed` names an answer of the company that is the evidence, where there is one.
    """

    role = forms.ChoiceField(label=_("Role"), choices=Contribution.Role.choices)
    strength = forms.ChoiceField(
        label=_("How strongly"),
        choices=[
            ("", "—"),
            *(one for one in Contribution.Strength.choices if one[0] != "none"),
        ],
    )
    evidence = forms.CharField(
        label=_("On what evidence; or why it did not help"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirmed = forms.ChoiceField(label=_("Or the company's own word"), required=False)
    evidence_url = forms.URLField(
        label=_("Address of the evidence"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(
        self, *args: Any, helped: bool = True, answers: Iterable[Confirmation] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.helped = helped
        if not helped:  # then nobody asks in what role, and how strongly
            self.fields["role"].required = self.fields["strength"].required = False
        self.said = {str(one.pk): _said_by_company(one) for one in answers}
        if self.said:
            choices = [("", "—"), *self.said.items()]
            self.fields["confirmed"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["confirmed"]

    @property
    def helper(self) -> FormHelper:
        names = [name for name in self.fields if name not in {"role", "strength"}]
        return laid_out(Div("role", "strength", css_class="pair"), *names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words = [data.get("evidence", ""), self.said.get(data.get("confirmed", ""), "")]
        data["evidence"] = "\n".join(filter(None, words))
        if not data["evidence"] and "evidence" not in self.errors:
            asked = gettext("Say on what evidence."), gettext("Say why it did not help.")
            self.add_error("evidence", asked[0] if self.helped else asked[1])
        return data


def _said_by_company(answer: Confirmation) -> str:
    """What a company said of our help, and when, as evidence."""
    day = partial_dates.day_shown(timezone.localdate(answer.answered_at))
    return gettext("The company (%(who)s, %(day)s): %(words)s.") % {
        "who": answer.answered_by,
        "day": day,
        "words": answer.get_needed_display(),
    }
