"""The yearly question to former delegates where they work now."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_noop

from delegates.models import PostCheck
from delegates.postings import in_words
from itpo.office import lookups
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter, NotCalledFor
from itpo.portal.letters import NO_LONGER_THEIRS, reaches, write


def post_check(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor:
    """Ask where they work; not whoever has answered, or asked not to be asked, meanwhile."""
    check = lookups.of(mail, "post_check", _checks)
    if check is None or check.answer:
        return NotCalledFor(gettext_noop("They have answered meanwhile."))
    if not check.delegate.asked_yearly or check.delegate.archived_at:
        return NotCalledFor(gettext_noop("They are not to be asked."))
    if not reaches(mail, check.link):
        return NO_LONGER_THEIRS
    held = check.delegate.postings.filter(is_current=True).select_related("agency")
    posting = held.newest_first().first()
    return write(
        "post_check",
        check.link,
        delegate=check.delegate,
        posting=in_words(posting) if posting else "",
    )


def _checks(keys: Collection[int]) -> dict[int, PostCheck]:
    return PostCheck.objects.prefetch_related("link__office", "delegate").in_bulk(keys)
