"""Acts for tests."""

from datetime import date
from typing import Any

import factory

from mistok.acts.actions.store import store
from mistok.acts.models import Act, ActCollection, Kind, Status
from mistok.acts.records import ActRecord, Piece

APPEALS = (
    Piece("sec-1", "Розділ I. Загальні положення"),
    Piece("art-1", "Стаття 1. Звернення громадян", "Громадяни України мають право звернутися.", 2),
    Piece(
        "art-20",
        "Стаття 20. Термін розгляду звернень",
        "Звернення розглядаються не більше одного місяця.\nПорядок визначено статтями 1 і 99 цього Закону.",
        2,
    ),
)


class CollectionFactory(factory.django.DjangoModelFactory[ActCollection]):
    """A published collection; `acts` puts acts in."""

    class Meta:
        model = ActCollection
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"dobirka-aktiv-{n}")
    name = factory.Sequence(lambda n: f"Добірка актів {n}")
    is_published = True

    @factory.post_generation
    def acts(self: Any, _create: bool, acts: list[Act] | None, **_options: Any) -> None:
        for order, act in enumerate(acts or (), start=1):
            self.items.create(act=act, order=order)


def an_act(**told: Any) -> Act:
    """An act stored as a source stores it: the law on citizens' appeals unless told otherwise."""
    record = {
        "title": "Про звернення громадян", "kind": Kind.LAW, "kind_name": "Закон України",
        "number": "393/96-ВР",
        "registration": "393/96-вр", "adopted_on": date(1996, 10, 2), "issuer": "Верховна Рада України",
        "status": Status.IN_FORCE, "status_source": "zakon.rada.gov.ua", "status_on": date(2026, 6, 1),
        "pieces": APPEALS, "source": "test", "source_key": "",
    } | told  # fmt: skip
    return store([ActRecord(**record)]).acts[0]
