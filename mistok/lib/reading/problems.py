"""What can be wrong with a file. Knows no Django: the process that reads the file has none."""

from enum import StrEnum


class Problem(StrEnum):
    """Names of problems, as the reading process tells them."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # most: bytes
    TOO_MUCH = "too_much"  # the content would fill the memory
    TOO_LONG = "too_long"  # it takes longer than anybody waits
    BROKEN = "broken"
    CRASHED = "crashed"
    LOCKED = "locked"
    NOT_TEXT = "not_text"  # a kind that is not read
    NO_CONVERTER = "no_converter"
    NO_TEXT = "no_text"
    SCAN = "scan"  # pages
    SOME_PICTURES = "some_pictures"  # pages, total
    DAMAGED_PAGES = "damaged_pages"  # pages
    FIRST_PAGES = "first_pages"  # pages, total
    DAMAGED_LETTERS = "damaged_letters"  # count
    CUT_OFF = "cut_off"  # most: characters
    OTHER_NAME = "other_name"  # kind
