"""Web addresses as people write them into registers. The examples are our own."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.core.validators import URLValidator
from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.web_addresses import IN_WORDS, LONGEST, Change, clean

VALUES = Path(__file__).resolve().parents[4] / "shared/data/providers/web_values_distinct.csv"


@pytest.mark.parametrize(
    ("text", "url", "changes"),
    [
        ("https://sadova.gov.ua/cnap?id=5#top", "https://sadova.gov.ua/cnap?id=5#top", ""),
        ("HTTP://Sadova.GOV.ua", "http://sadova.gov.ua", ""),
        ("sadova.gov.ua", "http://sadova.gov.ua", "scheme-added"),
        ("sadova.gov.ua:8080/x", "http://sadova.gov.ua:8080/x", "scheme-added"),
        ("htt://sadova.gov.ua/", "http://sadova.gov.ua/", "scheme-mended"),
        ("hpps://sadova.gov.ua", "https://sadova.gov.ua", "scheme-mended"),
        ("http//sadova.gov.ua//", "http://sadova.gov.ua//", "scheme-mended"),
        ("http:/sadova.gov.ua", "http://sadova.gov.ua", "scheme-mended"),
        ("http:www.sadova.gov.ua/a.html", "http://www.sadova.gov.ua/a.html", "scheme-mended"),
        ("https: //sadova.today", "https://sadova.today", "scheme-mended"),
        ("http:// sadova.gov.ua", "http://sadova.gov.ua", "scheme-mended"),
        ("httр://sadova.gov.ua", "http://sadova.gov.ua", "scheme-mended"),  # the last letter is Cyrillic
        ("http://https://sadova.gov.ua", "https://sadova.gov.ua", "scheme-mended"),
        ("www,sadova,lviv,ua", "http://www.sadova.lviv.ua", "scheme-added commas"),
        ("https://sadova.gov,ua/a,b", "https://sadova.gov.ua/a,b", "commas"),
        ("sadova.gov .ua", "http://sadova.gov.ua", "scheme-added spaces"),
        ("http://a-rada.ua   http://b.ua", "http://a-rada.ua", "first-of-several"),
        ("http://a-rada.ua, http://b.ua", "http://a-rada.ua", "first-of-several"),
        ("http://a-rada.ua/1 (http://a-rada.ua/2)", "http://a-rada.ua/1", "first-of-several"),
        ("a-rada.ua,b.ua", "http://a-rada.ua", "scheme-added first-of-several"),
        ("www.a-rada.ua; www.facebook.com/a", "http://www.a-rada.ua", "scheme-added first-of-several"),
        ("sadova.gov.uа", "http://sadova.gov.ua", "scheme-added letters"),  # a Cyrillic а at the end
        ("http://сnар.sadova.com.ua", "http://cnap.sadova.com.ua", "letters"),
        ("Садове.укр", "http://садове.укр", "scheme-added"),
        ("https://цнап-садове.укр/послуги", "", ""),
        ("веб-сайт http://sadova.gov.ua/", "http://sadova.gov.ua/", "words"),
        ("sadova.gov.ua веб-сторінка", "http://sadova.gov.ua", "scheme-added words"),
        ("https://sadova.gov.ua/ (сайт ради", "https://sadova.gov.ua/", "words"),
        ("sadova.gov.ua.", "http://sadova.gov.ua", "scheme-added"),
        ("http://sadova.gov.ua/сфера один/центр.html", "", ""),
        ("https://www.facebook.com/sadova", "https://www.facebook.com/sadova", ""),
    ],
)
def test_address_is_mended(text, url, changes):
    found = clean(text)
    if url:
        assert (found.url, " ".join(sorted(found.changes))) == (url, " ".join(sorted(changes.split())))
    else:  # what follows the host in Ukrainian is escaped
        assert found.url.isascii() or ".укр/%" in found.url
        assert Change.ESCAPED in found.changes
        assert "%" in found.url


@pytest.mark.parametrize("text", ["", "-", " – ", "0", "немає", "Немає сайту", "ні", "відсутній", "none"])
def test_nothing_is_nothing(text):
    found = clean(text)
    assert (found.url, found.email, found.changes, found.note) == ("", "", (Change.NOTHING,), "")
    assert not found.is_doubtful


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Rada@example.com", "rada@example.com"),
        ("www,rada@example.com", "rada@example.com"),
        ("http://rada@example.com", "rada@example.com"),
    ],
)
def test_mail_is_not_a_site(text, email):
    found = clean(text)
    assert (found.url, found.email, found.changes) == ("", email, (Change.EMAIL,))


def test_site_and_mail_give_both():
    found = clean("sadova.gov.ua, rada@example.com")
    assert (found.url, found.email) == ("http://sadova.gov.ua", "rada@example.com")


@pytest.mark.parametrize(
    "text",
    [
        "https:",
        "Центральна",
        "https://sadova/silrada.org/",  # which host was meant?
        "sadova/gov",
        "sadova_gov.ua",
        "http://sadova.dp.gov/ua",  # .gov belongs to another country
        "ftp://sadova.gov.ua",
        "javascript:alert(1)",
        "http://192.0.2.7/",
        "http://сільрадa.gov.ua",  # one Latin letter in a Cyrillic word
        "м. Садове, вул. Миру, 5",
        "http://sadova.gov.ua:99999/",
    ],
)
def test_what_cannot_be_mended_is_empty(text):
    found = clean(text)
    assert (found.url, found.changes) == ("", (Change.UNREADABLE,))
    assert found.is_doubtful
    assert found.note


def test_too_long_is_empty():
    assert clean("https://sadova.gov.ua/" + "a" * LONGEST).changes == (Change.TOO_LONG,)


def test_every_change_has_its_words():
    assert set(IN_WORDS) == set(Change)


@given(
    st.text(alphabet=st.sampled_from("htps:/.,@ авсуaw-_г?#%\\()ua1\u0301\x00укр"), max_size=40)
    | st.text(max_size=60)
)
def test_never_raises_and_its_own_output_stays(text):
    found = clean(text)
    again = clean(found.url)
    assert again.url == found.url
    if found.url:
        URLValidator(schemes=["http", "https"])(found.url)
        assert again.changes == ()
    else:
        assert found.changes


def test_real_values():
    """All that the register of offices held on a day: most are good, and nothing is silently lost."""
    if not VALUES.exists():
        pytest.skip("the register’s values are not on this machine")
    classes: dict[str, Counter[bool]] = {}
    with VALUES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = clean(row["raw"])
            classes.setdefault(row["class"], Counter())[bool(found.url)] += 1
            assert found.url or found.changes
            if found.url:
                URLValidator(schemes=["http", "https"])(found.url)
            if row["class"] == "email":
                assert (found.url, bool(found.email)) == ("", True), row["raw"]
            elif row["class"] in ("no scheme", "several"):
                assert found.url or "_" in row["raw"], row["raw"]
            elif row["class"] == "none":
                assert found.changes == (Change.NOTHING,), row["raw"]
    assert classes["ok"][False] < 5  # «…-city.gov/ua» lost its end
    assert sum(each[True] for each in classes.values()) > 840
