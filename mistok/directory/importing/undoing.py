"""Taking an import back: every card as it was before, unless a person has touched it since."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.telling import providers_changed
from mistok.directory.actions.versions import note_version, remember, tell_search
from mistok.directory.importing.work import APPLY, is_stopped, last_job
from mistok.directory.models import Batch, BatchChange, BatchState, RevisionState, Service
from mistok.directory.snapshots import MANY_TO_MANY, UnknownReferenceError, apply, snapshot
from mistok.lib.jobs.actions import start_work
from mistok.lib.jobs.models import BadRow, Job
from mistok.network.models import Organisation
from mistok.search.actions import changed

UNDO = "services-undo"
CHUNK = 100
COUNTED = ("restored", "removed", "archived", "kept")


@transaction.atomic
def start_undo(*, batch: Batch, by: User) -> Job | None:
    """Begin to take the import back; None when there is nothing to take back, or it has begun."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.APPLIED and not is_stopped(batch):
        return None
    job = start_work(kind=UNDO, parameters={"batch": str(batch.pk), "name": batch.name}, by=by)
    batch.job, batch.state = job.pk, BatchState.UNDOING
    batch.save(update_fields=["job", "state"])
    return job


def undo(job: Job) -> None:
    """Take back the changes of a batch, the last first, from where an earlier run stopped.

    A card edited since, and an added one that people use, is left as it is and listed with the job.
    """
    batch = Batch.objects.get(pk=job.parameters["batch"])
    by = User.objects.filter(pk=job.started_by).first() if job.started_by else None
    counts: dict[str, int] = dict.fromkeys(COUNTED, 0) | job.cursor.get("counts", {})
    below = job.cursor.get("below")
    if below is None:
        job.bad_rows.all().delete()
    job.advance(sum(counts.values()), total=job.total or batch.changes.count())
    while True:
        left = batch.changes.order_by("-pk").select_related("batch")
        some = list(left.filter(pk__lt=below)[:CHUNK] if below is not None else left[:CHUNK])
        if not some:
            break
        with transaction.atomic():
            for outcome in _take_back(some, job, by):
                counts[outcome] += 1
            below = some[-1].pk
            job.advance(sum(counts.values()), cursor={"below": below, "counts": counts})
    with transaction.atomic():
        providers = _remove_providers(batch, by)
        batch.state, batch.undone_at = BatchState.UNDONE, timezone.now()
        batch.save(update_fields=["state", "undone_at"])
        result: dict[str, Any] = {**counts, "providers": providers}
        job.finish(result)
        audit.record(Event.SERVICES_UNDONE, batch, by=by, **result)


def _take_back(changes: Sequence[BatchChange], job: Job, by: User | None) -> list[str]:
    """One chunk; what became of each card."""
    found = Service.objects.select_for_update().filter(pk__in=[each.service_id for each in changes])
    cards = {each.pk: each for each in found.prefetch_related(*MANY_TO_MANY, "revisions")}
    used = _used([each.service_id for each in changes if not each.before])
    outcomes, unwanted = [], []
    for change in changes:
        card = cards[change.service_id]
        if reason := _touched(card, change):
            outcomes.append(_keep(change, card, job, reason))
        elif change.before:
            outcomes.append(_restore(card, change, job, by))
        elif card.pk in used:
            outcomes.append(_archive(card, by))
        else:
            unwanted.append(card)
            outcomes.append("removed")
    public = [each for each in unwanted if not each.is_draft]
    changed("service", *(str(each.uuid) for each in public))
    providers_changed(public)
    changed("situation", *{key for card in public for key in snapshot(card)["situations"]})
    Service.objects.filter(pk__in=[each.pk for each in unwanted]).delete()
    return outcomes


def _touched(card: Service, change: BatchChange) -> str:
    """What people have done with the card since; empty when nothing."""
    if snapshot(card) != change.after:
        return _("edited since")
    if change.before:
        return ""
    if card.is_confirmed:
        return _("a person confirmed it")
    for revision in card.revisions.all():
        if revision.fields != change.after or revision.state != RevisionState.APPROVED:
            return _("a person wrote a text for it")
    if _is_published_since(card, change):
        return _("a person published it")
    return ""


def _is_published_since(card: Service, change: BatchChange) -> bool:
    return not card.is_draft and not change.batch.defaults.get("publish")


def _keep(change: BatchChange, card: Service, job: Job, reason: str) -> str:
    BadRow.objects.create(job=job, number=change.row, content=card.name, reason=reason)
    return "kept"


def _restore(card: Service, change: BatchChange, job: Job, by: User | None) -> str:
    situations = {each.pk for each in card.situations.all()}
    try:
        with transaction.atomic():
            if not card.is_draft:
                remember(card)
            apply(card, change.before)
    except UnknownReferenceError:
        return _keep(change, card, job, _("its provider or territory of before is gone"))
    card.edited_at = timezone.now()
    card.save(update_fields=["edited_at"])
    if not card.is_draft:
        note = _("Import undone: %(name)s") % {"name": change.batch.name[:200]}
        stored = Service.objects.get(pk=card.pk)  # what was prefetched is of before
        note_version(service=stored, by=by, note=note)
        tell_search(stored, situations)
    return "restored"


def _archive(card: Service, by: User | None) -> str:
    """A card that is counted or shown somewhere stays, in the archive."""
    card.retired_on = timezone.localdate()
    card.save(update_fields=["retired_on"])
    audit.record(Event.SERVICE_RETIRED, card, by=by, source="import")
    tell_search(card)
    return "archived"


def _used(keys: Sequence[int]) -> set[int]:
    """Which of the cards anything points at but this import’s own notes, whichever app it belongs to."""
    found: set[int] = set()
    for model, name in _pointing_at(Service, besides=("directory.BatchChange", "directory.Revision")):
        pointing = model._default_manager.filter(**{f"{name}__in": keys})
        found.update(pointing.values_list(name, flat=True))
    return found


def _pointing_at(target: type[Model], besides: Sequence[str] = ()) -> Iterator[tuple[Any, str]]:
    """Every model with a field that points at this one; its own lists of many are no such models."""
    for relation in target._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        is_from_outside = relation.auto_created and not relation.concrete and relation.is_relation
        if is_from_outside and model._meta.auto_created is not target and model._meta.label not in besides:
            yield model, relation.field.name  # type: ignore[union-attr]


def _remove_providers(batch: Batch, by: User | None) -> int:
    """Organisations that the import made and nobody needs any more."""
    job = last_job(batch, APPLY)
    made = (job.result.get("providers") or job.cursor.get("providers") or []) if job else []
    removed = 0
    for organisation in Organisation.objects.filter(pk__in=made):
        used = any(
            model._default_manager.filter(**{name: organisation}).exists()
            for model, name in _pointing_at(Organisation)
        )
        if not used:
            organisation.delete()
            removed += 1
    return removed
