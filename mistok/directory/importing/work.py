"""The long jobs of an import: looking at every row, and writing them chunk by chunk."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import batched, islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.telling import providers_changed
from mistok.directory.actions.versions import note_version, remember
from mistok.directory.importing.bad_rows import note_bad
from mistok.directory.importing.batches import (
    choices_of,
    drop_file,
    examiner_of,
    path_of,
    table_of,
)
from mistok.directory.importing.examining import BAD, CHANGED, NEW, Examiner, Verdict
from mistok.directory.importing.lookups import NEW as NEW_PROVIDER
from mistok.directory.importing.lookups import Lookups
from mistok.directory.importing.new_cards import add_cards
from mistok.directory.models import Batch, BatchChange, BatchState, Service
from mistok.directory.snapshots import apply, snapshot
from mistok.lib.jobs.actions import digest_of, start_work
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.tables import TableProblem
from mistok.network.models import Organisation, OrganisationKind
from mistok.search.actions import changed
from mistok.ukrainian.translit import slug as address_of

CHECK, APPLY = "services-check", "services"
CHUNK = 200  # rows in one transaction: about a third of a second
MOST_BAD = 20_000
SHOWN_PROVIDERS = 100
WORDS = {NEW: "added", CHANGED: "changed", "s": "unchanged", BAD: "bad"}


@transaction.atomic
def start_check(*, batch: Batch, by: User) -> Job:
    """Begin to look at every row; nothing is written."""
    job = start_work(kind=CHECK, parameters={"batch": str(batch.pk), "name": batch.name}, by=by)
    batch.job = job.pk
    batch.save(update_fields=["job"])
    return job


@transaction.atomic
def start_apply(*, batch: Batch, by: User) -> Job | None:
    """Begin to write; None when it has begun already."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.MAPPING:
        return None
    job = start_work(kind=APPLY, parameters={"batch": str(batch.pk), "name": batch.name}, by=by)
    batch.job, batch.state = job.pk, BatchState.APPLYING
    batch.save(update_fields=["job", "state"])
    return job


def check(job: Job) -> None:
    """Judge every row: `job.result` has the counts, a letter for each row, and the new providers."""
    batch = Batch.objects.get(pk=job.parameters["batch"])
    counts, letters, providers = Counter[str](), [], dict[str, int]()
    try:
        with table_of(batch, job) as table:
            total = sum(1 for _row in table.rows())
            job.bad_rows.all().delete()
            job.advance(0, total=total)
            examiner = examiner_of(batch)
            for rows in batched(table.rows(), CHUNK):
                verdicts = examiner.judge(rows)
                letters += [each.kind for each in verdicts]
                for name in _new_providers(verdicts):
                    providers[name] = providers.get(name, 0) + 1
                note_bad(job, [each for each in verdicts if each.kind == BAD], MOST_BAD)
                job.advance(len(letters))
    except TableProblem as problem:
        raise ImportProblem(str(problem)) from problem
    counts.update(letters)
    result: dict[str, Any] = {word: counts[letter] for letter, word in WORDS.items()}
    listed = sorted(providers)[:SHOWN_PROVIDERS]
    job.finish(
        result | {"rows": len(letters), "letters": "".join(letters), "providers": listed,
                  "provider_count": len(providers)}
    )  # fmt: skip


def run_apply(job: Job) -> None:
    """Write the rows of a batch, from where an earlier run stopped."""
    batch = Batch.objects.get(pk=job.parameters["batch"])
    by = User.objects.filter(pk=job.started_by).first() if job.started_by else None
    try:
        with path_of(batch, job) as path, table_of(batch, job) as table:
            digest = digest_of(path)
            kept = job.cursor if job.cursor.get("file") == digest else {}
            run = _Run(batch, job, by, digest, examiner_of(batch), kept)
            total = sum(1 for _row in table.rows())
            if not run.done:
                job.bad_rows.all().delete()
            job.advance(run.done, total=total)
            rows = table.rows()
            for some in batched(islice(rows, run.done), CHUNK):
                run.examiner.pass_over(some)
            for some in batched(rows, CHUNK):
                run.write(some)
    except TableProblem as problem:
        raise ImportProblem(str(problem)) from problem
    run.end()


