"""What the store of acts knows of people: only who brought a file in; acts are public by law."""

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, classify
from mistok.acts.models import (
    Act,
    ActCollection,
    ActCollectionItem,
    ActFile,
    ActImport,
    ActUpload,
    ActVersion,
    Provision,
    Relation,
)

_WHILE_ACCOUNT = _("While the account exists.")
_ACTED = _("To know which colleague did it.")

classify(
    Act,
    plain=[
        "uuid", "slug", "level", "kind", "kind_name", "title", "title_source", "short_name", "number",
        "registration", "keys", "adopted_on", "in_force_on", "issuer", "organisation", "territory", "status",
        "status_source", "status_on", "subjects", "is_amending", "is_published", "url", "source",
        "source_key", "fingerprint", "created_at", "edited_at",
    ],
    personal={},
)  # fmt: skip
classify(
    ActVersion,
    plain=[
        "act", "since", "reason", "is_current", "characters", "fingerprint", "text_problem", "added_at",
    ],
    personal={},
)  # fmt: skip
classify(Provision, plain=["version", "position", "anchor", "level", "heading", "text"], personal={})
classify(
    ActFile,
    plain=["act", "version", "file", "name", "pages", "is_scan", "problem", "added_at"],
    personal={},
)
classify(Relation, plain=["act", "kind", "other", "reference", "anchor", "is_by_hand"], personal={})
classify(
    ActCollection,
    plain=["slug", "name", "summary", "purpose", "is_published", "order", "edited_at"],
    personal={},
)
classify(ActCollectionItem, plain=["collection", "act", "anchor", "order", "note"], personal={})
classify(
    ActImport,
    plain=[
        "kind", "name", "stored", "reading", "mapping", "defaults", "state", "job", "created_at",
        "applied_at",
    ],
    personal={"by": Personal(_ACTED, _WHILE_ACCOUNT, "by")},
)  # fmt: skip
classify(
    ActUpload,
    plain=["file", "text", "pages", "is_scan", "problems", "created_at"],
    personal={"by": Personal(_ACTED, _WHILE_ACCOUNT, "by")},
)
