import pytest

from mistok.lib import indicators
from mistok.planning.tests.fakes import Facts


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> Facts:
    """The only source of facts in the house, for the time of a test."""
    facts = Facts()
    monkeypatch.setattr(indicators, "_sources", {})
    indicators.declare(facts.source())
    return facts
