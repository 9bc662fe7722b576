"""Files that people give: what is taken, what is refused, how it is given out, what is tidied away."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from PIL import Image

from mistok.lib.files import actions
from mistok.lib.files.actions import DOCUMENTS, drop_orphans, give, keep_document, keep_picture
from mistok.lib.files.models import StoredFile

pytestmark = pytest.mark.django_db


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@contextmanager
def given(file: StoredFile, *, inline: bool = False) -> Iterator[FileResponse]:
    """The answer with its file, closed afterwards; closing the answer itself would end a request."""
    answer = give(file, inline=inline)
    try:
        yield answer
    finally:
        answer.file_to_stream.close()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("ending", sorted(DOCUMENTS))
def test_document_is_kept_byte_for_byte(ending):
    content = DOCUMENTS[ending][1][0] + b" the rest"
    file = keep_document(upload(f"Наказ № 5{ending.upper()}", content))
    assert file.content.read() == content
    file.content.close()
    assert (file.size, file.media_type) == (len(content), DOCUMENTS[ending][0])
    assert "Наказ" not in file.content.name


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "не приймаємо"),
        ("a.html", b"<script>", "не приймаємо"),
        ("no-ending", b"%PDF-", "не приймаємо"),
        ("a.pdf.exe", b"%PDF-", "не приймаємо"),
        ("a.pdf", b"", "порожній"),
        ("a.pdf", b"<html>", "не відповідає"),
        ("a.docx", b"%PDF-1.7", "не відповідає"),
    ],
)
def test_document_is_refused_in_words(name, content, said):
    with pytest.raises(ValidationError) as refused:
        keep_document(upload(name, content))
    assert said in refused.value.messages[0]
    assert not StoredFile.objects.exists()


def test_document_too_large(monkeypatch):
    monkeypatch.setattr(actions, "LARGEST_DOCUMENT", 10)
    with pytest.raises(ValidationError, match="більший за"):
        keep_document(upload("a.pdf", b"%PDF-1.7 long"))


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "/etc/a.pdf", "x" * 400 + ".pdf", "a\r\nX: y.pdf"])
def test_name_never_reaches_the_disk_or_breaks_the_answer(name, settings):
    file = keep_document(upload(name, b"%PDF-1.7"))
    path = Path(file.content.path).resolve()
    assert path.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert path.name == str(file.pk)
    assert len(file.name) <= 200
    with given(file) as answer:
        assert "\n" not in answer["Content-Disposition"]


def test_picture_loses_the_place_it_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    file = keep_picture(upload("Фото.jpg", picture(exif=exif)))
    assert (file.name, file.media_type, file.width, file.height) == ("Фото.webp", "image/webp", 40, 30)
    with file.content.open() as content, Image.open(content) as kept:
        assert not kept.getexif()
    assert b"Camera" not in Path(file.content.path).read_bytes()


def test_picture_is_made_smaller():
    file = keep_picture(upload("a.png", picture("PNG", (3000, 1000))))
    assert (file.width, file.height) == (1280, 427)


def test_image_bomb_is_refused():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")
    with pytest.raises(ValidationError, match="не вдалося прочитати"):
        keep_picture(upload("a.png", bomb))


@pytest.mark.parametrize("content", [b"", b"not a picture", b"<svg onload='x'/>", picture("GIF")])
def test_no_picture_is_refused(content):
    with pytest.raises(ValidationError, match="не вдалося прочитати"):
        keep_picture(upload("a.jpg", content))


def test_picture_too_large(monkeypatch):
    monkeypatch.setattr(actions, "LARGEST_PICTURE", 10)
    with pytest.raises(ValidationError, match="більший за"):
        keep_picture(upload("a.jpg", picture()))


def test_given_out_so_that_nothing_runs():
    file = keep_document(upload("Положення про ЦОГ.docx", b"PK\x03\x04"))
    with given(file, inline=True) as answer:
        said = answer["Content-Disposition"]
        assert said.startswith("attachment")
        assert "filename*=utf-8''%D0%9F%D0%BE" in said
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    pdf = keep_document(upload("a.pdf", b"%PDF-1.7"))
    with given(pdf, inline=True) as shown, given(pdf) as taken:
        assert shown["Content-Disposition"].startswith("inline")
        assert taken["Content-Disposition"].startswith("attachment")


def test_orphans_without_any_file():
    assert drop_orphans() == 0


def test_picture_of_too_many_pixels_is_refused_unread(db):
    """One colour weighs nothing on disk and gigabytes in memory."""
    content = BytesIO()
    Image.new("1", (7100, 7100)).save(content, "PNG")
    assert content.tell() < 50_000
    with pytest.raises(ValidationError, match="50"):
        keep_picture(upload("a.png", content.getvalue()))


def test_large_turned_picture_is_turned_after_it_was_made_small(db):
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn to the right
    content = BytesIO()
    image = Image.new("RGB", (6000, 3000), "blue")
    image.paste("red", (0, 0, 3000, 3000))  # left becomes the top
    image.save(content, "JPEG", exif=exif)
    file = keep_picture(upload("a.jpg", content.getvalue()))
    assert (file.width, file.height) == (1280, 2560)
    with file.content.open() as kept, Image.open(kept) as made:
        top, bottom = made.convert("RGB").getpixel((640, 200)), made.convert("RGB").getpixel((640, 2300))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]
