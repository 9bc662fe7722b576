"""How often one visitor may do something, without keeping who the visitor was."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def may_do(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more attempt from the visitor's address and say whether it is within `most` in so long.

    Only a keyed digest that changes each day is held, in memory, until the time is over.
    """
    key = f"pacing:{what}:{_digest(request)}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # the time ended between the two lines
        return True


def _digest(request: HttpRequest) -> str:
    day = timezone.localdate().isoformat()
    return salted_hmac("mistok.pacing", f"{day} {_address(request)}", algorithm="sha256").hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy of ours, the one that it saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        if seen:
            return seen
    return str(request.META.get("REMOTE_ADDR", ""))
