"""Each test begins in Ukrainian, whatever the last request spoke."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_ukrainian() -> Iterator[None]:
    with translation.override("uk"):
        yield
