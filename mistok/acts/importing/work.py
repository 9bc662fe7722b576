"""The long jobs of an import of acts: looking at every row, and storing them chunk by chunk."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.acts.actions.linking import link_relations
from mistok.acts.actions.store import CREATED, store
from mistok.acts.actions.store import SAME as STORED_SAME
from mistok.acts.importing import merging, parliament
from mistok.acts.importing.batches import path_of, rows_of
from mistok.acts.importing.outcomes import BAD, CHANGED, NEW, SAME, SKIPPED, WORDS, packed
from mistok.acts.importing.rows import LONGEST_CONTENT, Row
from mistok.acts.models import Act
from mistok.acts.models.importing import ActImport, ImportState
from mistok.acts.places import Places
from mistok.acts.records import ActRecord
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.jobs.actions import digest_of, start_work
from mistok.lib.jobs.models import BadRow, Job, State
from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.tables import TableProblem
from mistok.search.actions import changed

CHECK = "acts-check"
CHUNK = 1_000  # rows in one transaction, about half a second
WEIGHT = 3_000_000  # characters of text in one transaction
MOST_BAD = 20_000
SHOWN = 30  # rows of each kind that a person sees before
FALLEN = (DatabaseError,)


@transaction.atomic
def start_check(*, batch: ActImport, by: User) -> Job:
    """Begin to look at every row; nothing is written."""
    job = start_work(kind=CHECK, parameters={"batch": str(batch.pk), "name": batch.name}, by=by)
    batch.job = job.pk
    batch.save(update_fields=["job"])
    return job


@transaction.atomic
def start_apply(*, batch: ActImport, by: User) -> Job | None:
    """Begin to store; None when it has begun already."""
    batch = ActImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportState.PREPARED:
        return None
    job = start_work(kind=batch.kind, parameters={"batch": str(batch.pk), "name": batch.name}, by=by)
    batch.job, batch.state = job.pk, ImportState.APPLYING
    batch.save(update_fields=["job", "state"])
    return job


def check(job: Job) -> None:
    """Judge every row: `job.result` has counts, the first rows of each kind, and what each row would do."""
    batch = ActImport.objects.get(pk=job.parameters["batch"])
    runs = ""
    shown: dict[str, list[list[Any]]] = {}
    counts = Counter[str]()
    done = 0
    job.bad_rows.all().delete()
    try:
        with path_of(batch, job) as path, rows_of(batch, path) as found:
            job.advance(0, total=found.total)
            for rows in _chunks(found.rows):
                letters = _judged(rows)
                for row, letter in zip(rows, letters, strict=True):
                    if len(shown.setdefault(letter, [])) < SHOWN and row.record is not None:
                        shown[letter].append(_shown(row, row.record))
                _note_bad(job, rows, letters)
                runs, done = packed(runs, letters), done + len(rows)
                counts.update(letters)
                job.advance(done, total=max(job.total, done))
            notes = found.notes
    except TableProblem as problem:
        raise ImportProblem(str(problem)) from problem
    result: dict[str, Any] = {word: counts[letter] for letter, word in WORDS.items()}
    job.finish(result | {"rows": done, "runs": runs, "shown": shown, "notes": notes})


def run_apply(job: Job) -> None:
    """Store the rows of an import, from where an earlier run stopped."""
    batch = ActImport.objects.get(pk=job.parameters["batch"])
    by = User.objects.filter(pk=job.started_by).first() if job.started_by else None
    try:
        with path_of(batch, job) as path:
            digest = digest_of(path)
            with rows_of(batch, path) as found:
                run = _Run(batch, job, by, digest, found.status_on)
                if not run.done:
                    job.bad_rows.all().delete()
                job.advance(run.done, total=max(found.total, run.done))
                rows = found.rows
                next(islice(rows, run.done - 1, run.done), None) if run.done else None
                for some in _chunks(rows):
                    run.write(some)
    except TableProblem as problem:
        raise ImportProblem(str(problem)) from problem
    run.end()


class _Run:
    """One run of a job: its counts are those of all runs before it."""

    def __init__(
        self, batch: ActImport, job: Job, by: User | None, digest: str, status_on: date | None
    ) -> None:
        self.batch, self.job, self.by, self.digest, self.status_on = batch, job, by, digest, status_on
        kept = job.cursor if job.cursor.get("file") == digest else {}
        self.done = int(kept.get("done", 0))
        self.runs = str(kept.get("runs", ""))
        self.counts = Counter[str](kept.get("counts", {}))
        self.places = Places()

    @transaction.atomic
    def write(self, rows: Sequence[Row]) -> None:
        """One chunk, whole or not at all."""
        letters: dict[int, str] = {}
        reasons: dict[int, str] = {}
        places = [place for place, row in enumerate(rows) if row.record is not None]
        for part in _without_repeats(places, rows):
            self._store(part, rows, letters, reasons)
        said = [letters.get(place) or _letter(row) for place, row in enumerate(rows)]
        _note_bad(self.job, rows, said, reasons)
        self.runs = packed(self.runs, said)
        self.counts.update(WORDS[each] for each in said)
        self.done += len(rows)
        self.job.advance(
            self.done,
            total=max(self.job.total, self.done),
            cursor={
                "file": self.digest, "done": self.done, "counts": dict(self.counts), "runs": self.runs,
            },
        )  # fmt: skip

    def end(self) -> None:
        """Relations are pointed at the acts they name; the import is over."""
        linked = link_relations()
        with transaction.atomic():
            result: dict[str, Any] = {word: self.counts[word] for word in WORDS.values()} | {"linked": linked}
            self.batch.state, self.batch.applied_at = ImportState.APPLIED, timezone.now()
            self.batch.save(update_fields=["state", "applied_at"])
            self.job.finish(result | {"runs": self.runs})
            audit.record(Event.IMPORT_RUN, self.batch, by=self.by, kind=self.batch.kind, **result)

    def _store(
        self, part: list[int], rows: Sequence[Row], letters: dict[int, str], reasons: dict[int, str]
    ) -> None:
        records = [record for place in part if (record := rows[place].record) is not None]
        settled = merging.settled(records, merging.known(records))
        kept = [(place, each) for place, each in zip(part, settled, strict=True) if each is not None]
        letters.update({place: SAME for place, each in zip(part, settled, strict=True) if each is None})
        try:
            with transaction.atomic():
                letters.update(self._stored(kept))
        except FALLEN:
            for place, each in kept:
                try:
                    with transaction.atomic():
                        letters.update(self._stored([(place, each)]))
                except FALLEN as error:
                    letters[place] = BAD
                    reasons[place] = _("The database does not take it: %(what)s") % {"what": str(error)[:200]}

    def _stored(self, kept: Sequence[tuple[int, ActRecord]]) -> dict[int, str]:
        """Store the records; the letter of each place."""
        if not kept:
            return {}
        stored = store([each for _place, each in kept])
        self._note_days(stored.acts, [each for _place, each in kept])
        self._note_organisations(stored.acts, [each for _place, each in kept])
        words = {CREATED: NEW, STORED_SAME: SAME}
        return {
            place: words.get(outcome, CHANGED)
            for (place, _record), outcome in zip(kept, stored.outcomes, strict=True)
        }

    def _note_days(self, acts: Sequence[Act], records: Sequence[ActRecord]) -> None:
        """The day of a register's edition confirms statuses without changing the acts themselves."""
        if self.status_on is None:
            return
        confirmed = [
            act.pk
            for act, record in zip(acts, records, strict=True)
            if record.source == parliament.SOURCE and record.status is not None
        ]
        Act.objects.filter(pk__in=confirmed).exclude(status_on=self.status_on).update(
            status_on=self.status_on
        )

    def _note_organisations(self, acts: Sequence[Act], records: Sequence[ActRecord]) -> None:
        """An authority of the network by its name, or the one that a person chose."""
        chosen = self.batch.defaults.get("organisation") or ""
        wanted: dict[Any, list[Act]] = {}
        for act, record in zip(acts, records, strict=True):
            if record.registration or act.organisation_id:
                continue
            found = self.places.organisation((record.issuer or "").split(",")[0])
            if key := (found.pk if found else chosen):
                wanted.setdefault(key, []).append(act)
        for key, some in wanted.items():
            Act.objects.filter(pk__in=[act.pk for act in some]).update(organisation=key)
            changed("act", *[str(act.uuid) for act in some])


