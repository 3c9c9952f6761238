"""Taking apart what people type into one cell."""

import re

SEPARATOR = re.compile(r"[;；\n]")
IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")


def pieces(typed: str) -> list[str]:
    """What stands between the semicolons."""
    return [piece.strip() for piece in SEPARATOR.split(typed) if piece.strip()]


def names(piece: str) -> list[str]:
    """How one piece may be called: as a whole, without its brackets, and by what they hold."""
    return [piece, IN_BRACKETS.sub(" ", piece), *IN_BRACKETS.findall(piece)]


def lines(values: list[str]) -> str:
    """Several rows' words for the same thing: each once, one a line, in no file's order."""
    return "\n".join(sorted({value for value in values if value}))
