"""The forms of the delegates app's records."""

from django.utils.translation import gettext_lazy as _

from delegates.models import (
    Agency,
    Application,
    Delegate,
    HostCountry,
    Posting,
    Programme,
    ProgrammePartner,
    ProjectProfile,
    Visit,
)
from itpo.office.record_forms import RecordForm, editable


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
    """A post somebody held. What they hold now stays when they get another."""

    folds = [(_("Source"), ("source_url",))]
    pairs = [("begins", "ends")]

    class Meta(RecordForm.Meta):
        model = Posting
        fields = ("delegate", "post", "agency", "begins", "ends", "is_current", "source_url")


@editable()
class ProgrammeForm(RecordForm):
    folds = [
        (_("Sectors and themes"), ("sectors", "sectors_typed", "themes")),
        (
            _("As published: organisers, counterparts, region, source"),
            ("organisers_typed", "counterparts_typed", "region_typed", "source_url", "is_ours"),
        ),
        (_("Notes"), ("notes",)),
    ]
    pairs = [("begins", "ends"), ("call_opens_on", "call_closes_on")]

    class Meta(RecordForm.Meta):
        model = Programme
        fields = (
            "name",
            "countries",
            "begins",
            "ends",
            "seats",
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
            "notes",
        )


@editable(of="programme", may_be_removed=True)
class ProgrammePartnerForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ProgrammePartner
        fields = ("programme", "partner", "role")


@editable()
class ApplicationForm(RecordForm):
    """Whom an agency names. How it goes on is decided elsewhere."""

    pairs = [("family_name", "given_name")]

    class Meta(RecordForm.Meta):
        model = Application
        fields = ("programme", "agency", "family_name", "given_name", "email")


@editable(may_be_added=False)
class VisitFactsForm(RecordForm):
    """A visit that was logged: its facts. Its state has buttons of its own."""

    folds = [(_("Sent by, place, source"), ("agency", "place", "source_url"))]
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
            "source_url",
            "notes",
        )


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
            "capital_sought",
            "currency",
            "is_open",
            "delegate",
            "sectors",
            "sectors_typed",
        )
