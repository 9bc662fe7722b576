"""Taking a file in and giving it out."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from mistok.lib.files.models import StoredFile

MIB = 1024 * 1024
KEPT_UNUSED = timedelta(days=1)
LARGEST_DOCUMENT, LARGEST_PICTURE = 20 * MIB, 15 * MIB
WIDEST = 1280  # pixels: a step of a guide on a desk screen
# A telephone gives 12, at most 50. More of one colour weighs nothing on disk and gigabytes in memory.
MEGAPIXELS = 50
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# By the ending: the type it is given out as, and how such a file begins.
DOCUMENTS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (ZIP,)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (ZIP,)),
    ".odt": ("application/vnd.oasis.opendocument.text", (ZIP,)),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", (ZIP,)),
    ".doc": ("application/msword", (OLE,)),
    ".xls": ("application/vnd.ms-excel", (OLE,)),
    ".rtf": ("application/rtf", (b"{\\rtf",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG",)),
}


@transaction.atomic
def keep_document(upload: File[bytes]) -> StoredFile:
    """Store a document as it came, byte for byte. Raises ValidationError that says what to do."""
    name = PurePath(str(upload.name)).name
    known = DOCUMENTS.get(PurePath(name).suffix.lower())
    if known is None:
        raise ValidationError(
            _("Such files are not taken. Give a PDF, Word, Excel, OpenDocument, JPEG or PNG file.")
        )
    if not upload.size:
        raise ValidationError(_("The file is empty."))
    if upload.size > LARGEST_DOCUMENT:
        raise ValidationError(
            _("The file is larger than %(limit)s.") % {"limit": filesizeformat(LARGEST_DOCUMENT)}
        )
    content = upload.read()
    if not content.startswith(known[1]):
        raise ValidationError(_("What is in the file does not fit its name. Save it anew and try again."))
    return _store(name, known[0], content)


@transaction.atomic
def keep_picture(upload: File[bytes], *, widest: int = WIDEST) -> StoredFile:
    """Store a picture made small enough for a page, without the place and time it was taken.

    Raises ValidationError that says what to do.
    """
    if upload.size and upload.size > LARGEST_PICTURE:
        raise ValidationError(
            _("The file is larger than %(limit)s.") % {"limit": filesizeformat(LARGEST_PICTURE)}
        )
    try:
        with Image.open(upload, formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MEGAPIXELS * 1_000_000:
                raise ValidationError(
                    _("The picture has more than %(limit)d megapixels. Make it smaller first.")
                    % {"limit": MEGAPIXELS}
                )
            opened.thumbnail((4 * widest, 4 * widest))  # before it is turned: turning makes a copy of it
            picture = ImageOps.exif_transpose(opened) or opened
            picture.thumbnail((widest, 4 * widest))
            flat = picture.convert("RGBA" if "A" in picture.getbands() or picture.mode == "P" else "RGB")
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ValidationError(
            _("This is not a picture that can be read. Give a JPEG, PNG or WebP.")
        ) from error
    out = BytesIO()
    flat.save(out, "WEBP", quality=82, method=4)
    name = f"{PurePath(str(upload.name)).stem}.webp"
    return _store(name, "image/webp", out.getvalue(), width=flat.width, height=flat.height)


@transaction.atomic
def keep_original(*, name: str, media_type: str, content: bytes) -> StoredFile:
    """Store a file whose content the caller has judged already, byte for byte."""
    return _store(PurePath(name).name or "file", media_type, content)


def give(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """The content as an answer; `inline` shows pictures and PDF in the browser, sandboxed."""
    shown = inline and file.media_type.startswith(("image/", "application/pdf"))
    response = FileResponse(
        file.content.open("rb"), as_attachment=not shown, filename=file.name, content_type=file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def drop_orphans(*, older: timedelta = KEPT_UNUSED) -> int:
    """Remove files that nothing points at, older than a day: rows, then content; returns how many of both.

    Whatever points at a file does so by a foreign key or a many-to-many field; content without a row was left
    by a save that did not end. Young ones stay: their form may be on its way.
    """
    before = timezone.now() - older
    used = Q()
    fields: list[Any] = StoredFile._meta.get_fields(include_hidden=True)
    for relation in fields:
        if not relation.auto_created:
            continue
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many:
            model, name = relation.through, relation.field.m2m_reverse_field_name()
        used |= Q(pk__in=model._base_manager.exclude(**{name: None}).values(name))
    gone = list(StoredFile.objects.filter(created_at__lt=before).exclude(used))
    for file in gone:
        with transaction.atomic():
            file.delete()
            transaction.on_commit(partial(file.content.storage.delete, str(file.content.name)))
    return len(gone) + _drop_strays(before)


def _drop_strays(before: datetime) -> int:
    """Content that no row speaks of."""
    content: Any = StoredFile._meta.get_field("content")
    storage = content.storage
    try:
        folders = storage.listdir("files")[0]
    except FileNotFoundError:
        return 0
    dropped = 0
    for folder in folders:
        names = [f"files/{folder}/{name}" for name in storage.listdir(f"files/{folder}")[1]]
        known = set(StoredFile.objects.filter(content__in=names).values_list("content", flat=True))
        for name in set(names) - known:
            if storage.get_modified_time(name) < before:
                storage.delete(name)
                dropped += 1
    return dropped


def _store(
    name: str, media_type: str, content: bytes, *, width: int | None = None, height: int | None = None
) -> StoredFile:
    file = StoredFile(
        name=name[-200:],
        media_type=media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        width=width,
        height=height,
    )
    file.content.save("", ContentFile(content), save=False)
    file.save()
    return file
