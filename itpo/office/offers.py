"""What of the ground can be picked: people of the office, partners, sectors, themes."""

from django.utils.translation import gettext_lazy as _

from itpo.office.finding import findable
from itpo.office.models import Partner, Sector, Theme, User
from itpo.office.picking import pickable

pickable(
    "officers",
    User,
    allow=lambda rows: rows.working(),
    offer=lambda rows: rows.by_name(),
    hint=lambda user: user.get_role_display(),
)
# For looking back: whoever has left once did something, too.
pickable(
    "colleagues",
    User,
    offer=lambda rows: rows.by_name(),
    hint=lambda user: user.get_role_display(),
)
pickable(
    "partners",
    Partner,
    offer=lambda rows: rows.by_name(),
    hint=lambda partner: partner.get_kind_display(),
)
pickable(
    "sectors",
    Sector,
    offer=lambda rows: rows.order_by("code", "pk"),
    hint=lambda sector: "",
)
pickable(
    "themes",
    Theme,
    offer=lambda rows: rows.order_by("name", "pk"),
    hint=lambda theme: theme.code,
)

findable(
    Partner,
    _("Partners"),
    order=lambda rows: rows.by_name(),
    label="name",
    hint="short_name",
    url_name="office:partner",
    list_name="office:partners",
)
