"""What sessions at computers know of people: who wrote them down, and nothing of who sat there.

A visitor is a code on a slip: it is made by chance, lives as long as the session and leads to nobody.
"""

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, classify
from mistok.desk.models import ComputerPlace, ComputerRule, ComputerSession, PlaceSlot

classify(
    ComputerRule,
    plain=[
        "point",
        "session_minutes",
        "extension_minutes",
        "most_extensions",
        "grace_minutes",
        "quiet_minutes",
        "ends_by_itself",
    ],
    personal={},
)
classify(
    ComputerPlace,
    plain=["point", "name", "about", "order", "equipment", "out_of_order", "retired_on"],
    personal={},
)
classify(
    ComputerSession,
    plain=[
        "point",
        "place",
        "code",
        "state",
        "created_at",
        "starts_at",
        "ends_at",
        "ended_at",
        "ending",
        "is_estimate",
        "extensions",
        "asked_at",
        "day",
        "supersedes",
        "correction_reason",
        "revised_at",
        "voided_at",
        "void_reason",
    ],
    personal={
        "staff": Personal(
            purpose=_("To know who wrote the session down, so that the author can correct it."),
            keep=_("As long as the record, a primary document of the library."),
            owner="staff",
        )
    },
)
classify(PlaceSlot, plain=["place", "starts_at", "session"], personal={})
