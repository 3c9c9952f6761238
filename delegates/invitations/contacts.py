"""To whom an agency is written."""

from typing import NamedTuple

from delegates.models import Agency, Invitation, Posting
from itpo.office.visibility import Viewer


class Contact(NamedTuple):
    """Somebody at an agency: their address, how a letter addresses them, what they read."""

    email: str
    name: str
    language: str


def last_contact(agency: Agency, viewer: Viewer) -> Contact | None:
    """Whom this office invited last; else a delegate who works there now and has an address."""
    before = Invitation.objects.visible_to(viewer).filter(agency=agency).select_related("link")
    if last := before.order_by("-pk").first():
        language = last.link.language if last.link else "en"
        return Contact(last.email, last.contact_name, language)
    held = Posting.objects.visible_to(viewer).filter(agency=agency, is_current=True)
    known = held.exclude(delegate__email="").filter(delegate__archived_at=None)
    posting = known.select_related("delegate").newest_first().first()
    if posting is None:
        return None
    delegate = posting.delegate
    name = " ".join(part for part in (delegate.title, delegate.full_name) if part)
    return Contact(delegate.email, name, delegate.language)
