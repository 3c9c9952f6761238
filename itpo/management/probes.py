"""What a machine asks that watches over this one: `/healthz` and `/readyz`.

They are answered before anything else looks at a request. A probe comes by plain http and calls the
machine by its number, so neither the way to https nor the check of the host's name may stand in
its way; what is answered is no secret.
"""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from itpo.management import health


class Probes:
    """Answers the two addresses; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _answer({"web": "ok"}, is_well=True)
        if request.path_info == "/readyz":
            return _ready()
        return self.get_response(request)


def _ready() -> HttpResponse:
    """One word for each part, and the heartbeat; `doctor`, on the machine itself, says why."""
    now = timezone.now()
    found = health.examine(now, health.READY)
    said: dict[str, Any] = {
        name: "ok" if works else "fail" for name, (works, _words) in found.items()
    }
    is_well = "fail" not in said.values()
    if said["database"] == said["migrations"] == "ok":
        said |= health.heartbeat(now)
    return _answer(said, is_well=is_well)


def _answer(said: dict[str, Any], *, is_well: bool) -> HttpResponse:
    return HttpResponse(
        json.dumps(said) + "\n",
        status=200 if is_well else 503,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
