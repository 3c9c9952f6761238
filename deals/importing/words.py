"""Comparing words as people type them."""

import re
import unicodedata

# Full-width ASCII, as Japanese input methods type it. Not NFKC: that turns a footnote's ² into 2.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# The voicing marks of kana are no accents: without them ガ would be カ.
VOICING = "\u3099\u309a"
SEPARATOR = re.compile(r"[;；\n]")
IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")


def half_width(text: str) -> str:
    return text.translate(HALF_WIDTH)


def fold(text: str) -> str:
    """The words without case, accents, punctuation and width, for comparing only."""
    folded = _fold_once(text)
    # Some letters have a case only after they are taken apart: 𝘈 becomes A, and then a.
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = "".join(c for c in apart if c in VOICING or not unicodedata.combining(c))
    kept = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", bare))
    return " ".join(kept.split())


def pieces(typed: str) -> list[str]:
    """What stands between the semicolons."""
    return [piece.strip() for piece in SEPARATOR.split(typed) if piece.strip()]


def names(piece: str) -> list[str]:
    """How one piece may be called: as a whole, without its brackets, and by what they hold."""
    return [piece, IN_BRACKETS.sub(" ", piece), *IN_BRACKETS.findall(piece)]


def lines(values: list[str]) -> str:
    """Several rows' words for the same thing: each once, one a line, in no file's order."""
    return "\n".join(sorted({value for value in values if value}))
