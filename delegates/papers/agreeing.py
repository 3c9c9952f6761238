"""Whether a paper that went out still says what is known, and what has changed since."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from delegates.models import Paper, Visit
from delegates.models.papers import IssuedPaper
from delegates.papers.facts import Facts, stay_of
from itpo.office import wording

LABELS: dict[str, str | Promise] = {
    "office": gettext_lazy("the letterhead"),
    "family_name": gettext_lazy("family name"),
    "given_name": gettext_lazy("given name"),
    "name_local": gettext_lazy("name in own script"),
    "title": gettext_lazy("title"),
    "country": gettext_lazy("country"),
    "agency": gettext_lazy("agency"),
    "post": gettext_lazy("post"),
    "arrives": gettext_lazy("arrival"),
    "leaves": gettext_lazy("departure"),
    "purpose": gettext_lazy("purpose"),
    "place": gettext_lazy("place"),
    "name": gettext_lazy("name"),
    "programme": gettext_lazy("the programme"),
    "costs": gettext_lazy("who pays for what"),
    "agenda": gettext_lazy("the agenda"),
    "mission": gettext_lazy("the mission"),
    "days": gettext_lazy("the period"),
    "legs": gettext_lazy("the route"),
    "company": gettext_lazy("company"),
    "organisation": gettext_lazy("organisation"),
    "organisation_ja": gettext_lazy("organisation in Japanese"),
    "role": gettext_lazy("role"),
    "rank": gettext_lazy("order of rank"),
    "sessions": gettext_lazy("the sessions attended"),
    "host": gettext_lazy("who looks after the visit"),
    "most": gettext_lazy("how many they may name"),
    "answer_by": gettext_lazy("the day to answer by"),
}
DAYS = {"arrives", "leaves", "answer_by"}
# Who printed what is one thing to the reader, however many lines of it changed.
AS_ONE = {"office", "programme", "host", "mission", "company"}
UNSAID = {"country_code", "state", "mission_state", "agenda_in", "reading"}
# Of an appointment in another language: the day, the time and the place.
IN_ANY_LANGUAGE = (0, 1, 4)


def no_longer_agrees(paper: IssuedPaper, now: Facts) -> list[str]:
    """What a paper says otherwise than is known now, in sentences; none where it agrees.

    Only what both name is compared: `now` may be a part of what the paper is made of.
    """
    return list(_changed(paper.facts, now))


def names_other_days(paper: Paper, visit: Visit) -> bool:
    """Whether a visit has moved since a paper was issued about it. Asks the database nothing."""
    people = paper.facts.get("people", {})
    then = paper.facts.get("stay") or people.get(str(visit.pk), {}).get("stay", {})
    now = stay_of(visit)
    return any(name in then and then[name] != now[name] for name in ("arrives", "leaves"))


def _changed(then: Facts, now: Facts) -> Iterator[str]:
    for name in now:
        if name in UNSAID or name not in then or then[name] == now[name]:
            continue
        if name == "agenda" and _same_days(then, now):
            continue
        if name == "people":
            yield from _people(then[name], now[name])
        elif name in AS_ONE or isinstance(now[name], list):
            yield _("%(what)s has changed") % {"what": LABELS[name]}
        elif isinstance(now[name], dict):
            yield from _changed(then[name], now[name])
        else:
            yield _("%(what)s was %(before)s, is %(now)s") % {
                "what": LABELS[name],
                "before": _said(name, then[name]),
                "now": _said(name, now[name]),
            }


def _same_days(then: Facts, now: Facts) -> bool:
    """Whether two agendas in different languages have the same appointments."""
    if then.get("agenda_in") == now.get("agenda_in"):
        return False  # then the words are compared, too
    one, other = (
        [[row[column] for column in IN_ANY_LANGUAGE] for row in facts["agenda"]]
        for facts in (then, now)
    )
    return one == other


def _people(then: Facts, now: Facts) -> Iterator[str]:
    """Who has joined a list and who has left it, and what changed about the others."""
    for pk, one in now.items():
        if pk not in then:
            yield _("%(who)s is new") % {"who": _name(one)}
        else:
            for sentence in _changed(then[pk], one):
                yield f"{_name(one)}: {sentence}"
    for pk, one in then.items():
        if pk not in now:
            yield _("%(who)s is no longer on the list") % {"who": _name(one)}


def _name(one: Facts) -> str:
    if "name" in one:
        return str(one["name"] or one["organisation"])
    person = one["person"]
    return wording.passport_name(person["family_name"], person["given_name"])


def _said(name: str, value: Any) -> str:
    if value in ("", None):
        return _("not known")
    return wording.day(value, (get_language() or "en")[:2]) if name in DAYS else str(value)
