"""Follow-ups: the list, one of them, and keeping, moving or dropping it."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itpo.office import chain, downloads, follow_ups
from itpo.office.forms import DropForm, MoveForm, OnePromiseForm, laid_out
from itpo.office.listing import show_list
from itpo.office.lists import FOLLOW_UPS, PARTNERS
from itpo.office.models import Document, FollowUp, Partner
from itpo.office.pages import around, page_before
from itpo.office.requests import OfficerRequest, may_change, row_number


@require_safe
def follow_up_list(request: OfficerRequest) -> HttpResponseBase:
    """What is still to be done: mine, or everybody's with `?who=all`, or somebody's (`?owner=`)."""
    rows = FollowUp.objects.visible_to(request.user).select_related("owner")
    everybody = request.GET.get("who") == "all" or bool(request.GET.get("owner"))
    if not everybody:
        rows = rows.filter(owner=request.user)
    if request.GET.get("state") in (None, ""):
        rows = rows.open()
    return show_list(request, FOLLOW_UPS, rows, "office/follow_up_list.html", everybody=everybody)


@require_safe
def follow_up(request: OfficerRequest, pk: int) -> HttpResponse:
    return _one(request, _find(request, pk))


@require_http_methods(["GET", "POST"])
@may_change
def promise(request: OfficerRequest) -> HttpResponse:
    """Promise something about a record named by `?about=deals.deal:5`, or about nothing."""
    about: Any = _subject(request)
    form = OnePromiseForm(
        request.POST or None,
        viewer=request.user,
        is_about_something=about is not None,
    )
    if form.is_valid():
        data = form.cleaned_data
        about = about or data["about"]
        try:
            made = follow_ups.promise(
                what=data["what"],
                due_on=data["due_on"],
                promised_by=data["promised_by"],
                owner=data["owner"] or request.user,
                about=about,
                restricted=_is_restricted(about),
                by=request.user,
            )
        except follow_ups.NotPossible as error:
            form.add_error(None, str(error))
        else:
            if about is not None:
                about.follow_ups.add(made)
                chain.subjects[about._meta.label_lower].promised(about, made)
                made.refresh_from_db()
            messages.success(request, _("Noted: %(what)s") % {"what": made.what})
            # Its maker sees what it is about, also where its owner does not.
            return redirect(about or "desk:my-day")
    return render(request, "office/promise.html", {"form": form, "about": about})


@require_POST
@may_change
def tick_off(request: OfficerRequest, pk: int) -> HttpResponse:
    follow_up = _find(request, pk)
    try:
        follow_ups.tick_off(follow_up=follow_up, by=request.user, at=timezone.now())
    except follow_ups.NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done: %(what)s") % {"what": follow_up.what})
    return redirect(page_before(request))


@require_POST
@may_change
def move(request: OfficerRequest, pk: int) -> HttpResponse:
    follow_up = _find(request, pk)
    form = MoveForm(request.POST, prefix="move")
    if form.is_valid():
        data = form.cleaned_data
        try:
            follow_ups.move(follow_up=follow_up, to=data["due_on"], reason=data["reason"])
        except follow_ups.NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Moved: %(what)s") % {"what": follow_up.what})
            return redirect("office:follow-up", pk)
    return _one(request, follow_up, move_form=form)


@require_POST
@may_change
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    follow_up = _find(request, pk)
    form = DropForm(request.POST, prefix="drop")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            follow_ups.drop(follow_up=follow_up, by=request.user, at=timezone.now(), reason=reason)
        except follow_ups.NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Dropped: %(what)s") % {"what": follow_up.what})
            return redirect("office:follow-up", pk)
    return _one(request, follow_up, drop_form=form)


@require_safe
def partner_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Partner.objects.visible_to(request.user)
    return show_list(request, PARTNERS, rows, "office/partner_list.html")


@require_safe
def partner(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    return render(request, "office/partner.html", {"partner": found, **around(found, request)})


@require_safe
def document(request: OfficerRequest, pk: int) -> FileResponse:
    """Hand out a file to whoever may see its record; always as a download."""
    found = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    return downloads.of(found)


def _find(request: OfficerRequest, pk: int) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related("owner", "closed_by", "rule")
    found: FollowUp = get_object_or_404(rows, pk=pk)
    return found


def _one(
    request: OfficerRequest,
    follow_up: FollowUp,
    move_form: MoveForm | None = None,
    drop_form: DropForm | None = None,
) -> HttpResponse:
    context = {
        "follow_up": follow_up,
        "today": request.user.today(timezone.now()),
        "move_form": move_form or MoveForm(prefix="move", initial={"due_on": follow_up.due_on}),
        "drop_form": drop_form or DropForm(prefix="drop"),
        "move_helper": laid_out("due_on", "reason"),
        "drop_helper": laid_out("reason"),
        "history": follow_up.history.select_related("history_user").order_by("-history_date"),
    }
    return render(request, "office/follow_up.html", context)


def _subject(request: HttpRequest) -> Model | None:
    """The record a promise is about. Raises Http404 for one that cannot be seen."""
    about: Any = request.GET.get("about", "")
    if not about:
        return None
    label, _colon, typed = about.partition(":")
    subject, number = chain.subjects.get(label), row_number(typed)
    if subject is None or number is None:
        raise Http404
    found: Model = get_object_or_404(subject.model.objects.visible_to(request.user), pk=number)
    return found


def _is_restricted(about: Model | None) -> bool:
    return about is not None and chain.subjects[about._meta.label_lower].is_restricted(about)
