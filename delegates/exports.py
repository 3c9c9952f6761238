"""What is taken out of the lists of the delegates app."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from delegates.models import (
    Agency,
    Application,
    Delegate,
    HostCountry,
    Programme,
    ProjectProfile,
    Visit,
)
from itpo.office.exporting.activities import Told, columns
from itpo.office.exporting.columns import (
    Column,
    Export,
    columns_of,
    flag,
    linked,
    moment,
    number,
    number_of,
    shown_of,
)
from itpo.office.models import User

DELEGATES = Export(
    [
        number(Delegate),
        *columns_of(Delegate, "family_name", "given_name", "name_local", "title"),
        linked("country", _("country"), "country.name"),
        linked("iso2", _("country's code"), "country.code"),
        linked("agency", _("agency"), "agency_now"),
        linked("post", _("post"), "post_now"),
        *columns_of(Delegate, "email", "phone"),
        *shown_of(Delegate, "language"),
        *columns_of(Delegate, "notes"),
    ]
)

VISITS = Export(
    [
        number(Visit),
        linked("delegate", _("delegate"), "delegate.full_name"),
        number_of("delegate_id", _("number of the delegate"), Delegate),
        linked("country", _("country"), "delegate.country.name"),
        linked("agency", _("agency"), "agency.name"),
        *columns_of(Visit, "begins", "ends", "purpose", "place"),
        linked("officer", _("officer")),
        *shown_of(Visit, "state"),
        flag("is_walk_in", _("came unannounced")),
        *columns_of(Visit, "source_url", "notes"),
    ]
)

AGENCIES = Export(
    [
        number(Agency),
        *columns_of(Agency, "name", "short_name"),
        linked("country", _("country"), "country.name"),
        linked("iso2", _("country's code"), "country.code"),
        *shown_of(Agency, "kind"),
        linked("predecessor", _("before"), "predecessor.name"),
        *columns_of(Agency, "website", "notes"),
    ]
)


def _themes(country: Any) -> str:
    return ", ".join(str(theme) for theme in country.themes.all())


COUNTRIES = Export(
    [
        number(HostCountry),
        *columns_of(HostCountry, "name", "code"),
        linked("desk_officer", _("desk officer")),
        Column("themes", _("themes"), _themes),
        *columns_of(HostCountry, "visa_notes"),
    ]
)


def _with_programme(rows: Any, viewer: User) -> Any:
    return rows.select_related("programme", "agency__country", "decided_by")


APPLICATIONS = Export(
    [
        number(Application),
        *columns_of(Application, "family_name", "given_name", "email"),
        linked("programme", _("programme"), "programme.name"),
        linked("agency", _("nominated by"), "agency.name"),
        linked("country", _("country"), "agency.country.name"),
        *shown_of(Application, "state"),
        moment(Application, "created_at"),
        moment(Application, "submitted_at"),
        moment(Application, "decided_at"),
    ],
    fetched=_with_programme,
)

PROJECTS = Export(
    [
        number(ProjectProfile),
        *columns_of(ProjectProfile, "title"),
        linked("country", _("country"), "country.name"),
        linked("iso2", _("country's code"), "country.code"),
        linked("agency", _("offered by"), "agency.name"),
        *columns_of(ProjectProfile, "capital_sought", "currency", "partner_sought", "summary"),
        *columns_of(ProjectProfile, "sectors_typed"),
        flag("is_open", _("still on offer")),
    ]
)


def _with_countries(rows: Any, viewer: User) -> Any:
    countries = HostCountry.objects.order_by("name", "pk")
    return rows.select_related("officer").prefetch_related(
        Prefetch("countries", countries, to_attr="places")
    )


def _countries(programme: Any) -> Iterator[Told]:
    """A line for each country, and for each region that stands beside them."""
    regions = programme.region_typed.split("; ") if programme.region_typed else []
    places = [(country, "") for country in programme.places]
    for country, region in [*places, *((None, region) for region in regions)] or [(None, "")]:
        yield Told(
            programme,
            country,
            region,
            programme.begins,
            programme.ends,
            programme.sectors_typed,
            programme.counterparts_typed,
            programme.source_url,
            programme.notes,
        )


PROGRAMMES = Export(
    columns(
        Programme,
        lambda programme: "delegate_programme",
        *columns_of(Programme, "call_closes_on", "seats"),
        linked("officer", _("officer")),
    ),
    fetched=_with_countries,
    lines=_countries,
)
