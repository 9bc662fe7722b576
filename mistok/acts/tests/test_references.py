"""Acts named in texts become links only when one act is surely meant."""

from datetime import date

import pytest

from mistok.acts.citations import cite
from mistok.acts.models import Act, Kind, Level
from mistok.acts.references import find, resolve
from mistok.acts.tests.factories import an_act


def links(text: str, act: Act, anchors: tuple[str, ...] = ("art-20",)) -> list[tuple[str, str]]:
    found = find(text)
    addresses = resolve(found, act, anchors)
    return [(text[each.start : each.end], addresses[each]) for each in found if each in addresses]


def test_own_articles_are_linked_each_by_its_number_and_only_those_that_are_there(db):
    act = an_act()
    text = "згідно зі статтями 20, 21 та 22-1 цього Закону"
    assert links(text, act) == [("20", "/acts/393-96-vr/art-20/")]


def test_an_act_that_changes_others_does_not_mean_itself(db):
    act = an_act()
    act.is_amending = True
    assert links("у статті 20 цього Закону", act) == []


@pytest.mark.parametrize(
    "text",
    [
        "відповідно до Закону України № 393/96-ВР",
        "Законом України від 2 жовтня 1996 року N 393/96-ВР",
        "Закону України «Про звернення громадян»",
        'Закон України "Про звернення громадян"',
        "законами України «Про інформацію», «Про звернення громадян»",
        "Законом України від 02.10.1996 № 393/96-ВР «Про звернення громадян»",
    ],
)
def test_a_law_is_found_by_number_and_by_title(text, db):
    an_act()
    other = an_act(title="Про архіви", number="1-XII", registration="1-12")
    assert [url for _said, url in links(text, other)] == ["/acts/393-96-vr/"]


def test_an_article_of_another_law_leads_to_the_article(db):
    an_act()
    other = an_act(title="Про архіви", number="1-XII", registration="1-12")
    text = "статтею 20 Закону України «Про звернення громадян»"
    assert links(text, other) == [(text, "/acts/393-96-vr/art-20/")]
    assert links(text.replace("20", "77"), other)[0][1] == "/acts/393-96-vr/"


def test_a_wrong_day_or_two_acts_of_one_title_make_no_link(db):
    an_act()
    other = an_act(title="Про архіви", number="1-XII", registration="1-12")
    assert links("Закону України від 3 жовтня 1996 року № 393/96-ВР", other) == []
    an_act(number="5-XI", registration="5-11")
    assert links("Закону України «Про звернення громадян»", other) == []


def test_a_resolution_is_known_by_its_day_and_number(db):
    an_act(
        title="Питання Дії", kind=Kind.RESOLUTION, kind_name="", number="1137", registration="1137-2019-п",
        adopted_on=date(2019, 12, 4), issuer="Кабінет Міністрів України",
    )  # fmt: skip
    other = an_act()
    named = "постанови Кабінету Міністрів України від 4 грудня 2019 р. N 1137"
    assert links(named, other) == [(named, "/acts/1137-2019-p/")]
    assert links("постанови Кабінету Міністрів України № 1137", other) == []
    assert links("розпорядження Кабінету Міністрів України від 4 грудня 2019 р. № 1137", other) == []


def test_codes_and_the_constitution_are_named_in_the_genitive(db):
    an_act(title="Цивільний кодекс України", kind=Kind.CODE, number="435-IV", registration="435-15")
    an_act(
        title="Конституція України", kind=Kind.CONSTITUTION, number="254к/96-ВР", registration="254к/96-вр"
    )
    other = an_act()
    found = links("статті 20 Цивільного кодексу України, статті 1 Конституції України", other)
    assert [url for _said, url in found] == ["/acts/435-15/art-20/", "/acts/254k-96-vr/art-1/"]


def test_all_references_of_a_page_are_one_question_and_one_for_provisions(db, django_assert_num_queries):
    act = an_act()
    found = find("статті 20 Закону України № 393/96-ВР, " * 30 + "Закону України «Про освіту»")
    with django_assert_num_queries(2):
        resolve(found, act, ())


def test_citations_read_as_in_a_document(db):
    act = an_act()
    assert cite(act, "art-20") == "ст. 20 Закону України від 02.10.1996 № 393/96-ВР «Про звернення громадян»"
    assert cite(act) == "Закон України від 02.10.1996 № 393/96-ВР «Про звернення громадян»"
    local = an_act(
        title="Про Програму «Цифрова громада»", kind=Kind.DECISION, kind_name="Рішення", number="12-3",
        registration=None, source_key="1", level=Level.LOCAL, issuer="Вознесенська міська рада",
    )  # fmt: skip
    assert cite(local, "p-1") == (
        "п. 1 рішення Вознесенської міської ради від 02.10.1996 № 12-3 «Про Програму „Цифрова громада“»"
    )
    code = an_act(
        title="Цивільний кодекс України", kind=Kind.CODE, kind_name="Кодекс України", number="435-IV",
        registration="435-15",
    )  # fmt: skip
    assert cite(code, "art-15") == "ст. 15 Цивільного кодексу України від 02.10.1996 № 435-IV"
