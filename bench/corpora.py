"""The real sets as documents of the index: 8,164 acts with their provisions, services, local acts.

They come through the readers and the declarations of the product; only the database is left out.
"""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from mistok.acts.actions.store import as_act
from mistok.acts.importing import laws_json
from mistok.acts.models import Kind, Level
from mistok.acts.records import ActRecord
from mistok.acts.search import act_document, article_document
from mistok.search.declarations import SearchDocument

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LAWS = sorted((DATA / "laws").glob("laws-0*.jsonl.gz"))
LOCAL_ACTS = DATA / "local_acts" / "local_acts.csv"
SERVICES = DATA / "services" / "igov_services.jsonl"


def identifiers() -> dict[str, str]:
    """Registration number of the state site → the identifier that judged queries use."""
    with (DATA / "laws" / "laws_index.csv").open(encoding="utf-8") as file:
        return {row["nreg"].lower(): row["id"] for row in csv.DictReader(file)}


def laws(paths: list[Path] = LAWS) -> Iterator[SearchDocument]:
    """Each act, then its provisions; `extra["judged"]` is the identifier of the judged queries."""
    known = identifiers()
    for path in paths:
        for record in laws_json.records(path):
            yield from _documents(record, known.get((record.registration or "").lower(), ""))


def local_acts() -> Iterator[SearchDocument]:
    with LOCAL_ACTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            record = ActRecord(
                title=row["title"], kind=Kind.DECISION, level=Level.LOCAL, issuer=row["body"],
                adopted_on=date.fromisoformat(row["date"]) if row["date"][:4].isdigit() else None,
                source="bench", source_key=row["id"],
            )  # fmt: skip
            yield from _documents(record, row["id"])


def services() -> Iterator[SearchDocument]:
    with SERVICES.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            words = tuple(word.strip() for word in row["keywords"].split(",") if word.strip())
            yield SearchDocument(
                kind="service", key=f"igov-{row['id']}", slug=f"igov-{row['id']}", title=row["name"],
                keywords=(row["provider"], *words),
                body="\n".join(filter(None, (row["subcategory"], row["audience"], row["info"], row["law"]))),
                extra={"judged": f"igov-{row['id']}"},
            )  # fmt: skip


def everything() -> Iterator[SearchDocument]:
    yield from services()
    yield from local_acts()
    yield from laws()


def _documents(record: ActRecord, judged: str) -> Iterator[SearchDocument]:
    act = as_act(record)
    first = act_document(act)
    yield replace(first, extra={**first.extra, "judged": judged})
    for piece in record.pieces or ():
        if piece.text:
            found = article_document(act, piece.anchor, piece.heading, piece.text)
            yield replace(found, extra={**found.extra, "judged": judged})


def texts() -> Iterator[tuple[str, str, str]]:
    """(corpus, identifier, title and text) of each thing, for engines that are compared."""
    for document in services():
        yield (
            "services",
            document.extra["judged"],
            "\n".join((document.title, *document.keywords, document.body)),
        )
    for document in local_acts():
        yield "local_acts", document.extra["judged"], document.title
    for path in LAWS:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for told in map(json.loads, file):
                parts = (f"{part['title']}\n{part['text']}" for part in told["provisions"])
                yield "laws", told["id"], "\n".join((told["title"] or "", told["number"], *parts))
