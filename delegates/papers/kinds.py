"""The kinds of papers: what each is about, made of, written in, and cannot do without."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from django.utils import translation
from django.utils.translation import gettext as _

from delegates.models import Invitation, Paper, Programme, Visit
from delegates.papers import facts as made_of
from delegates.papers.facts import Facts
from itpo.office.states import NotPossible

Kind = Paper.Kind
About: TypeAlias = Visit | Programme | Invitation

ENGLISH_JAPANESE = ("en", "ja")
ALL_LANGUAGES = ("en", "ja", "fr")


class Made(NamedTuple):
    """How one kind of paper is made about a thing of one model."""

    gather: Callable[[Any], Facts]
    languages: tuple[str, ...]
    lacks: Callable[[Facts], Iterator[str]]


def signature(facts: Facts) -> Iterator[str]:
    if not facts["office"]["signed_by"]:
        yield _("Nobody is named who signs for the office: a manager does that in the admin.")


def letterhead(facts: Facts) -> Iterator[str]:
    if not facts["office"]["address"]:
        yield _("The office's address is not filled in: a manager does that in the admin.")
    yield from signature(facts)


def days(facts: Facts) -> Iterator[str]:
    if not facts["stay"]["arrives"] or not facts["stay"]["leaves"]:
        yield _("Say the first and the last day of the visit to the day.")


def reason(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    yield from days(facts)
    if not facts["person"]["agency"]:
        yield _("Say which agency sends the delegate.")
    if not facts["stay"]["purpose"] and not facts["programme"]["name"]:
        yield _("Say the purpose of the visit.")


def schedule(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    yield from days(facts)


def applicants(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    if not facts["people"]:
        yield _("Nobody is to come yet: the list has visits that are planned or under way.")
    for one in facts["people"].values():
        if not one["stay"]["arrives"] or not one["stay"]["leaves"]:
            yield _("Say the first and the last day of the visit of %(who)s to the day.") % {
                "who": f"{one['person']['family_name'].upper()} {one['person']['given_name']}"
            }


def invitation(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    if not facts["programme"]["begins"]:
        yield _("Say when the programme begins; the month is enough.")


def certificate(facts: Facts) -> Iterator[str]:
    yield from signature(facts)
    yield from days(facts)
    if facts["state"] == Visit.State.PLANNED:
        yield _("The visit has not begun: who has come gets a certificate.")


MADE: dict[tuple[str, type[Any]], Made] = {
    (Kind.REASON, Visit): Made(made_of.of_reason, ENGLISH_JAPANESE, reason),
    (Kind.SCHEDULE, Visit): Made(made_of.of_schedule, ENGLISH_JAPANESE, schedule),
    (Kind.APPLICANTS, Visit): Made(made_of.of_one_applicant, ENGLISH_JAPANESE, applicants),
    (Kind.APPLICANTS, Programme): Made(made_of.of_applicants, ENGLISH_JAPANESE, applicants),
    (Kind.INVITATION, Invitation): Made(made_of.of_invitation, ALL_LANGUAGES, invitation),
    (Kind.CERTIFICATE, Visit): Made(made_of.of_certificate, ALL_LANGUAGES, certificate),
}


def made(kind: str, about: About) -> Made:
    """How such a paper is made. Raises NotPossible for what there is no such paper about."""
    found = MADE.get((kind, type(about)))
    if found is None:
        raise NotPossible(_("There is no such paper about this."))
    return found


def missing(kind: str, about: About, facts: Facts) -> list[str]:
    """What has to be filled in first, a sentence for each."""
    if getattr(about, "state", "") == Visit.State.CANCELLED:
        return [_("It is cancelled: no paper goes out about it.")]
    return list(made(kind, about).lacks(facts))


def gather(kind: str, about: About, language: str) -> Facts:
    """What such a paper would be made of now. The names of companies are those of its language."""
    if isinstance(about, Visit) and not hasattr(about, "post_then"):
        about = Visit.objects.for_papers().get(pk=about.pk)
    with translation.override(language):
        return made(kind, about).gather(about)


def missing_for(kind: str, about: About) -> list[str]:
    return missing(kind, about, gather(kind, about, "en"))
