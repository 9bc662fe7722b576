"""Bringing in an edition of the codifier, chunk by chunk, so that it can be taken up where it stopped."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import file_digest
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.jobs.models import BadRow, Job, State
from mistok.lib.jobs.runners import ImportProblem
from mistok.network.imports import Fault, Unit, read_codifier
from mistok.network.models import Place, ServicePoint, Territory, TerritoryName
from mistok.search.actions import changed

KIND = "territory"
CHUNK = 2000  # units in one transaction: about a fifth of a second on SQLite
MOST_FAULTS = 50_000  # more than the codifier has rows: another file, or rubbish
# An edition drops a few units (3 of 31,751 from 2024 to 2025). More than this means a part of a file.
MOST_CLOSED = 0.02
COUNTED = ("added", "renamed", "changed", "reopened", "unchanged")


def import_territory(*, job: Job, path: Path, edition_date: date, by: User | None) -> None:
    """Bring the codifier as of the edition day into the database.

    Good rows are kept and each bad one is listed with the job. A unit keeps its code when its name changes:
    the old name ends the day before the edition. A unit that a whole newer edition leaves out is closed on
    its day; a file with bad rows or without a known oblast closes nothing. Run twice, it changes nothing.

    Raises ImportProblem for a file that is not the codifier, or an edition older than the last one.
    """
    _refuse_older(edition_date)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    units, faults = _read(path)
    _list_faults(job, faults)
    # Taken up again after a stop: these units are in the database already.
    kept: dict[str, Any] = job.cursor if job.cursor.get("file") == digest else {"done": 0, "counts": {}}
    done: int = kept["done"]
    counts: Counter[str] = Counter(kept["counts"])
    job.advance(done, total=len(units))
    for chunk in batched(units[done:], CHUNK):
        with transaction.atomic():
            counts.update(_apply(chunk, edition_date))
            done += len(chunk)
            job.advance(done, cursor={"file": digest, "done": done, "counts": dict(counts)})
    with transaction.atomic():
        closed, is_whole = _close_missing({unit.code for unit in units}, edition_date, is_clean=not faults)
        result: dict[str, Any] = {name: counts[name] for name in COUNTED}
        result |= {"closed": closed, "bad": len(faults), "units": len(units), "is_whole": is_whole}
        result["edition"] = edition_date.isoformat()
        job.finish(result)
        audit.record(Event.IMPORT_RUN, job, by=by, kind=KIND, **result)


def _refuse_older(edition_date: date) -> None:
    """An older edition would turn new names back into old ones."""
    editions = Job.objects.filter(kind=KIND, state=State.DONE).values_list("result__edition", flat=True)
    last = max((each for each in editions if each), default="")
    if edition_date.isoformat() < last:
        raise ImportProblem(
            _("The edition of %(last)s is already here; an older one would bring old names back.")
            % {"last": last}
        )


def _read(path: Path) -> tuple[list[Unit], list[Fault]]:
    """Good units, parents first, and all bad rows, among them units whose parent nobody knows."""
    units: list[Unit] = []
    faults: list[Fault] = []
    for row in read_codifier(path):
        if isinstance(row, Unit):
            units.append(row)
        else:
            faults.append(row)
        if len(faults) > MOST_FAULTS:
            raise ImportProblem(
                _("More than %(most)d rows are bad: this file is damaged. Take it from its source again.")
                % {"most": MOST_FAULTS}
            )
    if not units:
        raise ImportProblem(_("There is not a single unit in the file."))
    units.sort()
    known = {unit.code for unit in units}
    outside = {unit.parent for unit in units if unit.parent} - known
    known = set(Territory.objects.filter(pk__in=outside).values_list("pk", flat=True))
    good = []
    for unit in units:
        if unit.parent and unit.parent not in known:
            reason = _("The unit above it, %(parent)s, is unknown.") % {"parent": unit.parent}
            faults.append(Fault(unit.row, f"{unit.code};{unit.category};{unit.name}", reason))
        else:
            known.add(unit.code)
            good.append(unit)
    return good, sorted(faults, key=lambda fault: fault.row)


def _list_faults(job: Job, faults: Iterable[Fault]) -> None:
    with transaction.atomic():
        job.bad_rows.all().delete()
        BadRow.objects.bulk_create(
            [BadRow(job=job, number=each.row, content=each.content, reason=each.reason) for each in faults],
            batch_size=500,
        )


def _apply(units: Sequence[Unit], day: date) -> Counter[str]:
    """Write one chunk; unchanged units cost one read and no write."""
    known = Territory.objects.in_bulk([unit.code for unit in units])
    counts: Counter[str] = Counter()
    added, touched, renamed = [], [], []
    for unit in units:
        old = known.get(unit.code)
        kinds = ["added"] if old is None else [*_differences(old, unit)]
        counts.update(kinds[:1] or ["unchanged"])
        if old is None:
            added.append(unit)
        elif kinds:
            touched.append(unit)
        if old is not None and old.name != unit.name:
            renamed.append((old, unit.name))
    Territory.objects.bulk_create(
        [_territory(unit) for unit in (*added, *touched)],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["parent", "level", "category", "name", "closed_on"],
    )
    TerritoryName.objects.bulk_create(
        [TerritoryName(territory_id=unit.code, name=unit.name) for unit in added],
        batch_size=1000,
        ignore_conflicts=True,
    )
    _date_names(renamed, day)
    _tell_readers([unit.code for unit in touched])
    return counts


def _territory(unit: Unit) -> Territory:
    return Territory(
        code=unit.code,
        parent_id=unit.parent or None,
        level=unit.level,
        category=unit.category,
        name=unit.name,
    )


def _differences(old: Territory, unit: Unit) -> Iterator[str]:
    if old.closed_on is not None:
        yield "reopened"
    if old.name != unit.name:
        yield "renamed"
    if (old.parent_id or "", old.level, old.category) != (unit.parent, unit.level, unit.category):
        yield "changed"


def _date_names(renamed: Sequence[tuple[Territory, str]], day: date) -> None:
    """End the old names on the day before the edition and begin the new ones on its day."""
    codes = [old.code for old, _new in renamed]
    current = {
        each.territory_id: each for each in TerritoryName.objects.filter(territory__in=codes, until=None)
    }
    ended, begun, mended = [], [], []
    for old, new in renamed:
        name = current.get(old.code) or TerritoryName(territory=old, name=old.name)
        if name.since is not None and name.since >= day:  # the edition itself was published anew
            name.name = new
            mended.append(name)
            continue
        name.until = day - timedelta(days=1)
        ended.append(name)
        begun.append(TerritoryName(territory=old, name=new, since=day))
    TerritoryName.objects.bulk_update(mended, ["name"], batch_size=500)
    TerritoryName.objects.bulk_update([each for each in ended if each.pk], ["until"], batch_size=500)
    TerritoryName.objects.bulk_create([each for each in ended if not each.pk] + begun, batch_size=1000)


def _close_missing(codes: set[str], day: date, *, is_clean: bool) -> tuple[int, bool]:
    """Close the units that a whole edition leaves out. Returns how many, and whether it was whole."""
    still = Territory.objects.filter(closed_on=None)
    oblasts = set(still.filter(level=1).values_list("pk", flat=True))
    missing = [code for code in still.values_list("pk", flat=True).iterator() if code not in codes]
    if not is_clean or oblasts - codes or len(missing) > max(MOST_CLOSED * len(codes), 1):
        return 0, False
    for chunk in batched(missing, CHUNK):
        Territory.objects.filter(pk__in=chunk).update(closed_on=day)
        _tell_readers(chunk)
    return len(missing), True


def _tell_readers(codes: Iterable[str]) -> None:
    """Points and offices are found by the names of their territory and of all around it."""
    units = list(codes)
    inside = Q(territory__in=units)
    for above in ("territory__parent", "territory__parent__parent", "territory__parent__parent__parent"):
        inside |= Q(**{f"{above}__in": units})
    points = ServicePoint.objects.filter(inside).values_list("uuid", flat=True)
    offices = Place.objects.filter(inside).values_list("pk", flat=True)
    changed("point", *map(str, points))
    changed("place", *map(str, offices))
