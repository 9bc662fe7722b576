import uuid

from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.identifiers import uuid7


@given(st.integers(min_value=0, max_value=2**48 - 1))
def test_uuid7_holds_its_time_version_and_variant(milliseconds):
    made = uuid7(milliseconds)
    assert made.int >> 80 == milliseconds
    assert made.version == 7
    assert made.variant == uuid.RFC_4122


@given(st.integers(min_value=0, max_value=2**48 - 2))
def test_uuid7_grows_with_time(milliseconds):
    assert uuid7(milliseconds) < uuid7(milliseconds + 1)


def test_uuid7_never_repeats():
    assert len({uuid7(1) for _ in range(10_000)}) == 10_000
