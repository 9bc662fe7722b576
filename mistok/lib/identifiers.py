"""Identifiers that clients may make without asking the server."""

import secrets
import time
import uuid


def uuid7(milliseconds: int | None = None) -> uuid.UUID:
    """A UUID version 7 (RFC 9562 §5.7): 48 bits of Unix time in milliseconds, then randomness.

    Ordered by time, so that indexes grow at their end; Python has its own from 3.14 on.
    """
    at = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    value = (
        (at & (1 << 48) - 1) << 80
        | 0x7 << 76
        | secrets.randbits(12) << 64
        | 0b10 << 62
        | secrets.randbits(62)
    )
    return uuid.UUID(int=value)
