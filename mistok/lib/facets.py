"""Counting facets in memory: which rows of an ordered list have which value, as sets of bits.

A row is a bit at its place in the list; a value is an integer with the bits of its rows set. Narrowing is
`&`, counting is `int.bit_count()`: over 100,000 rows each takes a few microseconds, where a database groups
for tenths of a second. A row put in or taken out moves the bits above it.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping

CHUNK = 256  # bytes looked through at once when a page is sought


class FacetTable:
    """Rows in the order of a list, each with its values by dimension; keys are the rows' primary keys.

    >>> table = FacetTable()
    >>> table.append(7, {"kind": ["tool"]}); table.append(9, {"kind": ["book", "tool"]})
    >>> table.count(table.having("kind", ["book"])), table.page(table.all(), 0, 10)
    (1, [7, 9])
    """

    def __init__(self) -> None:
        self.keys: array[int] = array("q")
        self._bits: dict[str, dict[str, int]] = {}
        self._most: dict[tuple[str, int], list[str]] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def append(self, key: int, values: Mapping[str, Iterable[str]]) -> None:
        """Put a row at the end. Slow in bulk: use `fill`."""
        self.insert(len(self.keys), key, values)

    def fill(self, rows: Iterable[tuple[int, Mapping[str, Iterable[str]]]]) -> None:
        """Take these rows instead of what was there."""
        keys: array[int] = array("q")
        places: dict[str, dict[str, array[int]]] = {}
        for place, (key, values) in enumerate(rows):
            keys.append(key)
            for dimension, named in values.items():
                for value in named:
                    places.setdefault(dimension, {}).setdefault(value, array("L")).append(place)
        self.keys, self._most = keys, {}
        self._bits = {
            dimension: {value: _bits_of(held, len(keys)) for value, held in found.items()}
            for dimension, found in places.items()
        }

    def insert(self, place: int, key: int, values: Mapping[str, Iterable[str]]) -> None:
        """Put a row at a place; those from there on move one further."""
        self.keys.insert(place, key)
        below = (1 << place) - 1
        for found in self._bits.values():
            for value, bits in found.items():
                found[value] = (bits & below) | ((bits & ~below) << 1)
        for dimension, named in values.items():
            found = self._bits.setdefault(dimension, {})
            for value in named:
                if value not in found:
                    self._most.clear()
                found[value] = found.get(value, 0) | (1 << place)

    def remove(self, key: int) -> None:
        """Take a row out, if it is there; those after it move one back."""
        try:
            place = self.keys.index(key)
        except ValueError:
            return
        del self.keys[place]
        below = (1 << place) - 1
        for dimension, found in self._bits.items():
            moved = {value: (bits & below) | ((bits >> 1) & ~below) for value, bits in found.items()}
            self._bits[dimension] = {value: bits for value, bits in moved.items() if bits}

    def all(self) -> int:
        """Every row."""
        return (1 << len(self.keys)) - 1

    def having(self, dimension: str, values: Collection[str]) -> int:
        """The rows that have any of the values."""
        bits = 0
        held = self._bits.get(dimension, {})
        for value in values:
            bits |= held.get(value, 0)
        return bits

    def values(self, dimension: str) -> list[str]:
        """All values of a dimension that some row has."""
        return list(self._bits.get(dimension, ()))

    def most(self, dimension: str, limit: int) -> list[str]:
        """The values that most rows had when the table was filled: to count thousands each time is slow."""
        if (dimension, limit) not in self._most:
            found = self._bits.get(dimension, {})
            ordered = sorted(found, key=lambda value: (-found[value].bit_count(), value))
            self._most[dimension, limit] = ordered[:limit]
        return self._most[dimension, limit]

    def count(self, rows: int) -> int:
        return rows.bit_count()

    def page(self, rows: int, skip: int, size: int) -> list[int]:
        """The keys of up to `size` of these rows in the order of the list, `skip` of them left out first."""
        data = rows.to_bytes(len(self.keys) // 8 + 1, "little")
        found: list[int] = []
        for start in range(0, len(data), CHUNK):
            piece = int.from_bytes(data[start : start + CHUNK], "little")
            held = piece.bit_count()
            if held <= skip:
                skip -= held
                continue
            while piece and len(found) < size:
                lowest = piece & -piece
                piece ^= lowest
                if skip:
                    skip -= 1
                else:
                    found.append(self.keys[start * 8 + lowest.bit_length() - 1])
            if len(found) == size:
                break
        return found


def _bits_of(places: Iterable[int], length: int) -> int:
    held = bytearray(length // 8 + 1)
    for place in places:
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")
