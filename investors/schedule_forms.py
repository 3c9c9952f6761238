"""The forms of meeting schedules."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from investors import schedule_slots
from investors.models import Pairing, Participant, Schedule
from itpo.office.forms import DayField, add_refusal, folded, laid_out
from itpo.office.picking import PickingForm, PickSeveralField
from itpo.office.states import NotPossible

HOURS: tuple[str, ...] = (
    *("minutes", "pause", "morning_at", "morning_slots"),
    *("afternoon_at", "afternoon_slots", "tables"),
)


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a day of a schedule is divided, and how many meet at a time."""

    class Meta:
        model = Schedule
        fields: tuple[str, ...] = HOURS
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("morning_at", "afternoon_at")
        }

    @property
    def hours(self) -> list[Any]:
        return [
            Div("minutes", "pause", css_class="pair"),
            Div("morning_at", "morning_slots", css_class="pair"),
            Div("afternoon_at", "afternoon_slots", css_class="pair"),
            "tables",
        ]


class BeginScheduleForm(HoursForm):
    """A new schedule: its days, hours and tables."""

    first_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"))
    field_order = ("name", "place", "time_zone", "first_on", "last_on", *HOURS)

    class Meta(HoursForm.Meta):
        fields = ("name", "place", "time_zone", "first_on", "last_on", *HOURS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first_on") and data.get("last_on"):
            try:
                schedule_slots.days_between(data["first_on"], data["last_on"])
            except NotPossible as refusal:
                add_refusal(self, refusal)
        return data

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            "name",
            Div("first_on", "last_on", css_class="pair"),
            *self.hours,
            folded(self, _("Place, time zone"), "place", "time_zone"),
        )


class ReshapeScheduleForm(HoursForm):
    """Other days, hours or tables for a schedule; which meetings may lose their slot by that."""

    days = forms.MultipleChoiceField(
        label=_("Days"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a day at least.")},
    )
    lost = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta(HoursForm.Meta):
        fields = ("place", *HOURS)

    def __init__(
        self, *args: Any, offered: Iterable[date], chosen: Iterable[date], **options: Any
    ) -> None:
        options["initial"] = {"days": [day.isoformat() for day in chosen]}
        super().__init__(*args, **options)
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), date_format(day, "D j M")) for day in offered
        ]

    @property
    def helper(self) -> FormHelper:
        return laid_out("lost", "days", *self.hours, "place")

    def show_lost(self, pairings: Iterable[Pairing]) -> None:
        """Have the form say, when it is sent again, what its reader has seen."""
        sent: Any = self.data.copy()  # type: ignore[attr-defined]
        sent["lost"] = ",".join(str(one.pk) for one in pairings)
        self.data = sent

    @property
    def chosen_days(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.cleaned_data["days"]]

    @property
    def accepted(self) -> set[int]:
        """The numbers of the meetings of which its reader has seen that they lose their slot."""
        said: str = self.cleaned_data["lost"]
        return {int(one) for one in said.split(",") if one.isdecimal() and len(one) < 19}


class InviteForm(PickingForm):
    """Who takes part in a schedule, several at a time."""

    side = forms.ChoiceField(
        label=_("Side"), choices=Participant.Side.choices, widget=forms.RadioSelect
    )
    companies = PickSeveralField("companies", label=_("Companies"), required=False)
    delegates = PickSeveralField("delegates", label=_("Delegates"), required=False)
    agencies = PickSeveralField("agencies", label=_("Agencies"), required=False)
    partners = PickSeveralField("partners", label=_("Partners"), required=False)
    names = forms.CharField(
        label=_("Names, where there is no record"),
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    languages = forms.CharField(
        label=_("Their languages"),
        help_text=_("French, English. Blank: they need no interpreter."),
        max_length=120,
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            "side", "companies", "delegates", "agencies", "partners", "names", "languages"
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["names"] = [line for line in data.get("names", "").splitlines() if line.strip()]
        if any(len(" ".join(line.split())) > 160 for line in data["names"]):
            self.add_error("names", _("A name has at most 160 characters."))
        several = ("companies", "delegates", "agencies", "partners", "names")
        if not self.errors and not any(data.get(name) for name in several):
            self.add_error("companies", _("Say who takes part."))
        return data


class InterpretersForm(PickingForm):
    """Who interprets."""

    interpreters = PickSeveralField("interpreters", label=_("Interpreters"), required=False)

    @property
    def helper(self) -> FormHelper:
        return laid_out("interpreters")
