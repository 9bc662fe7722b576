"""One try at an address, within bounds of time and size, over a connection to the judged IP address."""

import logging
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from http.client import HTTPException, IncompleteRead
from threading import Event, Timer
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    SSLError,
)
from urllib3.exceptions import (
    TimeoutError as UrllibTimeout,
)
from urllib3.response import BaseHTTPResponse

from mistok.lib.web_client.addresses import BadAddress, Resolve, Target, is_outside, look_up, read_address
from mistok.lib.web_client.answers import Answer, Hop, Trouble, unpacked

# Says honestly who asks; the address of the installation is added by `WebClient(contact=…)`.
AGENT = "Mozilla/5.0 (compatible; Mistok link check)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NO_BODY = frozenset({204, 205, 304})
# It would write a trace for each server that cannot write headers.
logging.getLogger("urllib3").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes that one try may take."""

    connect: float = 8.0
    read: float = 10.0
    total: float = 20.0
    body: int = 256 * 1024
    hops: int = 8


class WebClient:
    """Asks addresses outside. `resolve`, `may_connect`, `any_port` and `trust` are there for tests with a
    local server; the product leaves them alone."""

    def __init__(
        self,
        *,
        limits: Limits = Limits(),
        contact: str = "",
        resolve: Resolve = look_up,
        may_connect: Callable[[str], bool] = is_outside,
        any_port: bool = False,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits
        self.agent = f"{AGENT}; +{contact}" if contact else AGENT
        self.resolve = resolve
        self.may_connect = may_connect
        self.any_port = any_port
        self.trust = trust

    def ask(self, url: str, method: str = "GET", *, unverified: bool = False) -> Answer:
        """The answer after all redirects. `unverified` only tells a bad certificate from a dead server:
        redirects are not followed then and no body is read."""
        began = time.monotonic()
        deadline = began + self.limits.total
        answer, seen = Answer(url=url, method=method), set[str]()
        current, hops = url, list[Hop]()
        while True:
            step = self._step(current, method, deadline, unverified)
            answer = replace(step, url=url, hops=tuple(hops), seconds=time.monotonic() - began)
            place = step.headers.get("location", "")
            if step.trouble or step.status not in REDIRECTS or not place or unverified:
                return answer
            seen.add(current)
            try:
                current = read_address(urljoin(current, place), any_port=self.any_port).url
            except (BadAddress, ValueError) as error:
                return replace(answer, trouble=Trouble.BAD_ADDRESS, detail=str(error)[:100])
            hops.append(Hop(step.status or 0, current))
            answer = replace(answer, hops=tuple(hops))
            if current in seen:
                return replace(answer, trouble=Trouble.LOOP)
            if len(hops) > self.limits.hops:
                return replace(answer, trouble=Trouble.TOO_MANY_HOPS)

    def _step(self, url: str, method: str, deadline: float, unverified: bool) -> Answer:
        blank = Answer(url=url, method=method)
        try:
            target = read_address(url, any_port=self.any_port)
        except BadAddress as error:
            return replace(blank, trouble=Trouble.BAD_ADDRESS, detail=error.code)
        try:
            found = self.resolve(target.host, target.port)
        except TimeoutError:
            return replace(blank, trouble=Trouble.NAME_LATER)
        except socket.gaierror as error:
            later = error.errno in (socket.EAI_AGAIN, socket.EAI_FAIL)
            return replace(blank, trouble=Trouble.NAME_LATER if later else Trouble.NO_NAME)
        except OSError:
            return replace(blank, trouble=Trouble.NAME_LATER)
        if not found:
            return replace(blank, trouble=Trouble.NO_NAME)
        # One address inside among several outside is what rebinding looks like: nothing of it is asked.
        if not all(self.may_connect(each) for each in found):
            return replace(blank, trouble=Trouble.INSIDE)
        answer = blank
        for address in sorted(found, key=lambda each: ":" in each)[:2]:  # IPv4 first, then one more
            answer = self._exchange(target, address, method, deadline, unverified)
            if answer.trouble not in (Trouble.REFUSED, Trouble.TIMEOUT) or time.monotonic() >= deadline:
                break
        return answer

    def _exchange(
        self, target: Target, address: str, method: str, deadline: float, unverified: bool
    ) -> Answer:
        blank = Answer(url=target.url, method=method)
        left = deadline - time.monotonic()
        if left <= 0:
            return replace(blank, trouble=Trouble.TIMEOUT)
        connection = self._connection(target, address, min(self.limits.connect, left), unverified)
        # A server that drips a byte a second resets every timeout but this one.
        rung = Event()
        alarm = Timer(left, _hang_up, [connection, rung])
        alarm.daemon = True
        alarm.start()
        try:
            connection.connect()
            if connection.sock is not None:
                connection.sock.settimeout(min(self.limits.read, max(0.1, deadline - time.monotonic())))
            headers = {
                "Host": target.netloc,
                "User-Agent": self.agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "uk,en;q=0.5",
                "Accept-Encoding": "gzip, deflate",
                "Connection": "close",
            }
            connection.request(method, target.path, headers=headers, preload_content=False)
            response = connection.getresponse()
            if rung.is_set():  # what looks like the end of the headers is only where we hung up
                return replace(blank, trouble=Trouble.TIMEOUT)
            body, is_cut = (b"", False) if unverified else self._body(response, method, deadline)
            kept = {name.lower(): value for name, value in response.headers.items()}
            encoding = kept.get("content-encoding", "").strip().lower()
            return replace(
                blank,
                status=response.status,
                headers=kept,
                body=unpacked(body, encoding, self.limits.body),
                is_cut=is_cut,
            )
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            trouble = _trouble(error, is_late=time.monotonic() >= deadline - 0.01)
            return replace(blank, trouble=trouble, detail=_said(error))
        finally:
            alarm.cancel()
            connection.close()

    def _connection(
        self, target: Target, address: str, timeout: float, unverified: bool
    ) -> HTTPConnection | HTTPSConnection:
        if target.scheme == "http":
            return HTTPConnection(address, target.port, timeout=timeout)
        context = self.trust or ssl.create_default_context()
        if unverified:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection(
            address,
            target.port,
            timeout=timeout,
            ssl_context=context,
            cert_reqs="CERT_NONE" if unverified else "CERT_REQUIRED",
            server_hostname=target.host,
            assert_hostname=False if unverified else target.host,
        )

    def _body(self, response: BaseHTTPResponse, method: str, deadline: float) -> tuple[bytes, bool]:
        if method == "HEAD" or response.status in REDIRECTS or response.status in NO_BODY:
            return b"", False
        parts, size = list[bytes](), 0
        try:
            while size < self.limits.body:
                if time.monotonic() > deadline:
                    return b"".join(parts), True
                part = response.read1(16_384, decode_content=False)
                if not part:
                    break
                parts.append(part)
                size += len(part)
        except (HTTPError, HTTPException, OSError, ValueError):
            return b"".join(parts), True
        announced = response.headers.get("Content-Length", "")
        is_short = size < self.limits.body and announced.isdigit() and size < int(announced)
        return b"".join(parts), is_short or time.monotonic() > deadline


def _hang_up(connection: HTTPConnection, rung: Event) -> None:
    rung.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _trouble(error: Exception, *, is_late: bool) -> Trouble:
    """What kind of trouble the error is. urllib3 wraps the cause, sometimes twice."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and len(causes) < 6:
        if not isinstance(cause, Exception):
            break
        causes.append(cause)
    causes += [each for cause in causes for each in cause.args if isinstance(each, Exception)]
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes) or "doesn't match" in str(
        error
    ):
        return Trouble.CERTIFICATE
    if is_late or any(isinstance(each, UrllibTimeout | TimeoutError) for each in causes):
        if any(isinstance(each, NewConnectionError) for each in causes) and any(
            isinstance(each, ConnectionRefusedError) for each in causes
        ):
            return Trouble.REFUSED
        return Trouble.TIMEOUT
    if any(isinstance(each, NameResolutionError) for each in causes):
        return Trouble.NO_NAME
    if any(isinstance(each, ConnectionRefusedError | NewConnectionError) for each in causes):
        return Trouble.REFUSED
    if any(isinstance(each, ssl.SSLError | SSLError) for each in causes):
        return Trouble.TLS
    if any(isinstance(each, IncompleteRead | ProtocolError | HTTPException) for each in causes):
        return Trouble.BROKEN
    return Trouble.REFUSED if isinstance(error, OSError) else Trouble.BROKEN


def _said(error: Exception) -> str:
    """The class of the error and, for a certificate, the reason; never our own addresses."""
    for each in (error, error.__cause__, error.__context__, *error.args):
        if isinstance(each, ssl.SSLCertVerificationError):
            return each.verify_message[:150]
    return type(error).__name__