def last_job(batch: ActImport, *kinds: str) -> Job | None:
    """The newest job of these kinds for the import."""
    return Job.objects.filter(kind__in=kinds, parameters__batch=str(batch.pk)).first()


def is_stopped(batch: ActImport) -> bool:
    """Whether the import failed half-way: it may be taken up again."""
    job = last_job(batch, batch.kind)
    return batch.state == ImportState.APPLYING and job is not None and job.state == State.FAILED


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows in chunks of a bounded number and weight. What was read before the file broke off comes too."""
    some: list[Row] = []
    weight = 0
    try:
        for row in rows:
            some.append(row)
            weight += sum(len(each.text) for each in row.record.pieces or ()) if row.record else 0
            if len(some) >= CHUNK or weight >= WEIGHT:
                yield some
                some, weight = [], 0
    except (ImportProblem, TableProblem):
        if some:
            yield some
        raise
    if some:
        yield some


def _without_repeats(places: list[int], rows: Sequence[Row]) -> Iterator[list[int]]:
    """Parts of a chunk in which no act comes twice: the later row of two has the last word."""
    part: list[int] = []
    seen: set[merging.Key] = set()
    for place in places:
        record = rows[place].record
        key = merging.key_of(record) if record is not None else ("", "")
        if key in seen:
            yield part
            part, seen = [], set()
        part.append(place)
        seen.add(key)
    if part:
        yield part


def _judged(rows: Sequence[Row]) -> list[str]:
    """The letter of each row, by the acts as they stand in the store now."""
    records = [row.record for row in rows if row.record is not None]
    acts = merging.known(records)
    settled = iter(merging.settled(records, acts))
    letters = []
    for row in rows:
        if row.record is None:
            letters.append(_letter(row))
            continue
        record, act = next(settled), acts.get(merging.key_of(row.record))
        is_same = record is None or (act is not None and act.fingerprint == record.fingerprint())
        letters.append(SAME if is_same else NEW if act is None else CHANGED)
    return letters


def _letter(row: Row) -> str:
    return SKIPPED if row.is_skipped else BAD


def _shown(row: Row, record: ActRecord) -> list[Any]:
    """What a person sees of a row: its number, the title, the number and the day of the act."""
    day = record.adopted_on.isoformat() if record.adopted_on else ""
    return [row.number, record.title[:300], record.number or record.registration or "", day]


def _note_bad(
    job: Job, rows: Sequence[Row], letters: Sequence[str], reasons: dict[int, str] | None = None
) -> None:
    """List the rows with the job. Raises ImportProblem when there are more than anybody would mend."""
    bad = [
        BadRow(
            job=job,
            number=row.number,
            content=(row.content or row.name)[:LONGEST_CONTENT],
            reason=((reasons or {}).get(place) or row.reason)[:300],
        )
        for place, (row, letter) in enumerate(zip(rows, letters, strict=True))
        if letter in (BAD, SKIPPED)
    ]
    if bad and job.bad_rows.count() + len(bad) > MOST_BAD:
        raise ImportProblem(
            _("More than %(most)d rows are bad. Look whether the columns are matched rightly.")
            % {"most": MOST_BAD}
        )
    BadRow.objects.bulk_create(bad)
