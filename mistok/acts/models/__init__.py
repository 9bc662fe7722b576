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

__all__ = [
    "NOT_WORKING",
    "Act",
    "ActCollection",
    "ActCollectionItem",
    "ActFile",
    "ActVersion",
    "Kind",
    "Level",
    "Provision",
    "Relation",
    "RelationKind",
    "Status",
]
