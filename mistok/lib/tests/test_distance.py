import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.distance import kilometres

KYIV, MYKOLAIV, LVIV = (50.4501, 30.5234), (46.9750, 31.9946), (49.8397, 24.0297)
places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "there", "expected"), [(KYIV, MYKOLAIV, 401), (KYIV, LVIV, 468), (KYIV, KYIV, 0)]
)
def test_kilometres_between_cities(here, there, expected):
    assert kilometres(*here, *there) == pytest.approx(expected, abs=1)


@given(places, places)
def test_kilometres_both_ways_and_never_more_than_half_round_the_earth(here, there):
    assert kilometres(*here, *there) == pytest.approx(kilometres(*there, *here), abs=1e-6)
    assert 0 <= kilometres(*here, *there) <= 20016
