"""What every page of the workspace is given."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from itpo.desk.navigation import Navigation
from itpo.office.models import User


def navigation(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"nav": Navigation(user=user, path=request.path, now=timezone.now())}
