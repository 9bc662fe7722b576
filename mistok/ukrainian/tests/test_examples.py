"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

from mistok import ukrainian

MODULES = [found.name for found in pkgutil.iter_modules(ukrainian.__path__) if not found.ispkg]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(f"mistok.ukrainian.{name}"))
    assert result.failed == 0
