"""The catalogue's tables, by what they speak of."""

from mistok.directory.models.batches import Batch, BatchChange, BatchState
from mistok.directory.models.guides import Collection, CollectionItem, Guide, GuideStep
from mistok.directory.models.links import Host, Link, LinkCheck, Verdict
from mistok.directory.models.places import ServiceAtPlace
from mistok.directory.models.revisions import Revision, RevisionState
from mistok.directory.models.services import (
    Channel,
    Confirmation,
    Level,
    LibrarianRole,
    LifeSituation,
    Service,
    ServiceKind,
    Signature,
    TermUnit,
)
from mistok.directory.models.suggestions import Suggestion, SuggestionKind, SuggestionState

__all__ = [
    "Batch",
    "BatchChange",
    "BatchState",
    "Channel",
    "Collection",
    "CollectionItem",
    "Confirmation",
    "Guide",
    "GuideStep",
    "Host",
    "Level",
    "LibrarianRole",
    "LifeSituation",
    "Link",
    "LinkCheck",
    "Revision",
    "RevisionState",
    "Service",
    "ServiceAtPlace",
    "ServiceKind",
    "Signature",
    "Suggestion",
    "SuggestionKind",
    "SuggestionState",
    "TermUnit",
    "Verdict",
]
