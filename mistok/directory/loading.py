"""Bringing the catalogue that comes with Mistok into the database, card by card."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from mistok.directory import catalogue
from mistok.directory.models import LifeSituation, Service
from mistok.network.models import Organisation, OrganisationKind, Territory, VisitorCategory

PROVIDER_SLUG = "provider-{}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the loading did. `skipped`: local services whose territory the database lacks, slug and code."""

    added: int
    changed: int
    unchanged: int
    kept: int
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass
class Loader:
    """One run. The caller wraps it in a transaction and writes the journal."""

    added: list[Service] = field(default_factory=list)
    changed: list[Service] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    touched_situations: set[str] = field(default_factory=set)
    categories: dict[str, VisitorCategory] = field(default_factory=dict)
    situations: dict[str, LifeSituation] = field(default_factory=dict)
    unchanged: int = 0
    kept: int = 0

    def load(self) -> Loaded:
        """Add what is missing and renew the cards nobody touched.

        Names of categories, situations and providers are people's to change once they are there.
        """
        source = catalogue.load()
        self.now = timezone.now()
        self._categories(source.categories)
        self._situations(source.situations)
        self.providers = self._providers(source.providers)
        self.territories = set(
            Territory.objects.values_list("pk", flat=True).filter(
                pk__in={each.territory for each in source.services if each.territory}
            )
        )
        stored = {
            service.slug: service
            for service in Service.objects.filter(
                slug__in=[each.slug for each in source.services]
            ).prefetch_related("situations", "audiences")
        }
        for card in source.services:
            self._service(card, stored.get(card.slug))
        return Loaded(len(self.added), len(self.changed), self.unchanged, self.kept, tuple(self.skipped))

    def _categories(self, categories: Iterable[catalogue.Category]) -> None:
        for each in categories:
            values = {"name": each.name, "plural": each.plural, "order": each.order}
            found = VisitorCategory.objects.get_or_create(code=each.key, defaults=values)
            self.categories[each.key] = found[0]

    def _situations(self, situations: Iterable[catalogue.Situation]) -> None:
        for each in situations:
            values = {"name": each.name, "summary": each.summary, "order": each.order}
            self.situations[each.key], is_new = LifeSituation.objects.get_or_create(
                slug=each.key, defaults=values
            )
            if is_new:
                self.touched_situations.add(each.key)

    def _providers(self, providers: Iterable[catalogue.Provider]) -> dict[str, Organisation]:
        found = {}
        for each in providers:
            values = {
                "kind": OrganisationKind.PROVIDER,
                "name": each.name,
                "short_name": each.short,
                "website": each.website,
                "phone": each.phone,
            }
            slug = PROVIDER_SLUG.format(each.key)
            found[each.key] = Organisation.objects.get_or_create(slug=slug, defaults=values)[0]
        return found

    def _service(self, card: catalogue.Service, service: Service | None) -> None:
        if card.territory and card.territory not in self.territories:
            self.skipped.append((card.slug, card.territory))
            return
        if service is not None and _belongs_to_people(service):
            self.kept += 1
            return
        values = self._values(card)
        if service is None:
            service = Service(slug=card.slug, created_at=self.now, edited_at=self.now, **values)
            group = self.added
        elif _differs(service, card, values):
            for name, value in values.items():
                setattr(service, name, value)
            # nobody edited it: the card is as old as the edition of the catalogue it came from
            service.created_at = service.edited_at = self.now
            group = self.changed
        else:
            self.unchanged += 1
            return
        service.save()
        self.touched_situations |= {*card.situations, *(each.pk for each in service.situations.all())}
        service.situations.set([self.situations[key] for key in card.situations])
        service.audiences.set([self.categories[key] for key in card.audiences])
        group.append(service)

    def _values(self, card: catalogue.Service) -> dict[str, Any]:
        return {
            "name": card.name,
            "short_name": card.short,
            "report_phrase": card.phrase,
            "kind": card.kind,
            "provider": self.providers[card.provider],
            "level": card.level,
            "is_administrative": card.administrative,
            "territory_id": card.territory or None,
            "url": card.url,
            "summary": card.summary,
            "bring": list(card.bring),
            "steps": list(card.steps),
            "cost": card.cost,
            "term": card.term,
            "signature": card.signature,
            "librarian_role": card.librarian,
            "boundary": card.boundary,
            "synonyms": list(card.synonyms),
            "demand": card.demand,
            "cost_amount": card.cost_amount,
            "term_value": card.term_value,
            "term_unit": card.term_unit,
            "channels": list(card.channels),
            "result": list(card.result),
            "refusal": list(card.refusal),
            "legal_basis": list(card.legal_basis),
            "appeal": card.appeal,
            "help_phone": card.help_phone,
            "state_id": card.state_id,
        }


def _belongs_to_people(service: Service) -> bool:
    """Somebody edited, confirmed or retired the card: the files must not overrule them."""
    return (
        service.edited_at > service.created_at
        or service.is_confirmed
        or bool(service.retired_on)
        or service.is_draft
    )


def _differs(service: Service, card: catalogue.Service, values: dict[str, Any]) -> bool:
    if any(getattr(service, name) != value for name, value in values.items() if name != "provider"):
        return True
    if service.provider_id != values["provider"].pk:
        return True
    situations = {each.pk for each in service.situations.all()}
    return situations != set(card.situations) or {each.pk for each in service.audiences.all()} != set(
        card.audiences
    )
