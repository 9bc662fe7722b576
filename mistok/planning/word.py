"""The report as a Word document: A4, real headings and styles, Ukrainian for the spelling checker."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from mistok.planning.report import Paragraph, Report, Table

LANGUAGE = "uk-UA"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"  # ДСТУ 4163:2020 § 4: the usual face of Ukrainian official documents
BODY, SMALL, TABLE_TEXT = Pt(12), Pt(10), Pt(10.5)
LETTER = TABLE_TEXT * 0.56  # a bold Cyrillic letter on average
NARROWEST, CELL_MARGINS = Cm(1.5), Cm(0.45)
INK, BLUE = RGBColor(0x14, 0x20, 0x2E), RGBColor(0x0B, 0x4A, 0x8F)
HEADINGS = {"Title": Pt(20), "Heading 1": Pt(14), "Subtitle": BODY}
LINE = "B8C4D0"
MOST_PORTRAIT_COLUMNS = 7
# What XML 1.0 cannot hold (§ 2.2); a name pasted from elsewhere may bring such signs along.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, *, author: str, made_at: datetime) -> bytes:
    """The document's bytes. `made_at` goes into the properties; Word shows it in its own zone."""
    document = Document()
    _page(document, wide=any(len(block.head) > MOST_PORTRAIT_COLUMNS for block in _tables(report)))
    _styles(document)
    document.add_paragraph(_clean(report.title), style="Title")
    if report.subject:
        document.add_paragraph(_clean(report.subject), style="Subtitle")
    for section in report.sections:
        document.add_heading(section.title, level=1)
        for block in section.blocks:
            if isinstance(block, Table):
                _table(document, block)
            else:
                _paragraph(document, block)
    document.add_paragraph(_clean(report.made), style="Note")
    _footer(document)
    _properties(document, report, author, made_at)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)


def _tables(report: Report) -> list[Table]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Table)]


def _page(document: Any, *, wide: bool) -> None:
    """A4 with the margins of ДСТУ 4163:2020 (30 mm for the binding); on its side when a table needs it."""
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)


def _styles(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.size, normal.font.color.rgb = BODY, INK
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    _face(normal)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    for default in styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), LANGUAGE)
    for name, size in HEADINGS.items():
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = size, name != "Subtitle", False
        style.font.color.rgb = BLUE if name == "Heading 1" else INK
        _face(style)
    _borderless(styles["Title"])
    styles["Title"].paragraph_format.space_after = Pt(2)
    styles["Subtitle"].paragraph_format.space_after = Pt(12)
    styles["Heading 1"].paragraph_format.space_before = Pt(16)
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    caption = styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = SMALL, True, INK
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(4)
    _face(caption)
    note = styles.add_style("Note", 1)
    note.base_style, note.font.size = normal, SMALL
    note.paragraph_format.space_before = Pt(6)
    cell = styles.add_style("Cell", 1)
    cell.base_style, cell.font.size = normal, TABLE_TEXT
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1.5)
    cell.paragraph_format.line_spacing = 1.0


def _face(style: Any) -> None:
    """One face for all scripts: without it Word takes the theme's for Cyrillic."""
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(name), None)


def _borderless(style: Any) -> None:
    """Take away the rule under the template's title."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _paragraph(document: Any, block: Paragraph) -> None:
    document.add_paragraph(_clean(block.text), style="Note" if block.note else "Normal")


def _table(document: Any, block: Table) -> None:
    """A table whose head repeats on each page and whose rows never break between two."""
    document.add_paragraph(block.caption, style="Caption")
    lines: list[Sequence[str]] = [block.head, *block.rows, *([block.foot] if block.foot else [])]
    table = document.add_table(rows=len(lines), cols=len(block.head), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, True
    _rules(table)
    widths = _widths(document, lines)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    foot = len(lines) - 1 if block.foot else None
    for number, (row, texts) in enumerate(zip(table.rows, lines, strict=True)):
        _mark(row, "w:cantSplit")
        if number == 0:
            _mark(row, "w:tblHeader")
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[column]
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Cell"]
            run = paragraph.add_run(_clean(text))
            if number in (0, foot):
                run.bold = True
            if number == 0 or number + 1 == foot:
                paragraph.paragraph_format.keep_with_next = True
            if column:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(document: Any, lines: list[Sequence[str]]) -> list[int]:
    """Columns of numbers are as wide as their longest word; the first column takes the rest."""
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    longest = [
        max(len(word) for word in " ".join(column).split() or [""]) for column in zip(*lines, strict=True)
    ]
    narrow = [max(NARROWEST, int(letters * LETTER) + CELL_MARGINS) for letters in longest[1:]]
    return [max(room - sum(narrow), room // 4), *narrow]


def _rules(table: Any) -> None:
    """Light rules between rows, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{name}")
        rule.set(qn("w:val"), "nil" if name in ("left", "right", "insideV") else "single")
        rule.set(qn("w:sz"), "4")
        rule.set(qn("w:color"), LINE)
        borders.append(rule)
    # the schema has an order: borders stand before the layout, Word may call anything else damaged
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _footer(document: Any) -> None:
    """«Сторінка 2 з 5», counted by Word itself."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("Сторінка ", "PAGE"), (" з ", "NUMPAGES")):
        paragraph.add_run(text).font.size = SMALL
        for kind, content in (("begin", ""), ("", field), ("separate", ""), ("text", "1"), ("end", "")):
            run = paragraph.add_run()
            run.font.size = SMALL
            run._r.append(_field(kind, content))


def _field(kind: str, content: str) -> Any:
    if kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    element = OxmlElement("w:t" if kind == "text" else "w:instrText")
    element.text = content
    return element


def _properties(document: Any, report: Report, author: str, made_at: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.subject = _clean(report.title)[:255], _clean(report.subject)[:255]
    properties.author = properties.last_modified_by = _clean(author)[:255]
    properties.language, properties.comments, properties.keywords = LANGUAGE, "", ""
    properties.created = properties.modified = made_at
    properties.revision = 1
