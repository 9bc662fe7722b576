"""The starting catalogue (каталог): services, providers, situations, categories, topics in TOML files.
Read with `load()`, which refuses a wrong file by naming it; no person has confirmed anything here yet."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from mistok.directory.catalogue.readings import amount_of, channels_of, term_of

KINDS = frozenset({"e-service", "resource"})
LEVELS = frozenset({"national", "regional", "local"})
SIGNATURES = frozenset({"none", "any", "diia", "account"})
LIBRARIAN_ROLES = frozenset({"informs", "guides"})
CHANNELS = frozenset({"online", "app", "office", "phone", "post", "email", "library"})
TOPIC_KINDS = frozenset({"access", "search", "consultation", "skill", "dialogue", "staff"})

LONGEST_NAME = 90
LONGEST_TOPIC_NAME = 60
LONGEST_SHORT = 28
LONGEST_BOUNDARY = 160
LONGEST_SUMMARY = 400
LONGEST_TERM = 200
FEWEST_STEPS, MOST_STEPS = 3, 7


class CatalogueError(ValueError):
    """A catalogue file is wrong; the message names the file, the entry and what to mend."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who gives the service; `phone` only where it is a widely known line."""

    key: str
    name: str
    short: str
    website: str
    phone: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A life situation, in the order in which people see them."""

    key: str
    name: str
    summary: str
    order: int


@dataclass(frozen=True, slots=True)
class Category:
    """A category of visitors; `plural` is the genitive, as after “5”."""

    key: str
    name: str
    plural: str
    order: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What help at the desk is about; `parent` is empty on the first of three levels."""

    code: str
    parent: str
    name: str
    short: str
    kind: str
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One card; `territory` is a KATOTTG code for regional and local ones, `demand` a guess from 0 to 100."""

    slug: str
    name: str
    short: str
    kind: str
    provider: str
    level: str
    administrative: bool
    territory: str
    url: str
    summary: str
    situations: tuple[str, ...]
    audiences: tuple[str, ...]
    bring: tuple[str, ...]
    steps: tuple[str, ...]
    cost: str
    term: str
    signature: str
    librarian: str
    boundary: str
    synonyms: tuple[str, ...]
    demand: int
    phrase: str = ""
    http_reason: str = ""
    cost_amount: Decimal | None = None
    term_value: int | None = None
    term_unit: str = ""
    channels: tuple[str, ...] = ()
    result: tuple[str, ...] = ()
    refusal: tuple[str, ...] = ()
    legal_basis: tuple[dict[str, str], ...] = ()
    appeal: str = ""
    help_phone: str = ""
    state_id: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that a new network starts with."""

    providers: tuple[Provider, ...]
    situations: tuple[Situation, ...]
    categories: tuple[Category, ...]
    topics: tuple[Topic, ...]
    services: tuple[Service, ...]


class _Entry:
    """One table of a file, read field by field, so that every complaint can say where it is."""

    def __init__(self, file: str, data: dict[str, Any], identity: str) -> None:
        self.file = file
        self.data = data
        self.label = str(data.get(identity, "an entry without " + identity))
        self.read: set[str] = set()

    def error(self, problem: str) -> CatalogueError:
        return CatalogueError(f"{self.file}: {self.label}: {problem}")

    def _value(self, field: str) -> Any:
        self.read.add(field)
        if field not in self.data:
            raise self.error(f"the field “{field}” is missing")
        return self.data[field]

    def text(self, field: str, *, longest: int = 250, empty: bool = False) -> str:
        value = self._value(field)
        if not isinstance(value, str):
            raise self.error(f"“{field}” must be text")
        if not value and not empty:
            raise self.error(f"“{field}” is empty")
        if len(value) > longest:
            raise self.error(f"“{field}” has {len(value)} characters, {longest} is the most")
        return value

    def optional(self, field: str) -> str:
        return self.text(field) if field in self.data else ""

    def choice(self, field: str, allowed: frozenset[str]) -> str:
        value = self.text(field)
        if value not in allowed:
            raise self.error(f"“{field}” is “{value}”, not one of {', '.join(sorted(allowed))}")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self._value(field)
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(f"“{field}” must be a list of texts")
        if len(set(value)) != len(value):
            raise self.error(f"“{field}” repeats itself")
        return tuple(value)

    def known(self, field: str, keys: frozenset[str]) -> tuple[str, ...]:
        values = self.texts(field)
        for value in values:
            if value not in keys:
                raise self.error(f"“{field}” names the unknown “{value}”")
        return values

    def flag(self, field: str) -> bool:
        value = self._value(field)
        if not isinstance(value, bool):
            raise self.error(f"“{field}” must be true or false")
        return value

    def number(self, field: str) -> int:
        value = self._value(field)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.error(f"“{field}” must be a whole number, not negative")
        return value

    def finish(self) -> None:
        """Refuse fields nobody read: most likely a slip of the pen."""
        if unknown := sorted(self.data.keys() - self.read):
            raise self.error(f"unknown field “{unknown[0]}”")


