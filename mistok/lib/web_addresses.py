"""Web addresses as registers and forms give them, made usable – or left empty, never guessed.

    >>> clean("htt://votg.dov.ua/").url
    'http://votg.dov.ua/'

Every change carries its reason in words, so that a person sees what was done. What is cleaned stays the same
when it is cleaned again.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

LONGEST = 300  # characters, as the database keeps


class Change(StrEnum):
    """What was done to the text, or why nothing could be."""

    SCHEME_ADDED = "scheme-added"
    SCHEME_MENDED = "scheme-mended"
    LETTERS = "letters"
    COMMAS = "commas"
    SPACES = "spaces"
    FIRST_OF_SEVERAL = "first-of-several"
    WORDS = "words"
    ESCAPED = "escaped"
    EMAIL = "email"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"


IN_WORDS = {
    Change.SCHEME_ADDED: _("The beginning “http://” was added"),
    Change.SCHEME_MENDED: _("A mistake at the beginning, before “//”, was mended"),
    Change.LETTERS: _("Cyrillic letters that look like Latin ones were replaced"),
    Change.COMMAS: _("Commas were replaced by full stops"),
    Change.SPACES: _("Spaces inside the address were removed"),
    Change.FIRST_OF_SEVERAL: _("There were several addresses; the first one was taken"),
    Change.WORDS: _("Words around the address were left out"),
    Change.ESCAPED: _("Letters after the host were written as addresses want them"),
    Change.EMAIL: _("This is an e-mail address, not a web site"),
    Change.NOTHING: _("No web site is given"),
    Change.UNREADABLE: _("This cannot be read as a web address"),
    Change.TOO_LONG: _("The address is too long"),
}
# Nothing worth a person's look: the site is the one that the text names.
HARMLESS = frozenset(
    {Change.SCHEME_ADDED, Change.SCHEME_MENDED, Change.WORDS, Change.ESCAPED, Change.NOTHING}
)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`url` is empty when there is none; `changes` say what was done, in order; `email` if it was one."""

    url: str = ""
    changes: tuple[Change, ...] = ()
    email: str = ""

    @property
    def reasons(self) -> tuple[object, ...]:
        """The changes in words of the reader's language."""
        return tuple(IN_WORDS[each] for each in self.changes)

    @property
    def note(self) -> str:
        """All reasons in one line; empty when the text was good as it was or there was none."""
        return "; ".join(str(IN_WORDS[each]) for each in self.changes if each != Change.NOTHING)

    @property
    def is_doubtful(self) -> bool:
        """Whether a person had better look: the text held something, and it was changed in its heart."""
        return bool(set(self.changes) - HARMLESS)


_TWINS = str.maketrans("асеіорхуѕјАВСЕНІКМОРТХУЅЈ", "aceiopxysjABCEHIKMOPTXYSJ")  # alike to the eye
_NOTHING = re.compile(
    r"[\W\d_]*|"
    r"(?:сайт\w*\s+)?(?:немає?|нема|ні|нет|відсутн\w*|не має|none|null|no|n/a|б/н)\s*(?:сайт\w*)?\.?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.%+-])[a-zA-Z0-9_][a-zA-Z0-9._%+-]*@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?![\w@-])")
_SCHEME = re.compile(r"(?:(?<![\w/.@?=&%#-])|(?<=://))(?P<word>[htpsHTPSрР]{3,7})\s*(?::\s*[/\\]*|[/\\]+)\s*")
_EXACT = re.compile(r"https?://", re.IGNORECASE)
_FOREIGN_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:/|$))", re.IGNORECASE)
_MARK = "\x00"  # stands before an address that had a scheme, while the text is taken apart
_APART = re.compile(r"\s+|[()<>«»›|\"]+|[,;]+(?=\s|\x00|$)|(?=\x00)")
_SPACED_DOT = re.compile(r"(?:\s+\.\s*|\s*\.\s+)(?=(?:ua|gov|com|org|net|info|укр)\b)", re.IGNORECASE)
_FILE = re.compile(r"/.*\s.*\.(?:html?|php|aspx?|pdf)$", re.IGNORECASE)
_PARTS = re.compile(r"(?P<host>[^/?#:\\]*)(?P<port>:\d{1,5})?(?P<path>[/?#\\].*)?", re.DOTALL)
_LABEL = re.compile(r"[a-z0-9а-яєіїґ](?:[a-z0-9а-яєіїґ-]{0,61}[a-z0-9а-яєіїґ])?")
_TOP = re.compile(r"[a-z]{2,24}|xn--[a-z0-9]{2,59}")
# Registries whose names end in Cyrillic letters; any other Cyrillic end is a slip.
_CYRILLIC_TOPS = frozenset({"укр", "бел", "бг", "мкд", "срб", "мон", "қаз", "сайт", "онлайн", "орг", "ком"})
_AMERICAN_TOPS = frozenset({"gov", "mil"})  # «…dp.gov/ua» lost its end; no office of ours lives there
_JUNK = ".,;:!'*_-\\"
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


