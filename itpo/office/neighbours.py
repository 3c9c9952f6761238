"""What the ground has to offer to be picked: people of the office, partners, sectors, themes."""

from django.utils.translation import gettext_lazy as _

from itpo.office import chain
from itpo.office.finding import findable
from itpo.office.models import Partner, Sector, Theme, User
from itpo.office.picking import pickable

pickable(
    "officers",
    User,
    search=lambda viewer, words: (
        User.objects.visible_to(viewer).working().matching(words).by_name()
    ),
    visible=User.objects.visible_to,
    hint=lambda user: user.get_role_display(),
)
pickable(
    "partners",
    Partner,
    search=lambda viewer, words: Partner.objects.visible_to(viewer).matching(words).by_name(),
    visible=Partner.objects.visible_to,
    hint=lambda partner: partner.get_kind_display(),
)
pickable(
    "sectors",
    Sector,
    search=lambda viewer, words: (
        Sector.objects.visible_to(viewer).matching(words).order_by("code", "pk")
    ),
    visible=Sector.objects.visible_to,
    hint=lambda sector: "",
)
pickable(
    "themes",
    Theme,
    search=lambda viewer, words: (
        Theme.objects.visible_to(viewer).matching(words).order_by("name", "pk")
    ),
    visible=Theme.objects.visible_to,
    hint=lambda theme: theme.code,
)

findable(
    Partner,
    _("Partners"),
    rows=lambda viewer, words: Partner.objects.visible_to(viewer).matching(words).by_name(),
    label="name",
    hint="short_name",
    url_name="office:partner",
    list_name="office:partners",
)
chain.subject(Partner)
