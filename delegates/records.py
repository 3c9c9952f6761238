"""The forms of the delegates app's records."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegates import postings, programmes, records_of_programmes, seats, visits
from delegates.models import (
    Agency,
    Application,
    ChecklistItem,
    Delegate,
    HostCountry,
    Invitation,
    Posting,
    Programme,
    ProgrammePartner,
    ProjectProfile,
    Visit,
)
from itpo.office.record_forms import RecordForm, editable

__all__ = ["records_of_programmes"]  # read along, since it registers its forms too


@editable()
class HostCountryForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = HostCountry
        fields = ("name", "code", "desk_officer", "themes", "visa_notes")


@editable()
class AgencyForm(RecordForm):
    folds = [(_("What it was called before, website, notes"), ("predecessor", "website", "notes"))]
    pairs = [("short_name", "kind")]

    class Meta(RecordForm.Meta):
        model = Agency
        fields = ("name", "short_name", "kind", "country", "predecessor", "website", "notes")


@editable()
class DelegateForm(RecordForm):
    folds = [
        (
            _("Title, name in own script, yearly question, notes"),
            ("title", "name_local", "asked_yearly", "notes"),
        )
    ]
    pairs = [("family_name", "given_name"), ("email", "phone")]

    class Meta(RecordForm.Meta):
        model = Delegate
        fields = (
            "family_name",
            "given_name",
            "country",
            "email",
            "phone",
            "title",
            "name_local",
            "asked_yearly",
            "notes",
        )


@editable(of="delegate")
class PostingForm(RecordForm):
    """A post somebody held. A new one they hold now ends those they held until then."""

    folds = [(_("Source"), ("source_url",))]
    pairs = [("begins", "ends")]

    class Meta(RecordForm.Meta):
        model = Posting
        fields = ("delegate", "post", "agency", "begins", "ends", "is_current", "source_url")

    @transaction.atomic
    def save(self, commit: bool = True) -> Posting:
        """To hold two posts at a time, the former is said to be held now once more."""
        is_new = self.instance.pk is None
        saved: Posting = super().save(commit)
        if is_new and saved.is_current:
            postings.leave(delegate=saved.delegate, on=saved.begins, by=self.viewer, but=saved)
        return saved


@editable()
class ProgrammeForm(RecordForm):
    folds = [
        (_("Sectors and themes"), ("sectors", "sectors_typed", "themes")),
        (
            _("As published: organisers, counterparts, region, source"),
            ("organisers_typed", "counterparts_typed", "region_typed", "source_url", "is_ours"),
        ),
        (_("What the form asks"), ("asks_aims", "asks_projects", "asks_travel")),
        (_("Notes"), ("notes",)),
    ]
    pairs = [("begins", "ends"), ("call_opens_on", "call_closes_on"), ("seats", "officer")]

    class Meta(RecordForm.Meta):
        model = Programme
        fields = (
            "name",
            "countries",
            "begins",
            "ends",
            "seats",
            "officer",
            "call_opens_on",
            "call_closes_on",
            "sectors",
            "sectors_typed",
            "themes",
            "organisers_typed",
            "counterparts_typed",
            "region_typed",
            "source_url",
            "is_ours",
            "asks_aims",
            "asks_projects",
            "asks_travel",
            "notes",
        )

    def __init__(self, *args: Any, instance: Programme, **options: Any) -> None:
        super().__init__(*args, instance=instance, **options)
        if not instance.pk:
            self.initial["officer"] = self.initial.get("officer") or self.viewer.pk

    def clean_seats(self) -> int | None:
        """Seats that are accepted or offered are not taken away under somebody."""
        wanted: int | None = self.cleaned_data["seats"]
        if self.instance.pk and wanted is not None and wanted < (held := seats.held(self.instance)):
            told = gettext("%(count)d seats are accepted or offered already.") % {"count": held}
            raise ValidationError(told)
        return wanted

    @transaction.atomic
    def save(self, commit: bool = True) -> Programme:
        """A new programme of ours asks the usual, for the office to change."""
        is_new = self.instance.pk is None
        saved: Programme = super().save(commit)
        if is_new and saved.is_ours:
            programmes.ask_the_usual(programme=saved, by=self.viewer)
        return saved


@editable(of="programme", may_be_removed=True, page="delegates:programme-plan")
class ProgrammePartnerForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ProgrammePartner
        fields = ("programme", "partner", "role")


@editable(may_be_added=False)
class ApplicationForm(RecordForm):
    """Somebody who was invited or named. Their address moves with their link, on their page."""

    pairs = [("family_name", "given_name")]

    class Meta(RecordForm.Meta):
        model = Application
        fields = ("programme", "agency", "family_name", "given_name")

    def clean_programme(self) -> Programme:
        """A seat belongs to its programme, and so do the answers once they are handed in."""
        programme: Programme = self.cleaned_data["programme"]
        before = self.instance.programme_id if self.instance.pk else programme.pk
        if programme.pk != before and not self.instance.is_open:
            raise ValidationError(gettext("It is handed in already: it stays with its programme."))
        return programme


@editable(may_be_added=False)
class InvitationForm(RecordForm):
    """An invited agency. Its address moves with its link, on its page."""

    pairs = [("most", "answer_by")]

    class Meta(RecordForm.Meta):
        model = Invitation
        fields = ("contact_name", "most", "answer_by")


@editable(may_be_added=False)
class VisitFactsForm(RecordForm):
    """A visit that was logged: its facts. Its state has buttons of its own."""

    folds = [(_("Sent by, place, rank, source"), ("agency", "place", "rank", "source_url"))]
    pairs = [("begins", "ends")]

    class Meta(RecordForm.Meta):
        model = Visit
        fields = (
            "begins",
            "ends",
            "purpose",
            "programme",
            "officer",
            "is_walk_in",
            "agency",
            "place",
            "rank",
            "source_url",
            "notes",
        )

    def save(self, commit: bool = True) -> Visit:
        return visits.change(visit=super().save(commit=False), by=self.viewer)


@editable(of="visit", may_be_removed=True)
class ChecklistItemForm(RecordForm):
    """Something to be done before one visit. Whether it is done has a button of its own."""

    folds = [(_("In French and Japanese"), ("text_fr", "text_ja"))]
    pairs = [("by_whom", "days_before")]

    class Meta(RecordForm.Meta):
        model = ChecklistItem
        fields = ("visit", "text", "by_whom", "days_before", "paper", "text_fr", "text_ja")


@editable()
class ProjectForm(RecordForm):
    folds = [(_("Brought by, sectors"), ("delegate", "sectors", "sectors_typed"))]
    pairs = [("capital_sought", "currency")]

    class Meta(RecordForm.Meta):
        model = ProjectProfile
        fields = (
            "title",
            "country",
            "agency",
            "summary",
            "partner_sought",
            "capital_sought",
            "currency",
            "is_open",
            "delegate",
            "sectors",
            "sectors_typed",
        )
