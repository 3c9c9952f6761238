"""The public pages, by subject."""

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
    "decline",
    "language",
    "lost_links",
    "my",
    "my_calendar",
    "my_material",
    "my_offer",
    "my_paper",
    "my_withdrawal",
    "nomination",
    "post",
    "renew",
    "report",
    "take_back",
]
