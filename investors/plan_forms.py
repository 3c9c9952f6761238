"""The forms of an agenda that is being planned."""

from datetime import time
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from delegates.models import Visit
from investors import planning
from investors.bookings import Bookable
from investors.clocks import zones_for
from investors.models import AgendaItem, Meeting, Mission
from investors.models.meetings import APPOINTMENTS
from itpo.office.forms import DayField, folded, laid_out
from itpo.office.models import User
from itpo.office.picking import PickingForm, PickSeveralField
from itpo.office.time_zones import city_of

# Kinds of meetings first; the rest is what an agenda has beside them.
KINDS = [
    *((kind.value, kind.label) for kind in Meeting.Kind if kind in APPOINTMENTS),
    *((kind.value, kind.label) for kind in AgendaItem.Kind),
]


def clock_field(label: Any, **options: Any) -> forms.TimeField:
    """A time of day, as the clocks say at the place."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 14:30.")},
        **options,
    )


class WhenForm(forms.Form):
    """When something takes place: to move it, or to plan it once more."""

    day = DayField(label=_("Day"))
    starts = clock_field(_("From"), required=False)
    ends = clock_field(_("Until"), required=False, help_text=_("Blank: as long as before."))

    @property
    def helper(self) -> FormHelper:
        return laid_out("day", Div("starts", "ends", css_class="pair"))

    def clean(self) -> dict[str, Any]:
        """An end that was left as it is moves along with its beginning."""
        data = super().clean() or {}
        if "ends" not in self.changed_data:
            data["ends"] = None
        return check_times(self, data)


class PlanForm(PickingForm):
    """Something that is put on the agenda of a visit or a mission."""

    kind = forms.ChoiceField(
        label=_("What"), choices=KINDS, widget=forms.RadioSelect, initial=Meeting.Kind.VISIT
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Blank: the names of those who meet, or the kind."),
    )
    day = DayField(label=_("Day"))
    starts = clock_field(_("From"), required=False)
    ends = clock_field(
        _("Until"), required=False, help_text=_("Whoever comes is booked until then.")
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    to_place = forms.CharField(
        label=_("To which place"), max_length=120, required=False, help_text=_("Of a journey.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the place"))
    companies = PickSeveralField("companies", label=_("Companies"), required=False)
    contacts = PickSeveralField("contacts", label=_("Who of the companies"), required=False)
    delegates = PickSeveralField("delegates", label=_("Delegates"), required=False)
    everybody = forms.BooleanField(
        label=_("The whole delegation"),
        required=False,
        help_text=_("Whoever is confirmed and known by name."),
    )
    officers = PickSeveralField("officers", label=_("Who of us"), required=False)
    resources = PickSeveralField(
        "resources",
        label=_("Interpreter, room, car"),
        required=False,
        help_text=_("A manager adds new ones in the admin, under Resources."),
    )
    notes = forms.CharField(
        label=_("Notes"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, whole: Visit | Mission, viewer: User, **options: Any) -> None:
        super().__init__(*args, viewer=viewer, **options)
        self.whole = whole
        zones = zones_for(whole, self.initial.get("day"), viewer)
        offered: Any = self.fields["time_zone"]
        offered.choices = [(zone, city_of(zone)) for zone in zones]
        if isinstance(whole, Visit):
            del self.fields["everybody"]

    @property
    def helper(self) -> FormHelper:
        people = ["companies", "contacts", "delegates", "everybody", "officers", "resources"]
        return laid_out(
            "kind",
            "title",
            "day",
            Div("starts", "ends", css_class="pair"),
            Div("place", "to_place", css_class="pair"),
            *(name for name in people if name in self.fields),
            folded(self, _("Time zone, notes"), "time_zone", "notes"),
        )

    def clean(self) -> dict[str, Any]:
        data = check_times(self, super().clean() or {})
        if data.get("kind") not in AgendaItem.Kind.values and not self.errors:
            sides = ("companies", "contacts", "delegates", "everybody")
            if not any(data.get(name) for name in sides):
                self.add_error("companies", _("Say who meets: a company, a person or a delegate."))
            elif not any(data.get(name) for name in ("companies", "contacts", "title")):
                self.add_error("title", _("Say whom they meet, or give it a title."))
        if data.get("to_place") and data.get("kind") != AgendaItem.Kind.TRANSPORT:
            self.add_error("to_place", _("Only transport leads to another place."))
        return data

    @property
    def is_meeting(self) -> bool:
        return self.cleaned_data["kind"] not in AgendaItem.Kind.values

    def meeting(self) -> dict[str, Any]:
        """What `meetings.log` is to be told."""
        names = ("kind", "day", "starts", "ends", "time_zone", "place", "companies", "delegates")
        more = ("officers", "resources")
        told = {name: self.cleaned_data[name] for name in (*names, *more)}
        contacts = [*self.cleaned_data["contacts"], *self._delegation()]
        return {**told, "contacts": contacts, "subject": self._title(), **self._part_of()}

    def item(self) -> dict[str, Any]:
        """What `planning.add_item` is to be told."""
        names = ("kind", "day", "starts", "ends", "time_zone", "place", "to_place", "notes")
        told = {name: self.cleaned_data[name] for name in names}
        return {**told, "whole": self.whole, "title": self._title(), "whom": self._whom()}

    def _part_of(self) -> dict[str, Any]:
        return {"visit" if isinstance(self.whole, Visit) else "mission": self.whole}

    def _whom(self) -> list[Bookable]:
        data = self.cleaned_data
        named = (data[name] for name in ("contacts", "delegates", "officers", "resources"))
        return [*(one for several in named for one in several), *self._delegation()]

    def _delegation(self) -> list[Bookable]:
        if self.cleaned_data.get("everybody") and isinstance(self.whole, Mission):
            return planning.delegation(self.whole)
        return []

    def _title(self) -> str:
        data = self.cleaned_data
        if data["title"]:
            return str(data["title"])
        people = [*data["companies"], *(one.company for one in data["contacts"])]
        names = dict.fromkeys(map(str, people or (data["delegates"] if self.is_meeting else [])))
        kind = str(dict(KINDS)[data["kind"]])
        return f"{kind}: {', '.join(names)}"[:200] if names else kind


def check_times(form: forms.BaseForm, data: dict[str, Any]) -> dict[str, Any]:
    """Refuse an end without a beginning, or before it."""
    starts: time | None = data.get("starts")
    ends: time | None = data.get("ends")
    if ends and not starts and "starts" not in form.errors:
        form.add_error("starts", _("Say from when, too."))
    if starts and ends and ends <= starts:
        form.add_error("ends", _("It ends before it starts."))
    return data
