"""What is offered under the search line while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mistok.lib.access import public
from mistok.search import suggestions as source


@public
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """At most eight lines: the text, the page it leads to, and what it is (empty for a question).

    A browser keeps an answer for a minute: going back over letters asks nothing.
    """
    page = reverse("website:search")
    found = [
        {"text": each.text, "url": each.url or f"{page}?{urlencode({'q': each.text})}", "kind": each.kind}
        for each in source.suggestions(request.GET.get("q", "")[:500])
    ]
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True, max_age=60)
    response["X-Robots-Tag"] = "noindex"
    return response
