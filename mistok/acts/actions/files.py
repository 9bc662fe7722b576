"""From a file to an act: taken in and read, shown to a person, stored with the original byte for byte."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.acts.actions.store import store
from mistok.acts.models import Act, ActFile, ActUpload, Kind, Level
from mistok.acts.places import territory_named
from mistok.acts.recognising import Told, told_by
from mistok.acts.records import ActRecord, Piece
from mistok.acts.structure import provisions
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.files.actions import keep_original
from mistok.lib.files.models import StoredFile
from mistok.lib.reading import Kind as FileKind
from mistok.lib.reading import Reading, read
from mistok.lib.reading.words import said
from mistok.network.models import Territory
from mistok.search.actions import changed
from mistok.ukrainian import act_numbers

SOURCE = "file"
WAITS = timedelta(days=7)  # a file that nobody made an act of
LONGEST_PROBLEM = 300
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.DOC: "application/msword",
    FileKind.RTF: "application/rtf",
    FileKind.HTML: "text/html",
    FileKind.TEXT: "text/plain",
}
ADDED, SAME = "added", "unchanged"


class NotAnAct(Exception):
    """Nothing can be made of the file; the text says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file of a folder."""

    act: Act
    kind: str
    is_scan: bool = False
    is_certain: bool = False


def act_of(digest: str) -> Act | None:
    """The act that has this very file, by its SHA-256."""
    found = ActFile.objects.filter(file__sha256=digest).select_related("act").first()
    return found.act if found else None


def take_in(*, file: File[bytes], by: User) -> ActUpload:
    """Read the file and keep it until a person has looked. Raises ValidationError that says what to do."""
    name, content = PurePath(str(file.name)).name, file.read()
    try:
        reading = _read(name, content)
    except NotAnAct as problem:
        raise ValidationError(str(problem)) from problem
    return _keep(name, content, reading, by)


@transaction.atomic
def store_upload(*, upload: ActUpload, told: Mapping[str, Any], by: User) -> Act:
    """Make an act of a file that a person has looked at.

    `told`: title, kind, level, number, adopted_on, issuer, territory, text, is_published, and `existing` –
    an act that is already here and gets the file.
    """
    upload = ActUpload.objects.select_for_update().select_related("file").get(pk=upload.pk)
    act = _put(
        file=upload.file,
        told=told,
        pages=upload.pages,
        is_scan=upload.is_scan,
        problem=" ".join(upload.problems)[:LONGEST_PROBLEM],
    )
    upload.delete()
    audit.record(Event.ACT_FILED, act, by=by, number=act.number)
    return act


@transaction.atomic
def discard(*, upload: ActUpload) -> None:
    """Forget a file that becomes no act; its content goes away with the daily tidying."""
    upload.delete()


def bring_in(*, name: str, content: bytes, issuer: str, level: str, publish: bool) -> Outcome:
    """Make an act of a file of a folder by what it says of itself; uncertain ones wait as drafts.

    The same file again changes nothing. Raises NotAnAct.
    """
    digest = sha256(content).hexdigest()
    if known := act_of(digest):
        return Outcome(known, SAME)
    reading = _read(name, content)
    told = told_by(reading.text)
    is_certain = bool(told.title and told.number and told.adopted_on)
    with transaction.atomic():
        file = keep_original(name=name, media_type=MEDIA_TYPES[reading.kind], content=content)
        act = _put(
            file=file,
            told={
                "title": told.title or PurePath(name).stem,
                "kind": told.kind or Kind.OTHER,
                "level": level,
                "number": told.number,
                "adopted_on": told.adopted_on,
                "issuer": told.issuer or issuer,
                "territory": _where(told.issuer or issuer) if level == Level.LOCAL else None,
                "text": reading.text,
                "is_published": publish and is_certain,
                "existing": matching(told.number, told.adopted_on, told.kind, level) if is_certain else None,
            },
            pages=reading.pages,
            is_scan=reading.is_scan,
            problem=_problem(reading),
        )
    return Outcome(act, ADDED, reading.is_scan, is_certain)


def suggested(upload: ActUpload) -> Told:
    """What the file says of itself, to begin the form with."""
    return told_by(upload.text)


def matching(number: str, adopted_on: Any, kind: Kind | None, level: str) -> Act | None:
    """The act of this number and day that is already here, if exactly one is."""
    if not number:
        return None
    if level == Level.STATE and (registration := act_numbers.registration_of(number)):
        found = Act.objects.filter(registration=registration)
    else:
        found = Act.objects.filter(number__iexact=number, adopted_on=adopted_on, level=level)
        found = found.filter(kind=kind) if kind else found
    acts = list(found[:2]) if adopted_on else []
    return acts[0] if len(acts) == 1 else None


def _put(*, file: StoredFile, told: Mapping[str, Any], pages: int | None, is_scan: bool, problem: str) -> Act:
    existing: Act | None = told.get("existing")
    if existing is not None and not (existing.registration or existing.source_key):
        existing.source, existing.source_key = SOURCE, file.sha256
        existing.save(update_fields=["source", "source_key"])
    pieces = tuple(
        Piece(each.anchor, each.heading, each.text, each.level) for each in provisions(told["text"])
    )
    record = ActRecord(
        title=told["title"],
        kind=told["kind"],
        level=told["level"],
        number=told["number"],
        adopted_on=told["adopted_on"],
        issuer=told["issuer"],
        territory=territory.pk if (territory := told.get("territory")) else None,
        registration=existing.registration if existing else None,
        pieces=pieces or None,
        text_problem=problem,
        source=existing.source if existing else SOURCE,
        source_key=existing.source_key if existing else file.sha256,
    )
    act = store([record]).acts[0]
    if act.is_published != told["is_published"]:
        act.is_published = told["is_published"]
        act.save(update_fields=["is_published"])
        changed("act", str(act.uuid))
        changed("article", str(act.uuid))
    ActFile.objects.get_or_create(
        act=act,
        file=file,
        defaults={
            "version": act.versions.filter(is_current=True).first() if pieces else None,
            "name": file.name,
            "pages": pages,
            "is_scan": is_scan,
            "problem": problem,
        },
    )
    return act


def _read(name: str, content: bytes) -> Reading:
    with NamedTemporaryFile() as copy:
        copy.write(content)
        copy.flush()
        reading = read(Path(copy.name), name)
    if reading.kind not in MEDIA_TYPES or not (reading.is_read or reading.is_scan):
        raise NotAnAct(" ".join(said(each) for each in reading.problems))
    return reading


@transaction.atomic
def _keep(name: str, content: bytes, reading: Reading, by: User) -> ActUpload:
    ActUpload.objects.filter(created_at__lt=timezone.now() - WAITS).delete()
    return ActUpload.objects.create(
        file=keep_original(name=name, media_type=MEDIA_TYPES[reading.kind], content=content),
        text=reading.text,
        pages=reading.pages,
        is_scan=reading.is_scan,
        problems=[said(each) for each in reading.problems],
        by=str(by.pk),
    )


def _where(issuer: str) -> Territory | None:
    """The unit of a council whose name says it for certain."""
    code = territory_named(issuer) if issuer else None
    return Territory.objects.filter(pk=code).first() if code else None


def _problem(reading: Reading) -> str:
    return " ".join(said(each) for each in reading.problems)[:LONGEST_PROBLEM]
