"""Which addresses may be asked at all: web pages of the outside world, on the usual ports."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
# Ways to write an IPv4 address inside an IPv6 one (RFC 6052, RFC 8215, RFC 4291).
NAT64 = IPv6Network("64:ff9b::/96")
LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
COMPATIBLE = IPv6Network("::/96")
GLOBAL_UNICAST = IPv6Network("2000::/3")

IP = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]


class BadAddress(ValueError):
    """The text is no address that may be asked; `code` says why: bad-url, scheme, port, credentials."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `host` is in ASCII, `path` has its query, both as they go over the wire."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def netloc(self) -> str:
        """The host as it stands in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_address(url: str, *, any_port: bool = False) -> Target:
    """Take an address apart. Raises BadAddress for another scheme or port, for names and passwords in it,
    and for what cannot be an address. `any_port` is for tests against a local server."""
    if len(url) > LONGEST or any(ord(each) < 32 or each in '\x7f\\ "<>' for each in url):
        raise BadAddress("bad-url")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise BadAddress("bad-url") from None
    if parts.scheme not in PORTS:
        raise BadAddress("scheme")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("credentials")
    if not host or "%" in host:
        raise BadAddress("bad-url")
    usual = PORTS[parts.scheme]
    if not any_port and port not in (None, usual):
        raise BadAddress("port")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|{}^`") if parts.query else ""
    return Target(parts.scheme, _ascii(host), usual if port is None else port, path + query)


def _ascii(host: str) -> str:
    if ":" in host:
        return host
    try:
        found = host.encode("idna").decode("ascii").rstrip(".").lower()
    except UnicodeError:
        raise BadAddress("bad-url") from None
    labels = found.split(".")
    if not found or not all(
        label and len(label) < 64 and label.replace("-", "").replace("_", "").isalnum() for label in labels
    ):
        raise BadAddress("bad-url")
    return found


def is_outside(address: str) -> bool:
    """Whether the IP address belongs to the public internet.

    Everything that an IPv6 address may carry inside it (mapped, 6to4, Teredo, NAT64) is judged too. What the
    registries keep for special use – private, loopback, link-local, shared (CGNAT), multicast, documentation,
    benchmarks, reserved – is not outside.
    """
    try:
        ip: IP = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id or ip in LOCAL_NAT64:
            return False
        if ip.ipv4_mapped:
            return is_outside(str(ip.ipv4_mapped))
        if ip in NAT64:
            return is_outside(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip in COMPATIBLE or ip not in GLOBAL_UNICAST or ip.teredo:
            return False
        if ip.sixtofour:
            return is_outside(str(ip.sixtofour))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_private or ip.is_unspecified)


def look_up(host: str, port: int, timeout: float = 10.0) -> list[str]:
    """All addresses of the host, each once. Raises socket.gaierror, or TimeoutError after `timeout` seconds.

    The system's look-up cannot be stopped, so a thread is left to it.
    """
    found: list[object] = []

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = Thread(target=ask, daemon=True, name="look-up")
    thread.start()
    thread.join(timeout)
    if not found:
        raise TimeoutError
    if isinstance(answer := found[0], UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    if isinstance(answer, Exception):
        raise answer
    return list(dict.fromkeys(str(each[4][0]) for each in answer))  # type: ignore[attr-defined]
