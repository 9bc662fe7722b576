"""The shelf of documents: put on it, changed, replaced by a newer edition, taken off."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.files.actions import keep_document
from mistok.network.actions.editions import tell_readers
from mistok.network.models import PointDocument
from mistok.network.queries import today


@transaction.atomic
def shelve(
    *, document: PointDocument, paper: File[bytes], instead: PointDocument | None = None, by: User
) -> PointDocument:
    """Put a document with its file on the shelf; the one it replaces stays readable to staff.

    Raises ValidationError for a file that is not taken, and when the replaced one was replaced already.
    """
    if instead is not None:
        instead = PointDocument.objects.select_for_update().get(pk=instead.pk)
        if PointDocument.objects.filter(replaces=instead).exists():
            raise ValidationError(_("A newer edition stands on the shelf already."))
        document.organisation, document.point = instead.organisation, instead.point
        document.replaces = instead
    try:
        document.file = keep_document(paper)
    except ValidationError as error:
        raise ValidationError({"paper": error.messages}) from error
    document.added_by = by
    document.save()
    audit.record(
        Event.DOCUMENT_SHELVED, document, by=by, organisation=document.organisation, number=document.number
    )
    _tell(document, document.is_public or bool(instead and instead.is_public))
    return document


@transaction.atomic
def change_document(*, document: PointDocument, fields: Iterable[str], by: User) -> None:
    """Save what a form changed. Nothing is written when nothing changed."""
    changed = sorted(fields)
    if changed:
        document.save()
        audit.record(
            Event.DOCUMENT_CHANGED, document, by=by, organisation=document.organisation, fields=changed
        )
        _tell(document, document.is_public or "is_public" in changed)


@transaction.atomic
def withdraw_document(*, document: PointDocument, by: User) -> None:
    """Take a document off the shelf; staff can still read it. A second press changes nothing."""
    document = PointDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.withdrawn_on is None:
        document.withdrawn_on = today()
        document.save(update_fields=["withdrawn_on"])
        audit.record(Event.DOCUMENT_WITHDRAWN, document, by=by, organisation=document.organisation)
        _tell(document, document.is_public)


def _tell(document: PointDocument, is_public: bool) -> None:
    """Public pages show public documents: of the point, or of all points of the library."""
    if is_public:
        tell_readers([document.point] if document.point else document.organisation.points.all())
