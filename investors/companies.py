"""Companies as they are named somewhere: found, or made."""

from django.db import transaction
from django.db.models import Q

from investors.models import Company
from itpo.office.history import sign
from itpo.office.models import User


@transaction.atomic
def hand_over(*, company: Company, to: User, by: User) -> None:
    """Have somebody else look after a company."""
    locked = Company.objects.select_for_update().get(pk=company.pk)
    locked.owner = to
    sign(locked, by)
    locked.save(update_fields=["owner"])


def to_be_made(name: str) -> list[Company]:
    """The company that `called` would make, not saved; none where there is one of that name."""
    return [Company(name=name)] if name and not _of_that_name(name) else []


def _of_that_name(name: str) -> list[Company]:
    same = Q(name__iexact=name) | Q(name_ja=name)
    return list(Company.objects.filter(same).order_by("pk"))


def called(name: str, by: User) -> Company:
    """The company of that name, in either script; made where there is none."""
    if known := _of_that_name(name):
        found = next((one for one in known if one.archived_at is None), known[0])
        return found.merged_into or found
    company = Company(name=name)
    company.full_clean()
    sign(company, by)
    company.save()
    return company
