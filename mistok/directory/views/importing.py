"""Services from a table, page by page: file, reading, columns, preview, the work and its undoing."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.directory.exporting import template_file
from mistok.directory.forms.importing import CardColumnsForm, UploadForm
from mistok.directory.importing import batches, preview
from mistok.directory.importing.bad_rows import table_of_bad
from mistok.directory.importing.columns import all_columns
from mistok.directory.importing.examining import BAD, CHANGED, NEW, SAME
from mistok.directory.importing.undoing import UNDO, start_undo
from mistok.directory.importing.work import APPLY, CHECK, is_stopped, last_job, start_apply, start_check
from mistok.directory.models import Batch, BatchState
from mistok.directory.views.exporting import XLSX, attached
from mistok.lib.jobs.actions import is_silent, take_up_again
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import run
from mistok.lib.tables import TableProblem
from mistok.lib.tables.forms import ReadingForm
from mistok.lib.tables.writing import csv_pieces
from mistok.network.permissions import Permission
from mistok.network.queries import may

SHOWN = 20  # rows on a page of the preview
LISTED = 20  # imports on the first page
AT_ONCE = 700_000  # bytes: a file that is looked at within the request, about two seconds
KINDS = (NEW, CHANGED, SAME, BAD)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: HttpRequest) -> HttpResponse:
    """Give a table; the last imports stand beneath."""
    user = _keeper(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = batches.begin(file=form.cleaned_data["file"], by=user)
        except TableProblem as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("directory:batch-reading", batch.pk)
    context = {"form": form, "batches": Batch.objects.all()[:LISTED]}
    return render(request, "directory/import_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_reading(request: HttpRequest, key: UUID) -> HttpResponse:
    """How the file is read, with its first rows."""
    batch = _open(request, key)
    form = ReadingForm(request.POST or None, said=batch.reading)
    if request.method == "POST" and form.is_valid():
        try:
            batches.set_reading(batch=batch, reading=form.chosen())
        except TableProblem as problem:
            form.add_error(None, str(problem))
        else:
            name = "directory:batch-columns" if "next" in request.POST else "directory:batch-reading"
            return redirect(name, batch.pk)
    context = {"batch": batch, "form": form, **_sample(batch)}
    return render(request, "directory/import_reading.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which column is which field."""
    batch = _open(request, key)
    form = CardColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        batches.set_choices(batch=batch, choices=form.chosen())
        return redirect("directory:batch-preview", batch.pk)
    sample = _sample(batch)
    cells = [
        [row[1][index] for row in sample["rows"] if index < len(row[1]) and row[1][index].strip()][:3]
        for index in range(len(form.header))
    ]
    context = {"batch": batch, "form": form, "columns": zip(form.columns(), cells, strict=True)}
    context["explained"] = all_columns()
    return render(request, "directory/import_columns.html", context, status=422 if form.errors else 200)


@require_safe
def batch_preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the import would do: counts, and row by row the differences. Nothing is written."""
    user = _keeper(request)
    batch = _open(request, key)
    job = Job.objects.filter(pk=batch.job, kind=CHECK).first() if batch.job else None
    if job is None:
        job = start_check(batch=batch, by=user)
        if _size(batch) <= AT_ONCE:
            run(job)
    context: dict[str, Any] = {"batch": batch, "job": job, "is_silent": is_silent(job)}
    if job.state == State.DONE:
        kinds = [kind for kind in KINDS if kind in job.result["letters"]]
        kind = request.GET.get("kind", "")
        context |= _previewed(request, batch, job, kind if kind in kinds else (kinds or [NEW])[0])
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"directory/import_preview.html{part}", context)


@require_POST
def batch_apply(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin to write."""
    user = _keeper(request)
    batch = get_object_or_404(Batch, pk=key)
    if start_apply(batch=batch, by=user) is None:
        messages.info(request, _("This import has begun already."))
    return redirect("directory:batch-detail", batch.pk)