def clean(text: str) -> WebAddress:
    """Read the text as one web address. Never raises; what cannot be mended is empty with the reason.

    Two addresses give the first, an e-mail gives no address but itself. Whether anybody answers at the
    address is not asked.
    """
    text = unicodedata.normalize("NFC", text[: 4 * LONGEST])
    text = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text).strip()
    if _NOTHING.fullmatch(text):
        return WebAddress(changes=(Change.NOTHING,))
    found = _EMAIL.search(text)
    email = found.group().lower() if found else ""
    changes: list[Change] = []
    pieces = _pieces(text, changes)
    for number, piece in enumerate(pieces):
        if url := _address(piece, changes):
            if any(_MARK in each or _address(each, []) for each in pieces[number + 1 :]):
                changes.append(Change.FIRST_OF_SEVERAL)
            elif len(pieces) > 1:
                changes.append(Change.WORDS)
            if len(url) > LONGEST:
                return WebAddress(changes=(Change.TOO_LONG,), email=email)
            return WebAddress(url, tuple(dict.fromkeys(changes)), email)
    return WebAddress(changes=(Change.EMAIL if email else Change.UNREADABLE,), email=email)


def _pieces(text: str, changes: list[Change]) -> list[str]:
    """The text taken apart into what may be addresses and other words."""
    if _SPACED_DOT.search(text):
        text = _SPACED_DOT.sub(".", text)
        changes.append(Change.SPACES)
    schemes = list(_SCHEME.finditer(text))
    if len(schemes) <= 1 and _FILE.search(text) and "(" not in text:
        text = re.sub(r"(?<=\S)\s+(?=\S)", _escaped_space, text)
        schemes = list(_SCHEME.finditer(text))
    if schemes and not _EXACT.fullmatch(schemes[0].group()):
        changes.append(Change.SCHEME_MENDED)
    marked = _SCHEME.sub(_marked, text)
    pieces = [each for each in _APART.split(marked) if each.strip(_JUNK + "–— ")]
    if len(pieces) > 1 and pieces[0] in (f"{_MARK}s", f"{_MARK}-"):  # http://https://…
        changes.append(Change.SCHEME_MENDED)
        del pieces[0]
    return pieces


def _escaped_space(found: re.Match[str]) -> str:
    before = found.string[: found.start()]
    scheme = _SCHEME.match(before)
    return "%20" if "/" in before[scheme.end() if scheme else 0 :] else found.group()


def _marked(found: re.Match[str]) -> str:
    return f" {_MARK}s" if found["word"][-1] in "sS" else f" {_MARK}-"


def _address(piece: str, changes: list[Change]) -> str:
    """The piece as an address, or nothing; what was done to it is added to the changes."""
    done: list[Change] = []
    scheme = "http"
    if piece.startswith(_MARK):
        scheme, piece = "https" if piece[1:2] == "s" else "http", piece[2:]
    elif _FOREIGN_SCHEME.match(piece):
        return ""
    else:
        done.append(Change.SCHEME_ADDED)
    parts = _PARTS.fullmatch(piece.strip(_JUNK))
    if parts is None or "@" in parts["host"]:
        return ""
    host = _host(parts["host"], done)
    if not host:
        return ""
    path = (parts["path"] or "").replace("\\", "/").rstrip(".,;")
    escaped = quote(path if path[:1] in ("/", "") else f"/{path}", safe=_SAFE)
    if escaped != path and not path.isascii():
        done.append(Change.ESCAPED)
    port = parts["port"] or ""
    if port and not 0 < int(port[1:]) < 65_536:
        return ""
    changes += done
    return f"{scheme}://{host}{port}{escaped}"


def _host(text: str, changes: list[Change]) -> str:
    """The host in small letters, mended where the mending is sure; empty where it is not."""
    text = text.strip(_JUNK)
    if "," in text:
        several = text.split(",")
        if all("." in each and _host(each, []) for each in several):
            text = several[0]
            changes.append(Change.FIRST_OF_SEVERAL)
        else:
            text = text.replace(",", ".")
            changes.append(Change.COMMAS)
    labels = [_label(each, changes) for each in text.split(".")]
    top = labels[-1].translate(_TWINS)
    if top != labels[-1] and labels[-1] not in _CYRILLIC_TOPS and top.isascii():
        labels[-1] = top
        changes.append(Change.LETTERS)
    host = ".".join(labels)
    is_known = labels[-1] in _CYRILLIC_TOPS or (
        _TOP.fullmatch(labels[-1]) and labels[-1] not in _AMERICAN_TOPS
    )
    is_good = len(labels) > 1 and is_known and all(_LABEL.fullmatch(each) for each in labels)
    return host if is_good and len(host) <= 200 else ""


def _label(label: str, changes: list[Change]) -> str:
    """One label of a host. Of two alphabets, it is the Latin one when every other letter has a twin there;
    wholly Cyrillic, it is a name of its own, unless nobody can tell: then it is nothing."""
    cyrillic = sum("\u0400" <= each <= "\u052f" for each in label)
    latin = label.translate(_TWINS)
    has_latin = any("a" <= each <= "z" for each in label.lower())
    if not cyrillic:
        return label.lower()
    if latin.isascii() and (has_latin or label.lower() == "ua"):
        changes.append(Change.LETTERS)
        return latin.lower()
    if has_latin:
        return ""
    return label.lower()
