"""What a reader may narrow the list to."""

from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

FREE, PAID = "free", "paid"
LONGEST = 80  # characters of one value


@dataclass(frozen=True, slots=True)
class Filters:
    """An empty value narrows nothing. Filters add up (AND). `territory` is a code of the codifier."""

    situation: str = ""
    audience: str = ""
    territory: str = ""
    level: str = ""
    kind: str = ""
    channel: str = ""
    cost: str = ""
    provider: str = ""

    @classmethod
    def of(cls, asked: dict[str, str]) -> "Filters":
        """The filters among the parameters of an address, cut to a sensible length."""
        return cls(**{each.name: asked.get(each.name, "")[:LONGEST] for each in fields(cls)})

    def without(self, dimension: str) -> "Filters":
        return replace(self, **{dimension: ""})

    def chosen(self) -> dict[str, str]:
        """The filters that narrow, by name, in the order in which they stand on the page."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    @property
    def address(self) -> str:
        """The first page of the list narrowed so, as a relative address."""
        return "?" + urlencode(self.chosen())
