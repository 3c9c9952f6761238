"""Names for what a list only describes, in English, as an officer would write them."""

from collections.abc import Sequence

from django.utils import translation

from deals.importing.words import pieces
from itpo.office import partial_dates

LONGEST = 200
MANY = 4


def and_so_on(names: Sequence[str]) -> str:
    """“Kenya, Uganda and Ethiopia”; of many the first few and how many more."""
    if len(names) > MANY:
        return f"{', '.join(names[: MANY - 1])} and {len(names) - MANY + 1} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def mission(places: Sequence[str], *, organisers: str, direction: str, start: str) -> str:
    """“Joint mission to Mozambique and Mauritius, 2023”."""
    what = "Joint mission" if "joint mission" in organisers.casefold() else "Business mission"
    towards = "from" if direction.casefold().startswith("inbound") else "to"
    where = f" {towards} {and_so_on(places)}" if places else ""
    return _short(f"{what}{where}", year(start))


def programme(places: Sequence[str], *, organisers: str, is_ours: bool, start: str) -> str:
    """“Delegates programme, Morocco”; another organiser's begins with the organiser."""
    whose = "Delegates programme" if is_ours else f"{organisers or 'Other'}: delegates programme"
    return _short(", ".join(filter(None, [whose, and_so_on(places)])), year(start))


def event(what: str, place: str, *, sectors: str, start: str) -> str:
    """“Technology tour on environment and water, 8 Feb 2019”."""
    about = and_so_on(pieces(sectors))
    head = f"{what} on {about}" if about else what
    return _short(", ".join(filter(None, [head, place])), day(start))


def year(start: str) -> str:
    """The year something began; blank where even that is not known."""
    if not start:
        return ""
    read = partial_dates.read(start)
    return str(read.earliest.year) if read.earliest.year == read.latest.year else day(start)


def day(start: str) -> str:
    if not start:
        return ""
    read = partial_dates.read(start)
    with translation.override("en"):
        return partial_dates.shown(read.edtf, read.earliest, read.latest)


def _short(head: str, tail: str) -> str:
    """Both, as long as a name may be: the date stays whole."""
    room = LONGEST - len(tail) - 2
    head = head if len(head) <= room else head[: room - 1].rstrip() + "…"
    return f"{head}, {tail}" if tail else head
