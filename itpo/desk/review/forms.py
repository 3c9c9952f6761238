"""What can be done to the chosen deals of the review's list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.models import Deal, Stage, Status
from itpo.office.forms import DayField
from itpo.office.models import User
from itpo.office.requests import row_number

MOVE_ON, PLAN, HAND_OVER = "move_on", "plan", "hand_over"
ACTS: list[tuple[str, str | Promise]] = [
    ("", gettext_lazy("Choose")),
    (MOVE_ON, gettext_lazy("Move on one stage, as of today")),
    (Status.ONGOING.value, gettext_lazy("Mark as ongoing")),
    (Status.DELAYED.value, gettext_lazy("Mark as delayed")),
    (Status.DORMANT.value, gettext_lazy("Mark as dormant")),
    (PLAN, gettext_lazy("Set the next step")),
    (HAND_OVER, gettext_lazy("Hand over to another owner")),
    (Status.LOST.value, gettext_lazy("End as lost")),
    (Status.ABANDONED.value, gettext_lazy("End as abandoned")),
]
MOST = 100  # deals at once


class ActForm(forms.Form):
    """What to do, why, what is next until when, and who."""

    act = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=ACTS,
        error_messages={"required": gettext_lazy("Choose what to do with the deals.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For a deal that ends it has to be said."),
        max_length=200,
        required=False,
    )
    what = forms.CharField(
        label=gettext_lazy("Next step"),
        help_text=gettext_lazy("What is to be done about each of them."),
        max_length=200,
        required=False,
    )
    due_on = DayField(label=gettext_lazy("Until when"), required=False)
    person = forms.ChoiceField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy("Who takes the deals over, or sees to the next step."),
        required=False,
    )

    def __init__(
        self, data: MultiValueDict[str, str] | None = None, *, viewer: User, people: dict[int, User]
    ) -> None:
        super().__init__(data, auto_id="act_%s")
        self.viewer, self.people = viewer, people
        self.typed = data.getlist("chosen") if data is not None else []
        self.chosen: list[tuple[Deal, Stage]] = []
        takers = sorted(
            (one for one in people.values() if one.is_active and one.may_change), key=str
        )
        nobody = ("", gettext_lazy("The owner of each"))
        choices = [nobody, *((str(one.pk), str(one)) for one in takers)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_numbers(self) -> set[int]:
        return {number for typed in self.typed if (number := row_number(typed.split("-")[0]))}

    def clean_person(self) -> User | None:
        typed = self.cleaned_data["person"]
        return self.people[int(typed)] if typed else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        act = data.get("act")
        if act in {Status.LOST, Status.ABANDONED} and not data.get("reason"):
            self._ask("reason", _("Say why the deals are lost or given up."))
        if act == PLAN:
            if not data.get("what"):
                self._ask("what", _("Say what is to be done."))
            if not data.get("due_on"):
                self._ask("due_on", _("Say until when, or it will be forgotten."))
            elif data["due_on"] < self.viewer.today(timezone.now()):
                self._ask("due_on", _("That day has passed."))
        if act == HAND_OVER and not data.get("person"):
            self._ask("person", _("Say who takes them over."))
        self._read_chosen()
        return data

    def _ask(self, name: str, sentence: str) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)

    def _read_chosen(self) -> None:
        """Find the deals, each with the stage that was seen when it was chosen."""
        seen = {}
        for typed in self.typed:
            number, _dash, stage = typed.partition("-")
            if (known := row_number(number)) is not None and stage in Stage.values:
                seen[known] = Stage(stage)
        if not self.typed:
            self.add_error(None, _("Choose one deal at least: tick the box before its name."))
        elif len(self.typed) > MOST:
            self.add_error(None, _("Choose at most %(count)d deals at once.") % {"count": MOST})
        else:
            deals = Deal.objects.visible_to(self.viewer).select_related("owner")
            found = deals.in_bulk(list(seen))
            if len(found) < len(set(self.typed)):
                self.add_error(None, _("One of the chosen deals is not there. Choose again."))
            self.chosen = [(found[pk], seen[pk]) for pk in seen if pk in found]
