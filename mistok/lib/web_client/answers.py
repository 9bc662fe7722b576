"""What came of one try."""

import codecs
import re
import zlib
from dataclasses import dataclass, field
from enum import StrEnum

CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.ASCII | re.IGNORECASE)
# Alphabets that pages are written in. Python also calls compressions (bz2, zlib) and the like encodings: 200
# bytes of a page that names one of those would fill the memory.
ALPHABET = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|(us-?)?ascii|latin-?1|(windows|cp)-?125\d|cp(866|1125)|ibm866|koi8-?[rut]"
    r"|iso-?8859-?\d{1,2}|mac-?cyrillic",
    re.ASCII | re.IGNORECASE,
)


class Trouble(StrEnum):
    """Why there is no whole answer."""

    BAD_ADDRESS = "bad-address"  # not a web address, or with a password in it, or a strange port
    INSIDE = "inside"  # leads into our own network: never asked
    NO_NAME = "no-name"  # there is no such host
    NAME_LATER = "name-later"  # the look-up itself did not answer
    REFUSED = "refused"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"  # TLS: the certificate is wrong
    TLS = "tls"  # TLS: they could not agree
    BROKEN = "broken"  # not HTTP, or headers without end
    LOOP = "loop"
    TOO_MANY_HOPS = "too-many-hops"


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect: with which status, and where to."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. Without a `status` nothing did, and `trouble` says why; with a trouble *and* a status the
    redirects led nowhere. `is_cut`: the body ended before it should, in time or in bytes announced."""

    url: str
    method: str
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    trouble: Trouble | None = None
    detail: str = ""
    is_cut: bool = False
    seconds: float = 0.0

    @property
    def final_url(self) -> str:
        """Where the redirects ended."""
        return self.hops[-1].url if self.hops else self.url

    @property
    def is_html(self) -> bool:
        kind = self.headers.get("content-type", "text/html").split(";")[0].strip().lower()
        return kind in ("text/html", "application/xhtml+xml")

    @property
    def text(self) -> str:
        """The body as text: the announced charset when it fits, else the page's own word, else a guess."""
        named = CHARSET.findall(self.headers.get("content-type", ""))
        named += CHARSET.findall(self.body[:2048].decode("ascii", "ignore"))
        for name in [*(each for each in named if ALPHABET.fullmatch(each)), "utf-8", "windows-1251"]:
            try:
                # a body that was cut may end inside a letter
                return str(codecs.getincrementaldecoder(name)().decode(self.body))
            except (LookupError, UnicodeError, AttributeError):
                continue
        return self.body.decode("utf-8", "replace")


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The body without its compression, `most` bytes of it; nothing for a compression nobody asked for."""
    if encoding in ("", "identity"):
        return body[:most]
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return b""
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(bits).decompress(body, most)
        except zlib.error:
            continue
    return b""
