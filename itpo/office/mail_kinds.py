"""The mails whose words an office may change: what each is called, and what may stand in it.

A kind has a shipped text, a template that is given what the mail is about. Its placeholders name
places of that: a value such as the programme's name, or a part of the text that is put together
from several, such as the greeting. Apps register their kinds when they are ready.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Place:
    """What a placeholder stands for: a value at a `path`, or a `part` with a template of its own.

    A place that is `secret` opens something: it stays out of subjects.
    """

    meaning: Words
    path: str = ""
    part: str = ""
    default: Words = ""
    is_secret: bool = False

    @property
    def fits_a_subject(self) -> bool:
        return not self.part and not self.is_secret


@dataclass(frozen=True)
class MailKind:
    """One mail: its shipped template, what is fixed about it, and its placeholders by name."""

    name: str
    label: Words
    template: str
    places: Mapping[str, Place]
    required: frozenset[str] = frozenset()
    fixed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject_places(self) -> set[str]:
        return {name for name, place in self.places.items() if place.fits_a_subject}


_kinds: dict[str, MailKind] = {}
# What a mail may be about, to show its words with; by the first part of a path.
_samples: dict[str, Any] = {}


def register(kind: MailKind) -> None:
    _kinds[kind.name] = kind


def register_samples(samples: Mapping[str, Any]) -> None:
    _samples.update(samples)


def kinds() -> list[MailKind]:
    """All of them, in the order in which they were registered."""
    return list(_kinds.values())


def find(name: str) -> MailKind | None:
    return _kinds.get(name)


def samples() -> dict[str, Any]:
    return dict(_samples)
