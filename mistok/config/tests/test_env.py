from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from mistok.config import env


def test_flag_reads_words(monkeypatch):
    for word, meant in (("yes", True), ("1", True), ("no", False), ("", False)):
        monkeypatch.setenv("MISTOK_TRY", word)
        assert env.flag("MISTOK_TRY") is meant


def test_flag_other_word_is_named(monkeypatch):
    monkeypatch.setenv("MISTOK_TRY", "maybe")
    with pytest.raises(ImproperlyConfigured, match="MISTOK_TRY='maybe'"):
        env.flag("MISTOK_TRY")


def test_integer_wrong_is_named(monkeypatch):
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(ImproperlyConfigured, match="PORT"):
        env.integer("PORT", 8000)


def test_text_from_a_mounted_secret(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("кришталь\n", encoding="utf-8")
    monkeypatch.setenv("MISTOK_KEY_FILE", str(tmp_path / "key"))
    assert env.text("MISTOK_KEY") == "кришталь"


def test_choice_lists_what_is_allowed(monkeypatch):
    monkeypatch.setenv("MISTOK_TRY", "often")
    with pytest.raises(ImproperlyConfigured, match="required, optional"):
        env.choice("MISTOK_TRY", ("required", "optional"), "required")


def test_database_default_is_sqlite_that_waits_for_writers(tmp_path):
    database = env.database("", tmp_path)
    assert database["NAME"] == str(tmp_path / "mistok.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["CONN_MAX_AGE"] > 0  # opened once, not for each page


def test_database_postgresql_unquotes_the_password():
    database = env.database("postgresql://olha:p%40ss@db:5433/mistok", Path())
    assert (database["USER"], database["PASSWORD"], database["PORT"]) == ("olha", "p@ss", "5433")


def test_database_unknown_engine_is_refused():
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        env.database("mysql://somewhere/else", Path())
