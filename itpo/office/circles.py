"""What SQL cannot see: a row that leads back to itself."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise


def refuse_circle(row: Model, name: str, sentence: str | Promise) -> None:
    """Raise ValidationError when following a foreign key of a row leads round in a circle.

    Costs a query for each step up.
    """
    seen = {row.pk}
    above = getattr(row, f"{name}_id")
    while above is not None:
        if above in seen:
            raise ValidationError({name: sentence})
        seen.add(above)
        above = type(row)._base_manager.filter(pk=above).values_list(name, flat=True).first()
