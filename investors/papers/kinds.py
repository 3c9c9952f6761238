"""The papers about missions: what each cannot do without, and how it reads."""

from collections.abc import Iterator
from operator import attrgetter

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from delegates.papers.facts import Facts
from delegates.papers.printing import agenda_in_words, people_in_words
from delegates.papers.registry import CANCELLED, Made, Subject, paper, subject
from investors.models import Mission, MissionMember, MissionPaper
from investors.papers import facts as made_of
from itpo.office import letterhead, wording

Kind = MissionPaper.Kind

TITLES = {
    Kind.DELEGATION: {"en": "Delegation list", "ja": "代表団名簿"},
    Kind.ITINERARY: {"en": "Itinerary", "ja": "日程表"},
}


def delegation(facts: Facts) -> Iterator[str]:
    if not facts["people"]:
        yield _("No company is confirmed yet: the list has those that are.")


def itinerary(facts: Facts) -> Iterator[str]:
    if facts["mission_state"] == CANCELLED:
        yield _("It is cancelled: no paper goes out about it.")
    elif facts["state"] == MissionMember.State.WITHDRAWN:
        yield _("The company has withdrawn.")
    elif not facts["agenda"]:
        yield _("Nothing is on the agenda yet.")


def words(facts: Facts, language: str) -> Facts:
    """The facts, as both templates print them."""
    begins, ends = facts["days"]
    said: Facts = {
        "office": letterhead.in_words(facts["office"], language),
        "occasion": facts["mission"]["name"],
        "legs": [_leg(leg, language) for leg in facts["legs"]],
        "begins": wording.day(begins, language),
        "ends": wording.day(ends, language),
        "people": people_in_words(facts["people"], language),
    }
    if "agenda" in facts:
        company = facts["company"]
        said["whom"] = (company["name_ja"] if language == "ja" else "") or company["name"]
        said["host"] = facts["host"]
        said["days"] = agenda_in_words(facts["agenda"], language)
    return said


def _leg(leg: list[str], language: str) -> Facts:
    code, name, begins, ends = leg
    where = wording.country(code, name, language) if code else name
    days = [wording.day(one, language) for one in (begins, ends) if one]
    return {"where": where, "days": list(dict.fromkeys(days))}


def with_legs(mission: Mission) -> Mission:
    prefetch_related_objects([mission], "office", "legs__country")
    return mission


def with_all_it_says(member: MissionMember) -> MissionMember:
    prefetch_related_objects([member], "company", "mission__office", "mission__owner")
    with_legs(member.mission)
    return member


def page_of_mission(mission: Mission) -> str:
    return reverse("investors:mission-papers", args=[mission.pk])


def page_of_member(member: MissionMember) -> str:
    return reverse("investors:member-papers", args=[member.pk])


subject(Mission, Subject(MissionPaper, page_of_mission, load=with_legs))
subject(
    MissionMember,
    Subject(
        MissionPaper,
        page_of_member,
        whom=attrgetter("company"),
        office=attrgetter("mission.office"),
        load=with_all_it_says,
    ),
)
paper(
    Kind.DELEGATION,
    Mission,
    Made(TITLES[Kind.DELEGATION], made_of.of_delegation, delegation, words),
)
paper(
    Kind.ITINERARY,
    MissionMember,
    Made(TITLES[Kind.ITINERARY], made_of.of_itinerary, itinerary, words),
)
