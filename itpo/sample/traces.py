"""What the sample leaves behind as it is used: rows that count as its own."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import F, Q

from delegates.models import Application, CalendarFeed
from investors import invites
from investors.models import Meeting, MeetingInvite
from itpo.office.models import FollowUp, OutgoingMail, PersonalLink, User
from itpo.sample.tables import (
    Rows,
    Table,
    histories,
    histories_of_links,
    keys,
    links,
    pointers,
    tables,
)


def add_traces(sample: Rows) -> None:
    """Add what follows from the sample's rows and was written after it was loaded."""
    people = set(User.objects.filter(is_sample=True).values_list("pk", flat=True))
    sample[User] |= people
    sample[OutgoingMail] |= keys(OutgoingMail, Q(user__in=people))
    _add_calendars(sample, people)
    sample[EmailAddress] |= keys(EmailAddress, Q(user__in=people))
    sample[EmailConfirmation] |= keys(EmailConfirmation, Q(email_address__in=sample[EmailAddress]))
    sample[FollowUp] |= _asked_for_by_rules(sample, people)
    for table in tables():
        if table._meta.auto_created:
            sample[table] |= _between(table, sample)
    for history, tracked in histories().items():
        sample[history] |= _history(history, tracked, sample, people)
    for table in histories_of_links():
        sample[table] |= keys(table, Q(history__in=sample[pointers(table)["history_id"]]))


def _add_calendars(sample: Rows, people: set[Any]) -> None:
    """Calendars somebody subscribed to, and invitations that were sent, with their mails."""
    feeds = Q(officer__in=people) | Q(application__in=sample[Application])
    sample[CalendarFeed] |= keys(CalendarFeed, feeds)
    sample[PersonalLink] |= keys(PersonalLink, Q(feed__in=sample[CalendarFeed]))
    sample[MeetingInvite] |= keys(MeetingInvite, Q(meeting__in=sample[Meeting]))
    orders = [
        invites.order_key(one) for one in MeetingInvite.objects.filter(pk__in=sample[MeetingInvite])
    ]
    sample[OutgoingMail] |= keys(OutgoingMail, Q(order_key__in=orders))


def forget_logins(people: set[Any]) -> None:
    """Remove what Django itself keeps of these users: sessions and the admin's log."""
    LogEntry.objects.filter(user__in=people).delete()
    theirs = {str(pk) for pk in people}
    Session.objects.filter(
        pk__in=[
            session.pk
            for session in Session.objects.all()
            if str(session.get_decoded().get(SESSION_KEY)) in theirs
        ]
    ).delete()


def _asked_for_by_rules(sample: Rows, people: set[Any]) -> set[Any]:
    """Follow-ups a rule made for the sample's visits and missions alone, and no other touched."""
    untouched = (
        Q(state=FollowUp.State.OPEN, due_on=F("asked_for_on"))
        | Q(state=FollowUp.State.DROPPED, closed_by=None)
        | Q(closed_by__in=people)
    )
    made = keys(FollowUp, Q(key__startswith="rule:") & untouched)
    attached: dict[bool, set[Any]] = {True: set(), False: set()}
    for table, field in links():
        if field.related_model is FollowUp:
            column = f"{field.m2m_field_name()}_id"
            found = table._base_manager.filter(followup__in=made)
            for pk, subject in found.values_list("followup", column):
                attached[subject in sample[field.model]].add(pk)
    return attached[True] - attached[False]


def _between(table: Table, sample: Rows) -> set[Any]:
    """The links of a many-to-many table of which both ends belong to the sample."""
    return keys(
        table,
        Q(**{f"{one}__in": sample.get(end, set()) for one, end in pointers(table).items()}),
    )


def _history(history: Table, tracked: Table, sample: Rows, people: set[Any]) -> set[Any]:
    """The history of the sample's rows, but for what a real person did to them."""
    column = tracked._meta.pk.attname
    return keys(
        history,
        Q(**{f"{column}__in": sample[tracked]})
        & (Q(history_user=None) | Q(history_user__in=people)),
    )
