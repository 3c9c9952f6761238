"""Next year's mission, made from this one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from investors.models import Mission, MissionHost, MissionLeg, MissionMember
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.next_year import copy_rows, name_next_year, same_month_next_year
from itpo.office.states import NotPossible

KEPT = ("office_id", "is_ours", "direction", "organisers_typed", "sectors_typed")
STAYS = ("country_id", "region_typed", "counterparts_typed", "sectors_typed")


@transaction.atomic
def copy(*, mission: Mission, by: User, at: datetime) -> Mission:
    """Propose next year's mission: the same countries and hosts, and everybody invited again.

    Of each day only the month is kept, a year later. Tasks are open again, the budget is planned
    as it was. What came of it is left behind: states, meetings, figures, what was spent. Raises
    NotPossible where the next one is there already.
    """
    last = (
        Mission.objects.select_for_update(of=("self",)).select_related("owner").get(pk=mission.pk)
    )
    begins = last.begins_earliest or by.today(at)
    name = name_next_year(last.name, begins.year)
    if Mission.objects.filter(office=last.office_id, name=name).exists():
        raise NotPossible(_("There is a mission “%(name)s” already.") % {"name": name})
    new = Mission(
        **{column: getattr(last, column) for column in KEPT},
        **_a_year_later(last),
        name=name,
        owner=last.owner if last.owner and last.owner.is_active else by,
        copied_from=last,
    )
    new.full_clean(exclude=["office", "owner", "copied_from"])
    sign(new, by)
    new.save()
    for tags in ("sectors", "themes"):
        getattr(new, tags).set(getattr(last, tags).all())
    for leg in last.legs.order_by("begins_earliest", "pk"):
        _copy_leg(leg, new, by)
    copy_rows(last.partner_roles.order_by("pk"), by, mission=new)
    copy_rows(last.budget_lines.in_order(), by, mission=new, actual=None)
    copy_rows(
        last.tasks.order_by("pk"), by, mission=new, is_needed=True, done_at=None, done_by=None
    )
    _invite_again(last, new, by)
    return new


def _a_year_later(period: Mission | MissionLeg) -> dict[str, str]:
    return {
        "begins": same_month_next_year(period.begins_earliest, period.begins_latest),
        "ends": same_month_next_year(period.ends_earliest, period.ends_latest),
    }


def _copy_leg(leg: MissionLeg, mission: Mission, by: User) -> None:
    """The stay in one country, with who receives the mission there."""
    kept = {column: getattr(leg, column) for column in STAYS}
    new = MissionLeg(mission=mission, **kept, **_a_year_later(leg))
    sign(new, by)
    new.save()
    copy_rows(MissionHost.objects.filter(leg=leg).order_by("pk"), by, leg=new)


def _invite_again(last: Mission, new: Mission, by: User) -> None:
    """Every company once more, with those people who are still there.

    A company that was merged is invited under its new name, an archived one not at all.
    """
    invited: dict[int, list[MissionMember]] = {}
    rows = last.members.select_related("company__merged_into", "contact")
    for member in rows.order_by("pk"):
        company = member.company.merged_into or member.company
        if company.archived_at is None:
            is_there = member.contact and not member.contact.left_on
            is_theirs = member.contact and member.contact.company_id == company.pk
            person = member.contact if is_there and is_theirs else None
            role = member.role if person else ""
            invited.setdefault(company.pk, []).append(
                MissionMember(mission=new, company=company, contact=person, role=role)
            )
    for of_company in invited.values():
        people = [one for one in of_company if one.contact_id]
        for one in people or of_company[:1]:
            sign(one, by)
            one.save()
