"""Facts in the words of one language: what a template prints."""

from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from delegates.papers.facts import Facts
from itpo.office import letterhead, wording
from itpo.office.persons import Person, in_order_of_rank
from itpo.office.typesetting import can_set


def printed(facts: Facts, language: str) -> Facts:
    """Everything a template may print. What is not known is empty, and prints as a line."""
    said: Facts = {"office": letterhead.in_words(facts["office"], language)}
    said["programme"] = facts["programme"]["name"]
    if "person" in facts:
        said["person"] = _person(facts["person"], language)
        said["stay"] = _stay(facts["stay"], language)
    if "people" in facts:
        said["people"] = [
            {**_person(one["person"], language), **_stay(one["stay"], language)}
            for one in facts["people"].values()
        ]
        said["purpose"] = facts["purpose"]
    if "agency" in facts:
        said |= _invitation(facts, language)
    if "agenda" in facts:
        said["host"] = facts["host"]
        said["days"] = _days(facts, language)
    if "costs" in facts:
        said["costs"] = [[what, payer or said["office"]["name"]] for what, payer in facts["costs"]]
    if "sessions" in facts:
        said["sessions"] = [[wording.day(on, language), what] for on, what in facts["sessions"]]
    return said


def _person(person: Facts, language: str) -> Facts:
    name = wording.passport_name(person["family_name"], person["given_name"])
    own = person["name_local"]
    code, called = person["country_code"], person["country"]
    return {
        "name": name,
        "own_script": own if own and can_set(own) else "",
        "addressed": wording.addressed(name, person["title"], language, "殿"),
        "titled": wording.addressed(name, person["title"], "en"),
        "country": wording.country(code, called, language),
        "in_country": wording.in_country(code, called),
        "agency": person["agency"],
        "post": person["post"],
    }


def _stay(stay: Facts, language: str) -> Facts:
    arrives, leaves = stay["arrives"], stay["leaves"]
    count = (date.fromisoformat(leaves) - date.fromisoformat(arrives)).days + 1 if leaves else 0
    return {
        "arrives": wording.day(arrives, language),
        "leaves": wording.day(leaves, language),
        "days": count,
        "purpose": stay["purpose"],
        "place": stay["place"],
    }


def delegation_in_words(facts: Facts, language: str) -> Facts:
    """What a delegation list prints."""
    return {
        "office": letterhead.in_words(facts["office"], language),
        "occasion": facts["programme"]["name"],
        "people": people_in_words(facts["people"], language),
    }


def people_in_words(people: Facts, language: str) -> list[Facts]:
    """People in order of rank, as a list in a language calls them, with their other script."""
    found = in_order_of_rank((Person(**one) for one in people.values()), language)
    return [one.in_words(language) for one in found]


def itinerary_in_words(facts: Facts, language: str) -> Facts:
    """The same as the schedule of stay, with only the days on which there is something."""
    return {**printed(facts, language), "days": agenda_in_words(facts["agenda"], language)}


def agenda_in_words(agenda: list[list[str]], language: str) -> list[Facts]:
    """An agenda, day by day."""
    return [
        {
            "on": wording.day(iso, language),
            "weekday": wording.weekday(iso, language),
            "entries": [what for _iso, *what in of_day],
        }
        for iso, of_day in groupby(agenda, key=itemgetter(0))
    ]


def _invitation(facts: Facts, language: str) -> Facts:
    agency, programme = facts["agency"], facts["programme"]
    return {
        "agency": agency["name"],
        "country": wording.country(agency["country_code"], agency["country"], language),
        "contact": wording.addressed(agency["contact"], "", language),
        "email": agency["email"],
        "begins": wording.part(programme["begins"], language),
        "ends": wording.part(programme["ends"], language),
        "seats": programme["seats"],
        "themes": programme["themes"],
        "most": facts["most"],
        "answer_by": wording.day(facts["answer_by"], language),
    }


def _days(facts: Facts, language: str) -> list[Facts]:
    """Every day from arrival to departure, with what is arranged on it."""
    on, last = (date.fromisoformat(facts["stay"][one]) for one in ("arrives", "leaves"))
    arranged: dict[str, list[Any]] = {}
    for iso, *what in facts["agenda"]:
        arranged.setdefault(iso, []).append(what)
    days = []
    while on <= last:
        iso = on.isoformat()
        days.append(
            {
                "on": wording.day(iso, language),
                "weekday": wording.weekday(iso, language),
                "entries": arranged.get(iso, []),
            }
        )
        on += timedelta(days=1)
    return days
