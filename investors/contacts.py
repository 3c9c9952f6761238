"""Contacts made of people who registered for an event."""

from django.db import transaction
from django.utils.translation import gettext as _

from investors import companies
from investors.models import Contact, EventRegistration
from investors.registrations import contact_of, is_japanese
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible


@transaction.atomic
def of_registration(*, registration: EventRegistration, by: User) -> Contact:
    """The contact somebody who registered is: the one with their address, or a new one.

    Every registration of the office under the address is theirs from then on. Names are taken as
    they were written, never split. Raises NotPossible where no organisation is known.
    """
    rows = EventRegistration.objects.select_for_update(of=("self",))
    locked = rows.select_related("event", "contact").get(pk=registration.pk)
    known: Contact | None = locked.contact
    if known is not None:
        return known
    contact = contact_of(locked.email) or _made_of(locked, by)
    same = EventRegistration.objects.filter(event__office=locked.event.office_id, contact=None)
    theirs = same.filter(email__iexact=locked.email) if locked.email else same.none()
    for row in {locked, *theirs}:
        row.contact = contact
        sign(row, by)
        row.save(update_fields=["contact"])
    return contact


def _made_of(row: EventRegistration, by: User) -> Contact:
    if not row.organisation:
        raise NotPossible(
            _("Write down which organisation %(who)s belongs to, then make them a contact.")
            % {"who": row}
        )
    family, given = row.family_name or row.name, row.given_name
    contact = Contact(
        company=companies.called(row.organisation, by),
        family_name=family[:80],
        given_name=given,
        email=row.email,
        post=row.post,
    )
    if is_japanese(family):
        contact.family_name_ja, contact.given_name_ja = family[:80], given
    contact.full_clean(exclude=["company"])
    sign(contact, by)
    contact.save()
    return contact
