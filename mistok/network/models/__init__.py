"""The network's tables, by what they speak of."""

from mistok.network.models.documents import DocumentKind, PointDocument
from mistok.network.models.equipment import (
    Equipment,
    EquipmentEvent,
    EquipmentEventKind,
    EquipmentKind,
    EquipmentState,
    Sighting,
    StockTaking,
)
from mistok.network.models.history import ActKind, NetworkAct, OrganisationName, PointEdition
from mistok.network.models.organisations import Organisation, OrganisationKind, Subordination
from mistok.network.models.partners import (
    Agreement,
    ChannelKind,
    Contact,
    ContactChannel,
    Interaction,
    InteractionKind,
)
from mistok.network.models.people import Invitation, Membership, Role
from mistok.network.models.places import Facility, HoursException, HoursReading, Match, Place, PlaceState
from mistok.network.models.points import PointKind, ServicePoint, VisitorCategory
from mistok.network.models.territory import Outline, Territory, TerritoryCategory, TerritoryName
from mistok.network.models.whereabouts import Holidays, SanitaryDay, Whereabouts

__all__ = [
    "ActKind",
    "Agreement",
    "ChannelKind",
    "Contact",
    "ContactChannel",
    "DocumentKind",
    "Equipment",
    "EquipmentEvent",
    "EquipmentEventKind",
    "EquipmentKind",
    "EquipmentState",
    "Facility",
    "Holidays",
    "HoursException",
    "HoursReading",
    "Interaction",
    "InteractionKind",
    "Invitation",
    "Match",
    "Membership",
    "NetworkAct",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "Outline",
    "Place",
    "PlaceState",
    "PointDocument",
    "PointEdition",
    "PointKind",
    "Role",
    "SanitaryDay",
    "ServicePoint",
    "Sighting",
    "StockTaking",
    "Subordination",
    "Territory",
    "TerritoryCategory",
    "TerritoryName",
    "VisitorCategory",
    "Whereabouts",
]
