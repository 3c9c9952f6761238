"""The files somebody sends with an application."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from delegates import passports
from delegates.models import Application, ApplicationDocument, RequiredDocument, TravelDocument
from itpo.office import uploads
from itpo.office.models import Document
from itpo.office.states import NotPossible
from itpo.office.uploads import Upload


def receive(
    *,
    application: Application,
    required: RequiredDocument,
    upload: Upload,
    at: datetime,
) -> None:
    """Keep a file in answer to what is asked for, in place of an earlier one.

    What shows a passport is sealed instead. Raises ValidationError for a file that is none we
    take, NotPossible once the application is sent; and then the earlier one stays.
    """
    found = uploads.checked(upload)  # it takes a while: before anything is locked
    with transaction.atomic():
        locked = _open(application, required)
        if required.is_passport:
            passports.keep_scan(application=locked, upload=upload, content_type=found.content_type)
            return
        _drop(locked, required)
        _keep(locked, required, upload, found)


@transaction.atomic
def remove(*, application: Application, required: RequiredDocument, at: datetime) -> None:
    """Take a file away again. Raises NotPossible once the application is sent."""
    locked = _open(application, required)
    if required.is_passport:
        passports.remove_scan(application=locked)
    _drop(locked, required)


def received_by(application: Application) -> set[int]:
    """Which of what is asked for is there: the numbers of the RequiredDocuments."""
    files = RequiredDocument.objects.filter(received__application=application).values_list("pk")
    pictures = TravelDocument.objects.filter(application=application).exclude(sealed_scan="")
    sealed = RequiredDocument.objects.filter(
        is_passport=True, programme__applications__travel_document__in=pictures
    ).values_list("pk")
    return {pk for (pk,) in files.union(sealed)}


def _open(application: Application, required: RequiredDocument) -> Application:
    locked = passports.while_open(application)
    if required.programme_id != locked.programme_id:
        raise NotPossible(_("This programme does not ask for that document."))
    return locked


def _keep(
    application: Application,
    required: RequiredDocument,
    upload: Upload,
    found: uploads.Checked,
) -> None:
    document = Document(
        office_id=application.programme.office_id,
        title=uploads.title_of(upload, found.content_type),
        content_type=found.content_type,
        size=found.size,
    )
    document.file.save("", upload, save=False)
    try:
        document.save()
        ApplicationDocument.objects.create(
            application=application, required=required, document=document
        )
    except Exception:
        document.file.delete(save=False)
        raise


def _drop(application: Application, required: RequiredDocument) -> None:
    kept = ApplicationDocument.objects.select_related("document")
    for earlier in kept.filter(application=application, required=required):
        earlier.delete()
        earlier.document.delete()
        passports.forget_file(earlier.document.file.name)
