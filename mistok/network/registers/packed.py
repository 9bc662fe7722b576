"""Files that came packed: portals give registers so, and people hand them on as they are."""

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from mistok.lib.jobs.runners import ImportProblem

PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"(\xb5/\xfd")
SHEETS = ("[Content_Types].xml", "mimetype")  # a spreadsheet is an archive too, and names itself so


def refuse_packed(path: Path) -> None:
    """Raise ImportProblem when the file is an archive that has to be unpacked first."""
    with path.open("rb") as file:
        begins = file.read(6)
    packed = begins.startswith(PACKED)
    if begins.startswith(b"PK\x03\x04") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            packed = not any(name in archive.NameToInfo for name in SHEETS)
    if packed:
        raise ImportProblem(_("The file is packed. Unpack it and bring in what is inside."))
