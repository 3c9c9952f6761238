"""The pages of an import: the file, its columns, what would become of it, its result."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itpo.office.clock import Clock
from itpo.office.csv_files import FileNotReadable
from itpo.office.downloads import download
from itpo.office.forms import add_refusal
from itpo.office.import_forms import ColumnsForm, FileForm, decisions_of
from itpo.office.import_shown import first_rows, shown
from itpo.office.importing import runs
from itpo.office.importing.carrying_out import carry_out
from itpo.office.importing.errors_file import CONTENT_TYPES, as_file
from itpo.office.importing.kinds import kinds
from itpo.office.models import ExportLog, ImportRun
from itpo.office.paging import page_of
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible


@require_safe
def import_list(request: OfficerRequest) -> HttpResponse:
    """What was taken in, newest first."""
    rows = ImportRun.objects.visible_to(request.user).without_content().select_related("by")
    page = page_of(rows.newest_first(), request)
    labels = {name: kind.label for name, kind in kinds().items()}
    named = [(run, labels.get(run.kind, run.kind)) for run in page.rows]
    return render(request, "office/import_list.html", {"page": page, "rows": named})


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def import_begin(request: OfficerRequest) -> HttpResponse:
    """Send a file, and say what it lists (`?kind=`)."""
    is_sent = request.method == "POST"
    initial = {"kind": request.GET.get("kind")}
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm(initial=initial)
    if is_sent and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = runs.begin(
                raw=upload.read(),
                name=upload.name,
                kind=kinds()[form.cleaned_data["kind"]],
                by=request.user,
                at=timezone.now(),
            )
        except (FileNotReadable, NotPossible) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("office:import-columns", run.pk)
    return render(request, "office/import_begin.html", {"form": form, "kinds": kinds().values()})


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def import_columns(request: OfficerRequest, pk: int) -> HttpResponse:
    """Which column of the file is which field."""
    run = _visible(request, pk)
    if not (run.is_to_be_prepared or run.state == ImportRun.State.FAILED):
        return redirect(run)
    form = ColumnsForm(request.POST or None, run=run, kind=kinds()[run.kind])
    if form.is_valid():
        try:
            asked = runs.choose(
                run=run,
                chosen=form.chosen,
                list_wins=form.cleaned_data["list_wins"],
                by=request.user,
            )
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return _gone_on(asked)
    rows = first_rows(run)
    context = {"run": run, "form": form, "kind": kinds()[run.kind], "columns": form.beside(rows)}
    return render(request, "office/import_columns.html", context)


@require_safe
def import_run(request: OfficerRequest, pk: int) -> HttpResponse:
    """What would become of the rows; then how far it is; then what became of them."""
    run = _visible(request, pk)
    may_go_on = request.user.may_change
    if run.state == ImportRun.State.UPLOADED and may_go_on:
        return redirect("office:import-columns", run.pk)
    context = {**shown(run, request), "kind": kinds()[run.kind], "may_go_on": may_go_on}
    return render(request, "office/import_run.html", context)


@require_POST
@may_change
def import_decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say which records some rows are, or of all that are left the same."""
    run, by = _visible(request, pk), request.user
    rest = request.POST.get("rest", "")
    try:
        if rest in ("first", "new", "out"):
            asked = runs.decide_rest(run=run, said=rest, by=by)
        else:
            asked = runs.decide(run=run, decisions=decisions_of(request.POST, run), by=by)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(run)
    return _gone_on(asked)


@require_POST
@may_change
def import_carry_out(request: OfficerRequest, pk: int) -> HttpResponse:
    run = _visible(request, pk)
    try:
        runs.take_in(run=run, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(run)


@require_POST
@may_change
def import_undo(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a whole import back; its page says so, or what stands in the way."""
    run = _visible(request, pk)
    try:
        asked = runs.take_back(run=run, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(run)
    return _gone_on(asked)


def _gone_on(asked: ImportRun) -> HttpResponseRedirect:
    """Do at once what is short; of the rest the page shows how far it is."""
    if runs.is_done_at_once(asked):
        carry_out(asked.pk, Clock(timezone.now()))
    return redirect(asked)


@require_POST
@may_change
def import_remove(request: OfficerRequest, pk: int) -> HttpResponse:
    """Throw away a list that was not taken in."""
    run = _visible(request, pk)
    try:
        runs.remove(run=run)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(run)
    messages.success(request, _("Removed: %(name)s") % {"name": run})
    return redirect("office:imports")


@require_safe
@may_change
def import_errors(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The rows that were refused, and why: a workbook, or CSV (`?file=csv`)."""
    run, kind = _visible(request, pk), request.GET.get("file", ExportLog.Format.XLSX)
    if kind not in CONTENT_TYPES:
        raise Http404
    made = as_file(run, kind)
    if not made.is_whole:
        messages.error(request, _("A text is too long for a workbook: take the rows as CSV."))
        return redirect(run)
    return download(made.content, name=made.name, content_type=made.content_type)


def _visible(request: OfficerRequest, pk: int) -> ImportRun:
    rows = ImportRun.objects.visible_to(request.user).filter(kind__in=kinds())
    found: ImportRun = get_object_or_404(rows.select_related("by", "office", "undone_by"), pk=pk)
    return found
