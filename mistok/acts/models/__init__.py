"""What the store of acts keeps."""

from mistok.acts.models.acts import (
    NOT_WORKING,
    Act,
    ActCollection,
    ActCollectionItem,
    ActFile,
    ActVersion,
    Kind,
    Level,
    Provision,
    Relation,
    RelationKind,
    Status,
)
from mistok.acts.models.importing import ActImport, ImportKind, ImportState

__all__ = [
    "NOT_WORKING",
    "Act",
    "ActCollection",
    "ActCollectionItem",
    "ActFile",
    "ActImport",
    "ActVersion",
    "ImportKind",
    "ImportState",
    "Kind",
    "Level",
    "Provision",
    "Relation",
    "RelationKind",
    "Status",
]
