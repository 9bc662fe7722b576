"""The filters of the list of services."""

from dataclasses import dataclass

from mistok.lib.narrowing import Narrowing

FREE, PAID = "free", "paid"


@dataclass(frozen=True, slots=True)
class Filters(Narrowing):
    """What a reader may narrow the list to. `territory` is a code of the codifier."""

    situation: str = ""
    audience: str = ""
    territory: str = ""
    level: str = ""
    kind: str = ""
    channel: str = ""
    cost: str = ""
    provider: str = ""
