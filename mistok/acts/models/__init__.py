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
from mistok.acts.models.uploading import ActUpload

__all__ = [
    "NOT_WORKING",
    "Act",
    "ActCollection",
    "ActCollectionItem",
    "ActFile",
    "ActImport",
    "ActUpload",
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
