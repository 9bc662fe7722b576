"""The network's tables, by what they speak of."""

from mistok.network.models.organisations import Organisation, OrganisationKind, Subordination
from mistok.network.models.people import Invitation, Membership, Role
from mistok.network.models.points import PointKind, ServicePoint, VisitorCategory
from mistok.network.models.territory import Territory, TerritoryCategory, TerritoryName

__all__ = [
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "PointKind",
    "Role",
    "ServicePoint",
    "Subordination",
    "Territory",
    "TerritoryCategory",
    "TerritoryName",
    "VisitorCategory",
]
