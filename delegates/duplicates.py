"""Who of the delegates we know may be the person an application is from."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from delegates.models import Application, Delegate, Visit
from itpo.office.folding import fold
from itpo.office.visibility import Viewer

MOST = 10


@dataclass(frozen=True)
class Duplicate:
    """Somebody who may be the same person, and why one may think so."""

    delegate: Delegate
    why: list[str]


def duplicates_of(application: Application, viewer: Viewer) -> list[Duplicate]:
    """Delegates with the same address or the same name, however written; most reasons first.

    A record that was merged into another leads to that one. Two queries and one for each time
    somebody was merged, whatever their number.
    """
    reasons: dict[int, list[str]] = {}
    candidates = Delegate.objects.visible_to(viewer).filter(_perhaps(application))
    for delegate in candidates.order_by("pk"):
        if why := _why(application, delegate):
            kept = reasons.setdefault(delegate.merged_into_id or delegate.pk, [])
            kept += [one for one in why if one not in kept]
    found = [Duplicate(delegate, why) for delegate, why in _survivors(reasons, viewer)]
    return sorted(found, key=lambda one: -len(one.why))[:MOST]


def folded(name: str) -> list[str]:
    """The parts of a name in alphabetical order, folded."""
    return sorted(fold(name).split())


def same_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether family and given name are the same, in whichever order and however spaced."""
    if folded(" ".join(one)) == folded(" ".join(other)):
        return True
    return _solid(one) in (_solid(other), _solid(other[::-1]))


def _solid(names: tuple[str, str]) -> str:
    """Family and given name without any space: Abd el Karim is Abdelkarim."""
    return fold(" ".join(names)).replace(" ", "")


def _perhaps(application: Application) -> Q:
    """Who is worth a closer look: the same country, or something the same as typed."""
    perhaps = Q(pk=application.delegate_id)
    if application.email:
        perhaps |= Q(email__iexact=application.email)
    if application.family_name:
        perhaps |= Q(family_name__iexact=application.family_name)
        perhaps |= Q(given_name__iexact=application.family_name)
    if own := _said(application, "name_local"):
        perhaps |= Q(name_local__iexact=own)
    if application.agency is not None:
        perhaps |= Q(country=application.agency.country_id)
    elif code := _said(application, "country"):
        perhaps |= Q(country__code__iexact=code)
    return perhaps


def _said(application: Application, name: str) -> str:
    person = application.answers.get("person")
    return str(person.get(name) or "").strip() if isinstance(person, dict) else ""


def _why(application: Application, delegate: Delegate) -> list[str]:
    why = []
    if application.email and delegate.email.casefold() == application.email.casefold():
        why.append(_("the same e-mail address"))
    applicant = (application.family_name, application.given_name)
    if any(applicant) and same_name(applicant, (delegate.family_name, delegate.given_name)):
        why.append(_("the same name"))
    own = folded(_said(application, "name_local"))
    if own and "".join(own) == "".join(folded(delegate.name_local)):
        why.append(_("the same name in their own script"))
    return why


def _survivors(reasons: dict[int, list[str]], viewer: Viewer) -> list[tuple[Delegate, list[str]]]:
    """The records that stand for those found, with their post and how often they came."""
    visits = Visit.objects.visible_to(viewer).not_cancelled().filter(delegate=OuterRef("pk"))
    counted = visits.order_by().values("delegate").annotate(number=Count("pk")).values("number")
    every = Delegate.objects.visible_to(viewer).with_current_post()
    every = every.annotate(times=Coalesce(Subquery(counted), 0)).by_name()
    found = list(every.filter(pk__in=reasons))
    while merged := [one for one in found if one.merged_into_id]:
        for one in merged:
            reasons.setdefault(one.merged_into_id, reasons[one.pk])
        found = [one for one in found if not one.merged_into_id]
        known = {one.pk for one in found}
        found += every.filter(pk__in={one.merged_into_id for one in merged} - known)
    return [(one, reasons[one.pk]) for one in found]
