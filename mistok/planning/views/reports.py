"""The report of a period: what to report, the report as a page, and the same report for Word."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from mistok.audit.actions import record
from mistok.audit.models import Event
from mistok.network.permissions import Permission
from mistok.network.queries import may, today
from mistok.planning import word
from mistok.planning.actions import refresh
from mistok.planning.compose import compose
from mistok.planning.forms import ReportForm
from mistok.planning.periods import Named, Period, last_month, last_quarter, last_year, named
from mistok.planning.scopes import Kind, Scope
from mistok.planning.views.access import owned_or_404, scopes_or_404


@require_safe
def report_form(request: HttpRequest) -> HttpResponse:
    """What to report: a scope and days, or one of the usual periods at a tap."""
    return _form(request, ReportForm.unsent(request.GET, scopes=scopes_or_404(request), today=today()))


@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    """The report to read and to print. Wrong days show the form again, with what was typed."""
    form = ReportForm.sent(request.GET, scopes=scopes_or_404(request))
    owned_or_404(form)
    if form.chosen is None or not form.is_valid():
        return _form(request, form)
    refresh()
    report = compose(request.user, form.chosen, form.period, made_on=today())
    query = urlencode(_query(form.chosen, form.period))
    return render(
        request,
        "planning/report_page.html",
        {
            "report": report,
            "scope": form.chosen,
            "period": form.period,
            "word_url": f"{reverse('planning:report-word')}?{query}",
            "form_url": f"{reverse('planning:report-form')}?{query}",
        },
    )


@require_GET
def report_word(request: HttpRequest) -> HttpResponse:
    """The report for Word. The journal says who took what out."""
    form = ReportForm.sent(request.GET, scopes=scopes_or_404(request))
    owned_or_404(form)
    if form.chosen is None or not form.is_valid():
        return redirect(f"{reverse('planning:report-page')}?{request.GET.urlencode()}")
    refresh()
    scope, period = form.chosen, form.period
    report = compose(request.user, scope, period, made_on=today())
    content = word.render(report, author=str(request.user), made_at=timezone.now())
    record(
        Event.REPORT_TAKEN,
        scope.points[0] if scope.kind is Kind.POINT else scope.organisation,
        by=request.user,
        organisation=scope.organisation,
        format="docx",
        **_query(scope, period),
    )
    response = HttpResponse(content, content_type=word.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(scope, period)}"'
    return response


def _form(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """The form, with what is reported most at a tap."""
    scope = form.chosen
    usual = [
        (_("Last month"), last_month(today())),
        (_("Last quarter"), last_quarter(today())),
        (_("This year so far"), named(Named.YEAR, today())),
        (_("Last year"), last_year(today())),
    ]
    context = {
        "form": form,
        "scope": scope,
        "usual": [
            (title, f"{reverse('planning:report-page')}?{urlencode(_query(scope, period))}", period)
            for title, period in usual
            if scope is not None
        ],
        "may_add_points": may(request.user, Permission.MANAGE_POINTS),
    }
    return render(request, "planning/report_form.html", context)


def _query(scope: Scope, period: Period) -> dict[str, str]:
    return {"scope": scope.code, "from": period.start.isoformat(), "to": period.end.isoformat()}


def _file_name(scope: Scope, period: Period) -> str:
    """`zvit-network-2012-07-01-2013-02-28.docx`: letters that every disk and mail program bears."""
    return f"zvit-{slugify(scope.code.replace(':', '-'))}-{period.start}-{period.end}.docx"
