"""Extracts of acts: choose provisions, take the paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mistok.acts import queries
from mistok.acts.models import Act, ActVersion, Provision
from mistok.acts.printing.extract import LONGEST, MOST, extract
from mistok.acts.views.acts import about
from mistok.lib.access import shared

LARGE = "large"


@shared
@require_safe
def act_extract(request: HttpRequest, slug: str) -> HttpResponse:
    """Provisions of the valid edition to choose from. The address carries the whole choice."""
    act, version = _valid(request, slug)
    context = {
        **about(act),
        "version": version,
        "lines": queries.outline(version),
        "chosen": frozenset(request.GET.getlist("p")),
        "most": MOST,
    }
    return render(request, "acts/extract.html", context)


@shared
@require_safe
def act_extract_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The extract as a file; `p` are anchors, `letters=large` for who sees badly."""
    act, version = _valid(request, slug)
    anchors = list(dict.fromkeys(request.GET.getlist("p")))
    provisions = _chosen(version, anchors)
    problem = ""
    if not provisions:
        problem = _("Tick at least one provision.")
    elif len(provisions) > MOST or sum(len(each.text) for each in provisions) > LONGEST:
        problem = _("This is too much for one extract: at most %(most)s provisions, about sixty sheets.") % {
            "most": MOST
        }
    if problem:
        context = {
            **about(act),
            "version": version,
            "lines": queries.outline(version),
            "chosen": frozenset(anchors),
            "most": MOST,
            "problem": problem,
        }
        return render(request, "acts/extract.html", context, status=422)
    content = extract(act, version, provisions, large=request.GET.get("letters") == LARGE)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{act.slug}.pdf"'
    return response


def _valid(request: HttpRequest, slug: str) -> tuple[Act, ActVersion]:
    act = get_object_or_404(queries.visible_acts(request.user), slug=slug)
    version = act.versions.filter(is_current=True).first()
    if version is None:
        raise Http404
    return act, version


def _chosen(version: ActVersion, anchors: list[str]) -> list[Provision]:
    """The chosen provisions in the order of the act; a heading without words brings what stands under it."""
    lines = queries.outline(version)
    wanted: set[int] = set()
    for index, line in enumerate(lines):
        if line.anchor in anchors:
            last = queries.end_of_group(lines, index)
            wanted |= {each.position for each in lines[index : last + 1]}
    found = version.provisions.filter(position__in=sorted(wanted)[: MOST * 4]).order_by("position")
    return list(found)
