"""Plain full text of SQLite and PostgreSQL over the same texts: what the language costs without help."""

import re
import sqlite3
from collections.abc import Callable, Iterable

import psycopg

type Engine = Callable[[str, str], list[str]]

_WORDS = re.compile(r"\w+")


def fts5(texts: Iterable[tuple[str, str, str]]) -> Engine:
    """SQLite FTS5 with its own tokeniser, any of the words, bm25."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE things USING fts5(corpus UNINDEXED, name UNINDEXED, body)")
    database.executemany("INSERT INTO things VALUES (?, ?, ?)", texts)

    def ask(question: str, corpus: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in _WORDS.findall(question)[:30])
        if not match:
            return []
        rows = database.execute(
            "SELECT name FROM things WHERE things MATCH ? AND corpus = ? ORDER BY bm25(things) LIMIT 10",
            (match, corpus),
        )
        return [name for (name,) in rows]

    return ask


def postgres(texts: Iterable[tuple[str, str, str]], url: str) -> Engine:
    """PostgreSQL `simple` full text with a GIN index, any of the words, ts_rank."""
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE TEMP TABLE things (corpus text, name text, words tsvector)")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO things VALUES (%s, %s, to_tsvector('simple', left(%s, 500000)))",
            ((corpus, name, body.replace("\0", " ")) for corpus, name, body in texts),
        )
    connection.execute("CREATE INDEX ON things USING gin (words)")

    def ask(question: str, corpus: str) -> list[str]:
        query = " | ".join(_WORDS.findall(question)[:30])
        if not query:
            return []
        rows = connection.execute(
            "SELECT name FROM things, to_tsquery('simple', %s) AS asked WHERE corpus = %s AND words @@ asked "
            "ORDER BY ts_rank(words, asked) DESC LIMIT 10",
            (query, corpus),
        )
        return [name for (name,) in rows.fetchall()]

    return ask
