"""Rollups know counts of days and points; nobody can be found in them."""

from mistok.accounts.personal import classify
from mistok.planning.models import DailyFact, RollupCursor

classify(DailyFact, plain=["point", "day", "indicator", "dimension", "key", "value", "rough"], personal={})
classify(RollupCursor, plain=["rolled_to", "rebuild_began", "rebuilt_to"], personal={})
