"""The words of a mail: the office's own where it has some that can be filled, else the shipped.

A text of the office that can no longer be filled, as after an upgrade, holds no mail up.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.template import Context, Variable, VariableDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from itpo.office import lookups, mail_kinds, placeholders
from itpo.office.letters import Letter
from itpo.office.mail_kinds import MailKind, Place
from itpo.office.models import MailText, Office

logger = logging.getLogger(__name__)

BLANK_LINES = re.compile(r"\n\s*\n")


def letter(kind: MailKind, office: Office, about: Mapping[str, Any]) -> Letter:
    """The words in the active language, about something."""
    language = translation.get_language() or "en"
    own = lookups.once(
        ("mail text", office.pk, kind.name, language),
        lambda: list(
            MailText.objects.in_use().filter(office=office, kind=kind.name, language=language)
        ),
    )
    for text in own:
        try:
            return filled(text, kind, about)
        except (placeholders.CannotFill, ValidationError) as error:
            logger.error("Mail text %s cannot be used: %s", text.pk, error)
    return shipped(kind, about)


def filled(text: MailText, kind: MailKind, about: Mapping[str, Any]) -> Letter:
    """The office's words. Raises CannotFill or ValidationError where they no longer fit."""
    text.clean()
    context = {**about, **kind.fixed}
    used = placeholders.names(text.subject) | placeholders.names(text.body)
    values = {name: _value(kind.places[name], context) for name in used}
    subject = placeholders.fill(text.subject, values)
    body = placeholders.fill(text.body.replace("\r\n", "\n"), values)
    return _letter(subject, body)


def shipped(kind: MailKind, about: Mapping[str, Any]) -> Letter:
    """The words a mail is shipped with; the first line of its template is the subject."""
    words = render_to_string(kind.template, {**about, **kind.fixed}).strip()
    subject, _line, body = words.partition("\n")
    return _letter(subject, body)


def shipped_with_places(kind: MailKind, language: str) -> Letter:
    """The shipped words as an office may take them over: each value as its placeholder."""
    about: dict[str, Any] = {"parts": {}}
    for name, place in kind.places.items():
        if place.part:
            about["parts"][name] = f"{{{name}}}"
        else:
            _put(about, place.path, f"{{{name}}}")
    with translation.override(language):
        return shipped(kind, about)


def sample(text: MailText, kind: MailKind) -> Letter:
    """The office's words about somebody who is made up. Raises as `filled` does."""
    with translation.override(text.language):
        return filled(text, kind, mail_kinds.samples())


def sample_values(kind: MailKind, language: str) -> dict[str, str]:
    """What each placeholder would be in the mail to somebody who is made up."""
    with translation.override(language):
        context = {**mail_kinds.samples(), **kind.fixed}
        return {name: _value(place, context) for name, place in kind.places.items()}


def _value(place: Place, context: Mapping[str, Any]) -> str:
    if place.part:
        return BLANK_LINES.sub("\n\n", render_to_string(place.part, dict(context))).strip()
    try:
        value = Variable(place.path).resolve(Context(dict(context)))
    except VariableDoesNotExist:
        value = ""
    return str(value or place.default)


def _put(about: dict[str, Any], path: str, value: str) -> None:
    """Let a template find a value at a path."""
    *way, last = path.split(".")
    for step in way:
        about = about.setdefault(step, {})
    about[last] = value


def _letter(subject: str, body: str) -> Letter:
    # What a text leaves out leaves no blank lines behind.
    body = BLANK_LINES.sub("\n\n", body).strip() + "\n"
    return Letter(subject.strip(), body, language=translation.get_language() or "en")
