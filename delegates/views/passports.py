"""Passports: reading them on record, writing one down, deleting one."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegates import passports
from delegates.forms import PassportForm
from delegates.models import Application, TravelDocument, Visit
from itpo.office import downloads
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible
from itpo.office.uploads import ENDINGS


@require_POST
@may_change
def passport_number(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a number once, on a page that nothing keeps."""
    found = _find(request, pk)
    try:
        number = passports.read_number(document=found, by=request.user, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(_of(found))
    context = {"number": number, "about": _of(found), "back": _of(found).get_absolute_url()}
    response = render(request, "delegates/passport_number.html", context)
    patch_cache_control(response, no_store=True, private=True)
    return response


@require_POST
@may_change
def passport_picture(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out the picture."""
    found = _find(request, pk)
    try:
        picture = passports.read_scan(document=found, by=request.user, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(_of(found))
    ending = ENDINGS[found.scan_type][0]
    return downloads.download(
        BytesIO(picture), name=_("Passport") + ending, content_type=found.scan_type
    )


@require_POST
@may_change
def passport_delete(request: OfficerRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    try:
        passports.delete(document=found, by=request.user, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The passport is deleted."))
    return redirect(_of(found))


@require_http_methods(["GET", "POST"])
@may_change
def visit_passport(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down the passport of somebody who is coming, or is here."""
    visit = get_object_or_404(
        Visit.objects.visible_to(request.user).select_related("delegate__country"), pk=pk
    )
    kept = TravelDocument.objects.filter(visit=visit).first()
    form = PassportForm(request.POST or None, kept=kept)
    if form.is_valid():
        try:
            passports.keep_for_visit(visit=visit, **form.cleaned_data)
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The passport is kept, sealed."))
            return redirect(visit)
    response = render(request, "delegates/passport_form.html", {"form": form, "visit": visit})
    patch_cache_control(response, no_store=True, private=True)
    return response


def _find(request: OfficerRequest, pk: int) -> TravelDocument:
    rows = TravelDocument.objects.visible_to(request.user)
    found: TravelDocument = get_object_or_404(
        rows.select_related("visit__delegate", "application"), pk=pk
    )
    return found


def _of(document: TravelDocument) -> Visit | Application:
    """On whose page it stands."""
    owner = document.visit or document.application
    if owner is None:  # the database holds that it is for somebody
        raise RuntimeError
    return owner