class _Run:
    """One run of a job: its counts are those of all runs before it."""

    def __init__(
        self, batch: Batch, job: Job, by: User | None, digest: str, examiner: Examiner, kept: dict[str, Any]
    ) -> None:
        self.batch, self.job, self.by, self.digest, self.examiner = batch, job, by, digest, examiner
        self.done = int(kept.get("done", 0))
        self.counts = Counter[str](kept.get("counts", {}))
        self.providers: list[str] = list(kept.get("providers", []))
        self.publish = choices_of(batch).publish

    @transaction.atomic
    def write(self, rows: Sequence[tuple[int, list[str]]]) -> None:
        """One chunk, whole or not at all."""
        verdicts = self.examiner.judge(rows)
        good = self._with_providers([each for each in verdicts if each.kind in (NEW, CHANGED)])
        note = history_note(self.batch)
        added = add_cards(
            [each for each in good if each.kind == NEW], publish=self.publish, by=self.by, note=note
        )
        notes = [
            BatchChange(batch=self.batch, row=each.number, service=card, before={}, after=after)
            for each, card, after in added
        ]
        public, situations = [], set[str]()
        for each in good:
            if each.kind == CHANGED and each.service is not None:
                card, before = self._change(each, note)
                notes.append(
                    BatchChange(
                        batch=self.batch, row=each.number, service=card, before=before, after=snapshot(card)
                    )
                )
                if not card.is_draft and card.retired_on is None:
                    public.append(card)
                    situations |= {*before["situations"], *each.after["situations"]}
        BatchChange.objects.bulk_create(notes)
        if self.publish:
            public += [card for _verdict, card, _after in added]
            situations |= {key for _verdict, _card, after in added for key in after["situations"]}
        changed("service", *(str(card.uuid) for card in public))
        providers_changed(public)
        changed("situation", *sorted(situations))
        note_bad(self.job, [each for each in verdicts if each.kind == BAD], MOST_BAD)
        self.counts.update(WORDS[each.kind] for each in verdicts)
        self.done += len(rows)
        self.job.advance(
            self.done,
            cursor={
                "file": self.digest, "done": self.done, "counts": dict(self.counts),
                "providers": self.providers,
            },
        )  # fmt: skip

    @transaction.atomic
    def end(self) -> None:
        """The batch is imported; its file is no longer needed."""
        result: dict[str, Any] = {word: self.counts[word] for word in WORDS.values()}
        self.batch.state, self.batch.applied_at = BatchState.APPLIED, timezone.now()
        drop_file(self.batch)
        self.batch.save()
        self.job.finish(result | {"providers": self.providers})
        audit.record(Event.SERVICES_IMPORTED, self.batch, by=self.by, **result, providers=len(self.providers))

    def _change(self, verdict: Verdict, note: str) -> tuple[Service, dict[str, Any]]:
        card = Service.objects.select_for_update().get(pk=verdict.service.pk)  # type: ignore[union-attr]
        before = snapshot(card)
        if not card.is_draft:
            remember(card)
        apply(card, {name: verdict.after[name] for name in verdict.changed})
        card.edited_at = timezone.now()
        card.save(update_fields=["edited_at"])
        if not card.is_draft:
            note_version(service=card, by=self.by, note=note)
        return card, before

    def _with_providers(self, verdicts: list[Verdict]) -> list[Verdict]:
        """Make the providers that are not there yet, and put their keys where their names stood."""
        made: dict[str, str] = {}
        for name in _new_providers(verdicts):
            made[name] = self._provider(name)
        for each in verdicts:
            if each.after["provider"].startswith(NEW_PROVIDER):
                each.after["provider"] = made[each.after["provider"].removeprefix(NEW_PROVIDER)]
        return verdicts

    def _provider(self, name: str) -> str:
        lookups: Lookups = self.examiner.lookups
        try_again = lookups.provider(name)
        if not try_again.startswith(NEW_PROVIDER):  # made under another spelling a moment ago
            return try_again
        organisation = Organisation(kind=OrganisationKind.PROVIDER, name=name)
        base = address_of(name, longest=60) or "provider"
        taken = Organisation.objects.filter(slug=base).exists()
        organisation.slug = f"{base}-{organisation.pk.hex[-8:]}" if taken else base
        organisation.save()
        audit.record(Event.ORGANISATION_ADDED, organisation, by=self.by, source="import")
        lookups.add_provider(str(organisation.pk), organisation.slug, name)
        self.providers.append(str(organisation.pk))
        return str(organisation.pk)


def history_note(batch: Batch) -> str:
    """How the history of a card calls a change by this import."""
    return _("Import of the file %(name)s") % {"name": batch.name[:200]}


def last_job(batch: Batch, *kinds: str) -> Job | None:
    """The newest job of these kinds for the batch."""
    return Job.objects.filter(kind__in=kinds, parameters__batch=str(batch.pk)).first()


def is_stopped(batch: Batch) -> bool:
    """Whether the import failed half-way: it may be taken up again or undone."""
    job = last_job(batch, APPLY)
    return batch.state == BatchState.APPLYING and job is not None and job.state == State.FAILED


def _new_providers(verdicts: Iterable[Verdict]) -> list[str]:
    """Names of providers that these rows would make, each once."""
    names = (str(each.after.get("provider") or "") for each in verdicts if each.kind in (NEW, CHANGED))
    return list(
        dict.fromkeys(name.removeprefix(NEW_PROVIDER) for name in names if name.startswith(NEW_PROVIDER))
    )
