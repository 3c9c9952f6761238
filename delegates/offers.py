"""What of the delegates app can be picked in a form, and found from every page."""

from django.db.models import CharField, Value
from django.db.models.functions import Concat, Upper
from django.utils.translation import gettext_lazy as _

from delegates.models import Agency, Delegate, HostCountry, Programme, ProjectProfile, Visit
from delegates.neighbours import visit_in_words
from itpo.office.finding import findable
from itpo.office.partial_dates import in_words
from itpo.office.picking import pickable


def visit_found(called: str) -> str:
    """`BENALI Karim|1990s` becomes “BENALI Karim, 1990s”, as the reader's language writes it."""
    name, _bar, begins = called.rpartition("|")
    return ", ".join(part for part in (name.strip(), in_words(begins)) if part)


pickable(
    "delegates",
    Delegate,
    offer=lambda rows: rows.current().select_related("country").by_name(),
    hint=lambda delegate: delegate.country.name,
)
pickable(
    "countries",
    HostCountry,
    offer=lambda rows: rows.by_name(),
    hint=lambda country: country.code,
)
pickable(
    "agencies",
    Agency,
    offer=lambda rows: rows.current().select_related("country").by_name(),
    hint=lambda agency: agency.country.name,
)
pickable(
    "programmes",
    Programme,
    allow=lambda rows: rows.ours(),
    offer=lambda rows: rows.newest_first(),
    hint=lambda programme: programme.when,
)
pickable(
    "visits",
    Visit,
    allow=lambda rows: rows.with_people(),
    offer=lambda rows: rows.not_cancelled().newest_first(),
    hint=lambda visit: visit.get_state_display(),
    label=visit_in_words,
)
pickable(
    "projects",
    ProjectProfile,
    offer=lambda rows: rows.on_offer().select_related("country").by_title(),
    hint=lambda project: project.country.name,
)

findable(
    Delegate,
    _("Delegates"),
    order=lambda rows: rows.by_name(),
    gone="archived_at",
    into="merged_into",
    into_label=Concat(Upper("merged_into__family_name"), Value(" "), "merged_into__given_name"),
    label=Concat(Upper("family_name"), Value(" "), "given_name"),
    hint="country__name",
    url_name="delegates:delegate",
    list_name="delegates:delegates",
)
findable(
    Visit,
    _("Visits"),
    order=lambda rows: rows.newest_first(),
    label=Concat(
        Upper("delegate__family_name"),
        Value(" "),
        "delegate__given_name",
        Value("|"),
        "begins",
        output_field=CharField(),
    ),
    say=visit_found,
    hint="purpose",
    url_name="delegates:visit",
    list_name="delegates:visits",
)
findable(
    Agency,
    _("Agencies"),
    order=lambda rows: rows.by_name(),
    gone="archived_at",
    into="merged_into",
    into_label="merged_into__name",
    label="name",
    hint="country__name",
    url_name="delegates:agency",
    list_name="delegates:agencies",
)
findable(
    HostCountry,
    _("Host countries"),
    order=lambda rows: rows.by_name(),
    label="name",
    url_name="delegates:country",
    list_name="delegates:countries",
)
findable(
    Programme,
    _("Programmes"),
    order=lambda rows: rows.newest_first(),
    label="name",
    hint="begins",
    say_hint=in_words,
    url_name="delegates:programme",
    list_name="delegates:programmes",
)
findable(
    ProjectProfile,
    _("Project profiles"),
    order=lambda rows: rows.by_title(),
    label="title",
    hint="country__name",
    url_name="delegates:project",
    list_name="delegates:projects",
)
