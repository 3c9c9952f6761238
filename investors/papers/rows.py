"""The papers there are about a mission and the companies on it, for a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegates.papers import gather, no_longer_agrees
from delegates.papers.facts import Facts
from delegates.papers.rows import Row, rows_of
from investors.models import Mission, MissionMember, MissionPaper
from investors.papers.facts import of_company
from itpo.office.chain import either
from itpo.office.persons import Person, place_in_rank
from itpo.office.visibility import Viewer

Kind = MissionPaper.Kind


@dataclass(frozen=True)
class OfCompany:
    """A company on a mission, and the latest itinerary issued for it."""

    member: MissionMember
    latest: MissionPaper | None
    changes: list[str]


def issued(viewer: Viewer, mission: Mission) -> list[MissionPaper]:
    """Every paper about a mission and its companies, the newest first."""
    seen = MissionPaper.objects.visible_to(viewer)
    of_both = either(
        MissionPaper.objects.filter(mission=mission).values("pk"),
        MissionPaper.objects.filter(member__mission=mission).values("pk"),
    )
    found = seen.filter(pk__in=of_both).select_related("document", "issued_by", "member")
    return list(found.newest_first())


def of_a_mission(mission: Mission, facts: Facts, papers: Sequence[MissionPaper]) -> list[Row]:
    """The delegation list; `facts` is what it would be made of now."""
    lists = [one for one in papers if one.kind == Kind.DELEGATION]
    return rows_of(Kind.DELEGATION, mission, facts, lists, "en")


def in_order(facts: Facts) -> list[tuple[str, Person]]:
    """Who is on a delegation list, with the number of the member, as the list has them."""
    people = [(member, Person(**one)) for member, one in facts["people"].items()]
    return sorted(people, key=lambda one: place_in_rank(one[1], "en"))


def of_a_company(member: MissionMember, papers: Sequence[MissionPaper]) -> list[Row]:
    facts = gather(Kind.ITINERARY, member, papers[0].language if papers else "ja")
    return rows_of(Kind.ITINERARY, member, facts, papers, "ja")


def of_its_companies(mission: Mission, papers: Sequence[MissionPaper]) -> list[OfCompany]:
    """Each company once. Its agenda is compared on its own page."""
    latest: dict[int, MissionPaper] = {}
    for paper in papers:
        if paper.member:
            latest.setdefault(paper.member.company_id, paper)
    shown = []
    for member in _companies(mission):
        member.mission = mission  # with its legs and its office
        its_own = latest.get(member.company_id)
        changes = no_longer_agrees(its_own, of_company(member)) if its_own else []
        shown.append(OfCompany(member, its_own, changes))
    return shown


def without_an_itinerary(mission: Mission) -> list[MissionMember]:
    have = MissionPaper.objects.filter(member__mission=mission).values_list(
        "member__company", flat=True
    )
    there = set(have)
    return [one for one in _companies(mission) if one.company_id not in there]


def _companies(mission: Mission) -> list[MissionMember]:
    """One member for each company that has not withdrawn, by the company's name."""
    members = mission.members.exclude(state=MissionMember.State.WITHDRAWN)
    rows = members.select_related("company").order_by("company__name", "company", "pk")
    return list({one.company_id: one for one in reversed(rows)}.values())[::-1]
