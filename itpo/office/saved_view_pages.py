"""Keeping a view of a list, renaming it, removing it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from itpo.office import saved_views
from itpo.office.forms import SavedViewForm, add_refusal, laid_out
from itpo.office.known_lists import pages
from itpo.office.models import SavedView
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible


@require_http_methods(["GET", "POST"])
@may_change
def keep(request: OfficerRequest) -> HttpResponse:
    """Give a name to what `?asked=` asks of the list `?list=`."""
    page, asked = request.GET.get("list", ""), request.GET.get("asked", "")
    if not saved_views.is_list(page):
        raise Http404
    form, is_taken = SavedViewForm(request.POST or None), False
    verb = saved_views.keep_in_place if "in_place" in request.POST else saved_views.keep
    if form.is_valid():
        try:
            view = verb(by=request.user, page=page, query=asked, **form.cleaned_data)
        except NotPossible as error:
            name = form.cleaned_data["name"]
            is_taken = saved_views.called(name, by=request.user, page=page).exists()
            add_refusal(form, error)
        else:
            messages.success(request, _("Kept: %(name)s") % {"name": view.name})
            return redirect(view)
    back = SavedView(page=page, query=asked).get_absolute_url()
    context = {
        "form": form,
        "helper": laid_out("name", "is_shared"),
        "listing": pages[page],
        "is_taken": is_taken,
        "back": back,
    }
    return render(request, "office/keep_view.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def saved_view(request: OfficerRequest, pk: int) -> HttpResponse:
    """One view: another name for it, whether it is shared, and removing it."""
    view = _find(request, pk)
    may_be_renamed = view.may_be_renamed_by(request.user)
    kept = {"name": view.name, "is_shared": view.is_shared}
    form = SavedViewForm(request.POST or None, initial=kept) if may_be_renamed else None
    if form is not None and form.is_valid():
        try:
            saved_views.change(view=view, by=request.user, **form.cleaned_data)
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(view)
    context = {"form": form, "helper": laid_out("name", "is_shared"), "view": view}
    return render(request, "office/saved_view.html", context)


@require_POST
@may_change
def remove(request: OfficerRequest, pk: int) -> HttpResponse:
    view = _find(request, pk)
    try:
        saved_views.remove(view=view, by=request.user)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Removed: %(name)s") % {"name": view.name})
    return redirect(SavedView(page=view.page).get_absolute_url())


def _find(request: OfficerRequest, pk: int) -> SavedView:
    """A view that is one's own or shared, which one may rename or remove. Raises Http404."""
    rows = SavedView.objects.visible_to(request.user).select_related("user")
    found: SavedView = get_object_or_404(rows, pk=pk)
    return found
