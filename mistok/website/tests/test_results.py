"""Places of the page of results: an act with its articles is one."""

import pytest

from mistok.search.queries import Hit, Results
from mistok.website import results
from mistok.website.wanted import Wanted


def act(slug):
    return Hit("act", slug, slug, f"Закон {slug}", "", 1.0)


def article(slug, number, why=""):
    extra = {"act_slug": slug, "act": f"Закон {slug}"}
    return Hit(
        "article",
        f"{slug}:{number}",
        f"{slug}/art-{number}",
        f"Стаття {number}",
        "",
        1.0,
        extra=extra,
        why=why,
    )


def service(number):
    return Hit("service", f"s{number}", f"s{number}", f"Послуга {number}", "", 1.0)


def titles(places):
    return [(each.hit.title, [part.title for part in each.parts]) for each in places]


def test_articles_stand_under_their_act_in_the_place_of_the_best():
    found = results.together([article("a", 1), service(1), article("a", 2), act("a"), article("b", 5)])

    assert titles(found) == [
        ("Закон a", ["Стаття 1", "Стаття 2"]),
        ("Послуга 1", []),
        ("Стаття 5", []),
    ]


def test_an_article_that_was_asked_for_stays_by_itself():
    found = results.together([article("a", 20, why="named"), act("a"), article("a", 1)])

    assert titles(found) == [("Стаття 20", []), ("Закон a", ["Стаття 1"])]


class Listed(Wanted):  # no slots: the list is put on it
    """A search whose list is given."""

    hits: list[Hit]
    asked: list[int]

    def find(self, limit, offset=0):
        self.asked.append(limit)
        return Results(total=len(self.hits), hits=self.hits[offset : offset + limit])


@pytest.fixture
def listed():
    def make(hits):
        wanted = Listed(question="закон")
        object.__setattr__(wanted, "hits", hits)
        object.__setattr__(wanted, "asked", [])
        return wanted

    return make


def test_a_page_has_its_places_though_one_act_fills_the_list(listed):
    wanted = listed([act("a"), *(article("a", n) for n in range(40)), *(service(n) for n in range(30))])

    _, first, known = results.page_of(wanted, 1)
    _, second, _ = results.page_of(wanted, 2)
    _, third, last_known = results.page_of(wanted, 3)

    assert [len(first), len(second), len(third)] == [15, 15, 1]
    assert known > 15
    assert last_known == 31
    assert titles(first)[0][0] == "Закон a"
    assert len({place.hit.key for place in (*first, *second, *third)}) == 31


def test_without_articles_no_more_is_read_than_is_shown(listed):
    wanted = listed([service(n) for n in range(40)])

    results.page_of(wanted, 1)

    assert wanted.asked == [results.PAGE]


def test_the_rest_of_an_act_is_a_link_to_what_was_found_in_it():
    place = results.together([act("a"), *(article("a", n) for n in range(5))])[0]

    row = results.row(place, "право на працю")

    assert len(row["parts"]) == results.PARTS_SHOWN
    assert row["all_url"].endswith(
        "/acts/a/?q=%D0%BF%D1%80%D0%B0%D0%B2%D0%BE+%D0%BD%D0%B0+%D0%BF%D1%80%D0%B0%D1%86%D1%8E"
    )
