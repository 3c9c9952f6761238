"""Who is the same person: by contact, else by address, else by name and organisation."""

import re
import unicodedata

BETWEEN_WORDS = re.compile(r"[\s,;./]+")
LATIN = re.compile(r"[a-z]")


def folded(text: str) -> str:
    """A text as it is compared: capitals, widths and spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded_name(name: str) -> str:
    """A name as it is compared: YAMADA Taro is Taro Yamada, and 山田 太郎 is 山田太郎."""
    plain = folded(name)
    words = [word for word in BETWEEN_WORDS.split(plain) if word]
    return " ".join(sorted(words)) if LATIN.search(plain) else "".join(words)


def person(contact: int | None, email: str, name: str, organisation: str) -> tuple[str, ...]:
    """What tells one person from all others."""
    if contact is not None:
        return ("contact", str(contact))
    if email:
        return ("address", folded(email))
    return ("name", folded_name(name), folded(organisation))
