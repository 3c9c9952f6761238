"""What of the investors app can be picked in a form, and found from every page."""

from django.db.models import Value
from django.db.models.functions import Concat, Upper
from django.utils.translation import gettext_lazy as _

from investors.earlier import EARLIER, with_earlier
from investors.models import (
    Company,
    Contact,
    Event,
    EventSeries,
    Meeting,
    Mission,
    MissionLeg,
    Resource,
    Technology,
)
from itpo.office.finding import findable
from itpo.office.partial_dates import in_words
from itpo.office.picking import pickable

pickable(
    "companies",
    Company,
    offer=lambda rows: rows.current().by_name(),
    hint=lambda company: company.name_ja,
)
pickable(
    "contacts",
    Contact,
    allow=lambda rows: rows.select_related("company"),
    offer=lambda rows: rows.current().by_name(),
    hint=lambda contact: contact.company.name,
)
pickable(
    "technologies",
    Technology,
    allow=lambda rows: rows.select_related("company"),
    offer=lambda rows: rows.order_by("name", "pk"),
    hint=lambda technology: technology.company.name,
)
pickable(
    "missions",
    Mission,
    offer=lambda rows: rows.not_cancelled().newest_first(),
    hint=lambda mission: mission.when,
)
pickable(
    "legs",
    MissionLeg,
    allow=lambda rows: rows.select_related("mission", "country"),
    offer=lambda rows: rows.order_by("-mission", "begins_earliest", "pk"),
    label=lambda leg: f"{leg.mission}: {leg.country or leg.region_typed}",
    hint=lambda leg: leg.when,
)
pickable(
    "events",
    Event,
    offer=lambda rows: rows.not_cancelled().newest_first(),
    hint=lambda event: event.when,
)
pickable("event-series", EventSeries, offer=lambda rows: rows.by_name(), hint=lambda series: "")
pickable(
    "meetings",
    Meeting,
    offer=lambda rows: rows.newest_first(),
    hint=lambda meeting: meeting.when,
)
pickable(
    "resources",
    Resource,
    offer=lambda rows: rows.order_by("kind", "name", "pk"),
    hint=lambda resource: resource.get_kind_display(),
)
pickable(
    "interpreters",
    Resource,
    allow=lambda rows: rows.filter(kind=Resource.Kind.INTERPRETER),
    offer=lambda rows: rows.order_by("name", "pk"),
    hint=lambda resource: resource.languages,
)

findable(
    Company,
    _("Companies"),
    order=lambda rows: rows.by_name(),
    gone="archived_at",
    into="merged_into",
    into_label="merged_into__name",
    label=Concat("name", Value(" "), "name_ja"),
    url_name="investors:company",
    list_name="investors:companies",
    say=str.strip,
)
findable(
    Contact,
    _("Contacts"),
    order=lambda rows: rows.by_name(),
    gone="left_on",
    gone_said=_("has left"),
    into="merged_into",
    into_label=Concat(Upper("merged_into__family_name"), Value(" "), "merged_into__given_name"),
    label=Concat(
        Upper("family_name"),
        Value(" "),
        "given_name",
        Value(" "),
        "family_name_ja",
        "given_name_ja",
    ),
    hint=Concat("company__name", EARLIER),
    say_hint=with_earlier,
    url_name="investors:contact",
    list_name="investors:contacts",
    say=str.strip,
)
findable(
    Meeting,
    _("Meetings"),
    order=lambda rows: rows.newest_first(),
    label="subject",
    hint="day",
    say_hint=in_words,
    url_name="investors:meeting",
    list_name="investors:meetings",
)
findable(
    Mission,
    _("Missions"),
    order=lambda rows: rows.newest_first(),
    label="name",
    hint="begins",
    say_hint=in_words,
    url_name="investors:mission",
    list_name="investors:missions",
)
findable(
    Event,
    _("Events"),
    order=lambda rows: rows.newest_first(),
    label="name",
    hint="begins",
    say_hint=in_words,
    url_name="investors:event",
    list_name="investors:events",
)
findable(
    Technology,
    _("Technologies"),
    order=lambda rows: rows.by_name(),
    label="name",
    hint="company__name",
    url_name="investors:technology",
    list_name="investors:technologies",
)
