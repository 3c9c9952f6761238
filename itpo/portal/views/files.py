"""The files somebody sent, handed out to whoever holds the link they were sent behind."""

from django.db.models import Q
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from delegates.models import Application, ApplicationDocument
from itpo.office import downloads
from itpo.office.models import PersonalLink
from itpo.portal.opening import LinkRequest, opens

Purpose = PersonalLink.Purpose


@opens(Purpose.APPLICATION, Purpose.NOMINATION)
@require_safe
def document(request: LinkRequest, pk: int) -> FileResponse:
    """A file of one's own application, or of one that the agency named and fills in.

    The picture of a passport is none of these: it is sealed, and opened in the office only.
    """
    named = Q(application__invitation__link=request.link)
    named &= ~Q(application__state=Application.State.WITHDRAWN)
    mine = Q(application__link=request.link) | named
    rows = ApplicationDocument.objects.filter(mine).select_related("document")
    return downloads.of(get_object_or_404(rows, document__pk=pk).document)
