"""What is taken out of the lists of the ground app."""

from django.utils.translation import gettext_lazy as _

from itpo.office.exporting.columns import (
    Export,
    columns_of,
    linked,
    moment,
    number,
    shown_of,
)
from itpo.office.models import FollowUp, Partner

FOLLOW_UPS = Export(
    [
        number(FollowUp),
        *columns_of(FollowUp, "due_on", "what"),
        linked("owner", _("who sees to it")),
        *columns_of(FollowUp, "about"),
        *shown_of(FollowUp, "promised_by", "state"),
        moment(FollowUp, "closed_at"),
        *columns_of(FollowUp, "reason"),
    ]
)

PARTNERS = Export(
    [number(Partner), *columns_of(Partner, "name", "short_name"), *shown_of(Partner, "kind")]
)