@require_safe
def batch_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far the import or its undoing came, and what came of it."""
    _keeper(request)
    batch = get_object_or_404(Batch, pk=key)
    if batch.state == BatchState.MAPPING:
        return redirect("directory:batch-reading", batch.pk)
    undo, applied = last_job(batch, UNDO), last_job(batch, APPLY)
    job = undo or applied
    context = {
        "batch": batch,
        "job": job,
        "applied": applied,
        "undo": undo,
        "is_silent": job is not None and is_silent(job),
        "may_undo": batch.state == BatchState.APPLIED or is_stopped(batch),
        "bad": applied.bad_rows.all()[:SHOWN] if applied else [],
        "bad_count": applied.bad_rows.count() if applied else 0,
        "kept": undo.bad_rows.all()[:200] if undo else [],
    }
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"directory/import_detail.html{part}", context)


@require_safe
def batch_bad_rows(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """The rows left out as a table of the same shape with the reason, to be mended and brought again."""
    _keeper(request)
    batch = get_object_or_404(Batch, pk=key)
    job = last_job(batch, APPLY, CHECK)
    if job is None:
        raise Http404
    header, rows = table_of_bad(job, batches.header_of(batch))
    response = StreamingHttpResponse(csv_pieces(header, rows), content_type="text/csv; charset=utf-8")
    return attached(response, _("rows-left-out") + ".csv")


@require_http_methods(["GET", "HEAD", "POST"])
def batch_undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then take the import back."""
    user = _keeper(request)
    batch = get_object_or_404(Batch, pk=key)
    if request.method == "POST":
        if start_undo(batch=batch, by=user) is None:
            messages.info(request, _("There is nothing to undo."))
        return redirect("directory:batch-detail", batch.pk)
    if batch.state != BatchState.APPLIED and not is_stopped(batch):
        return redirect("directory:batch-detail", batch.pk)
    applied = last_job(batch, APPLY)
    return render(request, "directory/import_undo.html", {"batch": batch, "applied": applied})


@require_POST
def batch_resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take up work that failed or fell silent."""
    _keeper(request)
    batch = get_object_or_404(Batch, pk=key)
    job = Job.objects.filter(pk=batch.job).first() if batch.job else None
    if job is None or not take_up_again(job=job):
        messages.info(request, _("There is nothing to take up: this work is done or still going on."))
    name = "directory:batch-preview" if batch.state == BatchState.MAPPING else "directory:batch-detail"
    return redirect(name, batch.pk)


@require_POST
def batch_discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget an import that has not begun."""
    _keeper(request)
    batch = get_object_or_404(Batch, pk=key)
    if batches.discard(batch=batch):
        messages.success(request, _("The file is forgotten, nothing was changed."))
        return redirect("directory:batch-list")
    return redirect("directory:batch-detail", batch.pk)


@require_safe
def batch_template(request: HttpRequest) -> HttpResponse:
    """An empty table to fill in by hand, with an example and what each column takes."""
    _keeper(request)
    response = HttpResponse(template_file(), content_type=XLSX)
    return attached(response, _("services-template") + ".xlsx")


def _previewed(request: HttpRequest, batch: Batch, job: Job, kind: str) -> dict[str, Any]:
    words = {NEW: _("New"), CHANGED: _("Changed"), SAME: _("Without changes"), BAD: _("Left out")}
    letters = job.result["letters"]
    tabs = [
        {"label": words[each], "url": f"?kind={each}", "count": letters.count(each), "current": each == kind}
        for each in KINDS
    ]
    found: dict[str, Any] = {"tabs": tabs, "kind": kind, "words": words[kind]}
    if kind == BAD:
        bad = Paginator(job.bad_rows.all(), SHOWN).get_page(request.GET.get("page"))
        return found | {"page": bad, "bad_rows": bad.object_list}
    page = Paginator(preview.numbers_of(job, kind), SHOWN).get_page(request.GET.get("page"))
    try:
        rows = preview.rows(batch, list(page.object_list))
    except TableProblem:
        rows = []
    return found | {"page": page, "rows": rows}


def _sample(batch: Batch) -> dict[str, Any]:
    """The first rows; a file that is gone says so instead."""
    try:
        with batches.table_of(batch) as table:
            return {"rows": batches.samples(table), "header": table.header, "problem": ""}
    except TableProblem as problem:
        return {"rows": [], "header": [], "problem": str(problem)}


def _size(batch: Batch) -> int:
    try:
        with batches.path_of(batch) as path:
            return path.stat().st_size
    except TableProblem:
        return AT_ONCE + 1


def _open(request: HttpRequest, key: UUID) -> Batch:
    """The batch while its columns are being matched; later there is nothing to decide."""
    _keeper(request)
    return get_object_or_404(Batch, pk=key, state=BatchState.MAPPING)


def _keeper(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not may(user, Permission.EDIT_DIRECTORY):
        raise Http404
    return user
