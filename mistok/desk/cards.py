"""The mark of a library card: the same reader is seen again, and nobody learns who it is.

Only a keyed hash is kept (HMAC-SHA-256, the secret of the network), never the code. The library is part of
it: card 145 of one library is another reader than card 145 of its neighbour, and no two libraries can join
their visits. Cards have few digits, so whoever holds the secret could try them all: it stays on the server.
"""

import hashlib
import hmac
import unicodedata
from uuid import UUID

from django.conf import settings

LONGEST = 40  # characters of a code as typed


def mark_of_facts(checksum: str) -> str:
    """The mark of facts by which the same sending is known again; the checksum itself is never kept.

    A card has few digits: whoever held the checksum of facts with a card in them could try them all.
    """
    return hmac.digest(settings.CARD_SECRET.encode(), f"facts:{checksum}".encode(), "sha256").hex()


def mark_of(code: str, organisation: UUID) -> str:
    """The mark of a card of the library; none for no code. Spaces, dashes and letter case do not matter."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", code).upper() if each.isalnum())
    if not plain:
        return ""
    return hmac.new(
        settings.CARD_SECRET.encode(), f"{organisation}:{plain}".encode(), hashlib.sha256
    ).hexdigest()
