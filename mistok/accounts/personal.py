"""The register of personal data: what every field of every model knows of a person, why, and for how long.

Each app says it of its own models in `personal_data.py`, read when the house starts. From this one register
come a person's own copy of their data, its erasure and its retention (law № 2297-VI «Про захист персональних
даних», articles 6, 8 and 15). A test fails for a field about which nothing was said.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model

if TYPE_CHECKING:
    from mistok.accounts.models import User


@dataclass(frozen=True, slots=True)
class Personal:
    """Why a personal field is held and for how long, both lazily translated.

    `owner` is the path from the row to the account, as in a filter: "person", "encounter__staff", "pk" for
    the account itself. It is compared with the account's `match`: "pk", or "email" for rows that know only an
    address. An empty owner says that no query leads from an account to the row, as with an encoded session.
    """

    purpose: Any
    keep: Any
    owner: str
    match: str = "pk"


@dataclass(frozen=True, slots=True)
class Classified:
    """What was said of one model."""

    model: type[Model]
    plain: frozenset[str]
    personal: dict[str, Personal]


@dataclass(frozen=True, slots=True)
class Term:
    """Data with an end. `forget(now)` removes what is past its term and returns how many rows went."""

    name: str
    title: Any
    forget: Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class Section:
    """What an app adds to a person's own page: a title and lines of text, maybe none."""

    name: str
    title: Any
    lines: "Callable[[User], list[str]]"


class ErasureRefusedError(Exception):
    """The account cannot be erased yet; the text tells the person what to do first."""


_registry: dict[str, Classified] = {}
_sections: dict[str, Section] = {}
_terms: dict[str, Term] = {}
_erasers: dict[str, "Callable[[User], None]"] = {}


def classify(model: type[Model], *, plain: Iterable[str], personal: dict[str, Personal]) -> None:
    """Say of each field of a model whether it is personal. The primary key is plain unless said otherwise.

    Raises ValueError for a field that the model does not have, or one that was called both.
    """
    names = set(field_names(model))
    said = Classified(model, frozenset(plain), dict(personal))
    if unknown := (said.plain | said.personal.keys()) - names - {_key_name(model)}:
        raise ValueError(f"{model._meta.label} has no field {', '.join(sorted(unknown))}")
    if both := said.plain & said.personal.keys():
        raise ValueError(f"{model._meta.label}: {', '.join(sorted(both))} cannot be both plain and personal")
    _registry[model._meta.label] = said


def registry() -> dict[str, Classified]:
    """All that was said, by the model's label ("accounts.User")."""
    return dict(sorted(_registry.items()))


def unclassified() -> list[str]:
    """Fields of all installed models, third-party too, about which nothing was said: "app.Model.field"."""
    missing = []
    for model in apps.get_models():
        said = _registry.get(model._meta.label)
        known = said.plain | said.personal.keys() if said else frozenset()
        missing += [f"{model._meta.label}.{name}" for name in field_names(model) if name not in known]
    return sorted(missing)


def declare_term(term: Term) -> None:
    """Register data that is forgotten on a term; `mistok forget` applies all of them daily."""
    _terms[term.name] = term


def terms() -> list[Term]:
    """All declared terms, by name."""
    return [_terms[name] for name in sorted(_terms)]


def on_erasure(name: str, eraser: "Callable[[User], None]") -> None:
    """Register what an app does to its own rows when an account is erased, within the same transaction.

    It may raise ErasureRefusedError.
    """
    _erasers[name] = eraser


def erasers() -> "list[Callable[[User], None]]":
    """What the apps do when an account is erased, by name."""
    return [_erasers[name] for name in sorted(_erasers)]


def declare_section(section: Section) -> None:
    """Register what an app shows on a person's own page."""
    _sections[section.name] = section


def sections_for(user: "User") -> list[tuple[Any, list[str]]]:
    """Titles and lines of the sections that have something to say of this person."""
    found = [(section.title, section.lines(user)) for _name, section in sorted(_sections.items())]
    return [(title, lines) for title, lines in found if lines]


def rows_about(user: "User") -> Iterator[tuple[type[Model], dict[str, object]]]:
    """Every row that the register ties to the account: the model, and its personal fields by name."""
    for said in registry().values():
        paths: dict[tuple[str, str], list[str]] = {}
        for name, personal in said.personal.items():
            if personal.owner:
                paths.setdefault((personal.owner, personal.match), []).append(name)
        for (owner, match), names in paths.items():
            rows = said.model._base_manager.filter(**{owner: getattr(user, match)}).order_by("pk")
            for row in rows.values(*names).iterator():
                yield said.model, row


def field_names(model: type[Model]) -> list[str]:
    """The fields a classification must speak of: all stored ones and many-to-many, without a plain key."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field.name for field in fields if not field.primary_key]


def _key_name(model: type[Model]) -> str:
    key = model._meta.pk
    return key.name if key else ""
