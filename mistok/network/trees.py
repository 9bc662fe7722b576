"""Trees kept as pairs of a child and its parent."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID


def descendants(roots: Iterable[UUID], pairs: Iterable[tuple[UUID, UUID]]) -> set[UUID]:
    """The roots and all that stand under them; pairs are (child, parent). A circle is walked once."""
    below: dict[UUID, list[UUID]] = defaultdict(list)
    for child, parent in pairs:
        below[parent].append(child)
    found: set[UUID] = set()
    waiting = list(roots)
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(below[current])
    return found
