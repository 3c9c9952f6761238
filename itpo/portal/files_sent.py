"""The documents step: what came in, and what was refused, file by file."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from delegates import documents
from delegates.models import Application, ApplicationDocument, RequiredDocument
from delegates.questionnaire import Asked
from itpo.office.models import Document
from itpo.office.states import NotPossible

# The last field of the form: where it is missing, the files before it broke off on the way.
WHOLE = "whole"


@dataclass
class Wanted:
    """One document that is asked for, with what was received and what is wrong."""

    required: RequiredDocument
    is_there: bool = False
    received: Document | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.required.name


def wanted_of(asked: Asked, application: Application) -> list[Wanted]:
    """Each document that is asked for, with what was received; two queries."""
    there = documents.received_by(application)
    rows = ApplicationDocument.objects.filter(application=application).select_related("document")
    files = {one.required_id: one.document for one in rows}
    return [Wanted(one, one.pk in there, files.get(one.pk)) for one in asked.documents]


def take_in(
    request: HttpRequest, asked: Asked, application: Application, at: datetime
) -> dict[int, str]:
    """Keep the files that were sent; says of each that was refused why, by its document."""
    refused = {}
    for required in asked.documents:
        upload = request.FILES.get(required.name)
        if upload is None:
            continue
        if WHOLE not in request.POST:
            refused[required.pk] = _("This file broke off on the way. Send it again.")
            continue
        try:
            documents.receive(application=application, required=required, upload=upload, at=at)
        except ValidationError as error:
            refused[required.pk] = " ".join(error.messages)
        except NotPossible as error:
            refused[required.pk] = str(error)
    return refused


def take_away(asked: Asked, application: Application, number: str, at: datetime) -> None:
    """Remove one file again. Raises NotPossible."""
    for required in asked.documents:
        if str(required.pk) == number:
            documents.remove(application=application, required=required, at=at)
