"""Editions of an act in time, what differs between them, points inside provisions."""

from datetime import date

import pytest

from mistok.acts.comparing import compare
from mistok.acts.models import Act, Kind
from mistok.acts.points import place_of, points
from mistok.acts.records import Piece
from mistok.acts.tests.factories import an_act

ACT = "/acts/393-96-vr/"
OLD = (
    Piece(
        "art-1", "Стаття 1. Права", "1. Громадяни мають право.\n2. Право має кожен:\n1) дорослий;\n2) учень."
    ),
    Piece("art-2", "Стаття 2. Строки", "Строк – один місяць."),
    Piece("art-3", "Стаття 3. Мова", "Мова – будь-яка."),
)
NEW = (
    Piece(
        "art-1", "Стаття 1. Права", "1. Громадяни мають право.\n2. Право має кожен:\n1) дорослий;\n2) учень."
    ),
    Piece("art-2", "Стаття 2. Строки", "Строк – п’ятнадцять днів."),
    Piece("art-4", "Стаття 4. Плата", "<b>Безоплатно</b>."),
)


@pytest.fixture
def law(db) -> Act:
    act = an_act(pieces=OLD)
    act.versions.update(since=date(2020, 1, 1))
    act = an_act(pieces=NEW)
    act.versions.filter(is_current=True).update(since=date(2024, 6, 1))
    return act


def page(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_text_as_of_a_day(client, law):
    html = page(client, f"{ACT}?on=2022-05-05")
    assert "Строк – один місяць." in html
    assert "Текст станом на 5 травня 2022: редакція, яка діє від 1 січня 2020." in html
    assert "noindex" in html
    assert "п’ятнадцять днів" in page(client, f"{ACT}?on=01.06.2024")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2019-01-01", "найдавніша редакція, яка є, – 1 січня 2020"),
        ("1990-01-01", "ще не було прийнято"),
        ("учора", "«учора» – не день"),
    ],
)
def test_a_day_without_a_text_is_honest(client, law, given, said):
    html = page(client, f"{ACT}?on={given}")
    assert said in html
    assert "п’ятнадцять днів" in html  # the valid text, under a notice


def test_a_day_where_no_edition_is_dated(client, db):
    an_act()
    assert "Невідомо, від якого дня діє цей текст" in page(client, f"{ACT}?on=2022-05-05")


def test_what_an_edition_changed(client, law):
    html = page(client, f"{ACT}comparison/")
    assert "Відрізняються 3 положення" in html
    assert "<del>один</del>" in html or "<del>один місяць</del>" in html
    assert "&lt;b&gt;" in html
    assert "<b>Безоплатно" not in html
    assert "Громадяни мають право" not in html  # what stays is left out
    assert html.index("Стаття 2.") < html.index("Стаття 3.") < html.index("Стаття 4.")


def test_the_same_edition_twice_and_strange_ones(client, law):
    key = law.versions.get(is_current=True).pk
    assert "Відмінностей немає" in page(client, f"{ACT}comparison/?old={key}&new={key}")
    page(client, f"{ACT}comparison/?old=x", 404)
    page(client, "/acts/nema/comparison/", 404)


def test_one_edition_has_nothing_to_compare(client, db):
    an_act()
    page(client, f"{ACT}comparison/", 404)


def test_a_long_paragraph_is_shown_old_and_new(law):
    old, new = law.versions.order_by("pk")
    old.provisions.filter(anchor="art-1").update(text="слово " * 2000)
    found = compare(old, new).differences[0]
    assert found.paragraphs[0].startswith("<del>слово")


