"""Acts out of files, page by page: a file, what was read out of it, a folder of files, what became of it."""

from hashlib import file_digest
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.acts.actions.files import act_of, discard, store_upload, take_in
from mistok.acts.folder import COUNTED, FOLDER, start
from mistok.acts.forms.uploading import CheckForm, FolderForm, UploadForm
from mistok.acts.models import ActUpload
from mistok.acts.structure import contents, provisions
from mistok.lib.files.actions import give
from mistok.lib.jobs.actions import is_silent, take_up_again
from mistok.lib.jobs.models import Job
from mistok.lib.tables.writing import csv_pieces
from mistok.network.permissions import Permission
from mistok.network.views import staff

LISTED = 20
PARTS_SHOWN = 200
TEXT_SHOWN = 20_000  # characters
BAD_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def upload_list(request: HttpRequest) -> HttpResponse:
    """Give a file of an act; files that wait for a check stand beneath."""
    user = _keeper(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        known = act_of(file_digest(file, "sha256").hexdigest())
        file.seek(0)
        if known is not None:
            messages.info(request, _("This very file is in the store already."))
            return redirect(known)
        try:
            upload = take_in(file=file, by=user)
        except ValidationError as problem:
            form.add_error("file", problem)
        else:
            return redirect("acts:upload-check", upload.pk)
    context = {"form": form, "waiting": ActUpload.objects.select_related("file")[:LISTED]}
    return render(request, "acts/uploading/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_check(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was read out of the file; a person checks it and stores the act."""
    user = _keeper(request)
    upload = get_object_or_404(ActUpload.objects.select_related("file"), pk=key)
    form = CheckForm(request.POST or None, upload=upload)
    if request.method == "POST" and form.is_valid():
        act = store_upload(upload=upload, told=form.cleaned_data, by=user)
        messages.success(request, _("The act is in the store, with its file."))
        return redirect(act)
    parts = provisions(upload.text)
    context = {
        "upload": upload,
        "form": form,
        "existing": form.existing,
        "entries": contents(parts)[:PARTS_SHOWN],
        "beginning": upload.text[:TEXT_SHOWN],
        "is_cut_off": len(upload.text) > TEXT_SHOWN,
    }
    return render(request, "acts/uploading/check.html", context, status=422 if form.errors else 200)


@require_safe
def upload_file(request: HttpRequest, key: UUID) -> FileResponse:
    """The file itself, as it came."""
    _keeper(request)
    return give(get_object_or_404(ActUpload, pk=key).file, inline=True)


@require_POST
def upload_discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget a file that becomes no act."""
    _keeper(request)
    discard(upload=get_object_or_404(ActUpload, pk=key))
    messages.success(request, _("The file is forgotten, nothing was changed."))
    return redirect("acts:upload-list")


@require_http_methods(["GET", "HEAD", "POST"])
def folder_list(request: HttpRequest) -> HttpResponse:
    """Give a folder of files in a ZIP; the last ones stand beneath."""
    user = _keeper(request)
    form = FolderForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        job = start(file=given.pop("file"), given=given, by=user)
        return redirect("acts:folder-detail", job.pk)
    context = {"form": form, "jobs": Job.objects.filter(kind=FOLDER)[:LISTED]}
    return render(request, "acts/uploading/folders.html", context, status=422 if form.errors else 200)


@require_safe
def folder_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far the work came, what came of it, and which files were left out."""
    _keeper(request)
    job = get_object_or_404(Job, pk=key, kind=FOLDER)
    figures: list[tuple[Any, int]] = [(label, job.result.get(name, 0)) for name, label in COUNTED.items()]
    context = {
        "job": job,
        "is_silent": is_silent(job),
        "figures": figures if job.result else [],
        "bad": job.bad_rows.all()[:BAD_SHOWN],
        "bad_count": job.bad_rows.count(),
    }
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"acts/uploading/folder.html{part}", context)


@require_safe
def folder_bad_files(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """The files left out, with the reason."""
    _keeper(request)
    job = get_object_or_404(Job, pk=key, kind=FOLDER)
    rows = ([bad.content, bad.reason] for bad in job.bad_rows.iterator())
    response = StreamingHttpResponse(
        csv_pieces([_("File"), _("Why")], rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{_("files-left-out")}.csv"'
    return response


@require_POST
def folder_resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take up work that failed or fell silent."""
    _keeper(request)
    job = get_object_or_404(Job, pk=key, kind=FOLDER)
    if not take_up_again(job=job):
        messages.info(request, _("There is nothing to take up: this work is done or still going on."))
    return redirect("acts:folder-detail", job.pk)


def _keeper(request: HttpRequest) -> User:
    return staff.person(request, Permission.EDIT_ACTS)
