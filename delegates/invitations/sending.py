"""Links on their way: issued, sent again, moved to another address, revoked."""

import zoneinfo
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.invitations.behind import Invited, behind, why_over
from delegates.models import Application, Programme
from itpo.office import links, post
from itpo.office.history import sign
from itpo.office.models import PersonalLink, User
from itpo.office.states import NotPossible

# So long after the last day a link still opens, to look at what was sent.
OPENS_AFTER = timedelta(days=30)

APPLICATION_INVITED, AGENCY_INVITED = "application.invited", "agency.invited"
RENEWED = "link.renewed"


def issue_for(
    thing: Invited, *, language: str, at: datetime, last_day: date | None
) -> PersonalLink:
    """Make the link of an application or invitation; whoever calls it saves and sends it."""
    is_application = isinstance(thing, Application)
    thing.link = links.issue(
        purpose=PersonalLink.Purpose.APPLICATION
        if is_application
        else PersonalLink.Purpose.NOMINATION,
        office=thing.programme.office,
        email=thing.email,
        language=language,
        at=at,
        until=opens_until(thing.programme, last_day, at),
    )
    return thing.link


def opens_until(programme: Programme, last_day: date | None, at: datetime) -> datetime:
    """90 days from now, or 30 after the last day on which something is to be done, if later."""
    soonest = at + links.OPENS_FOR
    if last_day is None:
        return soonest
    zone = zoneinfo.ZoneInfo(programme.office.time_zone)
    return max(soonest, datetime.combine(last_day, time.max, zone) + OPENS_AFTER)


def tell(kind: str, link: PersonalLink, at: datetime) -> None:
    """Enter the mail that takes a link's address to its holder; once for each of its versions."""
    post.queue(
        key=f"link:{link.pk}:{link.version}:{kind}",
        kind=kind,
        office=link.office,
        to=link.email,
        send_after=at,
        about={"link": link.pk},
        restricted=False,
    )


@transaction.atomic
def send_again(*, link: PersonalLink, by: User, at: datetime) -> PersonalLink:
    """Send a new address; those sent before are closed. Opens a revoked link again.

    Raises NotPossible: what it leads to is over, or it was sent a moment ago.
    """
    thing = behind(link)
    if thing is None:
        raise NotPossible(_("This link leads nowhere any more."))
    if why := why_over(thing):
        raise NotPossible(why)
    if link.revoked_at is not None:
        links.reopen(link=link)
    if not links.renew(link=link, at=at):
        raise NotPossible(_("It was sent less than ten minutes ago. Wait a little."))
    _remember(thing, by)
    tell(RENEWED, link, at)
    return link


@transaction.atomic
def revoke(*, link: PersonalLink, by: User, at: datetime) -> PersonalLink:
    """Close a link until an officer sends it again. Raises NotPossible when it is closed."""
    if link.revoked_at is not None:
        raise NotPossible(_("The link was revoked already."))
    links.revoke(link=link, at=at, by=by)
    return link


@transaction.atomic
def change_address(
    *, thing: Invited, email: str, by: User, at: datetime, language: str = "en"
) -> PersonalLink:
    """Write to another address from now on, and send the link there; issue it if there is none.

    What was sent to the address before no longer opens. Raises NotPossible or ValidationError.
    """
    locked: Invited = (
        type(thing)
        .objects.select_for_update(of=("self",))
        .select_related("programme__office", "agency")
        .get(pk=thing.pk)
    )
    if why := why_over(locked):
        raise NotPossible(why)
    locked.email = email.strip()
    if isinstance(locked, Application):
        refuse_twice(locked)
    if not locked.email or (locked.link and locked.link.email == locked.email):
        raise NotPossible(_("Write the other address."), "email")
    locked.full_clean(exclude=["programme", "agency", "link"])
    link = locked.link or issue_for(locked, language=language, at=at, last_day=None)
    if link.email != locked.email:
        if link.revoked_at is not None:
            links.reopen(link=link)
        links.move(link=link, email=locked.email, at=at)
    sign(locked, by)
    locked.save(update_fields=["email", "link"])
    tell(RENEWED, link, at)
    return link


def refuse_twice(application: Application) -> None:
    """Raise NotPossible if the address has an application to the programme already."""
    if not application.email:
        return
    same = Application.objects.filter(
        programme=application.programme, email__iexact=application.email
    )
    if same.exclude(pk=application.pk).exists():
        raise NotPossible(_("This address has an application here already."), "email")


def _remember(thing: Invited, by: User) -> None:
    """Have the history say who sent the link again."""
    sign(thing, by)
    thing.save(update_fields=["link"])
