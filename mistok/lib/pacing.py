"""How often one visitor may do something, without keeping who the visitor was."""

from ipaddress import IPv6Address, IPv6Network, ip_address

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


def is_over(request: HttpRequest, what: str, *, most: int) -> bool:
    """Whether the visitor's address has used up its attempts; counts nothing."""
    return int(cache.get(f"pacing:{what}:{_digest(request)}", 0)) >= most


def _digest(request: HttpRequest) -> str:
    day = timezone.localdate().isoformat()
    return salted_hmac("mistok.pacing", f"{day} {_address(request)}", algorithm="sha256").hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy of ours, the one that it saw. Of IPv6 the network: everybody is
    given 2⁶⁴ addresses and could write from a new one each time."""
    seen = ""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    seen = seen or str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(seen)
    except ValueError:
        return seen
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(IPv6Network((int(address), 64), strict=False))
    return seen
