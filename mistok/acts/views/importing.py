"""Acts from a file, page by page: the file, its columns, what would change, the work."""

from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.acts.forms.importing import ActColumnsForm, ActFileForm
from mistok.acts.importing import batches
from mistok.acts.importing.outcomes import BAD, CHANGED, NEW, SKIPPED, WORDS
from mistok.acts.importing.reports import every_row, left_out, words
from mistok.acts.importing.work import CHECK, last_job, start_apply, start_check
from mistok.acts.models import ActImport, ImportKind, ImportState
from mistok.lib.jobs.actions import is_silent, take_up_again
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem, run
from mistok.lib.tables import TableProblem
from mistok.lib.tables.forms import ReadingForm
from mistok.lib.tables.writing import csv_pieces
from mistok.network.permissions import Permission
from mistok.network.queries import may

SHOWN = 20  # rows on a page
LISTED = 20  # imports on the first page
# A file that is looked at within the request, about two seconds.
AT_ONCE = 400_000  # bytes
ROWS_AT_ONCE = 3_000


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Give a file; the last imports stand beneath."""
    user = _keeper(request)
    form = ActFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = batches.begin(file=form.cleaned_data["file"], by=user)
        except TableProblem as problem:
            form.add_error("file", str(problem))
        else:
            return redirect(_first_page(batch), batch.pk)
    context = {"form": form, "batches": ActImport.objects.all()[:LISTED]}
    return render(request, "acts/importing/list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which column is which field, with the first rows; how the table is read may be corrected."""
    batch = _open(request, key)
    if batch.kind != ImportKind.LOCAL:
        return redirect("acts:import-preview", batch.pk)
    is_reading = request.method == "POST" and "read" in request.POST
    reading = ReadingForm(request.POST if is_reading else None, said=batch.reading)
    form = ActColumnsForm(request.POST if request.method == "POST" and not is_reading else None, batch=batch)
    if is_reading and reading.is_valid():
        try:
            batches.set_reading(batch=batch, reading=reading.chosen())
        except TableProblem as problem:
            reading.add_error(None, str(problem))
        else:
            return redirect("acts:import-columns", batch.pk)
    if request.method == "POST" and not is_reading and form.is_valid():
        batches.set_choices(batch=batch, mapping=form.mapping, defaults=form.defaults())
        return redirect("acts:import-preview", batch.pk)
    has_errors = bool(form.errors or reading.errors)
    context = {"batch": batch, "form": form, "reading": reading} | _sample(batch, form)
    return render(request, "acts/importing/columns.html", context, status=422 if has_errors else 200)


@require_safe
def import_preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the import would do: counts, and the first rows of each kind. Nothing is written."""
    user = _keeper(request)
    batch = _open(request, key)
    job = Job.objects.filter(pk=batch.job, kind=CHECK).first() if batch.job else None
    if job is None:
        job = start_check(batch=batch, by=user)
        if _is_small(batch):
            run(job)
    context: dict[str, Any] = {"batch": batch, "job": job, "is_silent": is_silent(job)}
    if job.state == State.DONE:
        context |= _previewed(request, job)
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"acts/importing/preview.html{part}", context)


@require_POST
def import_apply(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin to store."""
    user = _keeper(request)
    batch = get_object_or_404(ActImport, pk=key)
    if start_apply(batch=batch, by=user) is None:
        messages.info(request, _("This import has begun already."))
    return redirect("acts:import-detail", batch.pk)


@require_safe
def import_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far the import came, and what came of it."""
    _keeper(request)
    batch = get_object_or_404(ActImport, pk=key)
    if batch.state == ImportState.PREPARED:
        return redirect(_first_page(batch), batch.pk)
    job = last_job(batch, batch.kind)
    context = {
        "batch": batch,
        "job": job,
        "is_silent": job is not None and is_silent(job),
        "bad": job.bad_rows.all()[:SHOWN] if job else [],
        "bad_count": job.bad_rows.count() if job else 0,
    }
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"acts/importing/detail.html{part}", context)


@require_safe
def import_rows(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What became of each row, as a table."""
    batch, job = _looked_through(request, key)
    try:
        header, rows = every_row(batch, job)
    except TableProblem as problem:
        messages.error(request, str(problem))
        return redirect("acts:import-detail", batch.pk)
    return _table(header, rows, _("rows-of-the-import"))


