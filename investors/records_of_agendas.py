"""The form of what stands on an agenda and is no meeting."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from investors import bookings, meetings, planning
from investors.models import AgendaItem
from investors.plan_forms import check_times, clock_field
from itpo.office.picking import PickSeveralField
from itpo.office.record_forms import RecordForm, editable
from itpo.office.states import NotPossible

BOOKED = {
    "contacts": "contact",
    "delegates": "delegate",
    "officers": "officer",
    "resources": "resource",
}


@editable(may_be_added=False, lock=planning.lock_item)
class AgendaItemForm(RecordForm):
    """Something that was planned: what, when and where, and who comes along."""

    starts = clock_field(_("From"), required=False)
    ends = clock_field(_("Until"), required=False)
    contacts = PickSeveralField("contacts", label=_("Who of the companies"), required=False)
    delegates = PickSeveralField("delegates", label=_("Delegates"), required=False)
    officers = PickSeveralField("officers", label=_("Who of us"), required=False)
    resources = PickSeveralField("resources", label=_("Interpreter, room, car"), required=False)
    folds = [(_("Notes"), ("notes",))]
    pairs = [("starts", "ends"), ("place", "to_place")]
    shown_as = {"starts_at": "starts", "ends_at": "ends"}
    field_order = ("title", "kind", "day", "starts", "ends", "place", "to_place", *BOOKED)

    class Meta(RecordForm.Meta):
        model = AgendaItem
        fields = ("title", "kind", "day", "place", "to_place", "notes")

    def __init__(self, *args: Any, instance: AgendaItem, **options: Any) -> None:
        begins, ends = instance.starts_there, instance.ends_there
        initial: dict[str, Any] = {
            "starts": begins and begins.time(),
            "ends": ends and ends.time(),
        }
        taken = list(instance.bookings.all())
        for name, column in BOOKED.items():
            numbers = (getattr(one, f"{column}_id") for one in taken)
            initial[name] = [number for number in numbers if number]
        initial |= options.pop("initial", None) or {}
        super().__init__(*args, instance=instance, initial=initial, **options)

    def clean(self) -> dict[str, Any]:
        data = check_times(self, super().clean() or {})
        day, zone = data.get("day"), self.instance.time_zone
        try:
            self.instance.starts_at = meetings.moment(day, data.get("starts"), zone)
            self.instance.ends_at = meetings.moment(day, data.get("ends"), zone)
        except NotPossible as refusal:
            self.add_error(refusal.field, str(refusal))
        return data

    def save(self, commit: bool = True) -> AgendaItem:
        item = super().save(commit=False)
        whom: list[bookings.Bookable] = [one for name in BOOKED for one in self.cleaned_data[name]]
        return planning.change_item(item=item, whom=whom, by=self.viewer)
