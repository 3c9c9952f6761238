"""The forms with which an application is read, decided, ranked and opened again."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from delegates.duplicates import Duplicate
from delegates.intake import DECISIONS, MOVES
from delegates.models import Application, PostCheck
from delegates.reviews import Given, Reading
from itpo.office.fields import PartialDateFormField
from itpo.office.forms import DayField, laid_out
from itpo.office.models import User
from itpo.office.picking import PickField, PickingForm

State = Application.State
NEW = "new"


class ScoreForm(forms.Form):
    """What one reader gives for each criterion; blank takes back what they gave."""

    def __init__(self, *args: Any, reading: Reading, reader: User, **options: Any) -> None:
        super().__init__(*args, **options)
        given = reading.of(reader)
        self.rows = reading.rows
        for row in reading.rows:
            self.fields[row.field] = _points(row)
            self.initial[row.field] = given.get(row.criterion.pk)

    def points(self) -> dict[int, int | None]:
        """What `reviews.score` is to be told: only what was sent."""
        sent = [row for row in self.rows if row.field in self.data]
        return {row.criterion.pk: self.cleaned_data[row.field] for row in sent}


def _points(row: Given) -> forms.IntegerField:
    otherwise = _("Give from 0 to %(most)d points.") % {"most": row.criterion.most}
    return forms.IntegerField(
        label=row.criterion.name,
        required=False,
        min_value=0,
        max_value=row.criterion.most,
        widget=forms.NumberInput(attrs={"class": "form-control points"}),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], otherwise),
    )


class NoteForm(forms.Form):
    """What somebody in the office thinks of an application."""

    text = forms.CharField(
        label=_("A note"),
        help_text=_("Only the office reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("Write what you think of it, or nothing is kept.")},
    )


def decisions_on(application: Application) -> list[State]:
    """What can be decided on an application. Who waits already can change places."""
    possible = set(MOVES[State(application.state)])
    if application.state == State.WAITING_LIST:
        possible.add(State.WAITING_LIST)
    return [one for one in DECISIONS if one in possible]


class DecisionForm(PickingForm):
    """A manager's decision: which one, who it is, why, and what they are told."""

    decision = forms.ChoiceField(
        label=_("What is decided"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided.")},
    )
    who = forms.ChoiceField(label=_("Who it is"), widget=forms.RadioSelect, required=False)
    delegate = PickField("delegates", label=_("Another delegate we know"), required=False)
    begins = PartialDateFormField(label=_("First day of the visit"), required=False)
    ends = PartialDateFormField(label=_("Last day of the visit"), required=False)
    officer = PickField("officers", label=_("Who looks after the visit"), required=False)
    rank = forms.IntegerField(
        label=_("Place on the waiting list"),
        help_text=_("Blank: the last."),
        required=False,
        min_value=1,
        max_value=1000,
    )
    told = forms.CharField(
        label=_("What they are told"),
        help_text=_("It goes into the mail as you write it here; blank: the mail says no more."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the office only: the delegate never sees it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        application: Application,
        duplicates: Sequence[Duplicate],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        possible = decisions_on(application)
        words = {
            State.ACCEPTED: _("Accept"),
            State.WAITING_LIST: _("Put on the waiting list"),
            State.DECLINED: _("Decline"),
        }
        choice: Any = self.fields["decision"]
        choice.choices = [(one, words[one]) for one in possible]
        who: Any = self.fields["who"]
        who.choices = [
            *((str(one.delegate.pk), str(one.delegate)) for one in duplicates),
            (NEW, _("Somebody new")),
        ]
        self.duplicates = duplicates

    @property
    def visit_part(self) -> FormHelper:
        return laid_out("delegate", Div("begins", "ends", css_class="pair"), "officer")

    @property
    def words_part(self) -> FormHelper:
        return laid_out("rank", "told", "reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == State.ACCEPTED:
            who, picked = data.get("who"), data.get("delegate")
            if picked and who not in ("", NEW, str(picked.pk)):
                self.add_error("delegate", _("Choose one person, above or here, not both."))
            elif picked and who == NEW:
                self.add_error("delegate", _("Either somebody new, or this delegate: not both."))
            elif self.duplicates and not who and not picked and "who" not in self.errors:
                self.add_error("who", _("Say who it is: somebody we know, or somebody new."))
        return data

    def person(self) -> Any:
        """The delegate who was chosen; None for somebody new."""
        who = self.cleaned_data["who"]
        known = {str(one.delegate.pk): one.delegate for one in self.duplicates}
        return known.get(who) or self.cleaned_data["delegate"]


class ReopenForm(forms.Form):
    """Until when a form is opened again, and what is wanted of whoever fills it in."""

    until = DayField(
        label=_("Until when"), help_text=_("The last day on which they can change their form.")
    )
    wanted = forms.CharField(
        label=_("What you ask them for"),
        help_text=_("It goes into the mail, in the language they read."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out("until", "wanted")


class TakeOverForm(PickingForm):
    """The new post a former delegate told us of, as it will stand on their page."""

    agency = PickField("agencies", label=_("Agency"), required=False)
    agency_name = forms.CharField(
        label=_("Agency, if it is not in the list"), max_length=200, required=False
    )
    post = forms.CharField(label=_("Post"), max_length=160, required=False)
    since = PartialDateFormField(label=_("Since when"), required=False)

    def __init__(self, *args: Any, check: PostCheck, **options: Any) -> None:
        super().__init__(*args, **options)
        self.check_of = check
        if check.answer == PostCheck.Answer.LEFT:
            for name in ("agency", "agency_name", "post"):
                del self.fields[name]

    @property
    def helper(self) -> FormHelper:
        return laid_out(*self.fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agency") and data.get("agency_name"):
            self.add_error("agency_name", _("Choose an agency or write its name, not both."))
        return data
