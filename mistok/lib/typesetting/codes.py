"""QR codes for paper: one vector path, a quiet zone of four modules, modules of half a millimetre or more."""

from functools import lru_cache
from typing import Any

import segno

QUIET_ZONE = 4  # modules of white on every side: ISO/IEC 18004, 9.1
SMALLEST_MODULE = 0.5  # millimetres; a phone still reads it from a copy of a copy


@lru_cache(maxsize=2000)
def _drawn(address: str) -> tuple[str, int]:
    # Up to 15 % of the code may be smudged (level M); segno takes a higher level where it costs no size.
    matrix = segno.make(address, error="m", micro=False).matrix
    size = len(matrix) + 2 * QUIET_ZONE
    path = []
    for y, row in enumerate(matrix, QUIET_ZONE):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                path.append(f"M{start + QUIET_ZONE} {y}h{x - start}v1h{start - x}z")
            x += 1
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{"".join(path)}"/></svg>'
    )
    return svg, size


def code(address: str, alt: str) -> dict[str, Any]:
    """The address as the `qr` of kit.typ: picture, what to say instead of it, least width in millimetres."""
    svg, size = _drawn(address)
    return {"svg": svg, "alt": alt, "least": size * SMALLEST_MODULE, "modules": size}
