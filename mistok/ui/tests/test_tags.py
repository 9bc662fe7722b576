from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils.translation import override

from mistok.ui.pages import links
from mistok.ui.templatetags.mistok import uncapped


def drawn(template, **context):
    return Template(template).render(Context(context))


@pytest.mark.parametrize(("language", "text"), [("uk", "20 листопада 2026"), ("en", "Nov. 20, 2026")])
def test_date_long(language, text):
    with override(language):
        assert drawn("{{ day|date_long }}", day=date(2026, 11, 20)) == text


@pytest.mark.parametrize(("language", "text"), [("uk", "85\u00a0000"), ("en", "85,000")])
def test_number(language, text):
    with override(language):
        assert drawn("{{ n|number }}", n=85000) == text


def test_nothing_is_drawn_as_nothing():
    assert drawn("{{ a|date_long }}{{ a|number }}", a=None) == ""


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0 послуг"), (1, "1 послуга"), (22, "22 послуги"), (11, "11 послуг")]
)
def test_counted(n, text):
    assert drawn('{{ n|counted:"послуга,послуги,послуг" }}', n=n) == text
    assert drawn('{% counted n "послуга" "послуги" "послуг" %}', n=n) == text


@pytest.mark.parametrize("current", range(1, 31))
def test_pages_are_few_and_hold_the_ends_and_the_middle(current):
    shown = links(current, 30)
    assert len(shown) == 7
    assert {1, current, 30} <= set(shown)


def test_every_page_is_shown_when_there_are_few():
    assert links(2, 7) == [1, 2, 3, 4, 5, 6, 7]


def test_pagination_keeps_the_query_and_names_its_neighbours(rf):
    html = drawn(
        "{% pagination page %}", page=Paginator(range(200), 20).page(5), request=rf.get("/?q=субсидія&page=5")
    )
    assert html.count("<a ") <= 9
    assert 'rel="prev" href="?q=%D1%81%D1%83%D0%B1%D1%81%D0%B8%D0%B4%D1%96%D1%8F&amp;page=4"' in html
    assert 'rel="next"' in html
    assert html.count("aria-current") == 1


def test_one_page_needs_no_pagination(rf):
    assert "nav" not in drawn("{% pagination page %}", page=Paginator([1], 20).page(1), request=rf.get("/"))


@pytest.mark.parametrize(("words", "inside"), [("Пенсіонер", "пенсіонер"), ("ВПО", "ВПО"), ("", "")])
def test_uncapped_keeps_abbreviations(words, inside):
    assert uncapped(words) == inside
