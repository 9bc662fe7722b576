"""What the account's own page shows."""

from django.db.models import QuerySet

from mistok.accounts.models import User
from mistok.audit.models import Entry
from mistok.audit.queries import entries_about


def access_to(user: User) -> QuerySet[Entry]:
    """Who looked at, took out or changed this person's data; the last first."""
    return entries_about("accounts.user", str(user.pk))


def names_of(keys: set[str]) -> dict[str, str]:
    """Names of accounts by key, for pages that hold keys only; unknown keys are left out."""
    found = User.objects.filter(pk__in=[key for key in keys if key]).only("pk", "name", "email")
    return {str(user.pk): str(user) for user in found}
