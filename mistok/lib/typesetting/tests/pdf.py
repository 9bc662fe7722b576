"""What a tagged PDF must have (ISO 14289-1), seen from outside with pypdf, and what a camera sees in it."""

import re
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import zxingcpp
from pypdf.generic import ArrayObject, DictionaryObject

MILLIMETRE = 72 / 25.4
MARKED = re.compile(rb"\b(BDC|BMC|EMC)\b")
PAINTS = re.compile(rb"(?:^|\s)(Tj|TJ|f\*?|S|B\*?|Do|sh)\s")


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    """All words of the file; hyphens at line ends and breaks are not looked at."""
    return " ".join(" ".join(page.extract_text() for page in opened(content).pages).split())


def millimetres(content: bytes) -> list[tuple[float, float]]:
    return [
        (
            round(float(page.mediabox.width) / MILLIMETRE, 1),
            round(float(page.mediabox.height) / MILLIMETRE, 1),
        )
        for page in opened(content).pages
    ]


def elements(content: bytes) -> list[DictionaryObject]:
    """The structure elements in reading order."""
    found: list[DictionaryObject] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            for each in node:
                walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(opened(content).trailer["/Root"]["/StructTreeRoot"])
    return found


def assert_accessible(content: bytes) -> None:
    """The checks of PDF/UA that a program can make (see the Matterhorn protocol)."""
    reader = opened(content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "uk"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<dc:title>" in xmp
    tags = elements(content)
    assert tags
    for each in tags:
        if each["/S"] == "/Figure":
            assert str(each.get("/Alt", "")).strip(), "a picture without words"
    levels = [int(each["/S"][2:]) for each in tags if re.fullmatch(r"/H\d", each["/S"])]
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    for page in reader.pages:
        assert "/StructParents" in page
        assert everything_marked(page.get_contents().get_data())
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            assert_embedded(font.get_object())
        for note in page.get("/Annots", []):
            assert "/StructParent" in note.get_object()


def everything_marked(stream: bytes) -> bool:
    """Whether every painting of the page lies inside marked content: a tag or an artifact, nothing loose."""
    depth, at = 0, 0
    for mark in MARKED.finditer(stream):
        if depth == 0 and PAINTS.search(stream[at : mark.start()]):
            return False
        depth += -1 if mark.group(1) == b"EMC" else 1
        at = mark.end()
    return depth == 0 and not PAINTS.search(stream[at:])


def assert_embedded(font: DictionaryObject) -> None:
    assert "/ToUnicode" in font
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner["/FontDescriptor"]
    assert any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def codes_seen(content: bytes, dpi: int = 200) -> list[str]:
    """What a reader of codes finds in the drawn pages, page by page."""
    found = []
    document = pypdfium2.PdfDocument(content)
    for page in document:
        picture = page.render(scale=dpi / 72).to_pil()
        found += [each.text for each in zxingcpp.read_barcodes(picture)]
        page.close()
    document.close()
    return found
