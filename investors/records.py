"""The forms of the investors app's records."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from investors import careers, events, meetings, records_of_agendas, registrations
from investors.models import (
    Company,
    Contact,
    ContactPosting,
    Event,
    EventPartner,
    EventRegistration,
    EventSeries,
    EventSession,
    HandOver,
    Meeting,
    MeetingParty,
    Technology,
)
from investors.records_of_missions import AS_PUBLISHED
from itpo.office.record_forms import RecordForm, editable
from itpo.office.states import NotPossible

__all__ = ["records_of_agendas"]  # read along, since it registers its forms too


@editable()
class CompanyForm(RecordForm):
    folds = [
        (_("Parent, address, website"), ("parent", "address", "website")),
        (_("Sectors"), ("sectors", "sectors_typed")),
        (_("Notes"), ("notes",)),
    ]
    pairs = [("name_ja", "reading")]

    class Meta(RecordForm.Meta):
        model = Company
        fields = (
            "name",
            "name_ja",
            "reading",
            "corporate_number",
            "owner",
            "parent",
            "address",
            "website",
            "sectors",
            "sectors_typed",
            "notes",
        )

    def validate_unique(self) -> None:
        """Name the company that has the number already, and lead to it."""
        was_refused = self.has_error("corporate_number")
        super().validate_unique()
        if was_refused or not self.has_error("corporate_number"):
            return
        other = Company.objects.get(corporate_number=self.instance.corporate_number)
        del self.errors["corporate_number"]
        said = _("{company} has this number already.")
        link = format_html('<a href="{}">{}</a>', other.get_absolute_url(), other.both_names)
        self.add_error("corporate_number", format_html(str(said), company=link))


@editable()
class ContactForm(RecordForm):
    folds = [(_("Has left, notes"), ("left_on", "notes"))]
    pairs = [
        ("family_name", "given_name"),
        ("family_name_ja", "given_name_ja"),
        ("department", "post"),
        ("email", "phone"),
    ]

    class Meta(RecordForm.Meta):
        model = Contact
        fields = (
            "company",
            "family_name",
            "given_name",
            "family_name_ja",
            "given_name_ja",
            "reading",
            "department",
            "post",
            "since",
            "email",
            "phone",
            "left_on",
            "notes",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "company" in self.fields:
            self.fields["company"].help_text = _(
                "Only to correct it. Who has moved: press “Has moved” on their page, which keeps "
                "the post before."
            )

    def save(self, commit: bool = True) -> Contact:
        """Whoever is added is there; who was there before stays checked as they were."""
        if self.instance.pk is None:
            self.instance.checked_on = self.viewer.today(timezone.now())
        saved: Contact = super().save(commit)
        return saved


@editable(of="contact", may_be_added=False)
class ContactPostingForm(RecordForm):
    pairs = [("department", "post"), ("begins", "ends")]

    class Meta(RecordForm.Meta):
        model = ContactPosting
        fields = ("contact", "company", "department", "post", "begins", "ends", "successor")

    def save(self, commit: bool = True) -> ContactPosting:
        saved: ContactPosting = super().save(commit)
        if saved.successor:
            careers.look_no_further(posting=saved, by=self.viewer, at=timezone.now())
        return saved


@editable(of="contact")
class HandOverForm(RecordForm):
    pairs = [("agency", "recipient"), ("consent", "consented_on")]

    class Meta(RecordForm.Meta):
        model = HandOver
        fields = (
            "contact",
            "on",
            "agency",
            "recipient",
            "country",
            "what",
            "consent",
            "consented_on",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].required = False
        self.fields["country"].help_text = _("Blank: the agency’s.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agency") and not data.get("country"):
            data["country"] = data["agency"].country
        if data.get("on") and data["on"] > self.viewer.today(timezone.now()):
            self.add_error("on", _("That day is still to come."))
        elif data.get("on") and data.get("consented_on") and data["consented_on"] > data["on"]:
            self.add_error("consented_on", _("They have to agree before anything is given."))
        return data

    def save(self, commit: bool = True) -> HandOver:
        if self.instance.pk is None:
            self.instance.by = self.viewer
        saved: HandOver = super().save(commit)
        return saved


@editable()
class TechnologyForm(RecordForm):
    folds = [(_("Sectors, source"), ("sectors", "sectors_typed", "source_url"))]

    class Meta(RecordForm.Meta):
        model = Technology
        fields = ("company", "name", "summary", "sectors", "sectors_typed", "source_url")


@editable()
class EventSeriesForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = EventSeries
        fields = ("name", "notes")


@editable()
class EventForm(RecordForm):
    folds = [
        (
            _("Registration: seats, last day, what visitors read"),
            (
                "seats",
                "registration_closes_on",
                "join_url",
                "summary",
                "name_fr",
                "summary_fr",
                "name_ja",
                "summary_ja",
            ),
        ),
        (_("Series, sectors and themes"), ("series", "sectors", "themes")),
        (
            AS_PUBLISHED,
            (
                "organisers_typed",
                "counterparts_typed",
                "region_typed",
                "sectors_typed",
                "source_url",
                "is_ours",
            ),
        ),
        (_("Time zone, notes"), ("time_zone", "notes")),
    ]
    pairs = [("begins", "ends"), ("begins_at", "ends_at")]

    class Meta(RecordForm.Meta):
        model = Event
        fields = (
            "name",
            "kind",
            "begins",
            "ends",
            "begins_at",
            "ends_at",
            "country",
            "place",
            "seats",
            "registration_closes_on",
            "join_url",
            "summary",
            "name_fr",
            "summary_fr",
            "name_ja",
            "summary_ja",
            "series",
            "sectors",
            "themes",
            "organisers_typed",
            "counterparts_typed",
            "region_typed",
            "sectors_typed",
            "source_url",
            "is_ours",
            "time_zone",
            "notes",
        )

    def save(self, commit: bool = True) -> Event:
        if self.instance.pk is None:
            made: Event = super().save(commit)
            return made
        changed: Event = super().save(commit=False)
        events.change(event=changed, by=self.viewer, at=timezone.now())
        self.save_m2m()
        return changed


@editable(of="event", may_be_removed=True)
class EventSessionForm(RecordForm):
    pairs = [("begins_at", "ends_at"), ("speaker", "organisation")]

    class Meta(RecordForm.Meta):
        model = EventSession
        fields = (
            "event",
            "topic",
            "held_on",
            "begins_at",
            "ends_at",
            "speaker",
            "organisation",
            "partner",
        )


@editable(
    of="event",
    may_be_removed=True,
    remove=lambda thing, by: registrations.remove(registration=thing, by=by, at=timezone.now()),
)
class EventRegistrationForm(RecordForm):
    """Somebody who asked an officer. Whether they get a seat is found out under lock."""

    folds = [(_("Language, contact"), ("language", "contact"))]
    pairs = [("organisation", "post")]

    class Meta(RecordForm.Meta):
        model = EventRegistration
        fields = ("event", "name", "email", "organisation", "post", "language", "contact")

    def save(self, commit: bool = True) -> EventRegistration:
        if self.instance.pk is None:
            return registrations.add(registration=self.instance, by=self.viewer, at=timezone.now())
        changed: EventRegistration = super().save(commit)
        return changed


@editable(of="event", may_be_removed=True)
class EventPartnerForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = EventPartner
        fields = ("event", "partner", "role")


@editable(may_be_added=False, lock=meetings.lock)
class MeetingFactsForm(RecordForm):
    """A meeting that was logged: its facts. What came of it has a form of its own."""

    starts = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 14:30.")},
        help_text=_("As the clocks say where it was planned."),
    )
    ends = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 14:30.")},
        help_text=_("Blank: it lasts as long as before."),
    )
    folds = [
        (_("Visit, mission or event it belongs to"), ("visit", "mission", "event")),
        (_("Who may see it, source"), ("is_restricted", "source_url")),
    ]
    pairs = [("starts", "ends")]
    shown_as = {"starts_at": "starts", "ends_at": "ends"}
    field_order = ("subject", "kind", "day", "starts", "ends", "place")

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = (
            "subject",
            "kind",
            "day",
            "place",
            "visit",
            "mission",
            "event",
            "is_restricted",
            "source_url",
        )

    def __init__(self, *args: Any, instance: Meeting, **options: Any) -> None:
        begins, ends = instance.starts_there, instance.ends_there
        initial = {"starts": begins and begins.time(), "ends": ends and ends.time()}
        initial |= options.pop("initial", None) or {}
        super().__init__(*args, instance=instance, initial=initial, **options)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say on which day, too."))
        try:
            self.instance.starts_at, self.instance.ends_at = meetings.moments(
                self.instance, data.get("day"), data.get("starts"), self._ends(data)
            )
        except NotPossible as refusal:
            self.add_error(refusal.field, str(refusal))
        return data

    def _ends(self, data: dict[str, Any]) -> time | None:
        """The end as typed; what only begins at another time lasts as long as before."""
        moved = "starts" in self.changed_data and "ends" not in self.changed_data
        return None if moved else data.get("ends")

    def save(self, commit: bool = True) -> Meeting:
        return meetings.change(meeting=super().save(commit=False), by=self.viewer)


@editable(
    of="meeting",
    may_be_removed=True,
    remove=lambda thing, by: meetings.leave(party=thing, by=by),
    lock=meetings.lock_side,
)
class MeetingPartyForm(RecordForm):
    """One more who was there: a company, a delegate, one of us, a partner, or a bare name."""

    class Meta(RecordForm.Meta):
        model = MeetingParty
        fields = ("meeting", "company", "contact", "delegate", "officer", "partner", "name")

    def clean(self) -> dict[str, Any]:
        """Whoever names a person need not name their company too."""
        data = super().clean() or {}
        if data.get("contact") and not data.get("company"):
            data["company"] = data["contact"].company
        return data

    def save(self, commit: bool = True) -> MeetingParty:
        return meetings.join(party=super().save(commit=False), by=self.viewer)
