"""Who works where from when: a person changes posts and stays one person."""

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Agency, Delegate, Posting
from itpo.office import partial_dates
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible


@transaction.atomic
def take(
    *, delegate: Delegate, agency: Agency, post: str = "", since: str = "", by: User | None
) -> Posting:
    """Have somebody hold a post from now on; the posts they held until now end then.

    `since` is a partial date as typed. Who holds that post already keeps it as it is; a post
    that was not known at that agency is filled in. Raises NotPossible or ValidationError.
    """
    _lock(delegate)
    post = " ".join(post.split())
    _read(since)
    for held in _held(delegate):
        if held.agency_id == agency.pk and _same(held.post, post):
            return _fill_in(held, post, by)
    _end(delegate, since, by)
    posting = Posting(delegate=delegate, agency=agency, post=post, begins=since)
    posting.full_clean()
    sign(posting, by)
    posting.save()
    return posting


@transaction.atomic
def leave(
    *, delegate: Delegate, on: str = "", by: User | None, but: Posting | None = None
) -> list[Posting]:
    """End the posts somebody holds, all `but` one. Raises NotPossible."""
    _lock(delegate)
    return _end(delegate, on, by, but)


def _lock(delegate: Delegate) -> None:
    """Let two who write down somebody's post do it one after the other."""
    Delegate.objects.select_for_update().get(pk=delegate.pk)


def _held(delegate: Delegate) -> list[Posting]:
    return list(Posting.objects.filter(delegate=delegate, is_current=True).order_by("pk"))


def _same(one: str, other: str) -> bool:
    """Whether two posts at one agency may be the same: one that is not known is no other."""
    return not one or not other or one.casefold() == other.casefold()


def _fill_in(held: Posting, post: str, by: User | None) -> Posting:
    if post and not held.post:
        held.post = post
        held.full_clean()
        sign(held, by)
        held.save(update_fields=["post"])
    return held


def _end(delegate: Delegate, on: str, by: User | None, but: Posting | None = None) -> list[Posting]:
    ended = []
    for held in _held(delegate):
        if but is None or held.pk != but.pk:
            held.is_current = False
            held.ends = held.ends or _last_day(held, on)
            sign(held, by)
            held.save(update_fields=["is_current", "ends"])
            ended.append(held)
    return ended


def _last_day(held: Posting, on: str) -> str:
    """Until when a post was held, as typed; not known where that would be before it began."""
    last = _read(on)
    if last is None or (held.begins_earliest and last.latest < held.begins_earliest):
        return ""
    return on.strip()


def _read(typed: str) -> partial_dates.PartialDate | None:
    try:
        return partial_dates.read(typed) if typed.strip() else None
    except partial_dates.NotADate as error:
        raise NotPossible(str(error), "since") from error


def in_words(posting: Posting) -> str:
    """One post as a sentence names it: “Director, AMDIE”."""
    return f"{posting.post or _('Post not known')}, {posting.agency}"
