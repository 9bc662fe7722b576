"""All products, in the order in which they are offered."""

from mistok.directory.printing.booklet import BOOKLET
from mistok.directory.printing.large_card import LARGE_CARD
from mistok.directory.printing.poster import POSTER
from mistok.directory.printing.qr_labels import QR_LABELS
from mistok.directory.printing.small import BOOKMARKS, CARDS

SHELF = {each.code: each for each in (CARDS, BOOKMARKS, BOOKLET, POSTER, QR_LABELS, LARGE_CARD)}