def load(folder: Traversable | None = None) -> Catalogue:
    """Read and check the whole catalogue. Raises CatalogueError at the first mistake."""
    folder = folder or files(__name__)
    providers = _providers(folder)
    situations = _situations(folder)
    categories = _categories(folder)
    services = _services(
        folder,
        providers=frozenset(provider.key for provider in providers),
        situations=frozenset(situation.key for situation in situations),
        categories=frozenset(category.key for category in categories),
    )
    return Catalogue(providers, situations, categories, _topics(folder), services)


def _entries(folder: Traversable, file: str, table: str, identity: str) -> Iterator[_Entry]:
    try:
        document = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{file}: {error}") from error
    if document.keys() != {table}:
        raise CatalogueError(f"{file}: only [[{table}]] belongs here")
    for data in document[table]:
        yield _Entry(file, data, identity)


def _refuse_repeated(entry: _Entry, seen: dict[str, str], key: str) -> None:
    if key in seen:
        raise entry.error(f"already stands in {seen[key]}")
    seen[key] = entry.file


def _providers(folder: Traversable) -> tuple[Provider, ...]:
    found: list[Provider] = []
    seen: dict[str, str] = {}
    for entry in _entries(folder, "providers.toml", "provider", "key"):
        provider = Provider(
            key=entry.text("key"),
            name=entry.text("name"),
            short=entry.text("short"),
            website=entry.text("website"),
            phone=entry.text("phone", empty=True),
        )
        entry.finish()
        _refuse_repeated(entry, seen, provider.key)
        found.append(provider)
    return tuple(found)


def _situations(folder: Traversable) -> tuple[Situation, ...]:
    found: list[Situation] = []
    seen: dict[str, str] = {}
    for entry in _entries(folder, "situations.toml", "situation", "key"):
        situation = Situation(
            key=entry.text("key"),
            name=entry.text("name"),
            summary=entry.text("summary"),
            order=entry.number("order"),
        )
        entry.finish()
        _refuse_repeated(entry, seen, situation.key)
        found.append(situation)
    return tuple(found)


def _categories(folder: Traversable) -> tuple[Category, ...]:
    found: list[Category] = []
    seen: dict[str, str] = {}
    for entry in _entries(folder, "categories.toml", "category", "key"):
        category = Category(
            key=entry.text("key"),
            name=entry.text("name"),
            plural=entry.text("plural"),
            order=entry.number("order"),
        )
        entry.finish()
        _refuse_repeated(entry, seen, category.key)
        found.append(category)
    return tuple(found)


def _topics(folder: Traversable) -> tuple[Topic, ...]:
    found: list[Topic] = []
    seen: dict[str, str] = {}
    for entry in _entries(folder, "topics.toml", "topic", "code"):
        topic = Topic(
            code=entry.text("code"),
            parent=entry.text("parent", empty=True),
            name=entry.text("name", longest=LONGEST_TOPIC_NAME),
            short=entry.text("short", longest=LONGEST_SHORT),
            kind=entry.choice("kind", TOPIC_KINDS),
            phrase=entry.optional("phrase"),
        )
        entry.finish()
        if topic.parent and topic.parent not in seen:
            raise entry.error(f"its parent “{topic.parent}” does not stand above it")
        _refuse_repeated(entry, seen, topic.code)
        found.append(topic)
    return tuple(found)


