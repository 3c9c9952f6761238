"""The exchange rates: read by everybody, kept by managers."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deals.lists import RATES
from deals.rates.forms import RateFileForm, RateForm
from deals.rates.importing import take_rates
from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.report import Report
from itpo.office.listing import show_list
from itpo.office.models import ExchangeRate
from itpo.office.requests import OfficerRequest, may_decide

LARGEST = 2 * 1024 * 1024  # bytes of a list; all the rates of ten years are less
SHOWN = 50  # of the rows that were refused


@require_safe
def rate_list(request: OfficerRequest) -> HttpResponseBase:
    rows = ExchangeRate.objects.visible_to(request.user)
    return show_list(request, RATES, rows, "deals/rate_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def rate_add(request: OfficerRequest) -> HttpResponse:
    """Write down a rate."""
    return _form(request, ExchangeRate())


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def rate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Correct a rate; what it was stays in its history."""
    return _form(request, get_object_or_404(ExchangeRate.objects.visible_to(request.user), pk=pk))


def _form(request: OfficerRequest, one: ExchangeRate) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = RateForm(sent, instance=one, today=request.user.today(timezone.now()))
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Saved."))
        return redirect("deals:rates")
    history = one.history.select_related("history_user").order_by("-history_id")[:10]
    # Each as a rate, to be written as one, and as a line of the history.
    earlier = [(kept.instance, kept) for kept in history] if one.pk else []
    return render(request, "deals/rate_form.html", {"form": form, "earlier": earlier})


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def rate_upload(request: OfficerRequest) -> HttpResponse:
    """Take in a list of rates, and say row by row what could not be taken."""
    is_sent = request.method == "POST"
    form = RateFileForm(request.POST, request.FILES) if is_sent else RateFileForm()
    report: Report | None = None
    if is_sent and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > LARGEST:
            form.add_error("file", _("The file is larger than 2 MB."))
        else:
            try:
                today = request.user.today(timezone.now())
                report = take_rates(upload.read(), today=today)
            except FileNotReadable as refusal:
                form.add_error("file", str(refusal))
    context = {"form": form, "report": report, "shown": SHOWN}
    return render(request, "deals/rate_upload.html", context)
