"""Issuing papers, and sending them. What went out is kept as it went out."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from delegates import checklists
from delegates.models import Application, Paper, Visit
from delegates.models.papers import IssuedPaper
from delegates.models.visits import VisitQuerySet
from delegates.papers.facts import Facts
from delegates.papers.registry import About, gather, made, missing, subjects
from itpo.office import links, post, wording
from itpo.office.history import sign
from itpo.office.models import Document, Office, PersonalLink, User
from itpo.office.states import NotPossible
from itpo.office.typesetting import typeset

SENT = "papers.issued"
# Pressed twice, it is sent once.
SENT_AT_MOST_EVERY = timedelta(minutes=10)
PDF = "application/pdf"


def preview(*, kind: str, about: About, language: str, at: datetime) -> bytes:
    """The paper as it would be issued now, marked as a preview; nothing is kept."""
    facts = _facts(kind, about, language)
    return _set(kind, about, facts, language, at, is_preview=True)


@transaction.atomic
def issue(*, kind: str, about: About, language: str, by: User, at: datetime) -> IssuedPaper:
    """Make a paper and keep it, with what it was made of; tick it off on the checklists.

    Raises NotPossible, with what has to be filled in first.
    """
    type(about)._default_manager.select_for_update(of=("self",)).get(pk=about.pk)
    facts = _facts(kind, about, language)
    pdf = _set(kind, about, facts, language, at)
    table: Any = subjects[type(about)].paper
    office = _office(about)
    document = _keep(pdf, _file_name(kind, about, language), office, by)
    try:
        paper: IssuedPaper = table(
            office=office,
            kind=kind,
            language=language,
            document=document,
            facts=facts,
            issued_at=at,
            issued_by=by,
            **table.naming(about),
        )
        sign(paper, by)
        paper.save()
        if isinstance(paper, Paper):
            checklists.tick_paper(visits=visits_of(paper), kind=kind, by=by, at=at)
    except BaseException:
        document.file.delete(save=False)
        raise
    return paper


@transaction.atomic
def send(*, paper: Paper, by: User, at: datetime) -> int:
    """Write to whom a paper is about that it lies on their own page; say to how many.

    Raises NotPossible where none of them has a page that opens, and when it was sent just now.
    """
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.sent_at and paper.sent_at > at - SENT_AT_MOST_EVERY:
        raise NotPossible(_("It was sent a moment ago."))
    found = _open_links(paper)
    if not found:
        raise NotPossible(
            _("Nobody it is about has a page of their own that opens. Open it, and send it.")
        )
    for link in found:
        links.keep_open(link=link, until=at + links.OPENS_FOR)
        post.queue(
            key=f"paper:{paper.pk}:{link.pk}:{at:%Y%m%d%H%M%S}",
            kind=SENT,
            office=paper.office,
            to=link.email,
            send_after=at,
            about={"paper": paper.pk, "link": link.pk},
            restricted=False,
        )
    paper.sent_at = at
    sign(paper, by)
    paper.save(update_fields=["sent_at"])
    return len(found)


def visits_of(paper: Paper) -> VisitQuerySet:
    """The visits a paper is about: its own, or those that stand on the list of a programme."""
    if paper.visit_id:
        return Visit.objects.filter(pk=paper.visit_id)
    return Visit.objects.filter(pk__in=list(paper.facts.get("people", {})))


def _facts(kind: str, about: About, language: str) -> Facts:
    if language not in made(kind, about).languages:
        raise NotPossible(_("This paper is not written in that language."))
    facts = gather(kind, about, language)
    if lacking := missing(kind, about, facts):
        raise NotPossible(" ".join(lacking))
    return facts


def _set(
    kind: str, about: About, facts: Facts, language: str, at: datetime, *, is_preview: bool = False
) -> bytes:
    said = made(kind, about).words(facts, language)
    said["title"] = made(kind, about).titles[language]
    said["author"] = said["office"]["name"]
    said["date"] = wording.day(_office(about).today(at).isoformat(), language)
    said["preview"] = is_preview
    return typeset(kind, said, language, at=at)


def _keep(pdf: bytes, title: str, office: Office, by: User) -> Document:
    document = Document(
        office=office,
        title=title[:200],
        file=ContentFile(pdf, name=title),
        content_type=PDF,
        size=len(pdf),
        uploaded_by=by,
    )
    sign(document, by)
    document.save()
    return document


def _office(about: About) -> Office:
    return subjects[type(about)].office(about)


def _file_name(kind: str, about: About, language: str) -> str:
    """What the file is called: the paper, and whom it is about."""
    title, whom = made(kind, about).titles[language], subjects[type(about)].whom(about)
    return f"{title} – {whom}"[:195] + ".pdf"


def _open_links(paper: Paper) -> list[PersonalLink]:
    applications = Application.objects.filter(visit__in=visits_of(paper), link__revoked_at=None)
    rows = applications.exclude(link=None).select_related("link").order_by("pk")
    return [one.link for one in rows if one.link is not None]
