"""What kind a file is by its content, and who reads that kind."""

import codecs
import re
from dataclasses import replace
from pathlib import Path, PurePath

from mistok.lib.archives import NOT_OPENED, names_in
from mistok.lib.reading import plain
from mistok.lib.reading.cleaning import clean
from mistok.lib.reading.reading import MOST_CHARACTERS, Finding, Kind, NotRead, Paragraph, Reading

START = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
LOCKED = "EncryptedPackage".encode("utf-16-le")  # how Office wraps a document with a password
WORD_STREAM = "WordDocument".encode("utf-16-le")
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p)\b", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b\x1c-\x1f\x7f]")
PICTURES_AND_PROGRAMS = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf"),
    *(b"\x7fELF", b"MZ\x90", b"\x1f\x8b"),
)
ENDINGS = {
    ".pdf": Kind.PDF, ".docx": Kind.DOCX, ".doc": Kind.DOC, ".rtf": Kind.RTF, ".txt": Kind.TEXT,
    ".html": Kind.HTML, ".htm": Kind.HTML,
}  # fmt: skip


def kind_of(path: Path, name: str) -> Kind:
    """The kind of the file by its content. Raises NotRead for an empty, locked or unknown one."""
    with path.open("rb") as file:
        start = file.read(START)
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if not bare.strip(b"\0"):
        raise NotRead("empty")
    if b"%PDF-" in start[:1024]:
        return Kind.PDF
    if bare.startswith(b"{\\rtf"):
        return Kind.RTF
    if start.startswith(ZIP):
        return _kind_of_archive(path)
    if start.startswith(OLE):
        return _kind_of_compound(path)
    if start.startswith(PICTURES_AND_PROGRAMS):
        raise NotRead("not_text")
    if b"\0" not in start and MARKUP.search(start[:4096]):
        return Kind.HTML
    if _is_binary(start):
        raise NotRead("not_text")
    is_page = ENDINGS.get(PurePath(name).suffix.lower()) == Kind.HTML and b"<" in start
    return Kind.HTML if is_page else Kind.TEXT


def read_any(path: Path, name: str, room: Path) -> Reading:
    """The words of a file of any kind. Raises NotRead."""
    kind = kind_of(path, name)
    reading = _read(kind, path, room)
    paragraphs, problems = clean(reading.paragraphs), list(reading.problems)
    if sum(len(each.text) for each in paragraphs) > MOST_CHARACTERS:
        paragraphs = _cut_off(paragraphs)
        problems.append(Finding("cut_off", {"most": MOST_CHARACTERS}))
    if not paragraphs and not reading.is_scan and not problems:
        problems.append(Finding("no_text"))
    if ENDINGS.get(PurePath(name).suffix.lower(), kind) != kind:
        problems.append(Finding("other_name", {"kind": str(kind)}))
    return replace(reading, paragraphs=tuple(paragraphs), problems=tuple(problems))


def _read(kind: Kind, path: Path, room: Path) -> Reading:
    """By whoever reads this kind; only that one is loaded, the process lives for a single file."""
    if kind == Kind.PDF:
        from mistok.lib.reading import pages

        return pages.read(path)
    if kind == Kind.DOCX:
        from mistok.lib.reading import word

        return word.read(path)
    if kind == Kind.DOC:
        from mistok.lib.reading import old_word

        return replace(old_word.read(path, room), kind=kind)
    if kind == Kind.RTF:
        from mistok.lib.reading import rich_text

        return rich_text.read(path)
    if kind == Kind.HTML:
        from mistok.lib.reading import web

        return web.read(path)
    return plain.read(path)


def _kind_of_archive(path: Path) -> Kind:
    try:
        names = names_in(path)
    except NOT_OPENED as error:
        raise NotRead("broken") from error
    if "[Content_Types].xml" in names and any(each.startswith("word/") for each in names):
        return Kind.DOCX
    raise NotRead("not_text")


def _kind_of_compound(path: Path) -> Kind:
    content = path.read_bytes()
    if LOCKED in content:
        raise NotRead("locked")
    if WORD_STREAM not in content:
        raise NotRead("not_text")
    return Kind.DOC


def _is_binary(start: bytes) -> bool:
    """Control characters stand in no text, but in UTF-16 every second byte is one."""
    found = len(CONTROL.findall(start))
    is_wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or plain.is_wide(start)
    return found > max(len(start) / 50, 2) and not is_wide


def _cut_off(paragraphs: list[Paragraph]) -> list[Paragraph]:
    kept, left = [], MOST_CHARACTERS
    for each in paragraphs:
        if left <= 0:
            break
        kept.append(replace(each, text=each.text[:left]))
        left -= len(each.text)
    return kept
