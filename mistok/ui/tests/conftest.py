from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _in_ukrainian() -> Iterator[None]:
    """A request for an English page leaves its language behind; each test begins in Ukrainian."""
    with override("uk"):
        yield
