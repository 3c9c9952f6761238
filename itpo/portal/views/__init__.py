"""The public pages, by subject."""

from itpo.portal.views.confirmations import confirm
from itpo.portal.views.events import (
    register,
    registered,
    registration,
    registration_calendar,
    registration_cancel,
)
from itpo.portal.views.feeds import feed, my_feed
from itpo.portal.views.files import document
from itpo.portal.views.form import (
    application,
    check,
    nominee,
    nominee_check,
    nominee_step,
    step,
)
from itpo.portal.views.links import language, lost_links, renew
from itpo.portal.views.my import (
    my,
    my_calendar,
    my_material,
    my_offer,
    my_paper,
    my_withdrawal,
)
from itpo.portal.views.nomination import decline, nomination, take_back
from itpo.portal.views.post import post
from itpo.portal.views.report import report

__all__ = [
    "application",
    "check",
    "confirm",
    "decline",
    "document",
    "feed",
    "language",
    "lost_links",
    "my",
    "my_calendar",
    "my_feed",
    "my_material",
    "my_offer",
    "my_paper",
    "my_withdrawal",
    "nomination",
    "nominee",
    "nominee_check",
    "nominee_step",
    "post",
    "register",
    "registered",
    "registration",
    "registration_calendar",
    "registration_cancel",
    "renew",
    "report",
    "step",
    "take_back",
]
