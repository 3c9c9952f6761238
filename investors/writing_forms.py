"""Writing down what came of a meeting: on a phone with one hand, and more of it later."""

from datetime import date
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegates.models import Visit
from investors.models import Meeting, Mission
from itpo.office.changes import latest_version
from itpo.office.forms import DayField, folded, laid_out
from itpo.office.models import User
from itpo.office.picking import PickingForm, PickSeveralField
from itpo.office.requests import row_number

WAYS = 3  # visits, and missions, under way that are offered


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 14:30.")},
    )


class WhatCameOfIt(forms.Form):
    """How interested they were, and one line. `sent_from` names the page: it counts once."""

    sent_from = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    interest = forms.ChoiceField(
        label=_("The company's interest"),
        choices=[("", _("Not known")), *Meeting.Interest.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    outcome = forms.CharField(
        label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 1}), required=False
    )


class WriteDownForm(WhatCameOfIt):
    """What became of a meeting: whether it was held, and what came of it."""

    AFTER = [state for state in Meeting.State if state != Meeting.State.PLANNED]

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(
        label=_("Was it held?"),
        choices=[(state.value, state.label) for state in AFTER],
        widget=forms.RadioSelect,
        initial=Meeting.State.HELD,
    )
    new_day = DayField(label=_("Its new day"), required=False, help_text=_("Blank: not known yet."))
    new_starts = time_field(_("Its new time"))
    minutes = forms.CharField(
        label=_("What was spoken"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            *("seen", "sent_from", "state"),
            Div("new_day", "new_starts", css_class="pair if-postponed"),
            Div("interest", css_class="if-held"),
            "outcome",
        )

    @property
    def rarely_needed(self) -> FormHelper:
        return laid_out(folded(self, _("Minutes"), "minutes"))

    @staticmethod
    def initial_of(meeting: Meeting, state: str = "") -> dict[str, Any]:
        """What is known of it already; held, unless somebody has said otherwise."""
        planned = meeting.state == Meeting.State.PLANNED
        said = state if state in WriteDownForm.AFTER else Meeting.State.HELD
        return {
            "seen": latest_version(meeting),
            "state": said if planned else meeting.state,
            "outcome": meeting.outcome,
            "interest": meeting.interest,
            "minutes": meeting.minutes,
        }


class QuickMeetingForm(WhatCameOfIt, PickingForm):
    """A meeting nobody had planned, just held: with whom, and what came of it."""

    during = forms.ChoiceField(label=_("During"), widget=forms.RadioSelect, required=False)
    companies = PickSeveralField("companies", label=_("Company"), required=False)
    new_company = forms.CharField(
        label=_("A company that is not in the list"), max_length=200, required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Meeting.Kind.choices, initial=Meeting.Kind.VISIT
    )
    day = DayField(label=_("Day"))

    def __init__(self, *args: Any, viewer: User, under_way: "UnderWay", **options: Any) -> None:
        super().__init__(*args, viewer=viewer, **options)
        self.under_way = under_way
        asked: Any = self.fields["during"]
        asked.choices = under_way.choices()
        if len(asked.choices) == 1:
            del self.fields["during"]

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            *("sent_from", "during" if "during" in self.fields else Div()),
            "companies",
            folded(self, _("Company not in the list"), "new_company"),
            *("interest", "outcome"),
        )

    @property
    def rarely_needed(self) -> FormHelper:
        return laid_out(Div("day", "kind", css_class="pair"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("companies") and not data.get("new_company") and not self.errors:
            self.add_error("companies", _("Say which company."))
        return data

    def meeting(self) -> dict[str, Any]:
        """What `meetings.log` is to be told: it was held, and the visit's delegate was there."""
        data = dict(self.cleaned_data)
        part = self.under_way.part(data.pop("during", ""))
        names = [str(company) for company in data["companies"]]
        names += [data["new_company"]] if data["new_company"] else []
        subject = (gettext("Meeting with %(names)s") % {"names": ", ".join(names)})[:200]
        return {**data, **part, "subject": subject, "state": Meeting.State.HELD}


class UnderWay:
    """The visit or mission somebody logs from, or those under way, their own first."""

    def __init__(self, viewer: User, today: date, asked: Any) -> None:
        visits = Visit.objects.visible_to(viewer).not_cancelled().select_related("delegate")
        missions = Mission.objects.visible_to(viewer).not_cancelled()
        numbers = {name: row_number(asked.get(name, "")) for name in ("visit", "mission")}
        self.asked = any(numbers.values())
        self.rows: dict[str, Visit | Mission] = {}
        for name, rows, owner in (
            ("visit", visits, "officer"),
            ("mission", missions, "owner"),
        ):
            if self.asked:
                found = rows.filter(pk=numbers[name])
            else:
                own_first = Case(When(**{owner: viewer}, then=0), default=1)
                found = rows.under_way(today).order_by(own_first, "begins_earliest", "pk")[:WAYS]
            self.rows |= {f"{name}-{row.pk}": row for row in found}

    @property
    def initial(self) -> str:
        return next(iter(self.rows), "") if self.asked else ""

    def choices(self) -> list[tuple[str, str]]:
        names = [
            (value, str(row.delegate if isinstance(row, Visit) else row))
            for value, row in self.rows.items()
        ]
        return [*names, ("", gettext("None of these"))]

    def part(self, value: str) -> dict[str, Any]:
        """What a choice means for the meeting."""
        row = self.rows.get(value)
        if isinstance(row, Visit):
            return {"visit": row, "delegates": [row.delegate]}
        return {"mission": row}


class PlanAgainForm(forms.Form):
    """The new day of a meeting that was postponed."""

    new_day = DayField(label=_("Its new day"))
    new_starts = time_field(_("Its new time"))

    @property
    def helper(self) -> FormHelper:
        return laid_out(Div("new_day", "new_starts", css_class="pair"))


class MinutesForm(forms.Form):
    """What was spoken at a meeting, at length."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    minutes = forms.CharField(
        label=_("What was spoken"), widget=forms.Textarea(attrs={"rows": 14}), required=False
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out("seen", "minutes")
