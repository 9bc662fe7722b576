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
from mistok.lib.files.models import StoredFile
from mistok.network.actions import end_all_roles
from mistok.network.models import (
    Agreement,
    Contact,
    ContactChannel,
    Equipment,
    EquipmentEvent,
    HoursException,
    Interaction,
    Invitation,
    Membership,
    NetworkAct,
    Organisation,
    OrganisationName,
    Outline,
    Place,
    PointDocument,
    PointEdition,
    ServicePoint,
    Sighting,
    StockTaking,
    Subordination,
    Territory,
    TerritoryName,
    VisitorCategory,
)
from mistok.network.queries import is_last_administrator
from mistok.ui.templatetags.mistok import date_long

INVITATIONS_KEPT = timedelta(days=90)
CONTACTS_KEPT = timedelta(days=365)
FORMER_CONTACT = "колишня контактна особа"  # stands in the database, so in one language

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

_ACTED = _("To know which colleague did it.")
_WHILE_ACCOUNT = _("While the account exists.")

classify(
    Territory,
    plain=[
        "parent", "level", "category", "name", "closed_on", "latitude", "longitude", "population",
        "population_year", "centre",
    ],
    personal={},
)  # fmt: skip
classify(Outline, plain=["rings", "source"], personal={})
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
classify(OrganisationName, plain=["organisation", "name", "short_name", "since", "until"], personal={})
classify(
    Place,
    plain=[
        "slug", "organisation", "name", "territory", "state", "website", "facilities", "source",
        "external_id",
        "seen_on", "given", "match", "hours_reading", "website_note", "kept_fields", "edited_at", "address",
        "directions", "latitude", "longitude", "phone", "email", "opening_hours", "hours_note", "holidays",
        "sanitary_day",
    ],
    personal={},
)  # fmt: skip
classify(
    HoursException,
    plain=["point", "place", "since", "until", "opening_hours", "reason", "created_at"],
    personal={},
)
classify(
    PointEdition,
    plain=["point", "name", "kind", "organisation", "territory", "address", "since", "until"],
    personal={},
)
classify(
    NetworkAct,
    plain=[
        "kind", "on", "point", "organisation", "successor_point", "successor", "order", "note", "created_at",
    ],
    personal={"by": Personal(_ACTED, _WHILE_ACCOUNT, "by")},
)  # fmt: skip
# What stands in a file is the business of the shelf or agreement that holds it.
classify(
    StoredFile,
    plain=["name", "media_type", "size", "sha256", "width", "height", "content", "created_at"],
    personal={},
)
classify(
    PointDocument,
    plain=[
        "organisation", "point", "kind", "title", "number", "dated", "valid_until", "is_public", "file",
        "replaces", "added_at", "withdrawn_on",
    ],
    personal={"added_by": Personal(_ACTED, _WHILE_ACCOUNT, "added_by")},
)  # fmt: skip
classify(
    Equipment,
    plain=[
        "organisation", "point", "inventory_number", "name", "kind", "serial", "room", "state", "acquired_on",
        "price", "origin", "note",
    ],
    personal={},
)  # fmt: skip
classify(
    EquipmentEvent,
    plain=["equipment", "kind", "on", "from_point", "to_point", "document", "note", "created_at"],
    personal={"by": Personal(_ACTED, _WHILE_ACCOUNT, "by")},
)
classify(
    StockTaking,
    plain=["organisation", "point", "order", "started_at", "expected", "closed_at"],
    personal={
        "commission": Personal(
            _("To print who counted in the act of stock-taking."),
            _("As long as the act, which the law on accounting asks to keep."),
            "",
        ),
        "started_by": Personal(_ACTED, _WHILE_ACCOUNT, "started_by"),
        "closed_by": Personal(_ACTED, _WHILE_ACCOUNT, "closed_by"),
    },
)
classify(
    Sighting,
    plain=["stock_taking", "equipment", "number", "found", "state", "note", "seen_at", "received_at"],
    personal={"by": Personal(_ACTED, _WHILE_ACCOUNT, "by")},
)
_CONTACT = Personal(
    purpose=_("To reach a partner or an authority through the person it named."),
    keep=_("A year after the person stopped being the contact; without the name afterwards."),
    owner="",
)
classify(
    Contact,
    plain=["organisation", "speaks_for_it", "since", "until"],
    personal=dict.fromkeys(["name", "position", "basis", "note"], _CONTACT),
)
classify(
    ContactChannel,
    plain=["contact", "kind", "is_preferred"],
    personal={"value": _CONTACT},
)
classify(
    Agreement,
    plain=[
        "organisation", "library", "title", "number", "signed_on", "renews", "ended_on", "note", "files",
        "since", "until",
    ],
    personal={},
)  # fmt: skip
classify(
    Interaction,
    plain=[
        "organisation", "library", "contact", "kind", "on", "summary", "next_step", "next_on", "next_done_on",
        "created_at",
    ],
    personal={"by": Personal(_ACTED, _WHILE_ACCOUNT, "by")},
)  # fmt: skip
classify(
    ServicePoint,
    plain=[
        "uuid", "slug", "kind", "name", "organisation", "territory", "address", "directions", "latitude",
        "longitude", "phone", "email", "opening_hours", "hours_note", "computers", "has_internet", "has_wifi",
        "has_scanner", "has_printer", "step_free", "works_in_blackout", "has_generator", "has_banner",
        "has_shelter", "shelter_note", "internet_mbps", "facilities", "serves", "holidays", "sanitary_day",
        "population_served", "opened_on",
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


def _forget_contacts(now: datetime) -> int:
    """Contacts that ended a year ago lose name, note and ways to be reached; the talks with them stay."""
    gone = Contact.objects.filter(until__lt=(now - CONTACTS_KEPT).date()).exclude(name=FORMER_CONTACT)
    ContactChannel.objects.filter(contact__in=gone).delete()
    return gone.update(name=FORMER_CONTACT, position="", basis="–", note="")


on_erasure("network", _erase)
declare_section(Section("roles", _("Your roles"), _roles))
declare_term(Term("contacts", _("contacts of partners, a year after they ended"), _forget_contacts))
declare_term(Term("invitations", _("invitations, 90 days after they ended"), _forget_invitations))
