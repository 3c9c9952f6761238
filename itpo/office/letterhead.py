"""What the letters of an office are headed with, as facts and in the words of a language."""

from typing import Any

from itpo.office.models import Office

IN_BOTH_LANGUAGES = ("name", "address", "signed_by", "signed_as")


def facts_of(office: Office) -> dict[str, Any]:
    """Everything a letterhead says, in both languages."""
    names = [name for one in IN_BOTH_LANGUAGES for name in (one, f"{one}_ja")]
    said = {name: getattr(office, name) for name in names}
    return {**said, "phone": office.phone, "email": office.email}


def in_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """The letterhead; in English where it is not given in Japanese."""
    ja = language == "ja"
    said = {name: (facts[f"{name}_ja"] if ja else "") or facts[name] for name in IN_BOTH_LANGUAGES}
    lines = [line.strip() for line in said["address"].splitlines() if line.strip()]
    return {**said, "address": lines, "phone": facts["phone"], "email": facts["email"]}
