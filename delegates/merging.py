"""Two people at the same form: what each typed is put together field by field.

A page remembers, as a short digest, what it showed in each field. What somebody left alone gives
way to what was written meanwhile; what only they changed is written; where both changed the same
field, nothing is written until the second has seen what the first wrote.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# By field: the digests of what its page has shown there, or sent without hearing back.
Shown = Mapping[str, Iterable[str]]


@dataclass
class Merged:
    """What is to be kept, and what of it the page does not know yet."""

    kept: dict[str, str]
    news: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)


def merge(*, typed: Mapping[str, str], kept: Mapping[str, str], shown: Shown) -> Merged:
    """Put together what is kept and what one page sends.

    `news` is what others wrote in fields left alone, `conflicts` what they wrote where both did.
    """
    merged = Merged(dict(kept))
    for name, mine in typed.items():
        theirs = kept.get(name, "")
        known = set(shown.get(name, ()))
        if mine == theirs:
            continue
        if (not theirs.strip() and not known) or digest(theirs) in known:
            merged.kept[name] = mine
        elif digest(mine) in known:
            merged.news[name] = theirs
        else:
            merged.conflicts[name] = theirs
    return merged


def digest(text: str) -> str:
    """A few letters that tell one text from another."""
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=6).hexdigest()


def as_kept(text: str) -> str:
    """What was typed, with line ends as they are kept and nothing that no database takes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return plain.encode(errors="replace").decode()