def _services(
    folder: Traversable, *, providers: frozenset[str], situations: frozenset[str], categories: frozenset[str]
) -> tuple[Service, ...]:
    found: list[Service] = []
    seen: dict[str, str] = {}
    names = (file.name for file in folder.iterdir())
    for file in sorted(name for name in names if name.startswith("services_") and name.endswith(".toml")):
        for entry in _entries(folder, file, "service", "slug"):
            service = _service(entry, situations, categories)
            entry.finish()
            _refuse_repeated(entry, seen, service.slug)
            if service.provider not in providers:
                raise entry.error(f"“provider” names the unknown “{service.provider}”")
            _check(entry, service)
            found.append(service)
    return tuple(found)


def _service(entry: _Entry, situations: frozenset[str], categories: frozenset[str]) -> Service:
    """A card with what may be said of it besides; plain words on cost and term are read as numbers."""
    card = _card(entry, situations, categories)
    value, unit = term_of(card.term)
    said: dict[str, Any] = {name: entry.texts(name) for name in ("result", "refusal") if name in entry.data}
    said |= {name: entry.text(name) for name in ("appeal", "help_phone", "state_id") if name in entry.data}
    if "legal_basis" in entry.data:
        said["legal_basis"] = _legal_basis(entry)
    channels = entry.known("channels", CHANNELS) if "channels" in entry.data else None
    return replace(
        card,
        cost_amount=amount_of(card.cost),
        term_value=value,
        term_unit=unit,
        channels=channels_of(card.kind, card.librarian, card.steps) if channels is None else channels,
        **said,
    )


def _legal_basis(entry: _Entry) -> tuple[dict[str, str], ...]:
    """Acts as "title | address" each, the address official."""
    found = []
    for line in entry.texts("legal_basis"):
        title, _bar, url = (part.strip() for part in line.partition("|"))
        if not title or not url.startswith("https://"):
            raise entry.error(f"“legal_basis” is not “title | https://…”: {line}")
        found.append({"title": title, "url": url})
    return tuple(found)


def _card(entry: _Entry, situations: frozenset[str], categories: frozenset[str]) -> Service:
    return Service(
        slug=entry.text("slug", longest=80),
        name=entry.text("name", longest=LONGEST_NAME),
        short=entry.text("short", longest=LONGEST_SHORT),
        kind=entry.choice("kind", KINDS),
        provider=entry.text("provider"),
        level=entry.choice("level", LEVELS),
        administrative=entry.flag("administrative"),
        territory=entry.text("territory", empty=True),
        url=entry.text("url", longest=300),
        summary=entry.text("summary", longest=LONGEST_SUMMARY),
        situations=entry.known("situations", situations),
        audiences=entry.known("audiences", categories),
        bring=entry.texts("bring"),
        steps=entry.texts("steps"),
        cost=entry.text("cost", longest=LONGEST_TERM, empty=True),
        term=entry.text("term", longest=LONGEST_TERM, empty=True),
        signature=entry.choice("signature", SIGNATURES),
        librarian=entry.choice("librarian", LIBRARIAN_ROLES),
        boundary=entry.text("boundary", longest=LONGEST_BOUNDARY),
        synonyms=entry.texts("synonyms"),
        demand=entry.number("demand"),
        phrase=entry.optional("phrase"),
        http_reason=entry.optional("http_reason"),
    )


def _check(entry: _Entry, service: Service) -> None:
    """What no single field can tell."""
    if not service.url.startswith("https://") and not (
        service.url.startswith("http://") and service.http_reason
    ):
        raise entry.error("“url” must begin with https://, or with http:// and a “http_reason”")
    if not service.situations:
        raise entry.error("“situations” is empty: nobody would find the card")
    if not FEWEST_STEPS <= len(service.steps) <= MOST_STEPS:
        raise entry.error(f"{len(service.steps)} steps; from {FEWEST_STEPS} to {MOST_STEPS} can be followed")
    if (service.level == "national") is bool(service.territory):
        raise entry.error("a regional or local service has a “territory”, a national one has none")
    if service.demand > 100:
        raise entry.error("“demand” is from 0 to 100")
