"""Passports of applicants and visitors: kept sealed, read on record, deleted when it is over."""

import re
import unicodedata
from datetime import date, datetime

from cryptography.fernet import InvalidToken
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Application, PassportRead, TravelDocument, Visit
from delegates.models.travel import keys
from itpo.office.models import User
from itpo.office.states import NotPossible
from itpo.office.uploads import Upload

What = PassportRead.What
NUMBER = re.compile(r"(?=.*\d)[A-Z0-9]{4,20}")


class Number(str):
    """A number in the open: to be read, and hidden wherever a log or an error quotes it."""

    def __repr__(self) -> str:
        return "'••••'"


def normalised(typed: str) -> Number:
    """A number as the passport prints it. Raises NotPossible for what cannot be one."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper()
    if number and not NUMBER.fullmatch(number):
        message = _("Write the number as it stands in the passport: letters and digits only.")
        raise NotPossible(message, "number")
    return Number(number)


def while_open(application: Application) -> Application:
    """The application, locked. Raises NotPossible once its holder no longer fills it in."""
    locked: Application = Application.objects.select_for_update().get(pk=application.pk)
    if not locked.is_open:
        raise NotPossible(_("The application is sent. Ask the office to open it again first."))
    return locked


@transaction.atomic
def keep(
    *,
    application: Application,
    number: str = "",
    country_code: str = "",
    expires_on: date | None = None,
) -> TravelDocument | None:
    """Keep what an applicant says of their passport. A blank number leaves the one kept.

    Nothing said and nothing kept: no document, and None. Raises NotPossible.
    """
    document = TravelDocument.objects.filter(application=while_open(application)).first()
    if document is None and not (number.strip() or country_code or expires_on):
        return None
    return _write(
        document or TravelDocument(application=application), number, country_code, expires_on
    )


@transaction.atomic
def keep_for_visit(
    *, visit: Visit, number: str = "", country_code: str = "", expires_on: date | None = None
) -> TravelDocument:
    """Write down a visitor's passport. A blank number leaves the one kept. Raises NotPossible."""
    locked = Visit.objects.select_for_update().get(pk=visit.pk)
    if locked.state not in (Visit.State.PLANNED, Visit.State.RUNNING):
        raise NotPossible(_("The visit is over: a passport is no longer kept."))
    document = TravelDocument.objects.filter(visit=locked).first()
    if not number.strip() and not (document and document.sealed_number):
        raise NotPossible(_("Write the number of the passport."), "number")
    return _write(document or TravelDocument(visit=locked), number, country_code, expires_on)


@transaction.atomic
def keep_scan(*, application: Application, upload: Upload, content_type: str) -> None:
    """Keep the picture of a passport, in place of an earlier one. Sealed before it is written."""
    locked = while_open(application)
    document = TravelDocument.objects.filter(application=locked).first()
    document = document or TravelDocument(application=locked)
    forget_file(document.sealed_scan.name)
    upload.seek(0)
    sealed = ContentFile(keys().encrypt(upload.read()))
    document.sealed_scan.save("", sealed, save=False)
    document.scan_type = content_type
    document.save()


@transaction.atomic
def remove_scan(*, application: Application) -> None:
    """Take the picture away again, at its owner's wish."""
    document = TravelDocument.objects.filter(application=while_open(application)).first()
    if document is not None:
        forget_file(document.sealed_scan.name)
        document.sealed_scan, document.scan_type = "", ""
        document.save()


def has_number(application: Application) -> bool:
    """Whether a number is kept for an application."""
    kept = TravelDocument.objects.filter(application=application).exclude(sealed_number="")
    return kept.exists()


@transaction.atomic
def read_number(*, document: TravelDocument, by: User, at: datetime) -> Number:
    """Read the number, on record. Raises NotPossible."""
    locked = _on_record(document, What.NUMBER, by, at)
    if not locked.sealed_number:
        raise NotPossible(_("No number is kept."))
    try:
        return Number(locked.unseal())
    except InvalidToken as error:
        raise NotPossible(_key_lost()) from error


@transaction.atomic
def read_scan(*, document: TravelDocument, by: User, at: datetime) -> bytes:
    """Read the picture, on record. Raises NotPossible."""
    locked = _on_record(document, What.PICTURE, by, at)
    if not locked.sealed_scan:
        raise NotPossible(_("No picture is kept."))
    try:
        with locked.sealed_scan.open("rb") as sealed:
            return keys().decrypt(sealed.read())
    except InvalidToken as error:
        raise NotPossible(_key_lost()) from error
    except FileNotFoundError as error:
        raise NotPossible(_("The picture is no longer on the disk.")) from error


@transaction.atomic
def move_to(*, application: Application, visit: Visit) -> None:
    """Let an accepted applicant's passport be that of the visit, too, and then its only one."""
    document = TravelDocument.objects.filter(application=application).first()
    if document is None:
        return
    for other in TravelDocument.objects.filter(visit=visit).exclude(pk=document.pk):
        forget_file(other.sealed_scan.name)
        other.delete()
    document.visit = visit
    document.save(update_fields=["visit"])


@transaction.atomic
def delete(*, document: TravelDocument, by: User | None, at: datetime) -> None:
    """Delete number and picture for good; that it was done stays. Raises NotPossible."""
    locked = _on_record(document, What.DELETED, by, at)
    forget_file(locked.sealed_scan.name)
    locked.delete()


def forget_file(name: str | None) -> None:
    """Delete a file once what is being written stands."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def _write(
    document: TravelDocument, number: str, country_code: str, expires_on: date | None = None
) -> TravelDocument:
    if number := normalised(number):
        document.seal(number)
    document.country_code = country_code.strip().upper()
    document.expires_on = expires_on
    document.save()
    return document


def _on_record(
    document: TravelDocument, what: str, by: User | None, at: datetime
) -> TravelDocument:
    """Lock a passport and write down what is about to be done with it.

    Whose it is comes first, as wherever it is written: or two wait for each other.
    """
    for model, number in (
        (Application, document.application_id),
        (Visit, document.visit_id),
    ):
        list(model._default_manager.select_for_update(of=("self",)).filter(pk=number))
    rows = TravelDocument.objects.select_for_update()
    locked: TravelDocument | None = rows.filter(pk=document.pk).first()
    if locked is None:
        raise NotPossible(_("The passport is deleted already."))
    PassportRead.objects.create(
        application_id=locked.application_id, visit_id=locked.visit_id, what=what, by=by, at=at
    )
    return locked


def _key_lost() -> str:
    return _(
        "It cannot be read: the key it was sealed with is no longer among FIELD_KEYS. Ask whoever "
        "runs the desk, or the traveller for the passport again."
    )
