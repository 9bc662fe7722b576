"""The secret address of a colleague's calendar: made, made anew, withdrawn."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.desk.models import CalendarKey


@transaction.atomic
def make_key(*, by: User) -> str:
    """A new secret for the person; the one before stops working. It is told once, a digest is kept."""
    secret = secrets.token_urlsafe(24)
    CalendarKey.objects.filter(person=by).delete()
    CalendarKey.objects.create(person=by, digest=digest(secret))
    return secret


@transaction.atomic
def withdraw_key(*, by: User) -> None:
    """The address stops working at once."""
    CalendarKey.objects.filter(person=by).delete()


def person_of(secret: str) -> User | None:
    """Whose calendar the secret opens; nobody's when it was withdrawn or the account is closed."""
    key = CalendarKey.objects.filter(digest=digest(secret)).select_related("person").first()
    if key is None or not key.person.is_active:
        return None
    today = timezone.localdate()
    if key.read_on != today:
        CalendarKey.objects.filter(pk=key.pk).update(read_on=today)
    return key.person


def digest(secret: str) -> str:
    """What is kept of a secret; it has 192 bits by itself, so no salt is needed."""
    return sha256(secret.encode()).hexdigest()
