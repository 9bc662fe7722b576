"""How long the print shop takes for each product: python bench/printing.py

Writes the table of docs/performance.md, "Print". Every order differs, so nothing comes from what is kept.
"""

import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mistok.config.settings")

import django

django.setup()

from mistok.directory.tests.test_printing import point, printed

ORDERS = [
    ("business cards, 5", "business-cards", 5, {}),
    ("bookmarks on both sides, 8", "bookmarks", 8, {"sides": "two"}),
    ("booklet, 24", "booklet", 24, {}),
    ("booklet, 60", "booklet", 60, {}),
    ("poster, 8", "poster", 8, {}),
    ("poster on several sheets, 60", "poster", 60, {"more": "yes"}),
    ("labels, 24", "qr-labels", 24, {}),
    ("card in large letters, 1", "large-card", 1, {}),
]
ROUNDS = 9


def timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000


print("| what, services | PDF | layout | pictures | PDF, KiB |\n|---|---:|---:|---:|---:|")
for name, code, count, options in ORDERS:
    rounds = []
    for number in range(ROUNDS):
        order = printed(code, count, at=point(address=f"вул. Садова, {number}"), **options)
        times = [timed(act) for act in (order.pdf, order.layout, order.pictures)]
        rounds.append([*times, len(order.pdf()) / 1024])
    print(f"| {name} | " + " | ".join(f"{statistics.median(each):.0f}" for each in zip(*rounds)) + " |")
