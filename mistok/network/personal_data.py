"""What the network knows of a person: roles and invitations. Places and the codifier know of nobody."""

from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.accounts.personal import (
    ErasureRefusedError,
    Personal,
    Section,
    Term,
    classify,
    declare_section,
    declare_term,
    on_erasure,
)
from mistok.network.actions import end_all_roles
from mistok.network.models import (
    Invitation,
    Membership,
    Organisation,
    ServicePoint,
    Subordination,
    Territory,
    TerritoryName,
    VisitorCategory,
)
from mistok.network.queries import is_last_administrator
from mistok.ui.templatetags.mistok import date_long

INVITATIONS_KEPT = timedelta(days=90)

_INVITED = Personal(
    purpose=_("To invite you and to know who was invited."),
    keep=_("90 days after the invitation ended."),
    owner="email",
    match="email",
)
_ROLE = Personal(
    purpose=_("To know who may do what, and who did it at the time."),
    keep=_("As long as the facts you recorded; without your name after erasure."),
    owner="person",
)

classify(Territory, plain=["parent", "level", "category", "name", "closed_on"], personal={})
classify(TerritoryName, plain=["territory", "name", "since", "until"], personal={})
classify(Subordination, plain=["organisation", "parent", "since", "until"], personal={})
classify(VisitorCategory, plain=["name", "plural", "order"], personal={})
# Contacts of an institution are public and belong to no person.
classify(
    Organisation,
    plain=[
        "slug", "kind", "name", "short_name", "territory", "website", "email", "phone", "opened_on",
        "closed_on",
    ],
    personal={},
)  # fmt: skip
classify(
    ServicePoint,
    plain=[
        "uuid", "slug", "kind", "name", "organisation", "territory", "address", "directions", "latitude",
        "longitude", "phone", "email", "opening_hours", "hours_note", "computers", "has_internet", "has_wifi",
        "has_scanner", "has_printer", "step_free", "works_in_blackout", "population_served", "opened_on",
        "closed_on",
    ],
    personal={},
)  # fmt: skip
classify(
    Membership,
    plain=[],
    personal=dict.fromkeys(["person", "organisation", "role", "since", "until"], _ROLE),
)
classify(
    Invitation,
    plain=["secret_hash", "expires_at", "mailed_at", "accepted_at", "withdrawn_at"],
    personal={
        **dict.fromkeys(["email", "name", "organisation", "role", "created_at"], _INVITED),
        "invited_by": Personal(_("Who invited."), _("90 days after the invitation ended."), "invited_by"),
    },
)


def _erase(user: User) -> None:
    if is_last_administrator(user):
        raise ErasureRefusedError(
            gettext(
                "You are the only administrator of the network. "
                "Invite another one first, then erase your data."
            )
        )
    end_all_roles(user)
    Invitation.objects.filter(email__iexact=user.email).delete()


def _roles(user: User) -> list[str]:
    held = Membership.objects.filter(person=user).select_related("organisation").order_by("-until", "-since")
    return [_in_words(each) for each in held]


def _in_words(role: Membership) -> str:
    """“Librarian – Central library, since 1 March 2024”."""
    said = str(role)
    if role.since:
        said += gettext(", since %(day)s") % {"day": date_long(role.since)}
    if role.until:
        said += gettext(", until %(day)s") % {"day": date_long(role.until)}
    return said


def _forget_invitations(now: datetime) -> int:
    return Invitation.objects.filter(expires_at__lt=now - INVITATIONS_KEPT).delete()[0]


on_erasure("network", _erase)
declare_section(Section("roles", _("Your roles"), _roles))
declare_term(Term("invitations", _("invitations, 90 days after they ended"), _forget_invitations))
