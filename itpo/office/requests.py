"""What a view of the workspace is given."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from itpo.office.models import User


class OfficerRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


View = Callable[..., HttpResponse]


def may_change(view: View) -> View:
    """Refuse somebody who may only read. Goes above a view that writes."""

    @wraps(view)
    def checked(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may_change:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
