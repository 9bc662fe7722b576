"""A person's own data: the copy they may take away, and its erasure."""

import secrets
from collections import defaultdict

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.accounts.personal import erasers, registry, rows_about
from mistok.audit import actions as audit
from mistok.audit.models import Event

ERASED_NAME = "Вилучено"
# Proves who the person is; of no use to them and dangerous in a file.
SECRETS = frozenset({"accounts.User.password", "mfa.Authenticator.data"})


@transaction.atomic
def export_person(*, user: User, by: User) -> dict[str, object]:
    """All that the house knows of a person, ready for JSON: each kind of record, its rows and reasons.

    Passwords and second-factor secrets are named but not shown. The journal notes that a copy was taken.
    """
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for model, row in rows_about(user):
        label = model._meta.label
        rows[label].append({name: "•••" if f"{label}.{name}" in SECRETS else row[name] for name in row})
    records = {}
    for label, said in registry().items():
        if label in rows:
            reasons = {
                name: {"purpose": str(personal.purpose), "keep": str(personal.keep)}
                for name, personal in said.personal.items()
            }
            records[label] = {"name": str(said.model._meta.verbose_name), "why": reasons, "rows": rows[label]}
    audit.record(Event.EXPORTED, user, by=by)
    return {"taken_at": timezone.now(), "records": records}


@transaction.atomic
def erase_person(*, user: User, by: User) -> None:
    """Make the account nobody's: no name, address, password, second factor, session or role is left.

    What was counted stays counted and points to an empty account. It cannot be undone.
    """
    for eraser in erasers():
        eraser(user)
    end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.name, user.email = ERASED_NAME, f"{secrets.token_hex(12)}@erased.invalid"
    user.set_unusable_password()
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.erased_at = None, timezone.now()
    user.save()
    audit.record(Event.ERASED, user, by=by)


def end_sessions(user: User) -> None:
    """Sign the person out everywhere. Sessions are encoded, so each living one is opened."""
    key = str(user.pk)
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == key:
            session.delete()
