"""Names as lists have them: often one, in one script, in whichever column."""

from django.utils.translation import gettext as _

from investors.models import Company
from investors.registrations import is_japanese


def in_both_scripts(name: str, name_ja: str) -> tuple[str, str]:
    """The names a new record gets: where only one is known, it stands in its own script.

    Each record needs a name in the first column, whatever its script.
    """
    if not name:
        return name_ja, name_ja if is_japanese(name_ja) else ""
    if not name_ja and is_japanese(name):
        return name, name
    return name, name_ja


def may_be(name: str, company: Company) -> str:
    """Ask about a name that another company has but for its legal form."""
    sentence = _("“%(name)s” may be %(company)s: write that name, or enter this company first.")
    return sentence % {"name": name, "company": company}
