"""The papers there are about a visit, a programme or an invitation, issued or not, for a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from delegates.models import Invitation, Paper, Programme, Visit
from delegates.models.papers import IssuedPaper
from delegates.papers.agreeing import no_longer_agrees
from delegates.papers.facts import Facts, of_visit
from delegates.papers.registry import About, gather, made, missing
from itpo.office.models.people import LANGUAGES

Kind = Paper.Kind
NAMES = dict(LANGUAGES)
# Written in one language first; in another only if somebody asks.
TOLD = (Kind.SCHEDULE, Kind.ITINERARY)
IN_ONE_LANGUAGE = {Kind.INVITATION, Kind.CERTIFICATE, Kind.ITINERARY}


@dataclass
class Row:
    """One kind of paper in one language: the latest issued, and whether it still agrees."""

    kind: str
    language: str
    about: About
    lacking: Sequence[str]
    issued: IssuedPaper | None = None
    earlier: int = 0
    changes: list[str] = field(default_factory=list)
    others: list["Row"] = field(default_factory=list)
    whom: str = ""  # whose it is, where a page lists those of several

    @property
    def name(self) -> Any:
        return Kind(self.kind).label

    @property
    def language_name(self) -> Any:
        return NAMES[self.language]

    @property
    def preview_url(self) -> str:
        return self._url("delegates:preview-paper")

    @property
    def issue_url(self) -> str:
        return self._url("delegates:issue-paper")

    def _url(self, name: str) -> str:
        label = self.about._meta.model_name
        return reverse(name, args=[label, self.about.pk, self.kind, self.language])


def of_a_visit(visit: Visit, papers: Sequence[Paper]) -> list[Row]:
    """Every paper of one visit. `papers` are those issued about it, the newest first."""
    kinds = [Kind.REASON, Kind.SCHEDULE, Kind.ITINERARY]
    if visit.programme_id is None:
        kinds.append(Kind.APPLICANTS)
    told = next((one.language for one in papers if one.kind in TOLD), "en")
    agenda = gather(Kind.SCHEDULE, visit, told)  # asked for once: two papers tell the same
    rows = []
    for kind in [*kinds, Kind.CERTIFICATE]:
        issued = [one for one in papers if one.kind == kind]
        facts = agenda if kind in TOLD else gather(kind, visit, "en")
        rows += rows_of(kind, visit, facts, issued, visit.delegate.language)
    return rows


def issued_about(visit: Visit, papers: Sequence[Paper]) -> list[Row]:
    """The latest of each paper issued about a visit, compared with what its page knows anyhow."""
    facts, rows = of_visit(visit), {}
    for paper in papers:
        key = (paper.kind, paper.language)
        if key not in rows:
            changes = no_longer_agrees(paper, facts)
            rows[key] = Row(paper.kind, paper.language, visit, [], paper, 0, changes)
    return list(rows.values())


def lists(programme: Programme, papers: Sequence[Paper]) -> list[Row]:
    """The list of applicants and the delegation list, both about everybody."""
    rows = []
    for kind in (Kind.APPLICANTS, Kind.DELEGATION):
        issued = [one for one in papers if one.kind == kind]
        rows += rows_of(kind, programme, gather(kind, programme, "en"), issued, "en")
    return rows


def invitations(rows: Iterable[Invitation], papers: Sequence[Paper]) -> list[Row]:
    """One row for each agency, in the language it reads."""
    shown = []
    for one in rows:
        issued = [paper for paper in papers if paper.invitation_id == one.pk]
        language = one.link.language if one.link else "en"
        facts = gather(Kind.INVITATION, one, language)
        made_for = rows_of(Kind.INVITATION, one, facts, issued, language)
        shown += [replace(row, whom=one.agency.full_name) for row in made_for]
    return shown


def certificates(visits: Iterable[Visit], papers: Sequence[Paper]) -> list[Row]:
    """One row for each who has come. Their sessions are compared on the visit's own page."""
    shown = []
    for visit in visits:
        issued = [
            one for one in papers if one.visit_id == visit.pk and one.kind == Kind.CERTIFICATE
        ]
        facts = {**of_visit(visit), "state": visit.state}
        made_for = rows_of(Kind.CERTIFICATE, visit, facts, issued, visit.delegate.language)
        shown += [replace(row, whom=str(visit.delegate)) for row in made_for]
    return shown


def rows_of(
    kind: str, about: About, facts: Facts, issued: Sequence[IssuedPaper], preferred: str
) -> list[Row]:
    """A row a language; or one in all, in the language asked for, the others within it."""
    lacking = missing(kind, about, facts)
    rows = [
        _row(kind, language, about, facts, issued, lacking)
        for language in made(kind, about).languages
    ]
    if kind not in IN_ONE_LANGUAGE:
        return rows
    shown = [row for row in rows if row.issued]
    first = shown or [next((row for row in rows if row.language == preferred), rows[0])]
    first[0].others = [row for row in rows if row not in first]
    return first


def _row(
    kind: str,
    language: str,
    about: About,
    facts: Facts,
    issued: Sequence[IssuedPaper],
    lacking: Sequence[str],
) -> Row:
    found = [one for one in issued if one.language == language]
    if not found:
        return Row(kind, language, about, lacking)
    changes = no_longer_agrees(found[0], facts)
    return Row(kind, language, about, lacking, found[0], len(found) - 1, changes)
