"""The answer to somebody who asks for a list as a file."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from itpo.office.downloads import as_download, download
from itpo.office.exporting import log
from itpo.office.exporting.columns import Export
from itpo.office.exporting.csv_lines import BOM, in_cp932, portions
from itpo.office.exporting.lines import Lines, lines_of
from itpo.office.exporting.unfit import Unfits
from itpo.office.exporting.workbook import XLSX, in_workbook
from itpo.office.models import ExportLog
from itpo.office.paging import query_of
from itpo.office.requests import OfficerRequest

Format = ExportLog.Format
WRITTEN = {
    Format.XLSX: (in_workbook, "xlsx", XLSX),
    Format.CP932: (in_cp932, "csv", "text/csv; charset=Shift_JIS"),
}


def answer(
    request: OfficerRequest, export: Export, rows: Any, *, page: str, title: str, query: str
) -> HttpResponseBase:
    """The file that `?export=` asks for, or the sentence why there is none; and the log of it."""
    if not request.user.may_export:
        raise PermissionDenied
    asked = request.GET.get("export", "")
    if asked not in Format:
        raise Http404
    now, lines = timezone.now(), lines_of(export, rows, request.user)
    begun = log.begin(by=request.user, page=page, query=query.removeprefix("?"), kind=asked, at=now)
    name = f"{title} {request.user.today(now)}"
    if asked == Format.UTF8:
        return _streamed(lines, begun, f"{name}.csv")
    write, ending, content_type = WRITTEN[Format(asked)]
    file = TemporaryFile()  # noqa: SIM115 - closed by whoever has sent it
    count, unfit = write(lines, file)
    if unfit:
        file.close()
        return _refused(request, unfit, title, asked)
    log.finish(log=begun, rows=count)
    file.seek(0)
    return download(file, name=f"{name}.{ending}", content_type=content_type)


def _refused(request: OfficerRequest, unfit: Unfits, title: str, asked: str) -> HttpResponse:
    """Which cells did not fit, and how the list can be taken out instead."""
    context = {
        "title": title,
        "unfit": unfit,
        "more": unfit.count - len(unfit.named),
        "is_cp932": asked == Format.CP932,
        "instead": query_of(request, export=Format.UTF8.value),
        "workbook": query_of(request, export=Format.XLSX.value),
        "back": query_of(request, without=["export"]),
    }
    return render(request, "office/export_unfit.html", context)


def _streamed(lines: Lines, begun: ExportLog, name: str) -> StreamingHttpResponse:
    language = get_language() or "en"
    response = StreamingHttpResponse(
        _pieces(lines, begun, language), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(True, name)
    return as_download(response)


def _pieces(lines: Lines, begun: ExportLog, language: str) -> Iterator[bytes]:
    rows = 0
    yield BOM.encode()
    for text, count in portions(lines, language):
        rows += count
        yield text.encode()
    log.finish(log=begun, rows=rows)
