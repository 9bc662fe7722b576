"""Filled sheets: a file looked at, counted once however often it comes, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions.storing import Refused, is_locked
from mistok.desk.actions.tally import parts_of, record_tally, undo_tally
from mistok.desk.counting import Counted
from mistok.desk.models import SheetImport, SheetState, Tally, VoidReason, day_of
from mistok.desk.sheets.filled import BadRow, Filled, read
from mistok.lib.files.actions import keep_original
from mistok.lib.tables import TableProblem, open_table
from mistok.network.models import ServicePoint

SHEETS = UUID("5d0c4c1e-6f5b-4d3a-9c59-3f1b8f0f7a21")  # the name space of keys made of a sheet and its day
NEW, SAME, CHANGED = "new", "same", "changed"


@dataclass(frozen=True, slots=True)
class DayOfSheet:
    """A day of a sheet as it would be counted: new, counted already, or other than it was counted before."""

    counted: Counted
    state: str
    people: int
    acts: int
    before: Tally | None
    is_closed: bool = False  # its figures are in a report: it would count today


@dataclass(frozen=True, slots=True)
class Preview:
    """What counting a sheet would do."""

    number: str
    days: list[DayOfSheet]
    bad: list[BadRow]

    @property
    def to_count(self) -> list[DayOfSheet]:
        return [each for each in self.days if each.state != SAME]


@transaction.atomic
def take_sheet(*, file: File[bytes], point: ServicePoint, by: User) -> SheetImport:
    """Keep a file to be looked at. The same content at a point is the same sheet until it is taken back.

    Raises TableProblem when it is no table.
    """
    content = file.read()
    digest = sha256(content).hexdigest()
    known = SheetImport.objects.filter(point=point, sha256=digest).exclude(state=SheetState.UNDONE)
    if (earlier := known.select_for_update().first()) is not None:
        return earlier
    with NamedTemporaryFile() as copy:
        copy.write(content)
        copy.flush()
        with open_table(Path(copy.name)):
            pass
    name = Path(str(file.name)).name[-200:]
    kept = keep_original(name=name, media_type="application/octet-stream", content=content)
    try:
        with transaction.atomic():
            return SheetImport.objects.create(point=point, staff=by, name=name, file=kept, sha256=digest)
    except IntegrityError:  # brought twice at the same moment
        return known.get()


def look_at(sheet: SheetImport) -> Preview:
    """What counting the sheet would do, as the database stands now. Raises TableProblem."""
    filled = _read(sheet)
    days, bad = [], list(filled.bad)
    for counted in filled.days:
        try:
            parts = parts_of(counted)
        except Refused as refusal:
            bad.append(_bad_day(counted, refusal))
            continue
        before = _before(sheet, filled, counted)
        state = NEW if before is None else SAME if before.sha256 == counted.sha256 else CHANGED
        acts = sum(times for _subject, times in counted.acts)
        people = sum(each.number for each in parts)
        days.append(DayOfSheet(counted, state, people, acts, before, is_locked(sheet.point, counted.day)))
    return Preview(filled.number, days, bad)


@transaction.atomic
def count_sheet(sheet: SheetImport, *, by: User) -> SheetImport:
    """Count every good day of a sheet, once: days counted before are left, changed ones are replaced.

    What could not be counted is listed in `result`. Doing it twice is doing it once. Raises TableProblem.
    """
    sheet = SheetImport.objects.select_for_update().select_related("point__organisation").get(pk=sheet.pk)
    if sheet.state != SheetState.LOOKED_AT:
        return sheet
    preview = look_at(sheet)
    bad, done = list(preview.bad), dict.fromkeys((NEW, SAME, CHANGED), 0)
    people = 0
    for each in preview.days:
        if each.state == SAME:
            done[SAME] += 1
            continue
        try:
            with transaction.atomic():
                _count_day(sheet, preview, each, by)
        except PermissionDenied:
            said = _("This day was counted from the sheet before; only the head may change it now.")
            bad.append(BadRow(0, f"{each.counted.day:%d.%m.%Y}", said))
        except Refused as refusal:
            bad.append(_bad_day(each.counted, refusal))
        else:
            done[each.state] += 1
            people += each.people
    sheet.state, sheet.applied_at, sheet.file = SheetState.TAKEN_IN, timezone.now(), None
    sheet.result = {**done, "people": people, "bad": [asdict(each) for each in bad]}
    sheet.save(update_fields=["state", "applied_at", "file", "result"])
    counted = {"days": done[NEW] + done[CHANGED], "people": people, "bad": len(bad)}
    note(Event.SHEET_COUNTED, sheet, by=by, organisation=sheet.point.organisation, **counted)
    return sheet


@transaction.atomic
def undo_sheet(sheet: SheetImport, *, by: User) -> int:
    """Take back all that a sheet counted; returns how many days. Raises PermissionDenied, Refused.

    A day that a newer edition of the sheet replaced is the newer one's.
    """
    sheet = SheetImport.objects.select_for_update().select_related("point__organisation").get(pk=sheet.pk)
    if sheet.state != SheetState.TAKEN_IN:
        return 0
    is_fresh = sheet.applied_at is not None and day_of(sheet.applied_at) == timezone.localdate()
    days = list(sheet.tallies.filter(undone_at=None))
    for tally in days:
        undo_tally(tally, by=by, reason=VoidReason.UNDO if is_fresh else VoidReason.MISTAKE)
    sheet.state, sheet.undone_at = SheetState.UNDONE, timezone.now()
    sheet.save(update_fields=["state", "undone_at"])
    note(Event.SHEET_UNDONE, sheet, by=by, organisation=sheet.point.organisation, days=len(days))
    return len(days)


@transaction.atomic
def forget_sheet(sheet: SheetImport) -> bool:
    """Forget a file that was only looked at. False when it was counted."""
    gone, _rows = SheetImport.objects.filter(pk=sheet.pk, state=SheetState.LOOKED_AT).delete()
    return bool(gone)


def _count_day(sheet: SheetImport, preview: Preview, each: DayOfSheet, by: User) -> None:
    identity = _identity(sheet, preview.number, each.counted)
    if each.before is not None:
        undo_tally(each.before, by=by, reason=VoidReason.MISTAKE)
    times = Tally.objects.filter(point=sheet.point, identity=identity).count()
    record_tally(
        by=by,
        point=sheet.point,
        uuid=uuid5(SHEETS, f"{sheet.point_id} {identity} {times}"),
        counted=each.counted,
        sheet=sheet,
        identity=identity,
    )


def _identity(sheet: SheetImport, number: str, counted: Counted) -> str:
    """A day of a numbered sheet is the same in every file with the number; without one, in this file."""
    return f"{number or sheet.sha256[:32]} {counted.day.isoformat()}"


def _before(sheet: SheetImport, filled: Filled, counted: Counted) -> Tally | None:
    identity = _identity(sheet, filled.number, counted)
    return Tally.objects.filter(point=sheet.point, identity=identity, undone_at=None).first()


def _bad_day(counted: Counted, refusal: Refused) -> BadRow:
    return BadRow(0, f"{counted.day:%d.%m.%Y}", " ".join(refusal.messages))


def _read(sheet: SheetImport) -> Filled:
    with _path_of(sheet) as path:
        return read(path, sheet.point, timezone.localdate())


@contextmanager
def _path_of(sheet: SheetImport) -> Iterator[Path]:
    """The file on this machine. Raises TableProblem when it is no longer kept."""
    if sheet.file is None:
        raise TableProblem(_("The file is no longer kept. Give it again."))
    with sheet.file.content.open("rb") as stored, NamedTemporaryFile() as copy:
        copyfileobj(stored, copy)
        copy.flush()
        yield Path(copy.name)
