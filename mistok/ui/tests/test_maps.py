from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from mistok.ui.maps import Place, dots_map

PLACES = [
    Place("Північ", "/n/", 51.0, 26.0),
    Place("Південь", "/s/", 50.0, 26.0),
    Place("Схід", "/e/", 50.5, 27.0),
]


def test_north_is_up_and_east_is_right():
    north, south, east = dots_map(PLACES).dots
    assert north.y < east.y < south.y
    assert east.x > north.x == south.x


def test_nothing_makes_no_map():
    assert dots_map([]) is None


@given(st.lists(st.tuples(st.floats(44, 53), st.floats(22, 41)), min_size=1, max_size=40))
def test_every_dot_is_on_the_sheet(coordinates):
    sheet = dots_map([Place("п", "/", lat, lon) for lat, lon in coordinates])
    assert all(0 < dot.x < sheet.width and 0 < dot.y < sheet.height for dot in sheet.dots)


def test_drawn_dots_are_named_links():
    html = render_to_string("ui/map.html", {"id": "m", "title": "Пункти", "map": dots_map(PLACES)})
    assert '<a href="/n/" aria-label="Північ">' in html
    assert html.count("map-dot") == 3
