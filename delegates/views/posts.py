"""Entering the new post a former delegate told us of."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegates import alumni
from delegates.decision_forms import TakeOverForm
from delegates.models import Agency, PostCheck
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible


@require_http_methods(["GET", "POST"])
@may_change
def post_check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what they answered, and enter it: as they wrote it, or as the office knows it."""
    rows = PostCheck.objects.visible_to(request.user).select_related("delegate__country")
    check = get_object_or_404(rows, pk=pk)
    agencies = Agency.objects.visible_to(request.user).current()
    known = agencies.filter(country=check.delegate.country, name__iexact=check.agency_typed).first()
    form = TakeOverForm(
        request.POST if request.method == "POST" else None,
        viewer=request.user,
        check=check,
        initial={
            "agency": known.pk if known else None,
            "agency_name": "" if known else check.agency_typed,
            "post": check.post_typed,
            "since": check.since_typed,
        },
    )
    if form.is_valid():
        try:
            alumni.take_over(check=check, by=request.user, at=timezone.now(), **form.cleaned_data)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Entered. The post before ends with it."))
            return redirect(check.delegate)
    held = check.delegate.postings.filter(is_current=True).select_related("agency")
    context = {"check": check, "form": form, "held": held.newest_first()}
    return render(request, "delegates/post_check.html", context)
