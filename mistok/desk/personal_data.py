"""What the desk knows of people: who recorded, and nothing of those who came.

Visitors are counted, never named: categories and the ages of a lesson's youngest and oldest point to nobody.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, Term, classify, declare_term
from mistok.desk import personal_data_sales  # noqa: F401 - the paid services
from mistok.desk.models import (
    DAYS_KEPT,
    Encounter,
    EncounterItem,
    HandedOut,
    PeriodLock,
    SheetImport,
    StreetAction,
    SyncBatch,
    SyncProblem,
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
        "adjusted_from",
        "device",
        "sync_batch",
        "facts_hash",
        "skew_seconds",
        "said_at",
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
        ),
        "card_hash": Personal(
            purpose=_("To see that a reader came again, without knowing which one: the code is not kept."),
            keep=_("As long as the record, a primary document of the library."),
            owner="",
        ),
        "note": Personal(
            purpose=_("What a colleague must know of the visit. Numbers of documents are not let in."),
            keep=_("A year."),
            owner="",
        ),
    },
)
classify(
    EncounterItem,
    plain=["encounter", "service", "topic", "times", "outcome", "why", "independence", "minutes"],
    personal={},
)
classify(
    SyncBatch,
    plain=[
        "device",
        "sent_at",
        "received_at",
        "skew_seconds",
        "created",
        "duplicates",
        "conflicts",
        "rejected",
    ],
    personal={
        "person": Personal(purpose=_("To know whose device sent it."), keep=_("90 days."), owner="person"),
        "content": Personal(
            purpose=_("To find a record again when something went wrong on the way."),
            keep=_("90 days."),
            owner="",
        ),
    },
)
classify(
    SyncProblem,
    plain=["uuid", "point", "device", "answer", "code", "first_at", "last_at", "times", "settled_at"],
    personal={
        "person": Personal(purpose=_("To know who can mend the record."), keep=_("90 days."), owner="person"),
        "record": Personal(
            purpose=_("To see what was not taken in, and to mend it."), keep=_("90 days."), owner=""
        ),
    },
)
_LOCKED = _("To know who answers for the reported figures.")
_AS_LONG = _("As long as the report.")
classify(
    PeriodLock,
    plain=["organisation", "first", "last", "locked_at", "lifted_at"],
    personal={
        "locked_by": Personal(purpose=_LOCKED, keep=_AS_LONG, owner="locked_by"),
        "lifted_by": Personal(purpose=_LOCKED, keep=_AS_LONG, owner="lifted_by"),
    },
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


def _forget_notes(now: datetime) -> int:
    """Notes a year after they were written; what was counted stays."""
    old = Encounter.objects.filter(received_at__lt=now - timedelta(days=365)).exclude(note="")
    return old.update(note="")


def _forget_sendings(now: datetime) -> int:
    """What devices sent and what was not taken in, after their days. The visits stay."""
    end = now - timedelta(days=DAYS_KEPT)
    gone = SyncProblem.objects.filter(last_at__lt=end).delete()[0]
    return gone + SyncBatch.objects.filter(received_at__lt=end).delete()[0]


declare_term(Term("desk_notes", _("notes of the desk, after a year"), _forget_notes))
declare_term(Term("desk_sendings", _("what devices sent to the desk, after 90 days"), _forget_sendings))
