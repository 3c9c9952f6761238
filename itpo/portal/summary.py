"""The whole form on one page: what was answered, what is missing, how it stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from delegates import filling
from delegates.models import Application, TravelDocument
from delegates.questionnaire import DOCUMENTS, TRAVEL, Asked, Missing, Step, answered
from itpo.portal.files_sent import Wanted, wanted_of
from itpo.portal.places import Places


def context(application: Application, asked: Asked, places: Places, at: datetime) -> dict[str, Any]:
    """What the page shows."""
    why_shut = filling.why_shut(application, at)
    passport = TravelDocument.objects.filter(application=application).first()
    wanted = wanted_of(asked, application) if asked.documents else []
    missing = _missing(asked, application, wanted, passport)
    return {
        "application": application,
        "programme": application.programme,
        "places": places,
        "why_shut": why_shut,
        "missing": [(one, _address(places, one)) for one in missing],
        "sections": [_section(application, one, places, wanted, passport) for one in asked.steps],
        "saved_at": application.saved_at,
        "submitted_at": application.submitted_at,
        "last_day": application.fill_in_by(application.programme),
        "is_own": places.nominee is None,
        "may_withdraw": places.nominee is None and application.state == Application.State.SUBMITTED,
    }


def unsaved(
    application: Application, step: Step, typed: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What was typed last and could no longer be saved, field by field."""
    kept = answered(application, step)
    return [
        (str(step.fields[name].label), value)
        for name, value in typed.items()
        if value.strip() and value.split() != kept[name].split()
    ]


def _missing(
    asked: Asked, application: Application, wanted: list[Wanted], passport: TravelDocument | None
) -> list[Missing]:
    received = {one.required.pk for one in wanted if one.is_there}
    return asked.missing(application, received, bool(passport and passport.sealed_number))


def _address(places: Places, missing: Missing) -> str:
    return f"{places.step(missing.step)}?missing=1#id_{missing.field}"


def _section(
    application: Application,
    step: Step,
    places: Places,
    wanted: list[Wanted],
    passport: TravelDocument | None,
) -> dict[str, Any]:
    return {
        "step": step,
        "address": places.step(step.slug),
        "lines": step.in_words(answered(application, step)),
        "wanted": wanted if step.slug == DOCUMENTS else [],
        "passport": passport if step.slug == TRAVEL else None,
    }
