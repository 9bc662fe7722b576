"""Taking the catalogue, the points and the offices out as tables."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import cast
from urllib.parse import quote

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mistok.accounts.models import User
from mistok.directory import exporting
from mistok.directory.exporting import CONFIRMED, STATES, UNCONFIRMED, Wanted
from mistok.lib.tables.writing import csv_pieces, write_xlsx
from mistok.network.permissions import Permission
from mistok.network.queries import may

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("csv", "xlsx")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What can be taken out, and how it may be narrowed."""
    _reader(request)
    wanted = _wanted(request)
    context = {
        "wanted": wanted,
        "count": exporting.services(wanted).count(),
        "states": STATES.items(),
        "confirmations": [
            (CONFIRMED, _("confirmed by a person")),
            (UNCONFIRMED, _("not confirmed by a person")),
        ],
        "providers": exporting.providers_of_cards(),
        "query": request.GET.urlencode(),
    }
    return render(request, "directory/export.html", context)


@require_safe
def export_services(request: HttpRequest, form: str) -> HttpResponseBase:
    """The cards in columns that the import knows again."""
    user = _reader(request, form)
    wanted = _wanted(request)
    site = request.build_absolute_uri("/").rstrip("/")
    header = exporting.service_header()
    rows = exporting.service_rows(exporting.services(wanted), site)
    exporting.note_export(by=user, what="services", form=form, state=wanted.state, provider=wanted.provider)
    return _table(form, _("services"), header, rows, exporting.service_widths())


@require_safe
def export_points(request: HttpRequest, form: str) -> HttpResponseBase:
    """Service points of the network."""
    user = _reader(request, form)
    exporting.note_export(by=user, what="points", form=form)
    return _table(form, _("points"), *exporting.point_table())


@require_safe
def export_places(request: HttpRequest, form: str) -> HttpResponseBase:
    """Offices of providers."""
    user = _reader(request, form)
    exporting.note_export(by=user, what="offices", form=form)
    return _table(form, _("offices"), *exporting.place_table())


def attached[R: HttpResponseBase](response: R, name: str) -> R:
    """The answer as a file to save, whatever letters its name has."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _table(
    form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int] = ()
) -> HttpResponseBase:
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.{form}"
    if form == "csv":
        pieces = csv_pieces(header, rows)
        return attached(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), file_name)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_xlsx(file, sheet=name.capitalize(), header=header, rows=rows, widths=widths)
    file.seek(0)
    return attached(FileResponse(file, content_type=XLSX), file_name)


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET
    return Wanted(asked.get("state", "")[:20], asked.get("provider", "")[:40], asked.get("confirmed", "")[:5])


def _reader(request: HttpRequest, form: str = "csv") -> User:
    user = cast(User, request.user)
    if form not in FORMATS or not may(user, Permission.PROPOSE_SERVICES):
        raise Http404
    return user
