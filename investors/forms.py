"""The forms of the investors app."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investors.attendance.columns import WHO, Column
from investors.models import Meeting
from itpo.office.forms import DayField, folded, laid_out
from itpo.office.picking import PickField, PickingForm, PickSeveralField


class MeetingForm(PickingForm):
    """A meeting: kind, who met, what came of it."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Meeting.Kind.choices,
        widget=forms.RadioSelect,
        initial=Meeting.Kind.VISIT,
    )
    day = DayField(label=_("Day"), required=False)
    starts = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 14:30.")},
    )
    ends = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 14:30.")},
        help_text=_("With an end, whoever takes part is booked and cannot be booked twice."),
    )
    companies = PickSeveralField("companies", label=_("Companies"), required=False)
    new_company = forms.CharField(
        label=_("A company that is not in the list"), max_length=200, required=False
    )
    contacts = PickSeveralField("contacts", label=_("Who of the companies"), required=False)
    delegates = PickSeveralField("delegates", label=_("Delegates"), required=False)
    officers = PickSeveralField(
        "officers", label=_("Who of us"), required=False, help_text=_("Blank: you.")
    )
    resources = PickSeveralField("resources", label=_("Interpreter, room, car"), required=False)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        required=False,
        help_text=_("Blank: the names of the companies."),
    )
    outcome = forms.CharField(
        label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    interest = forms.ChoiceField(
        label=_("The company's interest"),
        choices=[("", _("Not known")), *Meeting.Interest.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    visit = PickField("visits", label=_("During the visit of"), required=False)
    mission = PickField("missions", label=_("During the mission"), required=False)
    event = PickField("events", label=_("At the event"), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    is_restricted = forms.BooleanField(label=_("For me and the managers only"), required=False)

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            "kind",
            "day",
            Div("starts", "ends", css_class="pair"),
            "companies",
            folded(self, _("Company not in the list"), "new_company"),
            "contacts",
            "delegates",
            "outcome",
            "interest",
        )

    @property
    def rarely_needed(self) -> FormHelper:
        return laid_out(
            folded(self, _("Subject, place"), "subject", "place"),
            folded(self, _("Who of us, interpreter, room, car"), "officers", "resources"),
            folded(self, _("Visit, mission or event it belongs to"), "visit", "mission", "event"),
            folded(self, _("Who may see it"), "is_restricted"),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sides = ("companies", "contacts", "delegates", "new_company")
        if not any(data.get(name) for name in sides) and not self.errors:
            self.add_error("companies", _("Say who met: a company, a person or a delegate."))
        if sum(bool(data.get(name)) for name in ("visit", "mission", "event")) > 1:
            said = _("A meeting is part of a visit, a mission or an event, not of several.")
            self.add_error("mission" if data.get("mission") else "event", said)
        return data

    def meeting(self) -> dict[str, Any]:
        """What `meetings.log` is to be told."""
        data = dict(self.cleaned_data)
        data["restricted"] = data.pop("is_restricted")
        data["subject"] = data["subject"] or self._subject()
        data["officers"] = data["officers"] or None
        return data

    def _subject(self) -> str:
        data = self.cleaned_data
        names = [str(company) for company in data["companies"]]
        names += [data["new_company"]] if data["new_company"] else []
        names += [str(contact.company) for contact in data["contacts"]]
        names += [str(delegate) for delegate in data["delegates"]] if not names else []
        unique = list(dict.fromkeys(names))
        return (gettext("Meeting with %(names)s") % {"names": ", ".join(unique)})[:200]


class NumbersForm(forms.Form):
    """From when to when the numbers of events are asked for."""

    since = DayField(label=_("On or after"), required=False)
    until = DayField(label=_("On or before"), required=False)

    @property
    def helper(self) -> FormHelper:
        return laid_out(Div("since", "until", css_class="pair"))

    def narrow(self, rows: Any) -> Any:
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        rows = rows.perhaps_from(since) if since else rows
        return rows.perhaps_until(until) if until else rows


class WalkInForm(forms.Form):
    """Somebody who came unannounced."""

    name = forms.CharField(label=_("Name"), max_length=170)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    @property
    def helper(self) -> FormHelper:
        return laid_out("name", "organisation", "email")


class AttendanceFileForm(forms.Form):
    """The list a webinar tool wrote."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("The CSV file of Zoom, Teams, Webex or another tool, as it was saved."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out("file")


class ColumnsForm(forms.Form):
    """Which column of a list says what; each may be left out but for who it is."""

    def __init__(self, data: Any = None, *, headings: list[str], chosen: dict[str, int]) -> None:
        super().__init__(data)
        choices = [("", _("none"))] + [
            (str(number), heading or str(number + 1)) for number, heading in enumerate(headings)
        ]
        for column in Column:
            self.fields[column.value] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=False,
                initial=str(chosen.get(column.value, "")),
            )

    @property
    def columns(self) -> dict[str, int]:
        return {name: int(value) for name, value in self.cleaned_data.items() if value}

    @property
    def helper(self) -> FormHelper:
        return laid_out(*self.fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in WHO):
            raise forms.ValidationError(_("Say which column holds the e-mail address or the name."))
        return data
