"""The keepers' list: every card, drafts and archived ones too, narrowed and searched."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.directory.models import Revision, RevisionState, Service
from mistok.lib.alphabet import Alphabetical
from mistok.lib.lookups import has_word
from mistok.network.models import Membership
from mistok.network.permissions import ALLOWED, Permission
from mistok.network.queries import today
from mistok.ukrainian.text import words

IN_USE, DRAFT, ARCHIVED = "in-use", "draft", "archived"
STATES = [(IN_USE, _("in the catalogue")), (DRAFT, _("not published yet")), (ARCHIVED, _("in the archive"))]
UNCONFIRMED, WAITING, UNKEPT = "unconfirmed", "waiting", "unkept"
NEEDS = [
    (UNCONFIRMED, _("not confirmed by a person")),
    (WAITING, _("a text waits for approval")),
    (UNKEPT, _("nobody keeps it")),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a keeper narrowed the list to; empty narrows nothing. `keeper` is a key of an account."""

    q: str = ""
    state: str = ""
    needs: str = ""
    keeper: UUID | None = None


def all_cards(asked: Asked) -> QuerySet[Service]:
    """The cards asked for by name, each with `has_waiting`; two queries a page, whatever its rows."""
    waiting = Revision.objects.filter(service=OuterRef("pk"), state=RevisionState.WAITING)
    found = Service.objects.select_related("provider", "territory", "keeper").annotate(
        has_waiting=Exists(waiting)
    )
    conditions = {
        IN_USE: Q(is_draft=False, retired_on=None),
        DRAFT: Q(is_draft=True, retired_on=None),
        ARCHIVED: Q(retired_on__isnull=False),
        UNCONFIRMED: Q(confirmed_on=None, retired_on=None, is_draft=False),
        WAITING: Q(has_waiting=True),
        UNKEPT: Q(keeper=None, retired_on=None),
    }
    for value in (asked.state, asked.needs):
        found = found.filter(conditions.get(value, Q()))
    if asked.keeper is not None:
        found = found.filter(keeper=asked.keeper)
    return _named(found, asked.q).order_by(Alphabetical("name"), "pk")


def keepers() -> QuerySet[User]:
    """Who keeps at least one card."""
    return User.objects.filter(pk__in=Service.objects.filter(keeper__isnull=False).values("keeper")).order_by(
        Alphabetical("name")
    )


def possible_keepers(present: UUID | None = None) -> QuerySet[User]:
    """Who may be asked to keep a card: all who write texts for the catalogue; and who keeps it at present."""
    roles = [role for role, allowed in ALLOWED.items() if Permission.PROPOSE_SERVICES in allowed]
    writing = Membership.objects.on(today()).filter(role__in=roles).values("person")
    return User.objects.filter(Q(pk__in=writing, is_active=True) | Q(pk=present)).order_by(
        Alphabetical("name"), "pk"
    )


def _named(found: QuerySet[Service], text: str) -> QuerySet[Service]:
    """Cards with every word in the name, in the address, among the numbers or in the provider's name."""
    for word in [token.text for token in words(text)][:6]:
        numbered = Q(slug__icontains=word) | Q(state_id=word) | Q(local_number__icontains=word)
        named = has_word(word, "name", "short_name", "provider__name", "provider__short_name")
        found = found.filter(numbered | named)
    return found
