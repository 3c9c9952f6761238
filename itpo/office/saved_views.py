"""Keeping a list as somebody narrowed it, under a name."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from itpo.office.known_lists import normalised, pages
from itpo.office.models import SavedView, User
from itpo.office.models.saved_views import SavedViewQuerySet
from itpo.office.states import NotPossible

LONGEST = 1000  # characters of a query; the length of the column


@transaction.atomic
def keep(*, by: User, page: str, query: str, name: str, is_shared: bool = False) -> SavedView:
    """Keep what was asked of a list, for oneself or for the office. Raises NotPossible.

    `page` is the name of the list's address, `query` what stood behind it.
    """
    if not is_list(page):
        raise NotPossible(_("There is no such list."))
    if by.office_id is None:
        raise NotPossible(_("Views are kept by the people of an office."))
    query = _fitting(query)
    view = SavedView(office_id=by.office_id, user=by, page=page, query=query, is_shared=is_shared)
    return _named(view, name)


@transaction.atomic
def keep_in_place(*, by: User, page: str, query: str, name: str, is_shared: bool) -> SavedView:
    """Have one's own view of that name ask for this from now on. Raises NotPossible."""
    locked: SavedView | None = called(name, by=by, page=page).select_for_update().first()
    if locked is None:  # removed or renamed meanwhile
        return keep(by=by, page=page, query=query, name=name, is_shared=is_shared)
    locked.query, locked.is_shared = _fitting(query), is_shared
    locked.save(update_fields=["query", "is_shared"])
    return locked


def called(name: str, *, by: User, page: str) -> SavedViewQuerySet:
    """One's own view of a list that has that name, if there is one."""
    found: SavedViewQuerySet = SavedView.objects.filter(user=by, page=page, name=_spelt(name))
    return found


@transaction.atomic
def change(*, view: SavedView, by: User, name: str, is_shared: bool) -> SavedView:
    """Call a view otherwise, share it or keep it to oneself. Raises NotPossible."""
    locked = SavedView.objects.select_for_update().get(pk=view.pk)
    if not locked.may_be_renamed_by(by):
        raise NotPossible(_("Only whoever kept a view can rename it."))
    locked.is_shared = is_shared
    return _named(locked, name)


@transaction.atomic
def remove(*, view: SavedView, by: User) -> None:
    """Take a view away: one's own, or as a manager one that is shared. Raises NotPossible."""
    locked = SavedView.objects.select_for_update().get(pk=view.pk)
    if not locked.may_be_changed_by(by):
        raise NotPossible(_("A view is removed by whoever kept it; a shared one by managers, too."))
    locked.delete()


def is_list(page: str) -> bool:
    """Whether this is the name of a list's address."""
    try:
        reverse(page)  # the addresses are loaded, and all lists with them
    except NoReverseMatch:
        return False
    return page in pages


def _fitting(query: str) -> str:
    """What is kept of a query. Raises NotPossible for too long a one."""
    query = normalised(query)
    if len(query) > LONGEST:
        raise NotPossible(_("This asks for too much to be kept. Take a filter or words away."))
    return query


def _spelt(name: str) -> str:
    return " ".join(name.split())


def _named(view: SavedView, name: str) -> SavedView:
    view.name = _spelt(name)
    try:
        view.full_clean()
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages), "name") from error
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        # The same name was given elsewhere at the same moment; nothing else can be refused here.
        raise NotPossible(_("You have a view of this name already."), "name") from error
    return view
