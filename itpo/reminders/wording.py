"""Rules in words."""

from django.utils.translation import gettext

from itpo.office.models import Rule


def when(rule: Rule) -> str:
    """When a rule asks for something, and on which condition."""
    words = {
        "count": abs(rule.offset),
        "unit": rule.get_unit_display(),
        "day": rule.get_anchor_display(),
    }
    if rule.offset == 0:
        said = gettext("on %(day)s") % words
    elif rule.offset < 0:
        said = gettext("%(count)d %(unit)s before %(day)s") % words
    else:
        said = gettext("%(count)d %(unit)s after %(day)s") % words
    return f"{said}, {rule.get_condition_display()}" if rule.condition else said
