"""The public page of a point that closed: where to go now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mistok.network.models import ActKind, NetworkAct, ServicePoint
from mistok.network.queries import open_points, today

LONGEST_CHAIN = 10  # a point joined to one that was joined to another …


def point_gone(request: HttpRequest, slug: str) -> HttpResponse:
    """A closed point: since when, and the point that it was joined to, as far as the chain goes."""
    found = ServicePoint.objects.filter(closed_on__lte=today()).select_related("organisation", "territory")
    point = get_object_or_404(found, slug=slug)
    context = {"point": point, "instead": _instead(point)}
    return render(request, "network/point_closed.html", context, status=410)


def _instead(point: ServicePoint) -> ServicePoint | None:
    """The open point where people go now."""
    for _step in range(LONGEST_CHAIN):
        acts = NetworkAct.objects.filter(point=point, kind=ActKind.MERGED).order_by("-on")
        act = acts.first()
        if act is None or act.successor_point_id is None:
            return None
        point = ServicePoint.objects.get(pk=act.successor_point_id)
        if open_points().filter(pk=point.pk).exists():
            return point
    return None
