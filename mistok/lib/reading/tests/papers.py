"""Small PDFs written by hand: pages of text, pages of pictures, pages without an end."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

LINES_ON_A_PAGE = 40


def paper(lines, *, password=""):
    """A PDF of these lines in Ukrainian: a font of two-byte codes with a map back to letters."""
    writer = PdfWriter()
    letters = sorted({letter for line in lines for letter in line})
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    font = _font(writer, codes)
    for start in range(0, len(lines), LINES_ON_A_PAGE):
        page = writer.add_blank_page(595, 842)
        said = ["BT /F1 12 Tf 50 800 Td 16 TL"]
        said += [
            "<" + "".join(f"{codes[letter]:04x}" for letter in line) + "> Tj T*"
            for line in lines[start : start + LINES_ON_A_PAGE]
        ]
        content = DecodedStreamObject()
        content.set_data("\n".join([*said, "ET"]).encode())
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if password:
        writer.encrypt(password)
    return _written(writer)


def scan(pages):
    """A PDF of pictures."""
    writer = PdfWriter()
    picture = StreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    picture._data = b"\x80"
    shared = writer._add_object(picture)
    for _number in range(pages):
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): shared})}
        )
    return _written(writer)


def mixed(lines, pictures):
    """Pages of text with pages of pictures behind them."""
    writer = PdfWriter()
    for content in (paper(lines), scan(pictures)):
        writer.append(PdfReader(BytesIO(content)))
    return _written(writer)


def endless():
    """A tree of pages that is its own branch."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1000000/Kids[2 0 R 3 0 R 2 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length 20>>stream\nBT (x) Tj ET\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def _font(writer, codes):
    pairs = "\n".join(f"<{code:04x}> <{ord(letter):04x}>" for letter, code in codes.items())
    to_letters = DecodedStreamObject()
    to_letters.set_data(
        f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange {len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end".encode()
    )
    inner = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Plain"),
            NameObject("/DW"): FloatObject(500),
        }
    )
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type0"),
                NameObject("/BaseFont"): NameObject("/Plain"),
                NameObject("/Encoding"): NameObject("/Identity-H"),
                NameObject("/DescendantFonts"): ArrayObject([writer._add_object(inner)]),
                NameObject("/ToUnicode"): writer._add_object(to_letters),
            }
        )
    )


def _written(writer):
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
