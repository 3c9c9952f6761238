"""An expansion is a new deal under the one it expands, at its own beginning."""

from typing import Any

from django.utils.translation import gettext as _

from deals.models import Deal, Stage
from itpo.office.states import NotPossible

STAGES = (Stage.CONCLUDED, Stage.OPERATIONAL)  # in which there is something to be expanded


def may_be_expanded(deal: Deal) -> bool:
    return deal.stage in STAGES and not deal.is_ended


def known_of(deal: Deal) -> dict[str, Any]:
    """What the form of its expansion begins with, by the form's fields. Raises NotPossible."""
    if not may_be_expanded(deal):
        raise NotPossible(_("Only what is concluded or operational can be expanded."))
    known = {
        "title": _("%(title)s: expansion") % {"title": deal.title},
        "with_companies": list(deal.company_roles.order_by("pk").values_list("company", flat=True)),
        "country": deal.country_id,
        "kind": Deal.Kind.EXPANSION,
        "owner": deal.owner_id,
        "sectors": list(deal.sectors.order_by("pk").values_list("pk", flat=True)),
        "parent": deal.pk,
        "parent_relation": Deal.ParentRelation.EXPANSION,
    }
    if deal.is_confidential:
        known |= {"is_confidential": "on", "anonymous_description": deal.anonymous_description}
    return {name: value for name, value in known.items() if value}
