"""The public pages, by subject."""

from itpo.portal.views.links import language, lost_links, renew
from itpo.portal.views.nomination import decline, nomination, take_back

__all__ = [
    "decline",
    "language",
    "lost_links",
    "nomination",
    "renew",
    "take_back",
]
