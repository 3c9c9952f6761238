"""Several names in one cell, `Yazaki; Denso`, and in quotes a name that would be taken for two.

`"Fuji; Sons"; "The ""Plant"" Ltd."` are two. A quotation mark that does not close right before
the next name, as in `"Plant" Ltd.`, is a sign like others.
"""

import re
from collections.abc import Iterable

QUOTE = '"'
QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"')
SEMICOLONS = re.compile(r"[;；\n]")


def together(names: Iterable[str], between: re.Pattern[str] = SEMICOLONS) -> str:
    """Names in one cell, so that `apart` finds them as they were."""
    return "; ".join(_safe(name, between) for name in names)


def apart(cell: str, between: re.Pattern[str] = SEMICOLONS) -> list[str]:
    """The names in one cell, each once; `between` parts those that are not in quotes."""
    names: list[str] = []
    at = 0
    while at < len(cell):
        name, at = _next(cell, at, between)
        names.append(name.strip())
    return list(dict.fromkeys(filter(None, names)))


def _safe(name: str, between: re.Pattern[str]) -> str:
    if between.search(name) or name.lstrip().startswith(QUOTE):
        return QUOTE + name.replace(QUOTE, QUOTE * 2) + QUOTE
    return name


def _next(cell: str, at: int, between: re.Pattern[str]) -> tuple[str, int]:
    """The name that begins at a place, and where the next one begins."""
    if quoted := QUOTED.match(cell, at):
        mark = between.search(cell, quoted.end())
        rest = cell[quoted.end() : mark.start() if mark else None]
        if not rest.strip():
            return quoted[1].replace(QUOTE * 2, QUOTE), mark.end() if mark else len(cell)
    mark = between.search(cell, at)
    return cell[at : mark.start() if mark else None], mark.end() if mark else len(cell)
