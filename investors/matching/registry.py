"""What can speak for a company: each app registers its reasons and finds what they rest on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.functional import Promise

from investors.matching.weights import WEIGHTS
from itpo.office.visibility import Viewer

# Given the numbers of some projects and a viewer: what speaks for companies, made by `evidence`.
Find: TypeAlias = Callable[[Sequence[int], Viewer], "QuerySet[Any, Any]"]


class Evidence(NamedTuple):
    """One thing that speaks for a company: for which project, why, and where to read of it."""

    project: int
    company: int
    name: str
    reason: str
    row: int
    called: str


@dataclass(frozen=True)
class Reason:
    """Why, in words, and the page of what it rests on."""

    words: str | Promise
    url_name: str

    @staticmethod
    def weight(name: str) -> int:
        return WEIGHTS[name]


reasons: dict[str, Reason] = {}
_finds: list[Find] = []


def reason(name: str, words: str | Promise, url_name: str) -> None:
    """Say a reason in words; how much it counts stands in weights.py."""
    if name not in WEIGHTS:
        raise LookupError(f"weights.py does not say how much “{name}” counts.")
    reasons[name] = Reason(words, url_name)


def speaks(find: Find) -> Find:
    """Register how to find what speaks for companies."""
    _finds.append(find)
    return find


def evidence(
    rows: Any,
    *,
    why: str | Combinable,
    project: str,
    company: str,
    row: str,
    called: str | Combinable,
) -> QuerySet[Any, Any]:
    """Rows as evidence; the paths lead to the project, to the company and to what it rests on.

    A company that is archived is not suggested.
    """
    name = f"{company}__name" if company else "name"
    archived = f"{company}__archived_at" if company else "archived_at"
    found: QuerySet[Any, Any] = (
        rows.filter(**{archived: None})
        .order_by()
        .annotate(
            at_project=F(project),
            at_company=F(company or "pk"),
            at_name=F(name),
            at_reason=Cast(Value(why) if isinstance(why, str) else why, CharField()),
            at_row=F(row),
            at_called=Cast(F(called) if isinstance(called, str) else called, CharField()),
        )
        .values_list("at_project", "at_company", "at_name", "at_reason", "at_row", "at_called")
    )
    return found


def all_evidence(projects: Sequence[int], viewer: Viewer) -> list[Evidence]:
    """All that speaks for companies, in one query; nothing twice."""
    if not projects:
        return []
    first, *others = (find(projects, viewer) for find in _finds)
    return [Evidence(*row) for row in first.union(*others)]
