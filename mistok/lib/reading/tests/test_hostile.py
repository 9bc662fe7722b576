"""Files made to hurt: each ends with a sentence, in time, and the server is as before."""

import os
import signal
import time
import zipfile

import pytest

from mistok.lib.reading import Kind, engine, read
from mistok.lib.reading.problems import Problem
from mistok.lib.reading.reading import Finding
from mistok.lib.reading.tests.papers import endless, mixed, paper, scan
from mistok.lib.reading.words import said

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = (
    '<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>%s</w:body></w:document>"
)
WORD = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"


@pytest.fixture
def give(tmp_path):
    """A file with this content, read."""

    def reading(content, name="file"):
        path = tmp_path / "given"
        path.write_bytes(content)
        return read(path, name)

    return reading


def docx(tmp_path, body, kind=""):
    path = tmp_path / "made.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", BODY % (kind, body))
    return path.read_bytes()


def codes(reading):
    return [each.code for each in reading.problems]


def test_hostile_nothing_in_it(give):
    assert codes(give(b"")) == ["empty"]
    assert codes(give(b" \n\n ")) == ["empty"]


def test_hostile_zip_bomb(give, tmp_path):
    assert codes(give(docx(tmp_path, "<w:p/>" + " " * 90_000_000))) == ["too_much"]


def test_hostile_zip_that_lies_about_its_size(give, tmp_path):
    content = docx(tmp_path, " " * 90_000_000)
    size = (90_000_000 + len(BODY % ("", ""))).to_bytes(4, "little")
    assert size in content
    assert codes(give(content.replace(size, (100).to_bytes(4, "little"))))[0] in ("too_much", "broken")


def test_hostile_entities(give, tmp_path):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    kind = f'<!DOCTYPE w [<!ENTITY l0 "лол">{lol}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    assert codes(give(docx(tmp_path, WORD % "&l9;&file;", kind))) == ["broken"]


def test_hostile_deep_xml(give, tmp_path):
    deep = "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000
    assert codes(give(docx(tmp_path, deep)))[0] in ("broken", "too_much")


def test_hostile_deep_rtf(give):
    assert codes(give(b"{\\rtf1 " + b"{" * 2_000_000)) == ["broken"]


def test_hostile_endless_pdf(give):
    begun = time.monotonic()
    assert not give(endless()).is_read
    assert time.monotonic() - begun < engine.LONGEST


def test_hostile_cut_pdf(give):
    content = paper(["Рішення міської ради"] * 90)
    assert not any(code == "crashed" for code in codes(give(content[: len(content) // 2])))


def test_hostile_locked_pdf(give):
    assert codes(give(paper(["Таємниця"], password="слово"))) == ["locked"]


def test_scan_is_told(give):
    reading = give(scan(3), "scan.pdf")
    assert (reading.is_scan, reading.pages, reading.page_characters) == (True, 3, (0, 0, 0))
    assert codes(reading) == ["scan"]
    assert not reading.is_read


def test_some_pages_are_pictures(give):
    reading = give(mixed(["Рішення міської ради про податки"] * 80, 1), "a.pdf")
    assert not reading.is_scan
    assert codes(reading) == ["some_pictures"]
    assert reading.problems[0].values == {"pages": 1, "total": 3}


@pytest.mark.parametrize("name", ["act.pdf", "act.docx", "act.txt"])
def test_hostile_wrong_name(give, name):
    reading = give("{\\rtf1\\ansi\\ansicpg1251 Words\\par}".encode("cp1251"), name)
    assert (reading.kind, codes(reading)) == (Kind.RTF, ["other_name"])


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"MZ\x90" + b"\1" * 99, os.urandom(4000), b"PK\x03\x04junk"],
)
def test_hostile_no_document(give, content):
    assert codes(give(content, "act.pdf"))[0] in ("not_text", "broken")


def test_ten_megabytes_of_text(give):
    line = "Громадяни України мають право звернутися до органів державної влади.\n\n"
    content = (line * (10_000_000 // len(line.encode()))).encode()
    reading = give(content, "long.txt")
    assert len(reading.text) > len(content) / 2.2
    assert not reading.problems


def test_too_large_is_refused_before_it_is_opened(give, monkeypatch):
    monkeypatch.setattr(engine, "LARGEST", 10)
    assert codes(give(b"x" * 11)) == ["too_large"]


def test_stopped_by_the_clock(give, monkeypatch):
    monkeypatch.setattr(engine, "LONGEST", 0.01)
    assert codes(give(b"words")) == ["too_long"]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (-signal.SIGXCPU, "too_long"),
        (-signal.SIGXFSZ, "too_much"),
        (-signal.SIGSEGV, "crashed"),
        (0, "crashed"),
    ],
)
def test_worker_that_dies(give, monkeypatch, code, problem):
    monkeypatch.setattr(engine, "_run", lambda *_args: code)
    assert codes(give(b"words")) == [problem]


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_is_said(problem):
    values = {"most": 1, "pages": 1, "total": 2, "count": 1, "kind": "pdf"}
    assert len(said(Finding(problem, values))) > 10
