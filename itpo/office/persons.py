"""People as lists, badges and signs name them, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from itpo.office import kana, wording
from itpo.office.ranks import rank_of
from itpo.office.typesetting import can_set


@dataclass(frozen=True)
class Person:
    """Somebody on a paper: the names in both scripts, where from, as what."""

    name: str  # family name first and in capitals
    name_local: str = ""  # in their own script
    organisation: str = ""
    organisation_ja: str = ""
    post: str = ""
    role: str = ""  # what they are here
    title: str = ""  # Dr., H.E.
    reading: str = ""  # in kana
    rank: int | None = None  # as somebody said; it goes before what their post is called

    @property
    def own_script(self) -> str:
        """The name in their own script, if the papers' font has it."""
        return self.name_local if can_set(self.name_local) else ""

    def called(self, language: str) -> str:
        """As a list in a language calls them: with their title or an honorific, never both."""
        if language != "ja":
            return wording.addressed(self.name, self.title, language)
        return wording.addressed(self.own_script or self.name, self.title, language)

    def in_words(self, language: str) -> dict[str, str]:
        """As a list prints them, with the name in the other script beside."""
        is_local = language == "ja" and self.own_script
        return {
            "name": self.called(language),
            "other": self.name if is_local else self.own_script,
            "organisation": self.organisation_in(language),
            "post": self.post,
            "role": self.role,
        }

    def organisation_in(self, language: str) -> str:
        return (self.organisation_ja if language == "ja" else "") or self.organisation


def in_order_of_rank(people: Iterable[Person], language: str) -> list[Person]:
    return sorted(people, key=lambda one: place_in_rank(one, language))


def place_in_rank(one: Person, language: str) -> tuple[Any, ...]:
    """Who has a number first, by it; then by what they are called; then by name."""
    called = rank_of(one.role, one.post, one.title)
    return (one.rank is None, one.rank or 0, called, in_alphabet(one, language))


def in_alphabet(one: Person, language: str) -> tuple[bool, str, str]:
    """By name; in Japanese by its reading, and who has none after all others."""
    reading = kana.in_order(one.reading) if language == "ja" else ""
    return (not reading, reading, one.name.casefold())
