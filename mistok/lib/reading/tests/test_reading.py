"""Words out of files of every kind, as a librarian would read them."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from mistok.lib.reading import Kind, cleaning, old_word, pages, paragraphs, read
from mistok.lib.reading.formats import read_any
from mistok.lib.reading.paragraphs import Line
from mistok.lib.reading.tests.papers import paper
from mistok.lib.reading.words import said

REAL = Path(__file__).parents[5] / "shared" / "data" / "documents"
PAGE = """<!DOCTYPE html><html><head><meta charset="windows-1251"><title>Ні</title><style>p {}</style></head>
<body><nav>Меню</nav><h1>РІШЕННЯ</h1>
<p>Об’єкт   права<sup>2</sup>, стаття 20<sup>1</sup>.<br>Новий рядок</p>
<script>alert(1)</script><table><tr><th>Код</th><th>Назва</th></tr>
<tr><td>1</td><td><p>Будинок</p></td></tr>
<tr><td colspan=2>Один</td></tr></table>
<ul><li>перше;<li>друге</ul><div hidden>сховане</div>край</body></html>"""
NOTE = '<w:footnoteReference w:id="2"/></w:r><w:r><w:t>Перший'
RTF = (
    r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fnil\fcharset204 Times;}{\f1 Arial;}}{\info{\title X}}"
    r"{\stylesheet{\s1 heading 1;}}{\header колонтитул}"
    r"\pard\outlinelevel0\b \'d0\'b3\'f8\'e5\'ed\'ed\'ff\b0\par\pard\f1 "
    r"\u1057?\u1090?\u1072?\u1090?\u1090?\u1103? 20{\super 1}. "
    r"\'ab\'cd\'e0\'e7\'e2\'e0\'bb\emdash\-x\_y\~z\par"
    r"{\*\unknown drop}{\pict 0102}\trowd \'b3\cell \'bf\cell\row end"
    r"{\footnote note \u1030?}\par\bin3 {{{last\par}"
)


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def texts(path, name="", room=Path("/nowhere")):
    return [each.text for each in read_any(path, name or path.name, room).paragraphs]


def numbered_document(path):
    """A decision as an office writes it: numbers by Word, a table, a text box, a moved word."""
    document = Document()
    document.add_heading("РІШЕННЯ", 1)
    for text in ("Перший пункт", "Другий пункт"):
        document.add_paragraph(text, style="List Number")
    raised = document.add_paragraph("Стаття 20")
    raised.add_run("1").font.superscript = True
    raised.add_run(". Назва")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("Код", "Ставка"), ("1110", "0,5"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    box = document.add_paragraph("Поруч із написом")
    inside = "<w:txbxContent><w:p><w:r><w:t>Напис</w:t></w:r></w:p></w:txbxContent>"
    drawing = parse_xml(f"<w:pict {nsdecls('w')}>{inside}</w:pict>")
    box.add_run()._r.append(drawing)
    gone = OxmlElement("w:moveFrom")
    gone.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>перенесене</w:t></w:r>"))
    box._p.append(gone)
    lines = document.add_paragraph("рядок")
    lines.add_run().add_break()
    lines.add_run("і ще")
    lines._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>роз</w:t><w:softHyphen/><w:t>рив</w:t></w:r>"))
    document.save(path)
    return path


def test_read_docx(tmp_path):
    reading = read(numbered_document(tmp_path / "рішення.docx"), "рішення.docx")
    assert (reading.kind, reading.problems) == (Kind.DOCX, ())
    assert [each.text for each in reading.paragraphs] == [
        "РІШЕННЯ", "1. Перший пункт", "2. Другий пункт", "Стаття 20¹. Назва", "Код | Ставка", "1110 | 0,5",
        "Поруч із написом", "Напис", "рядок\nі щерозрив",
    ]  # fmt: skip
    assert [each.level for each in reading.paragraphs][:2] == [1, 0]


def with_parts(path, parts):
    """The document with more parts, and with its body changed: (what, by what)."""
    made = path.with_name("more.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name not in parts:
                content = old.read(name).decode() if name == "word/document.xml" else old.read(name)
                new.writestr(
                    name, content.replace("<w:t>Перший", NOTE) if name == "word/document.xml" else content
                )
        for name, content in parts.items():
            new.writestr(name, content)
    return made


def test_read_docx_notes_stand_behind_their_paragraph(tmp_path):
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Примітка.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    path = with_parts(numbered_document(tmp_path / "a.docx"), {"word/footnotes.xml": notes})
    assert texts(path)[1:4] == ["1. [1]Перший пункт", "[1] Примітка.", "2. Другий пункт"]


@pytest.mark.parametrize(
    ("format_", "text", "labels"),
    [
        ("decimal", "%1.", ["1.", "2.", "2.1.", "3."]),
        ("upperRoman", "%1)", ["I)", "II)", "II.1.", "III)"]),
        ("russianLower", "%1)", ["а)", "б)", "б.1.", "в)"]),
        ("bullet", "", ["–", "–", "2.1.", "–"]),
    ],
)
def test_read_docx_numbers_in_levels(tmp_path, format_, text, labels):
    document = Document()
    for depth in (0, 0, 1, 0):
        paragraph = document.add_paragraph("слово")
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>')
        )
    document.save(tmp_path / "a.docx")
    lists = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="3">'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    path = with_parts(tmp_path / "a.docx", {"word/numbering.xml": lists})
    assert texts(path) == [f"{label} слово" for label in labels]


def test_read_html_in_another_encoding_than_its_name_says(tmp_path):
    path = write(tmp_path / "page.txt", PAGE.encode("cp1251"))
    reading = read_any(path, "page.txt", tmp_path)
    assert (reading.kind, reading.encoding) == (Kind.HTML, "cp1251")
    assert [each.text for each in reading.paragraphs] == [
        "РІШЕННЯ", "Об’єкт права², стаття 20¹.\nНовий рядок", "Код | Назва", "1 | Будинок", "Один", "перше;",
        "друге", "край",
    ]  # fmt: skip
    assert reading.paragraphs[0].level == 1
    assert [each.code for each in reading.problems] == ["other_name"]


def test_read_html_that_claims_what_it_is_not(tmp_path):
    path = write(tmp_path / "a.html", '<meta charset="utf-8"><p>Рішення міської ради</p>'.encode("cp1251"))
    assert texts(path) == ["Рішення міської ради"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-u", "cp1125"])
def test_read_text_encodings(tmp_path, codec):
    words = "Рішення про об’єднання громад, їхні обов’язки та щорічні заходи є чинними.".replace(
        "’", "'" if codec in ("koi8-u", "cp1125") else "’"
    )
    assert texts(write(tmp_path / "a.txt", f"{words}\r\n\r\n{words}".encode(codec))) == [words, words]


def test_read_rtf(tmp_path):
    reading = read_any(write(tmp_path / "a.rtf", RTF.encode("cp1251")), "a.rtf", tmp_path)
    assert reading.kind == Kind.RTF
    assert [each.text for each in reading.paragraphs] == [
        "Рішення", "Стаття 20¹. «Назва»—x-y z", "і | ї", "end[1]", "[1] note І", "last",
    ]  # fmt: skip
    assert [each.level for each in reading.paragraphs][:2] == [1, 0]


def test_read_pdf(tmp_path):
    path = write(tmp_path / "a.pdf", paper(["Рішення міської ради", "Про об’єднання громад"] * 40))
    reading = read(path, "a.pdf")
    assert (reading.kind, reading.is_scan) == (Kind.PDF, False)
    assert reading.pages == len(reading.page_characters) >= 1
    assert "Про об’єднання громад" in reading.text


def test_read_old_word(tmp_path):
    if not REAL.is_dir():
        pytest.skip("the real documents are not at hand")
    if not old_word.is_possible():
        pytest.skip("no converter of old Word on this system")
    path = REAL / "shirokiv_Property-Tax-2025.doc"
    reading = read(path, path.name)
    assert reading.kind == Kind.DOC
    assert reading.paragraphs[0].text == "Додаток № 2 до рішення"


def test_read_old_word_without_a_converter(tmp_path, monkeypatch):
    monkeypatch.setattr(old_word.shutil, "which", lambda _name: None)
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
    )
    with pytest.raises(old_word.NotRead) as caught:
        read_any(write(tmp_path / "a.doc", content), "a.doc", tmp_path)
    assert "DOCX" in said(caught.value.finding) or "docx" in said(caught.value.finding).lower()


def test_read_real_code_of_law():
    if not REAL.is_dir():
        pytest.skip("the real documents are not at hand")
    path = REAL / "criminal_code_of_ukraine.pdf"
    reading = read(path, path.name)
    assert reading.pages == 281
    assert not reading.is_scan
    assert "Стаття 20. Обмежена осудність" in [each.text for each in reading.paragraphs]
    assert "обмежено осудною, тобто така, яка під час" in reading.text


def test_read_pdf_only_as_long_as_there_is_time(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "SECONDS", 0)
    reading = read_any(write(tmp_path / "a.pdf", paper(["Рішення міської ради"] * 90)), "a.pdf", tmp_path)
    assert [each.code for each in reading.problems] == ["first_pages"]
    assert reading.problems[0].values == {"pages": 1, "total": 3}


def test_joined_words_at_the_end_of_a_line():
    assert cleaning.joined(["законо-", "давство про соціально-", "економічний стан"]) == (
        "законодавство про соціально-економічний стан"
    )
    assert cleaning.joined(["будь-", "який об’єкт е-", "послуг, 1996-", "2001 років, роз\u00ad", "рив"]) == (
        "будь-який об’єкт е-послуг, 1996- 2001 років, розрив"
    )


def test_joined_by_the_other_words_of_the_text():
    text = ["дизайн і оформлення; врядування, само по собі; самоврядування", "для підприємців-початківців"]
    words = cleaning.vocabulary([*text, "дизайн-", "кінець ново-"])
    assert "ново" not in words
    assert cleaning.joined(["дизайн-", "оформлення"], words) == "дизайн-оформлення"
    assert cleaning.joined(["само-", "врядування"], words) == "самоврядування"
    assert cleaning.joined(["підприємців-", "початківців"], words) == "підприємців-початківців"


def test_read_html_numbers_of_lists(tmp_path):
    page = "<ol><li><p>Перше</p><ul><li>дрібне</ul><li>Друге<li></ol><p>Кінець<ol start=7><li>Сьоме</ol>"
    assert texts(write(tmp_path / "a.html", page)) == ["1. Перше", "дрібне", "2. Друге", "Кінець", "7. Сьоме"]


def test_read_rtf_note_marked_as_optional(tmp_path):
    content = r"{\rtf1 Text{\super\chftn}{\*\footnote\chftn  note}"
    content += r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt box\par}}}\par}"
    assert texts(write(tmp_path / "a.rtf", content)) == ["Text[1]box", "[1] note"]


def test_tidy_keeps_apostrophes():
    assert cleaning.tidy(" об’єкт\u00a0\u2003об'єкт ") == "об’єкт об'єкт"
    assert cleaning.tidy("и\u0306і\u0308") == "йї"


def test_pages_lose_headers_footers_and_numbers():
    subjects = ("бібліотеки", "школи", "лікарні", "дороги", "парки")
    pages = [
        [
            Line("Міська рада", 50, 800),
            Line(f"Рада утримує {subject} громади і щороку виділяє на це кошти", 50, 712),
            Line("міського бюджету, про що звітує.", 50, 700),
            Line(f"Відповідає за {subject} перший заступник міського голови.", 70, 688),
            Line(f"Кошти на {subject} виділяє міська рада за поданням комісії.", 70, 676),
            Line(f"- {number} -", 280, 30),
        ]
        for number, subject in enumerate(subjects, start=1)
    ]
    found = paragraphs.of_pages(pages)
    assert len(found) == 15
    assert (
        found[0]
        == "Рада утримує бібліотеки громади і щороку виділяє на це кошти міського бюджету, про що звітує."
    )
    assert found[1] == "Відповідає за бібліотеки перший заступник міського голови."


def test_lines_of_a_wrapped_text_are_joined():
    line = "Громадяни мають право звертатися до органів державної влади та"
    text = [line, line, "їх посадових осіб.", "1. Перший пункт.", "", line, "", "далі."] + [line] * 5
    assert paragraphs.of_lines(text)[:3] == [
        f"{line} {line} їх посадових осіб.",
        "1. Перший пункт.",
        f"{line} далі.",
    ]
