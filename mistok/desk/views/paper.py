"""Paper sheets: blank ones out, filled ones in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions import Refused
from mistok.desk.actions.sheets import count_sheet, forget_sheet, look_at, take_sheet, undo_sheet
from mistok.desk.forms.sheets import BlankForm, SheetForm
from mistok.desk.models import SheetImport, SheetState
from mistok.desk.queries.sheets import last_sheets, sheets_for
from mistok.desk.sheets.blank import Blank, as_pdf, as_xlsx, blank
from mistok.desk.views.tally import here_to_record
from mistok.directory.views.exporting import XLSX, attached
from mistok.lib.tables import TableProblem
from mistok.lib.tables.writing import csv_pieces


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a blank sheet, bring a filled one; the last ones stand beneath."""
    here = here_to_record(request, slug)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                sheet = take_sheet(file=form.cleaned_data["file"], point=here, by=_person(request))
            except TableProblem as problem:
                form.add_error("file", str(problem))
            else:
                if sheet.state == SheetState.TAKEN_IN:
                    messages.info(request, _("This very file was counted already. Nothing was added."))
                return redirect("desk:sheet-detail", sheet.pk)
    choice = BlankForm(request.GET if "first" in request.GET else QueryDict(mutable=True))
    wanted = choice.wanted() if choice.is_valid() else None
    context: dict[str, Any] = {
        "point": here,
        "form": form,
        "choice": choice,
        "wanted": wanted,
        "address": _address(wanted) if wanted else "",
        "sheets": last_sheets(here),
    }
    return render(request, "desk/paper/paper.html", context, status=422 if form.errors else 200)


@require_safe
def paper_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The blank sheet as an Excel file."""
    sheet = _blank(request, slug)
    if sheet is None:
        return redirect("desk:paper", slug)
    return attached(HttpResponse(as_xlsx(sheet), content_type=XLSX), f"{_file_name(sheet)}.xlsx")


@require_safe
def paper_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The blank sheet to be printed."""
    sheet = _blank(request, slug)
    if sheet is None:
        return redirect("desk:paper", slug)
    return attached(HttpResponse(as_pdf(sheet), content_type="application/pdf"), f"{_file_name(sheet)}.pdf")


@require_safe
def sheet_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What a filled sheet would count, or what it counted."""
    sheet = get_object_or_404(sheets_for(request.user), pk=uuid)
    context: dict[str, Any] = {"sheet": sheet, "point": sheet.point}
    if sheet.state == SheetState.LOOKED_AT:
        try:
            context["preview"] = look_at(sheet)
        except TableProblem as problem:
            context["problem"] = str(problem)
    return render(request, "desk/paper/sheet.html", context)


@require_POST
def sheet_count(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Count the good days of a sheet."""
    sheet = get_object_or_404(sheets_for(request.user), pk=uuid)
    try:
        count_sheet(sheet, by=_person(request))
    except TableProblem as problem:
        messages.error(request, str(problem))
    return redirect("desk:sheet-detail", uuid)


@require_POST
def sheet_void(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back what a sheet counted."""
    sheet = get_object_or_404(sheets_for(request.user), pk=uuid)
    try:
        undo_sheet(sheet, by=_person(request))
    except PermissionDenied:
        raise PermissionDenied(
            _("A sheet is taken back by whoever brought it on the same day, later by the head.")
        ) from None
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The sheet was taken back: none of its records counts."))
    return redirect("desk:sheet-detail", uuid)


@require_POST
def sheet_forget(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget a file that was only looked at."""
    sheet = get_object_or_404(sheets_for(request.user), pk=uuid)
    if forget_sheet(sheet):
        messages.success(request, _("The file is forgotten, nothing was counted."))
        return redirect("desk:paper", sheet.point.slug)
    return redirect("desk:sheet-detail", uuid)


@require_safe
def sheet_bad_rows(request: HttpRequest, uuid: UUID) -> StreamingHttpResponse:
    """The rows that counted nothing, each with its reason."""
    sheet = get_object_or_404(sheets_for(request.user), pk=uuid)
    rows = ([str(each["number"] or ""), each["content"], each["reason"]] for each in _bad(sheet))
    header = [_("Row"), _("What stands there"), _("Reason")]
    answer = StreamingHttpResponse(csv_pieces(header, rows), content_type="text/csv; charset=utf-8")
    return attached(answer, _("rows-left-out") + ".csv")


def _bad(sheet: SheetImport) -> list[dict[str, Any]]:
    if sheet.state != SheetState.LOOKED_AT:
        found: list[dict[str, Any]] = sheet.result.get("bad", [])
        return found
    try:
        return [
            {"number": each.number, "content": each.content, "reason": each.reason}
            for each in look_at(sheet).bad
        ]
    except TableProblem as problem:
        return [{"number": 0, "content": sheet.name, "reason": str(problem)}]


def _blank(request: HttpRequest, slug: str) -> Blank | None:
    """The sheet asked for by the address; None when its days cannot be read."""
    here = here_to_record(request, slug)
    form = BlankForm(request.GET)
    return blank(here, **form.wanted()) if form.is_valid() else None


def _address(wanted: dict[str, Any]) -> str:
    query = QueryDict(mutable=True)
    query.update(
        {"first": wanted["first"].isoformat(), "days": str(wanted["days"]), "number": wanted["number"]}
    )
    return f"?{query.urlencode()}"


def _file_name(sheet: Blank) -> str:
    return f"{_('sheet')}-{sheet.point.slug}-{sheet.days[0]:%Y-%m-%d}-{sheet.number}"


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
