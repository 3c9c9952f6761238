"""The roster of a mission: who is invited, and how far each has come."""

from collections.abc import Set as AbstractSet

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from investors import missions, roster
from investors.mission_forms import RosterForm
from investors.models import Mission, MissionMember
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible, following

State = MissionMember.State


@require_safe
def mission_roster(request: OfficerRequest, pk: int) -> HttpResponse:
    """Who is on a mission, company by company; `?show=` narrows it to a state."""
    return _page(request, _found(request, pk))


@require_POST
@may_change
def roster_add(request: OfficerRequest, pk: int) -> HttpResponse:
    """Invite several at once."""
    found = _found(request, pk)
    form = RosterForm(request.POST, viewer=request.user)
    if form.is_valid():
        try:
            added = roster.add(mission=found, by=request.user, **form.cleaned_data)
        except NotPossible as error:
            add_refusal(form, error)
        else:
            said = ngettext("%(count)s is invited.", "%(count)s are invited.", len(added))
            messages.success(request, said % {"count": len(added)})
            return redirect("investors:mission-roster", found.pk)
    return _page(request, found, form=form)


@require_POST
@may_change
def roster_states(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take all that are ticked to one state."""
    found = _found(request, pk)
    to = request.POST.get("all_to", "")
    typed = (row_number(one) for one in request.POST.getlist("member"))
    ticked = {number for number in typed if number is not None}
    if not ticked or to not in State.values:
        refused = _("Tick whom to change, and choose a state.")
        return _page(request, found, refused=refused, ticked=ticked, to=to)
    try:
        changed = roster.change_several(mission=found, members=ticked, to=to, by=request.user)
    except NotPossible as error:
        return _page(request, found, refused=str(error), ticked=ticked, to=to)
    said = ngettext("%(count)s is changed.", "%(count)s are changed.", len(changed))
    messages.success(request, said % {"count": len(changed)})
    return redirect("investors:mission-roster", found.pk)


def _found(request: OfficerRequest, pk: int) -> Mission:
    found: Mission = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    return found


def _page(
    request: OfficerRequest,
    found: Mission,
    *,
    form: RosterForm | None = None,
    refused: str = "",
    ticked: AbstractSet[int] = frozenset(),
    to: str = "",
) -> HttpResponse:
    rows = MissionMember.objects.visible_to(request.user).filter(mission=found)
    members = list(
        rows.select_related("company", "contact").order_by(
            "company__name", "company", "contact__family_name", "contact__given_name", "pk"
        )
    )
    show = request.GET.get("show", "")
    shown = [one for one in members if show not in State.values or one.state == show]
    context = {
        "mission": found,
        "counts": roster.count(members),
        "shown": show if show in State.values else "",
        "members": [(one, following(one, missions.MEMBER_MOVES)) for one in shown],
        "is_empty": not members,
        "states": State.choices,
        "form": form or RosterForm(viewer=request.user),
        "refused": refused,
        "ticked": ticked,
        "to": to,
        "may_change": request.user.may_change,
    }
    return render(request, "investors/mission_roster.html", context)