def test_comparison_asks_little(client, law, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page(client, f"{ACT}comparison/")


def test_points_have_anchors_names_and_citations():
    found = points("art-26", "1. Ради вирішують:\n1) одне;\n3 -1 ) друге:\nа) так.\n2. Друга.\n1) знову.")
    assert [each.anchor for each in found.values()] == [
        "art-26-p-1", "art-26-p-1-p-1", "art-26-p-1-p-3-1", "art-26-p-1-p-3-1-a", "art-26-p-2",
        "art-26-p-2-p-1",
    ]  # fmt: skip
    assert found[3].cited == "підп. «а» п. 3-1 ч. 1"
    assert found[2].name == "частина 1, пункт 3-1"


def test_points_of_a_point_and_doubled_numbers():
    found = points("p-3", "3. Надати:\n1) одне;\n2) друге.\n1. Чуже:\n1) зайве.\n1. Знову чуже:\n1) і це.")
    assert [each.anchor for each in found.values()] == ["p-3-p-1", "p-3-p-2"]
    assert found[1].cited == "підп. 1"


def test_a_day_or_a_taken_anchor_is_no_point():
    assert points("art-1", "25. 05. 2020 набрав чинності") == {}
    assert points("annex-1", "2. Два.", {"annex-1-p-2"}) == {}


def test_points_stand_on_the_page_and_have_their_own(client, law):
    html = page(client, f"{ACT}?edition={law.versions.get(is_current=False).pk}")
    assert '<p id="art-1-p-2-p-2">' in html
    own = page(client, f"{ACT}art-1-p-2-p-2/")
    assert "<h1" in own
    assert "Стаття 1, частина 2, пункт 2" in own
    assert "п. 2 ч. 2 ст. 1 Закону України" in own
    assert 'act-text here"><a href="/acts/393-96-vr/art-1-p-2-p-2/">2)</a> учень.</p>' in own
    assert 'href="/acts/393-96-vr/art-1-p-2-p-1/">1)</a> дорослий' in own
    page(client, f"{ACT}art-1-p-9/", 404)


@pytest.mark.parametrize(
    ("asked", "anchor"),
    [
        ("ст. 1", "art-1"), ("п. 2 ч. 2 ст. 1", "art-1-p-2-p-2"), ("ч. 2 ст. 1", "art-1-p-2"),
        ("ст. 1 ч. 2", "art-1-p-2"), ("п. 1 ст. 1", "art-1-p-1"), ("п. 77 ст. 1", "art-1"),
    ],
)  # fmt: skip
def test_a_place_that_a_question_names(law, asked, anchor):
    assert place_of(law.versions.get(is_current=True), asked) == ("art-1", anchor)


def test_a_question_that_names_no_place(law):
    version = law.versions.get(is_current=True)
    assert place_of(version, "право") is None
    assert place_of(version, "ст. 99") is None


def test_a_number_with_a_point_goes_straight_to_it(client, db):
    an_act(
        title="Про затвердження Положення", kind=Kind.RESOLUTION, kind_name="Постанова", number="704",
        registration="704-2019-п", issuer="Кабінет Міністрів України", adopted_on=date(2019, 8, 14),
        pieces=(Piece("p-1", "", "1. Затвердити."), Piece("p-3", "", "3. Установити:\n1) так;\n2) ні.")),
    )  # fmt: skip
    for asked, place in (
        ("ПКМУ 704 п. 3", "#p-3"),
        ("постанова КМУ № 704 пп. 2 п. 3", "#p-3-p-2"),
        ("704-2019-п", ""),
    ):
        answer = client.get("/acts/", {"q": asked})
        assert answer.status_code == 302, asked
        assert answer["Location"] == f"/acts/704-2019-p/{place}", asked


def test_finding_in_an_act_knows_its_articles(client, law):
    html = page(client, f"{ACT}?q=п. 2 ч. 2 ст. 1")
    assert 'href="#art-1-p-2-p-2"' in html


def test_another_apostrophe_or_dash_is_no_change(law):
    old, new = law.versions.order_by("pk")
    old.provisions.filter(anchor="art-1").update(text="Об’єднання «А» – вільні.")
    new.provisions.filter(anchor="art-1").update(text="Об'єднання “А” -  вільні.")
    assert "art-1" not in {each.anchor for each in compare(old, new).differences}
    new.provisions.filter(anchor="art-1").update(text="Обʼєднання «А» – вільні й рівні.", heading="Стаття 1")
    found = compare(old, new).differences[0]
    assert found.paragraphs[0] == "Стаття 1<del>. Права</del>"
    assert found.paragraphs[1] == "Обʼєднання «А» – вільні<ins> й рівні</ins>."


def test_days_are_written_in_the_language_of_the_page(client, law):
    html = page(client, f"/en{ACT}?on=2022-05-05")
    assert "The text on May 5, 2022: the edition of Jan. 1, 2020." in html
