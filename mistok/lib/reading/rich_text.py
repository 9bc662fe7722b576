"""RTF: words, paragraphs, rows of tables and footnotes out of control words and groups."""

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from mistok.lib.reading.reading import Kind, NotRead, Paragraph, Reading

DEEPEST = 1_000  # groups inside groups; real documents have under a hundred
TOKEN = re.compile(
    rb"\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
# Groups whose words are not the document's.
DROPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerf headerl headerr footer footerf footerl "
    b"footerr themedata colorschememapping datastore listtable listoverridetable rsidtbl generator xmlnstbl "
    b"latentstyles fldinst bkmkstart bkmkend atnid atnauthor annotation filetbl revtbl nonshppict pntxta "
    b"pntxtb mmathPr passwordhash wgrffmtfilter private xe tc sp".split()
)
SIGNS = {
    b"tab": " ", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ", b"line": "\n",
}  # fmt: skip
KEPT = frozenset((b"shptxt", b"shpinst", b"shp", b"footnote"))  # marked as optional and yet text
# Word's numbers of alphabets (\\fcharset) and the code pages they mean.
CHARSETS = {0: "cp1252", 204: "cp1251", 238: "cp1250", 161: "cp1253", 162: "cp1254", 77: "mac-roman"}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and forgets at its end."""

    is_dropped: bool = False
    codec: str = "cp1252"
    skip: int = 1  # characters behind \\u that say the same in another way
    is_raised: bool = False
    is_note: bool = False
    is_fonts: bool = False


def read(path: Path) -> Reading:
    """The document by paragraphs. Raises NotRead."""
    document = _Document(path.read_bytes())
    document.run()
    if not document.found:
        raise NotRead("no_text")
    return Reading(kind=Kind.RTF, paragraphs=tuple(document.found), encoding=document.codec)


class _Document:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.state = _State()
        self.stack: list[_State] = []
        self.found: list[Paragraph] = []
        self.words: list[str] = []
        self.notes: list[str] = []
        self.note: list[str] = []
        self.cells: list[str] = []
        self.bytes = bytearray()
        self.level = 0
        self.skipped = 0
        self.is_optional = False

    def run(self) -> None:
        """Token by token, without a recursion."""
        place, size = 0, len(self.content)
        while place < size:
            token = TOKEN.match(self.content, place)
            if token is None:
                break
            place = token.end()
            if token["byte"]:
                self._byte(int(token["byte"], 16))
            elif token["text"]:
                self._plain(token["text"])
            elif token.lastgroup:
                self._flush()
                place += self._control(token)
        self._flush()
        self._end_row()
        self._end()

    def _control(self, token: re.Match[bytes]) -> int:
        """A group or a control word; returns how many bytes behind it are not text."""
        if token["open"]:
            if len(self.stack) >= DEEPEST:
                raise NotRead("broken")
            self.stack.append(self.state)
        elif token["close"]:
            self._close()
        elif token["sign"]:
            self._sign(token["sign"])
            return 0
        else:
            word, number = token["word"], int(token["number"]) if token["number"] else None
            if word == b"bin":
                return max(0, number or 0)
            self._word(word, number)
        self.is_optional = False
        return 0

    def _byte(self, value: int) -> None:
        if self.skipped:
            self.skipped -= 1
        elif not self.state.is_dropped:
            self.bytes.append(value)

    def _plain(self, text: bytes) -> None:
        if self.skipped:
            dropped = min(self.skipped, len(text))
            text, self.skipped = text[dropped:], self.skipped - dropped
        if text and not self.state.is_dropped:
            self.bytes += text

    def _flush(self) -> None:
        if self.bytes:
            text = bytes(self.bytes).decode(self.state.codec, errors="replace")
            self.bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        if self.state.is_dropped:
            return
        words = self.note if self.state.is_note else self.words
        if self.state.is_raised and text.strip().isdecimal() and words and words[-1][-1:].isalnum():
            text = text.strip().translate(RAISED)
        words.append(text)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.is_optional = True
        elif sign == b"~":
            self._say("\u00a0")
        elif sign == b"_":
            self._say("-")
        elif sign in b"{}\\":
            self._say(sign.decode("ascii"))
        elif sign in b"\r\n":
            self._end()

    def _word(self, word: bytes, number: int | None) -> None:
        if word in DROPPED or (self.is_optional and word not in KEPT):
            self.state = replace(self.state, is_dropped=True, is_fonts=word == b"fonttbl")
        elif self.state.is_fonts:
            self._font(word, number or 0)
        elif word == b"u" and number is not None:
            self._say(_letter(number))
            self.skipped = self.state.skip
        elif word in SIGNS:
            self._say(SIGNS[word])
        elif word == b"footnote":
            self._say(f"[{len(self.notes) + 1}]")
            self.note, self.state = [], replace(self.state, is_note=True)
        elif word == b"outlinelevel" and number is not None:
            self.level = number + 1 if 0 <= number < 9 else 0
        elif not self._set(word, number) and not self.state.is_dropped:
            self._break(word)

    def _font(self, word: bytes, number: int) -> None:
        """A line of the table of fonts."""
        if word == b"f":
            self.font = number
        elif word == b"fcharset":
            self.fonts[self.font] = CHARSETS.get(number, "")

    def _set(self, word: bytes, number: int | None) -> bool:
        """What the words behind look like; False for another control word."""
        if word == b"ansicpg" and number:
            self.codec = _codec(number)
            self.state = replace(self.state, codec=self.codec)
        elif word == b"f":
            self.state = replace(self.state, codec=self._codec_of(number or 0))
        elif word == b"uc":
            self.state = replace(self.state, skip=min(max(number or 0, 0), 10))
        elif word in (b"super", b"nosupersub"):
            self.state = replace(self.state, is_raised=word == b"super" and number != 0)
        elif word == b"plain":
            self.state = replace(self.state, is_raised=False, codec=self.codec)
        else:
            return False
        return True

    def _break(self, word: bytes) -> None:
        if self.state.is_note:
            self.note += [" "] if word == b"par" else []
        elif word in (b"par", b"sect", b"page"):
            if self.cells:
                self.words.append(" ")
            else:
                self._end()
        elif word == b"pard":
            self.level = 0
        elif word in (b"cell", b"nestcell"):
            self.cells.append(" ".join("".join(self.words).split()))
            self.words = []
        elif word in (b"row", b"nestrow"):
            self._end_row()

    def _close(self) -> None:
        self.skipped = 0
        was_note = self.state.is_note
        self.state = self.stack.pop() if self.stack else _State(codec=self.codec)
        if was_note and not self.state.is_note:
            self.notes.append(" ".join("".join(self.note).split()))

    def _end_row(self) -> None:
        cells = [cell for cell in self.cells if cell]
        if cells:
            self.found.append(Paragraph(BETWEEN_CELLS.join(cells)))
        self.cells = []

    def _end(self) -> None:
        text = "".join(self.words).strip()
        self.words = []
        if text:
            self.found.append(Paragraph(text, self.level))
        first = len(self.notes) - sum(1 for each in self.notes if each)
        for number, note in enumerate(self.notes, start=1):
            if note and number > first:
                self.found.append(Paragraph(f"[{number}] {note}"))
        self.notes = [""] * len(self.notes)

    def _codec_of(self, font: int) -> str:
        own = self.fonts.get(font, "")
        # fonts without an alphabet of their own, and Western ones of a Cyrillic document, follow the document
        return self.codec if own in ("", "cp1252") else own


def _codec(number: int) -> str:
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1251"


def _letter(number: int) -> str:
    value = number + 65_536 if number < 0 else number
    return chr(value) if 0 < value < 0x110000 and not 0xD800 <= value < 0xE000 else ""
