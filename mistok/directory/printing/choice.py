"""What a librarian chose in the print shop, read from an address and written back into one."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from mistok.directory.guides import services_of
from mistok.directory.models import Service
from mistok.directory.printing.demand import most_asked
from mistok.directory.printing.products import Order, Printed, Product
from mistok.directory.queries import public_services
from mistok.network.models import ServicePoint
from mistok.ukrainian.text import normalise

MOST_COPIES = 10_000
LISTED = 40


@dataclass(frozen=True)
class Choice:
    """Everything that the address of a page says: it may be sent to a colleague as it stands."""

    product: Product
    point: ServicePoint
    services: Sequence[Service]
    options: dict[str, str]
    copies: int
    too_many: int  # services beyond what the product takes, left out
    gone: int  # services of the address that left the catalogue

    @classmethod
    def of(cls, product: Product, point: ServicePoint, given: QueryDict) -> "Choice":
        """The choice in the address; what nobody has chosen yet is suggested."""
        gone = too_many = 0
        if "chosen" in given:
            slugs = list(dict.fromkeys(given.getlist("service")))
            found = public_services().filter(slug__in=slugs[: 2 * product.most])
            services = list(_whole(found))
            gone = len(slugs[: 2 * product.most]) - len(services)
            too_many = max(0, len(services) - product.most)
        else:
            keys = services_of(given.get("collection", ""))[: product.most]
            keys = keys or [each.pk for each in most_asked(point, product.suggested)]
            known = {each.pk: each for each in _whole(public_services().filter(pk__in=keys))}
            services = [known[key] for key in keys if key in known]
        options = {}
        for option in product.options:
            allowed = [value for value, _label in option.choices]
            said = given.get(option.name, "")
            options[option.name] = said if said in allowed else allowed[0]
        copies = _number(given.get("copies", ""))
        return cls(product, point, services[: product.most], options, copies, too_many, gone)

    def printed(self) -> Printed:
        """The thing itself."""
        return Printed.of(self.product, Order(self.point, self.services, self.options))

    @property
    def address(self) -> str:
        """The choice as the query of an address, always the same for the same choice."""
        pairs = [("chosen", "1"), ("point", self.point.slug), *self.options.items()]
        pairs += [("copies", str(self.copies))] if self.copies > 1 else []
        return urlencode([*pairs, *(("service", each.slug) for each in self.services)])


def offered(choice: Choice, text: str, situation: str, collection: str = "") -> list[Service]:
    """Services to choose besides the chosen ones: those asked for here, or those that match the filter."""
    if not text.strip() and not situation and not collection:
        found = most_asked(choice.point, LISTED)
    else:
        matching = public_services()
        if situation:
            matching = matching.filter(situations=situation)
        if collection:
            matching = matching.filter(pk__in=services_of(collection))
        words = normalise(text).lower().split()
        # In Python, not in SQL: SQLite compares Cyrillic letters with regard to case.
        found = [each for each in matching if all(word in _said(each) for word in words)]
    chosen = {each.pk for each in choice.services}
    return [each for each in found if each.pk not in chosen][:LISTED]


def _said(service: Service) -> str:
    return normalise(" ".join([service.name, service.short_name, *map(str, service.synonyms)])).lower()


def _whole(services: QuerySet[Service]) -> QuerySet[Service]:
    return services.select_related("provider").prefetch_related("situations")


def _number(text: str) -> int:
    return min(max(int(text), 1), MOST_COPIES) if text.isascii() and text.isdigit() and len(text) < 9 else 1
