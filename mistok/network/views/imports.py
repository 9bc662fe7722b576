"""Files from outside: upload, progress, and what was left out."""

import csv
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.jobs.actions import is_silent, start_import, take_up_again
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import import_sources
from mistok.lib.tables.writing import inert
from mistok.network.forms.imports import ImportForm
from mistok.network.permissions import Permission
from mistok.network.places_review import may_review, waiting_count
from mistok.network.queries import may

JOBS_ON_PAGE = 20
BAD_ROWS_ON_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a file and start; the last runs stand beneath."""
    user = _importer(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = start_import(**form.cleaned_data, by=user)
        return redirect("network:import-detail", job.pk)
    context = {
        "form": form,
        "sources": import_sources().values(),
        "jobs": [(job, _title(job)) for job in _jobs()[:JOBS_ON_PAGE]],
        "waiting": waiting_count() if may_review(user) else 0,
    }
    return render(request, "network/imports.html", context, status=422 if form.errors else 200)


@require_safe
def import_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far an import came; htmx asks for the changing part only."""
    _importer(request)
    job = get_object_or_404(_jobs(), pk=key)
    context = {
        "job": job,
        "title": _title(job),
        "is_silent": is_silent(job),
        "figures": _figures(job),
        "may_review": may_review(request.user),
        "bad_rows": job.bad_rows.all()[:BAD_ROWS_ON_PAGE],
        "bad_count": job.bad_rows.count() if job.is_over else 0,
    }
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"network/import_detail.html{part}", context)


@require_POST
def import_resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take up an import that failed or fell silent."""
    _importer(request)
    job = get_object_or_404(_jobs(), pk=key)
    if not take_up_again(job=job):
        messages.info(request, _("There is nothing to take up: this import is done or still running."))
    return redirect("network:import-detail", job.pk)


@require_safe
def import_bad_rows(request: HttpRequest, key: UUID) -> HttpResponse:
    """The rows left out, for a spreadsheet: UTF-8 with a mark and semicolons, as Excel expects here."""
    _importer(request)
    job = get_object_or_404(_jobs(), pk=key)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bad-rows-{job.created_at:%Y-%m-%d}.csv"'
    table = csv.writer(response, delimiter=";")
    table.writerow([_("Row"), _("Why it was left out"), _("Content")])
    for bad in job.bad_rows.all().iterator():
        table.writerow([bad.number, bad.reason, inert(bad.content)])
    return response


def _jobs() -> QuerySet[Job]:
    return Job.objects.filter(kind__in=import_sources())


def _title(job: Job) -> object:
    return import_sources()[job.kind].title


def _figures(job: Job) -> list[tuple[object, int]]:
    """What the import counted, in words."""
    counted = import_sources()[job.kind].counted
    return [(label, job.result[name]) for name, label in counted.items() if name in job.result]


def _importer(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not may(user, Permission.RUN_IMPORTS):
        raise Http404
    return user
