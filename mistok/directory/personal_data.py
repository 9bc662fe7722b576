"""What the catalogue knows of people: which colleague did what, and who wrote that something is wrong."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.accounts.personal import (
    Personal,
    Section,
    Term,
    classify,
    declare_section,
    declare_term,
    on_erasure,
)
from mistok.directory.links.work import forget_old_checks
from mistok.directory.models import (
    Batch,
    BatchChange,
    Collection,
    CollectionItem,
    Guide,
    GuideStep,
    Host,
    LifeSituation,
    Link,
    LinkCheck,
    Revision,
    RevisionState,
    Service,
    ServiceAtPlace,
    Suggestion,
)
from mistok.directory.texts import texts_of

TEXTS_SHOWN = 5
TEXT_KEPT = timedelta(days=90)  # after the answer
_WHILE_ACCOUNT = _("While the account exists.")
_ACTED = _("To know which colleague did it.")

classify(LifeSituation, plain=["slug", "name", "summary", "order"], personal={})
classify(
    ServiceAtPlace,
    plain=[
        "service", "point", "place", "url", "phone", "opening_hours", "by_appointment", "note", "since",
        "until",
    ],
    personal={},
)  # fmt: skip
classify(
    Revision,
    plain=[
        "service", "state", "fields", "based_on", "note", "answer", "created_at", "updated_at", "decided_at",
    ],
    personal={
        "author": Personal(_ACTED, _WHILE_ACCOUNT, "author"),
        "decided_by": Personal(_ACTED, _WHILE_ACCOUNT, "decided_by"),
    },
)  # fmt: skip
classify(
    Guide,
    plain=[
        "uuid", "slug", "name", "summary", "before", "services", "is_published", "created_at", "edited_at",
        "confirmed_on", "archived_on",
    ],
    personal={
        "author": Personal(_ACTED, _WHILE_ACCOUNT, "author"),
        "confirmed_by": Personal(_ACTED, _WHILE_ACCOUNT, "confirmed_by"),
    },
)  # fmt: skip
classify(GuideStep, plain=["guide", "order", "text", "hint", "picture", "alt"], personal={})
classify(Collection, plain=["slug", "name", "summary", "is_published", "order", "edited_at"], personal={})
classify(CollectionItem, plain=["collection", "order", "service", "guide", "note"], personal={})
classify(
    Link,
    plain=[
        "url", "host", "verdict", "verdict_since", "problem", "final_url", "failures", "checked_at",
        "answered_at", "next_check_at", "archived_url", "uses", "trusted_until", "trusted_note",
        "title", "is_minor", "left_on", "failed_on",
    ],
    personal={"trusted_by": Personal(_ACTED, _WHILE_ACCOUNT, "trusted_by")},
)  # fmt: skip
classify(
    LinkCheck,
    plain=["link", "at", "outcome", "problem", "status", "method", "hops", "seconds", "detail"],
    personal={},
)
classify(Host, plain=["not_before", "asked_at"], personal={})
_WROTE = Personal(
    purpose=_("To mend the catalogue and to answer you."),
    keep=_("90 days after the answer; the e-mail address until the answer has left."),
    owner="email",
    match="email",
)
classify(
    Suggestion,
    plain=[
        "code", "kind", "service", "point", "place", "state", "created_at", "answer", "answered_at",
        "mailed_at",
    ],
    personal={
        "text": _WROTE,
        "email": _WROTE,
        "from_staff": Personal(_ACTED, _WHILE_ACCOUNT, "from_staff"),
        "taken_by": Personal(_ACTED, _WHILE_ACCOUNT, "taken_by"),
        "answered_by": Personal(_ACTED, _WHILE_ACCOUNT, "answered_by"),
    },
)  # fmt: skip
classify(
    Batch,
    plain=[
        "name", "stored", "reading", "mapping", "defaults", "state", "job", "created_at", "applied_at",
        "undone_at",
    ],
    personal={"by": Personal(_ACTED, _WHILE_ACCOUNT, "by")},
)  # fmt: skip
classify(BatchChange, plain=["batch", "row", "service", "before", "after"], personal={})
classify(
    Service,
    plain=[
        "uuid", "slug", "name", "short_name", "report_phrase", "kind", "provider", "level",
        "is_administrative",
        "territory", "url", "summary", "situations", "audiences", "bring", "steps", "cost", "term",
        "signature",
        "librarian_role", "boundary", "synonyms", "demand", "created_at", "edited_at", "confirmed_on",
        "confirmed_how", "retired_on", "state_id", "local_number", "cost_amount", "term_value", "term_unit",
        "legal_basis", "refusal", "result", "channels", "appeal", "help_phone", "alert", "review_months",
        "review_due_on", "reminded_on", "is_draft", "confirmed_note", "replaced_by",
    ],
    personal={
        "confirmed_by": Personal(
            purpose=_("To know which colleague made sure that a card is true."),
            keep=_("While the account exists."),
            owner="confirmed_by",
        ),
        "keeper": Personal(_("To remind the colleague who keeps the card."), _WHILE_ACCOUNT, "keeper"),
    },
)  # fmt: skip


def _texts(user: User) -> list[str]:
    """The last texts for the catalogue and what was answered: “Housing subsidy – sent back: which price?”."""
    sent = texts_of(user).exclude(state=RevisionState.DRAFT)[:TEXTS_SHOWN]
    return [
        f"{each.service} – {each.get_state_display()}{': ' if each.answer else ''}{each.answer}"
        for each in sent
    ]


def _forget_texts(now: datetime) -> int:
    """Texts of messages answered long ago go; that there was a message, and the answer, stay."""
    past = Suggestion.objects.filter(answered_at__lt=now - TEXT_KEPT)
    return past.exclude(text="", email="").update(text="", email="")


def _erase(user: User) -> None:
    """What the person wrote as a reader: found by the address, which is all that ties it to them."""
    Suggestion.objects.filter(email__iexact=user.email).update(text="", email="")


on_erasure("directory", _erase)
declare_section(Section("texts", _("Your texts for the catalogue"), _texts))
declare_term(Term("suggestions", _("texts of readers’ messages, 90 days after the answer"), _forget_texts))
declare_term(Term("link_checks", _("tries of links, thinned after a year"), forget_old_checks))
