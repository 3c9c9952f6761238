"""The public pages, by subject."""

from itpo.portal.views.links import language, lost_links, renew

__all__ = ["language", "lost_links", "renew"]
