"""Areas drawn from borders, and borders drawn on a sheet."""

import re
from math import hypot

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from mistok.ui.area_maps import Area, areas_map, shades, tiles_map
from mistok.ui.maps import APART, Place, dots_map
from mistok.ui.outlines import extent, fitted, lines, middle, path, simplified


def square(west, south, side=1.0):
    return [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]


AREAS = [
    Area("w", "Захід", "/w/", 5, "Захід: 5", [square(30, 48)]),
    Area("e", "Схід", "/e/", 12, "Схід: 12", [square(31, 48)]),
    Area("n", "Північ", "/n/", 0, "Північ: 0", [square(30, 49)]),
]


def test_areas_lie_as_on_earth_and_numbers_stand_inside():
    west, east, north = areas_map(AREAS).shapes
    assert west.x < east.x
    assert west.y == east.y
    assert north.y < west.y
    assert west.shade < east.shade
    assert north.shade == 0


def test_area_without_a_border_is_a_circle_and_without_anything_is_left_out():
    islet = Area("i", "Острів", "/i/", 1, "Острів: 1", lat=48.5, lon=31.5)
    nowhere = Area("x", "Ніде", "/x/", 9, "Ніде: 9")
    shapes = areas_map([*AREAS, islet, nowhere]).shapes
    assert [shape.area.key for shape in shapes] == ["w", "e", "n", "i"]
    assert shapes[-1].is_small
    assert shapes[-1].path == ""
    assert areas_map([islet]) is None


def test_numbers_make_room_for_small_areas_inside():
    """As Kyiv lies in its oblast."""
    around = Area("a", "Область", "/a/", 194, "Область: 194", [square(30, 48, 3), square(31.4, 49.4, 0.15)])
    city = Area("c", "Місто", "/c/", 14, "Місто: 14", [square(31.4, 49.4, 0.15)])
    shapes = {shape.area.key: shape for shape in areas_map([around, city]).shapes}
    assert shapes["c"].is_small
    assert abs(shapes["a"].x - shapes["c"].x) + abs(shapes["a"].y - shapes["c"].y) > 46


def test_tiles_stand_as_arranged():
    shapes = tiles_map(AREAS, {"w": (0, 1, "Зах."), "e": (1, 1, "Сх."), "n": (0, 0, "Пн.")}).shapes
    places = {shape.area.key: (shape.x, shape.y) for shape in shapes}
    assert places["w"][0] < places["e"][0]
    assert places["n"][1] < places["w"][1]
    assert tiles_map(AREAS, {}) is None


def test_drawn_areas_are_named_links_with_their_numbers():
    html = render_to_string("ui/area_map.html", {"id": "m", "title": "Мапа", "map": areas_map(AREAS)})
    assert '<a href="/e/" aria-label="Схід: 12">' in html
    assert re.findall(r"<text[^>]*>(\d+)</text>", html) == ["5", "12", "0"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], {}),
        ([0], {0: 0}),
        ([7, 7], {7: 1}),
        ([0, 1, 2, 3, 4], {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}),
    ],
)
def test_shades(counts, expected):
    assert shades(counts) == expected


def test_path_closes_and_steps():
    assert path([[(0, 0), (10.2, 0), (10, -9.8), (0, 0)]]) == "M0 0l10 0 0-10z"


def test_simplified_keeps_corners_and_drops_the_rest():
    line = [(0, 0), (5, 0.1), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert simplified(line, 1) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert simplified([(1, 1)], 1) == [(1, 1)]


@given(st.lists(st.tuples(st.floats(22, 40), st.floats(44, 52)), min_size=3, max_size=30))
def test_whatever_the_border_nothing_breaks(points):
    ring = [list(point) for point in (*points, points[0])]
    sheet, height = fitted(points, 400, 300, 10, 0.1)
    drawn = lines(sheet, [ring])
    assert height <= 300.1
    if drawn:
        x, y = middle(drawn)
        assert -1 <= x <= 401
        assert -1 <= y <= 301
        assert max(extent(drawn[0])) <= 400
        assert path(drawn).count("z") == len(drawn)


def test_number_stands_far_from_the_border_and_from_others():
    """An area with a capital in it: the number stands neither on the edge nor on the capital."""
    oblast = [
        (0.0, 0.0),
        (200.0, 0.0),
        (200.0, 60.0),
        (120.0, 60.0),
        (120.0, 300.0),
        (0.0, 300.0),
        (0.0, 0.0),
    ]
    assert middle([oblast])[0] < 120
    x, y = middle([oblast], [(60.0, 150.0)], 46.0)
    assert hypot(x - 60, y - 150) >= 46
    assert min(x, 120 - x) >= 40 or y < 60


def test_dots_of_one_place_stand_apart_and_on_the_sheet():
    sheet = dots_map([Place(f"{n}", "/", 47.0, 32.0) for n in range(30)])
    spots = [(dot.x, dot.y) for dot in sheet.dots]
    nearest = min(
        ((x - a) ** 2 + (y - b) ** 2) ** 0.5 for n, (x, y) in enumerate(spots) for a, b in spots[n + 1 :]
    )
    assert nearest > APART * 0.7
    assert all(0 < x < sheet.width and 0 < y < sheet.height for x, y in spots)


def test_dots_stand_inside_their_border():
    sheet = dots_map([Place("п", "/", 48.5, 30.5)], [square(30, 48)])
    assert sheet.outline.startswith("M")
    assert abs(sheet.dots[0].x - sheet.width / 2) < 2
