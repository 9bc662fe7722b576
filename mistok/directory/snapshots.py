"""The text of a card as JSON can hold it: what revisions keep, what imports compare and put back.

The shape is stable: every name of FIELDS, related rows by their keys, money as "12.50", nothing as null or
"". The short address and who keeps the card are no part of its text.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import UUID

from mistok.directory.models import LifeSituation, Service
from mistok.network.models import Organisation, Territory, VisitorCategory

MANY_TO_MANY = ("situations", "audiences")
KEYED = ("provider", "territory", *MANY_TO_MANY)
LISTS = ("bring", "steps", "result", "refusal", "legal_basis", "channels", "synonyms")
FIELDS = (
    "name", "short_name", "kind", "provider", "url", "summary", "alert",
    "level", "territory", "situations", "audiences",
    "result", "bring", "steps", "channels", "signature",
    "cost", "cost_amount", "term", "term_value", "term_unit",
    "refusal", "legal_basis", "appeal", "help_phone",
    "librarian_role", "boundary",
    "is_administrative", "state_id", "local_number", "synonyms", "report_phrase", "demand",
)  # fmt: skip

type Fields = dict[str, Any]


class UnknownReferenceError(ValueError):
    """The text names a provider or a territory that is no longer there, or a field that no card has."""


def snapshot(service: Service) -> Fields:
    """The whole text of the card as it stands in the object. Two queries unless its links are prefetched."""
    found = {name: _dumped(name, getattr(service, name)) for name in FIELDS if name not in KEYED}
    found["provider"] = str(service.provider_id)
    found["territory"] = service.territory_id
    found |= {name: sorted(str(each.pk) for each in getattr(service, name).all()) for name in MANY_TO_MANY}
    return {name: found[name] for name in FIELDS}


def dump(values: Mapping[str, Any]) -> Fields:
    """Values of a form in the shape of a snapshot; names that are no text of a card are left out."""
    return {name: _dumped(name, values[name]) for name in FIELDS if name in values}


def apply(service: Service, fields: Mapping[str, Any]) -> list[str]:
    """Write these fields into the card, save it, and return the names of those that differed.

    Fields that are not given stay; a life situation or a category that is gone is left out. Call it inside a
    transaction. Raises UnknownReferenceError for a provider, a territory or a field that does not exist.
    """
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise UnknownReferenceError(f"a card has no field {unknown[0]}")
    before = snapshot(service) if service.pk else {}
    after = dict(fields) | {name: existing(name, fields[name]) for name in MANY_TO_MANY if name in fields}
    differing = [
        name for name in FIELDS if name in after and (name not in before or before[name] != after[name])
    ]
    if not differing and service.pk:
        return []
    for name in differing:
        if name not in MANY_TO_MANY:
            setattr(service, name, _loaded(name, after[name]))
    service.save()
    for name in MANY_TO_MANY:
        if name in differing:
            getattr(service, name).set(after[name])
    return differing


def digest(*texts: Mapping[str, Any]) -> str:
    """A short mark of the texts: a page sends it back, so that people decide on what they saw."""
    return sha256(dumps(texts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]


def existing(name: str, keys: Iterable[str]) -> list[str]:
    """Those of the keys of a many-to-many field that are still there, in the order of a snapshot."""
    model = {"situations": LifeSituation, "audiences": VisitorCategory}[name]
    return sorted(model._default_manager.filter(pk__in=list(keys)).values_list("pk", flat=True))


def _dumped(name: str, value: Any) -> Any:
    if name in MANY_TO_MANY:
        return sorted(str(each.pk) for each in value)
    if name == "cost_amount":
        return None if value is None else f"{Decimal(value):.2f}"
    if name in ("provider", "territory"):
        return None if value is None else str(value.pk)
    if name in LISTS:
        return list(value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def _loaded(name: str, value: Any) -> Any:
    loader = LOADERS.get(name)
    return loader(value) if loader and value is not None else value


def _provider(key: str) -> Organisation:
    try:
        return Organisation.objects.get(pk=UUID(key))
    except (Organisation.DoesNotExist, ValueError) as error:
        raise UnknownReferenceError(f"no provider {key}") from error


def _territory(code: str) -> Territory:
    try:
        return Territory.objects.get(pk=code)
    except Territory.DoesNotExist as error:
        raise UnknownReferenceError(f"no territory {code}") from error


LOADERS: dict[str, Callable[[Any], Any]] = {
    "provider": _provider,
    "territory": _territory,
    "cost_amount": Decimal,
}