@require_safe
def import_bad_rows(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The rows left out, each with its reason, to be mended and brought again."""
    header, rows = left_out(*_looked_through(request, key))
    return _table(header, rows, _("rows-left-out"))


@require_POST
def import_resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take up work that failed or fell silent."""
    _keeper(request)
    batch = get_object_or_404(ActImport, pk=key)
    job = Job.objects.filter(pk=batch.job).first() if batch.job else None
    if job is None or not take_up_again(job=job):
        messages.info(request, _("There is nothing to take up: this work is done or still going on."))
    name = "acts:import-preview" if batch.state == ImportState.PREPARED else "acts:import-detail"
    return redirect(name, batch.pk)


@require_POST
def import_discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget an import that has not begun."""
    _keeper(request)
    batch = get_object_or_404(ActImport, pk=key)
    if batches.discard(batch=batch):
        messages.success(request, _("The file is forgotten, nothing was changed."))
        return redirect("acts:import-list")
    return redirect("acts:import-detail", batch.pk)


def _previewed(request: HttpRequest, job: Job) -> dict[str, Any]:
    said = words()
    kinds = [kind for kind in said if job.result[WORDS[kind]]]
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in kinds else (kinds or [NEW])[0]
    tabs = [
        {
            "label": said[each],
            "url": f"?kind={each}",
            "count": job.result[WORDS[each]],
            "current": each == kind,
        }
        for each in said
    ]
    found: dict[str, Any] = {
        "tabs": tabs,
        "kind": kind,
        "words": said[kind],
        "is_left": kind in (BAD, SKIPPED),
        "has_work": bool(job.result[WORDS[NEW]] or job.result[WORDS[CHANGED]]),
        "has_left": bool(job.result[WORDS[BAD]] or job.result[WORDS[SKIPPED]]),
    }
    if kind in (BAD, SKIPPED):
        page = Paginator(job.bad_rows.all(), SHOWN).get_page(request.GET.get("page"))
        return found | {"page": page, "bad_rows": page.object_list}
    return found | {"rows": job.result["shown"].get(kind, [])}


def _sample(batch: ActImport, form: ActColumnsForm) -> dict[str, Any]:
    """The first rows, and a few cells of each column; a file that is gone says so instead."""
    try:
        header, rows = batches.samples(batch)
    except TableProblem as problem:
        return {"problem": str(problem)}
    cells = [
        [row[1][index] for row in rows if index < len(row[1]) and row[1][index].strip()][:3]
        for index in range(len(form.header))
    ]
    columns = [
        (field, some, index in form.mended)
        for index, (field, some) in enumerate(zip(form.columns(), cells, strict=True))
    ]
    return {"header": header, "rows": rows, "columns": columns}


def _looked_through(request: HttpRequest, key: UUID) -> tuple[ActImport, Job]:
    _keeper(request)
    batch = get_object_or_404(ActImport, pk=key)
    job = last_job(batch, batch.kind, CHECK)
    if job is None:
        raise Http404
    return batch, job


def _table(header: list[str], rows: Any, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_pieces(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _first_page(batch: ActImport) -> str:
    return "acts:import-columns" if batch.kind == ImportKind.LOCAL else "acts:import-preview"


def _is_small(batch: ActImport) -> bool:
    """Whether the file is looked through within the request: few bytes may be packed to very many rows."""
    try:
        with batches.path_of(batch) as path:
            if path.stat().st_size > AT_ONCE:
                return False
            with batches.rows_of(batch, path) as found:
                return found.total <= ROWS_AT_ONCE
    except (TableProblem, ImportProblem):
        return False


def _open(request: HttpRequest, key: UUID) -> ActImport:
    """The import while it is being prepared; later there is nothing to decide."""
    _keeper(request)
    return get_object_or_404(ActImport, pk=key, state=ImportState.PREPARED)


def _keeper(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not may(user, Permission.EDIT_ACTS):
        raise Http404
    return user
