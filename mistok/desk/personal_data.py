"""What the desk knows of people: who recorded, and nothing of those who came.

Visitors are counted, never named: categories and the ages of a lesson's youngest and oldest point to nobody.
"""

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, classify
from mistok.desk.models import (
    Encounter,
    EncounterItem,
    HandedOut,
    SheetImport,
    StreetAction,
    Tally,
    TallyRecord,
    Topic,
)

classify(
    Topic,
    plain=["parent", "kind", "name", "short_name", "report_phrase", "place", "edited_at", "retired_on"],
    personal={},
)
classify(
    Encounter,
    plain=[
        "point",
        "occurred_at",
        "time_known",
        "received_at",
        "day",
        "number",
        "certainty",
        "channel",
        "categories",
        "age_from",
        "age_to",
        "supersedes",
        "revised_at",
        "voided_at",
        "void_reason",
    ],
    personal={
        "staff": Personal(
            purpose=_("To know who helped, so that the author can correct the record."),
            keep=_("As long as the record, a primary document of the library."),
            owner="staff",
        )
    },
)
classify(
    EncounterItem,
    plain=["encounter", "service", "topic", "times", "outcome", "independence"],
    personal={},
)

_COUNTED = Personal(
    purpose=_("To know who counted, so that a mistake can be set right."),
    keep=_("As long as the record, a primary document of the library."),
    owner="staff",
)
classify(
    Tally,
    plain=[
        "point",
        "day",
        "hour",
        "certainty",
        "sheet",
        "identity",
        "sha256",
        "created_at",
        "undone_at",
    ],
    personal={"staff": _COUNTED},
)
classify(TallyRecord, plain=["tally", "encounter", "role"], personal={})
classify(
    SheetImport,
    plain=[
        "point",
        "name",
        "file",
        "sha256",
        "state",
        "result",
        "created_at",
        "applied_at",
        "undone_at",
    ],
    personal={"staff": _COUNTED},
)
_OUTDOORS = _("To know who was at the action and who wrote it down.")
classify(
    StreetAction,
    plain=[
        "point",
        "title",
        "place",
        "day",
        "begins",
        "ends",
        "note",
        "encounter",
        "supersedes",
        "received_at",
        "revised_at",
        "voided_at",
        "void_reason",
    ],
    personal={
        "staff": Personal(
            purpose=_OUTDOORS,
            keep=_("As long as the record, a primary document of the library."),
            owner="staff",
        ),
        "written_by": Personal(
            purpose=_OUTDOORS,
            keep=_("As long as the record, a primary document of the library."),
            owner="written_by",
        ),
    },
)
classify(HandedOut, plain=["action", "material", "number"], personal={})
