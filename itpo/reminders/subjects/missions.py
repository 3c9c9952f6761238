"""Rules about missions. Only our own: others' are known for the record."""

from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_noop as _

from investors.models import Meeting, Mission, MissionMember
from itpo.office.models.rules import Anchor, Condition, Tells
from itpo.office.reasons import Reason
from itpo.reminders.subjects.base import (
    About,
    Person,
    Rows,
    of_office,
    owned_by,
    owner_of,
    to_the_day,
)
from itpo.reminders.subjects.visits import of_company

GOING = (MissionMember.State.CONFIRMED, MissionMember.State.TRAVELLED)


def interest_is_not_known(rows: Rows) -> Rows:
    """With a meeting of which nobody has said it, or with none written down at all."""
    met = Meeting.objects.held().filter(mission=OuterRef("pk"))
    # Who is asked is not to learn from it that a restricted one took place.
    return rows.filter(Exists(met.filter(interest="", is_restricted=False)) | ~Exists(met))


def why_gone(mission: Mission) -> Reason | None:
    if mission.state == Mission.State.CANCELLED:
        return Reason(_("Cancelled: %(why)s"), {"why": mission.cancelled_because})
    return None if mission.is_ours else Reason(_("Not our mission."))


def members(missions: list[Any]) -> list[Person]:
    """Who goes along, or went; not who was invited or thought of it, or has withdrawn."""
    rows = MissionMember.objects.filter(mission__in=missions, state__in=GOING)
    rows = rows.exclude(contact__left_on__isnull=False).select_related(
        "company", "contact__company"
    )
    return [of_company(one.mission_id, one) for one in rows.order_by("pk")]


ABOUT = About(
    model=Mission,
    rows=lambda: Mission.objects.ours().not_cancelled(),
    of_office=of_office("office"),
    anchors={Anchor.BEGINS: to_the_day("begins"), Anchor.ENDS: to_the_day("ends")},
    conditions={Condition.INTEREST: interest_is_not_known},
    owned=owned_by("owner"),
    owners=owner_of("owner"),
    why_gone=why_gone,
    related=("owner",),
    fetched=("legs__country",),
    countries=lambda mission: [leg.country.code for leg in mission.legs.all() if leg.country],
    abroad=F("legs__country__code"),
    days=lambda mission: (mission.begins_shown, mission.ends_shown),
    people={Tells.MEMBERS: members},
)
