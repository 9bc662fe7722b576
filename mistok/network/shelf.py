"""Reading the shelf of documents: what is in force, what was before, what everybody may read."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.network.models import Organisation, PointDocument, ServicePoint
from mistok.network.offers import Offer, declare
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for, today


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document of the shelf with the editions it replaced, the last one first."""

    document: PointDocument
    earlier: list[PointDocument]

    @property
    def is_over(self) -> bool:
        """Whether its term is over."""
        return self.document.valid_until is not None and self.document.valid_until < today()


def documents_for(person: Person, permission: Permission) -> QuerySet[PointDocument]:
    """Documents of the organisations, and of the points, where the person may do this."""
    keys = organisations_for(person, permission)
    return PointDocument.objects.filter(
        Q(organisation__in=keys) | Q(point__organisation__in=keys)
    ).select_related("organisation", "point", "file")


def shelf(*, library: Organisation | None = None, point: ServicePoint | None = None) -> list[Shelved]:
    """The shelf of a library (its own documents) or of a point. One query."""
    found = PointDocument.objects.select_related("file", "point", "organisation")
    found = found.filter(point=point) if point else found.filter(organisation=library, point=None)
    known = {each.pk: each for each in found}
    replaced = {each.replaces_id for each in known.values()}
    return [
        Shelved(each, _earlier(each, known))
        for each in known.values()
        if each.pk not in replaced and each.withdrawn_on is None
    ]


def withdrawn(
    *, library: Organisation | None = None, point: ServicePoint | None = None
) -> list[PointDocument]:
    """Documents taken off the shelf; they stay readable to staff."""
    found = PointDocument.objects.exclude(withdrawn_on=None).select_related("file")
    found = found.filter(point=point) if point else found.filter(organisation=library, point=None)
    return list(found.order_by("-withdrawn_on"))


def public_documents() -> QuerySet[PointDocument]:
    """Documents that everybody may read: on the shelf now, not replaced by newer ones."""
    return PointDocument.objects.filter(is_public=True, withdrawn_on=None, replaced_by=None)


def newest(document: PointDocument) -> PointDocument:
    """The document that stands on the shelf in the place of this one; itself when none does."""
    seen: set[UUID] = set()
    while document.pk not in seen:
        seen.add(document.pk)
        after = PointDocument.objects.filter(replaces=document).first()
        if after is None:
            break
        document = after
    return document


def offer(point: ServicePoint) -> Offer:
    """The public documents of a point and of its library, for the point's page. One query."""
    found = public_documents().filter(Q(point=point) | Q(point=None, organisation=point.organisation_id))
    links = [(titled(each), reverse("network:document-public", args=[each.pk])) for each in found]
    return Offer(_("Documents"), links)


def titled(document: PointDocument) -> str:
    """“Regulation of the centre, № 5”."""
    return f"{document.title}, № {document.number}" if document.number else document.title


def _earlier(document: PointDocument, known: dict[UUID, PointDocument]) -> list[PointDocument]:
    found: list[PointDocument] = []
    before = known.get(document.replaces_id) if document.replaces_id else None
    while before is not None and before not in found:
        found.append(before)
        before = known.get(before.replaces_id) if before.replaces_id else None
    return found


def seen_organisations(person: Person) -> Collection[UUID]:
    """Organisations whose shelves the person reads."""
    return organisations_for(person, Permission.SEE_FIGURES)


declare("network-documents", offer)
