"""The yearly question to former delegates where they work now."""

from datetime import datetime

from delegates.models import PostCheck
from delegates.postings import in_words
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter
from itpo.portal.letters import reaches, write


def post_check(mail: OutgoingMail, now: datetime) -> Letter | None:
    """Ask where they work; not whoever has answered, or asked not to be asked, meanwhile."""
    rows = PostCheck.objects.select_related("link__office", "delegate")
    check = rows.filter(pk=mail.about["post_check"], answer="").first()
    if check is None or not check.delegate.asked_yearly or check.delegate.archived_at:
        return None
    if not reaches(mail, check.link):
        return None
    held = check.delegate.postings.filter(is_current=True).select_related("agency")
    posting = held.newest_first().first()
    return write(
        "post_check",
        check.link,
        delegate=check.delegate,
        posting=in_words(posting) if posting else "",
    )
