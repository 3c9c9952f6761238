"""What the page of every record is given."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itpo.office import chain, checklists, states
from itpo.office.editing import can_be_changed
from itpo.office.models.checklists import ToDoItem
from itpo.office.requests import OfficerRequest


def around(thing: Model, request: OfficerRequest) -> dict[str, Any]:
    """The chain, the panels others have to show, and the next steps.

    `label` names the record's table in addresses. What a record does not have is left out.
    """
    label = thing._meta.label_lower
    context: dict[str, Any] = {
        "thing": thing,
        "label": label,
        "today": request.user.today(timezone.now()),
        "panels": chain.panels(thing, request.user),
        "may_change": request.user.may_change,
        "may_be_edited": request.user.may_change and can_be_changed(thing),
    }
    if label in chain.origins():
        context["chain"] = chain.links(thing, request.user)
    if label in chain.subjects:
        found: Any = thing.follow_ups.visible_to(request.user)  # type: ignore[attr-defined]
        context["follow_ups"] = list(found.open().most_urgent_first())
    return context


def take_and_tell(
    request: OfficerRequest, thing: Any, verb: Callable[[str], object], back: Any = None
) -> HttpResponse:
    """Take a record to the state a button names, by its verb; say what the verb refuses.

    The button of a page that is out of date gets the verb's sentence too. `back` is the record
    on whose page the button stood, where it is not the thing itself.
    """
    to = request.POST.get("to", "")
    known = thing._meta.get_field("state").flatchoices
    try:
        if to in dict(known):
            verb(to)
    except states.NotPossible as error:
        messages.error(request, str(error))
    return redirect(back or thing)


def take_item(request: OfficerRequest, item: ToDoItem, back: Any) -> HttpResponse:
    """Do with an item of a checklist what a button says; say that it is done, or why not."""
    to = request.POST.get("to", "")
    try:
        checklists.take(item=item, to=to, by=request.user, at=timezone.now())
    except states.NotPossible as error:
        messages.error(request, str(error))
    else:
        if to == "done":  # it may have gone from the page
            messages.success(request, _("Done: %(what)s") % {"what": item})
    return redirect(back)


def tell_laid_out(request: OfficerRequest, added: int) -> None:
    """Say how many items laying out a checklist has added."""
    if added:
        said = ngettext("%(count)s item is added.", "%(count)s items are added.", added)
        messages.success(request, said % {"count": added})
    else:
        messages.info(request, _("Every step that applies is on the checklist already."))


def lead_on(request: HttpRequest, to: Any) -> HttpResponse:
    """Lead on to another page; the script that kept what was typed (keep.js) is told where."""
    if request.headers.get("X-Kept"):
        return JsonResponse({"go": resolve_url(to)})
    return redirect(to)


def page_before(request: HttpRequest, otherwise: str = "desk:my-day") -> str:
    """The page the button stood on, if it is one of ours."""
    return local(request, request.POST.get("back", "")) or otherwise


def local(request: HttpRequest, address: str) -> str:
    """An address somebody sent, if it leads to a page of ours; otherwise blank."""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else ""
