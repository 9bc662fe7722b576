"""What the catalogue knows of people: only who confirmed a card."""

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, classify
from mistok.directory.models import LifeSituation, Service

classify(LifeSituation, plain=["slug", "name", "summary", "order"], personal={})
classify(
    Service,
    plain=[
        "uuid", "slug", "name", "short_name", "report_phrase", "kind", "provider", "level",
        "is_administrative",
        "territory", "url", "summary", "situations", "audiences", "bring", "steps", "cost", "term",
        "signature",
        "librarian_role", "boundary", "synonyms", "demand", "created_at", "edited_at", "confirmed_on",
        "confirmed_how", "retired_on",
    ],
    personal={
        "confirmed_by": Personal(
            purpose=_("To know which colleague made sure that a card is true."),
            keep=_("While the account exists."),
            owner="confirmed_by",
        )
    },
)  # fmt: skip
