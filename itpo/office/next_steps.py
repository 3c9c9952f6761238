"""The next step, chosen with a thumb: what is usually promised, and until when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from itpo.office.forms import PromiseForm
from itpo.office.models import User
from itpo.office.working_days import WorkingDays

USUAL: list[tuple[str, str | Promise]] = [
    ("send", _("Send what they asked for")),
    ("call", _("Call them")),
    ("meet", _("Meet again")),
    ("answer", _("Ask for their answer")),
]
IN_WORKING_DAYS = (1, 3)
IN_WEEKS = (1, 2, 4)


def usual_days(user: User, today: date) -> list[tuple[str, str]]:
    """The days a promise is usually made for, each with what the reader sees, the soonest first.

    A week that ends on a day off ends on the working day after it. One query.
    """
    if user.office is None:
        return []
    last = today + timedelta(weeks=max(IN_WEEKS) + 1)
    days = WorkingDays(user.office, today, last)
    found: dict[date, str] = {}
    for count in IN_WORKING_DAYS:
        words = ngettext("%(count)d working day", "%(count)d working days", count)
        found.setdefault(days.after(today, count), words % {"count": count})
    for count in IN_WEEKS:
        words = ngettext("%(count)d week", "%(count)d weeks", count)
        before = today + timedelta(weeks=count, days=-1)
        found.setdefault(days.after(before, 1), words % {"count": count})
    return [
        (day.isoformat(), f"{words}, {formats.date_format(day, 'D j M')}")
        for day, words in sorted(found.items())
    ]


class Chosen(forms.DateField):
    """A day out of a few. Any other is taken too: the page may have been opened yesterday."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.RadioSelect, input_formats=["%Y-%m-%d"], **options)


class NextStepForm(PromiseForm):
    """A promise that needs no keyboard. What is typed goes before what is chosen."""

    usual = forms.ChoiceField(
        label=_("Next step"),
        choices=[("", _("Nothing")), *USUAL],
        widget=forms.RadioSelect,
        required=False,
    )
    until = Chosen(label=_("In"), required=False)

    def __init__(self, *args: Any, days: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        widget: Any = self.fields["until"].widget
        widget.choices = days
        if len(days) > 1:
            self.fields["until"].initial = days[1][0]
        self.fields["what"].label = _("Or another next step, in your own words")
        self.fields["due_on"].label = _("Or until")

    @property
    def is_folded(self) -> bool:
        """Whether nothing stands in what is rarely needed."""
        return not (self.errors.get("due_on") or self["due_on"].value())

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        usual, until = data.pop("usual", ""), data.pop("until", None)
        if usual and not data.get("what") and "what" not in self.errors:
            data["what"] = str(dict(USUAL)[usual])
        if data.get("what") and not data.get("due_on") and "due_on" not in self.errors:
            data["due_on"] = until
        return super().clean()


NextStepFormSet = forms.formset_factory(NextStepForm, extra=1, max_num=10, absolute_max=20)
