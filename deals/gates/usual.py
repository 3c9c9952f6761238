"""The gates an office begins with. A manager changes them in the admin."""

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from deals.models import Deal, Fact, Gate, Stage

ALL: list[str] = [""]
# What is built or bought has jobs and capital; a technology or a licence need not.
PLANTS: list[str] = [Deal.Kind.GREENFIELD, Deal.Kind.EXPANSION, Deal.Kind.JOINT_VENTURE]

# From which stage on, what, of which kinds of deals.
USUAL = [
    (Stage.PROMOTED, Fact.COMPANY, ALL),
    (Stage.PROMOTED, Fact.COUNTRY, ALL),
    (Stage.NEGOTIATION, Fact.OWNER, ALL),
    (Stage.NEGOTIATION, Fact.SECTOR, ALL),
    (Stage.NEGOTIATION, Fact.KIND, ALL),
    (Stage.NEGOTIATION, Fact.JOBS, PLANTS),
    (Stage.CONCLUDED, Fact.CAPITAL, PLANTS),
    (Stage.CONCLUDED, Fact.DECIDED, ALL),
    (Stage.CONCLUDED, Fact.CONTRIBUTION, ALL),
    (Stage.OPERATIONAL, Fact.RESULT, ALL),
    (Stage.OPERATIONAL, Fact.SOURCE, ALL),
]


@transaction.atomic
def defaults() -> None:
    """Make the usual gates where there never was one; what a manager took away stays away."""
    if Gate.objects.exists() or Gate.history.exists():
        return
    gates = [
        Gate(stage=stage, fact=fact, kind=kind) for stage, fact, kinds in USUAL for kind in kinds
    ]
    bulk_create_with_history(gates, Gate)
