"""Who might do what on a past day: a record made without a connection is judged by the roles of its day."""

from datetime import date
from uuid import UUID

from mistok.accounts.models import User
from mistok.network.models import Membership
from mistok.network.permissions import ALLOWED, REACHES_BELOW, Permission
from mistok.network.queries import subtree


class RolesThen:
    """The roles of a person on any day, read once."""

    def __init__(self, person: User) -> None:
        self._held: list[Membership] = list(person.memberships.all()) if person.is_active else []
        self._below: dict[tuple[frozenset[UUID], date], set[UUID]] = {}

    def allowed(self, permission: Permission, organisation: UUID, day: date) -> bool:
        """Whether the person might do this at the organisation on the day."""
        held = [each for each in self._held if each.is_on(day) and permission in ALLOWED[each.role]]
        if any(each.organisation_id == organisation for each in held):
            return True
        roots = frozenset(each.organisation_id for each in held if each.role in REACHES_BELOW)
        if not roots:
            return False
        if (roots, day) not in self._below:
            self._below[roots, day] = subtree(roots, day)
        return organisation in self._below[roots, day]
