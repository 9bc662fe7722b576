"""Conditions on texts that hold on both databases."""

from django.db.models import Q


def has_word(word: str, *fields: str) -> Q:
    """The word stands in one of the fields, in whichever case: SQLite minds the case of Cyrillic letters.

    Tried are the word as it was written, in small letters, with a capital, in capitals, and with the
    typographic apostrophe.
    """
    found = Q()
    for spelling in sorted({word, word.lower(), word.capitalize(), word.upper()}):
        for each in {spelling, spelling.replace("'", "’")}:
            for field in fields:
                found |= Q(**{f"{field}__contains": each})
    return found
