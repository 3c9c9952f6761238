"""What the page of an application or a visit shows of a passport: never the number itself."""

from datetime import date
from typing import Any

from django.db.models import Q
from django_countries import countries

from delegates.models import Application, PassportRead, Programme, TravelDocument, Visit
from itpo.office.months import months_later
from itpo.office.visibility import Viewer

MONTHS_LEFT = 6  # airlines and many visas ask that a passport is valid for as long after the stay
SHOWN = 20


def of_visit(visit: Visit, viewer: Viewer) -> dict[str, Any]:
    document = TravelDocument.objects.filter(visit=visit).first()
    is_open = visit.state in (Visit.State.PLANNED, Visit.State.RUNNING)
    reads = _reads(viewer, Q(visit=visit))
    return {
        **_shown(document, visit),
        "reads": reads,
        "visit": visit if is_open else None,
        "is_shown": bool(document or reads or is_open),
    }


def of_application(application: Application, viewer: Viewer) -> dict[str, Any]:
    rows = TravelDocument.objects.select_related("visit")
    document = rows.filter(application=application).first()
    stay = document.visit if document and document.visit else application.programme
    reads = _reads(viewer, Q(application=application))
    return {
        **_shown(document, stay),
        "reads": reads,
        "visit": None,
        "is_shown": bool(document or reads),
    }


def _shown(document: TravelDocument | None, stay: Visit | Programme) -> dict[str, Any]:
    if document is None:
        return {"document": None}
    return {
        "document": document,
        "masked": document.masked(),
        "key_is_lost": document.key_is_lost(),
        "country": countries.name(document.country_code) or document.country_code,
        "expiry": _expiry(document.expires_on, stay.ends_latest or stay.begins_latest),
    }


def _expiry(expires_on: date | None, ends_on: date | None) -> str:
    """“late” before the stay ends, “due” soon after it, else nothing."""
    if expires_on is None or ends_on is None:
        return ""
    if expires_on < ends_on:
        return "late"
    return "due" if expires_on < months_later(ends_on, MONTHS_LEFT) else ""


def _reads(viewer: Viewer, whose: Q) -> list[PassportRead]:
    rows = PassportRead.objects.visible_to(viewer).filter(whose).select_related("by")
    return list(rows.order_by("-at", "-pk")[:SHOWN])
