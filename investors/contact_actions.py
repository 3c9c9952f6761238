"""What can be done with several contacts at once."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investors import careers
from investors.models import Contact
from itpo.office.forms import DayField
from itpo.office.models import User
from itpo.office.partial_dates import day_shown
from itpo.office.picking import PickingForm
from itpo.office.several import Action, Said


class StillThereForm(PickingForm):
    on = DayField(label=gettext_lazy("Known to be there on"), initial=timezone.localdate)

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return self.cleaned_data["on"]


def _checked(contact: Contact, said: Said) -> str:
    careers.refuse_gone(contact)
    return day_shown(said["on"])


def _check(contact: Contact, said: Said, by: User, at: datetime) -> None:
    careers.still_there(contact=contact, by=by, on=said["on"])


CONTACT_ACTIONS = [
    Action(
        "still-there",
        gettext_lazy("They are still there"),
        StillThereForm,
        before=lambda contact: (
            day_shown(contact.checked_on) if contact.checked_on else _("not checked")
        ),
        after=_checked,
        act=_check,
    )
]
