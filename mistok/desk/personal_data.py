"""What the desk knows of people: who recorded, and nothing of those who came.

Visitors are counted, never named: categories and the ages of a lesson's youngest and oldest point to nobody.
"""

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, classify
from mistok.desk.models import Encounter, EncounterItem, Topic

classify(Topic, plain=["parent", "kind", "name", "short_name", "report_phrase", "retired_on"], personal={})
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
