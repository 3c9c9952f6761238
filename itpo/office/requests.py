"""What a view of the workspace is given."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from itpo.office.models import User


class OfficerRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


LONGEST_NUMBER = 18  # digits; what a row's number can have on every database


def row_number(typed: Any) -> int | None:
    """The number of a row as an address or a form gives it; None for what cannot be one."""
    text = str(typed)
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


View = Callable[..., HttpResponseBase]


def may_decide(view: View) -> View:
    """Refuse whoever is no manager. Goes above a view that decides."""

    @wraps(view)
    def checked(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.may_change and request.user.sees_restricted):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def may_change(view: View) -> View:
    """Refuse somebody who may only read. Goes above a view that writes."""

    @wraps(view)
    def checked(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.may_change:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
