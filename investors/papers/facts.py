"""What the papers of a mission are made of: who travels, where to, and what they do there."""

from dataclasses import asdict
from datetime import date

from delegates.papers.facts import Facts, host_of, told_of
from investors import people
from investors.models import Mission, MissionMember
from investors.models.missions import MissionMemberQuerySet
from itpo.office import letterhead

TRAVELS = (MissionMember.State.CONFIRMED, MissionMember.State.TRAVELLED)


def of_delegation(mission: Mission) -> Facts:
    """Everybody who is confirmed; who is listed first is decided when the list is printed."""
    rows = mission.members.filter(state__in=TRAVELS)
    return {**of_mission(mission), "people": _people(rows)}


def of_itinerary(member: MissionMember) -> Facts:
    """What a company does on a mission, whoever of it travels."""
    mission, company = member.mission, member.company
    rows = mission.members.filter(company=company).exclude(state=MissionMember.State.WITHDRAWN)
    return {**of_company(member), "people": _people(rows), **told_of(member)}


def of_company(member: MissionMember) -> Facts:
    """The part of it that a page with every company knows anyhow."""
    mission, company = member.mission, member.company
    return {
        **of_mission(mission),
        "company": {"name": company.name, "name_ja": company.name_ja},
        "host": host_of(mission.owner) if mission.owner else {"name": "", "email": ""},
        "state": member.state,
        "mission_state": mission.state,
    }


def of_mission(mission: Mission) -> Facts:
    """What both say: asks for the legs, unless they were fetched."""
    legs = sorted(mission.legs.all(), key=lambda leg: (leg.begins_earliest or date.max, leg.pk))
    return {
        "office": letterhead.facts_of(mission.office),
        "mission": {"name": mission.name},
        "days": [_day(mission.begins_on), _day(mission.ends_on)],
        "legs": [
            [
                leg.country.code if leg.country else "",
                leg.country.name if leg.country else leg.region_typed,
                _day(leg.begins_on),
                _day(leg.ends_on),
            ]
            for leg in legs
        ],
    }


def _people(members: MissionMemberQuerySet) -> Facts:
    rows = members.select_related("contact__company", "company")
    return {str(one.pk): asdict(people.of_member(one)) for one in rows}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
