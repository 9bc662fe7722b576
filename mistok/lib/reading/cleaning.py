"""Text as a person would have typed it: no soft hyphens, no words broken by the margin, no odd blanks."""

import re
import unicodedata
from collections.abc import Iterable

from mistok.lib.reading.reading import Paragraph

# Soft hyphen, zero-width characters, marks of direction and of byte order, placeholders: never text here.
INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFC, *range(0x200E, 0x2010), *range(0x202A, 0x202F)]
)
# Control characters, blanks of other widths and halves of surrogate pairs.
ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
BLANKS = re.compile(r"[^\S\n\t]+")
AROUND_LINES = re.compile(r"[^\S\n]*\n[^\S\n]*")
WORD = re.compile(r"[\w'’ʼ]+(?:-[\w'’ʼ]+)*(?!-$)(?![\w'’ʼ])")
LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"})


def clean(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The paragraphs that have words, cleaned. Apostrophes and quotation marks stay as they were."""
    found = (Paragraph(tidy(each.text), each.level) for each in paragraphs)
    return [each for each in found if each.text]


def tidy(text: str) -> str:
    """One paragraph; line breaks that it has stay."""
    text = ODD.sub("", text.translate(INVISIBLE).translate(LIGATURES))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)  # й and ї that came as two characters
    return AROUND_LINES.sub("\n", BLANKS.sub(" ", text)).strip()


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words of a text in small letters, also those with a hyphen, without what a line ends on broken."""
    return frozenset(word.lower() for line in lines for word in WORD.findall(line.rstrip()))


def joined(lines: list[str], words: frozenset[str] = frozenset()) -> str:
    """Lines of one paragraph as one: a word broken at the end of a line is whole again.

    A hyphen before a small letter breaks a word unless the word is written with one anyway («будь-\\nякий»):
    the other words of the text tell, then the rules of spelling.
    """
    text = ""
    for line in lines:
        bare = line.strip()
        if not bare:
            continue
        if not text:
            text = bare
        elif text[-1] in "-\u2010\u00ad" and text[-2:-1].isalpha() and bare[0].islower():
            first = re.split(r"\W", bare, maxsplit=1)[0]
            last = re.split(r"[^\w'’ʼ]", text[:-1])[-1].lower()
            keeps = text[-1] != "\u00ad" and _has_hyphen(last, first.lower(), words)
            text = text + bare if keeps else text[:-1] + bare
        else:
            text = f"{text} {bare}"
    return text


# Words that Ukrainian writes with a hyphen: будь-який, хто-небудь, по-перше, все-таки, науково-технічний.
_BEFORE = frozenset(
    ("будь", "хтозна", "казна", "по", "пів", "віце", "екс", "міні", "макро", "інтернет", "онлайн", "веб")
)
_AFTER = frozenset(("небудь", "таки", "то", "от", "но", "бо"))


_ADVERB = re.compile(r"(?:льно|ово|ево|сько|цько|чно|рно|вно|тно|йно|зно|дно)$")
_ADJECTIVE = re.compile(r"\w{3,}(?:ий|ого|ому|им|их|ими|ій|ої|ою|а|у|е|і)$")


def _has_hyphen(last: str, first: str, words: frozenset[str]) -> bool:
    if last + first in words:
        return False
    is_of_two = len(last) > 2 and len(first) > 2 and last in words and first in words
    if f"{last}-{first}" in words or is_of_two:
        return True
    is_compound = bool(_ADVERB.search(last) and _ADJECTIVE.fullmatch(first))
    return len(last) == 1 or last in _BEFORE or first in _AFTER or is_compound  # е-послуги
