"""What of the deals app can be picked in a form, and found from every page."""

from django.utils.translation import gettext_lazy as _

from deals.models import Deal
from itpo.office.finding import findable
from itpo.office.picking import pickable

pickable(
    "deals",
    Deal,
    offer=lambda rows: rows.select_related("country").newest_first(),
    hint=lambda deal: f"{deal.country or deal.region_typed} · {deal.get_stage_display()}",
)

findable(
    Deal,
    _("Deals"),
    order=lambda rows: rows.newest_first(),
    label="title",
    hint="country__name",
    url_name="deals:deal",
    list_name="deals:deals",
)
