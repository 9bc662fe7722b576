"""Old Word (.doc): by a converter of the system, where there is one."""

import resource
import shutil
import subprocess
from pathlib import Path

from mistok.lib.reading import word
from mistok.lib.reading.paragraphs import of_lines
from mistok.lib.reading.reading import Kind, NotRead, Paragraph, Reading

LONGEST = 80  # seconds
# LibreOffice first: it keeps tables and the numbers of lists.
OFFICES = ("soffice", "libreoffice")
PRINTERS = {"antiword": ["-m", "UTF-8.txt", "-w", "0"], "catdoc": ["-d", "utf-8", "-w"]}


def read(path: Path, room: Path) -> Reading:
    """The document through the first converter that works. Raises NotRead."""
    office = next(filter(None, map(shutil.which, OFFICES)), None)
    printers = {name: found for name in PRINTERS if (found := shutil.which(name))}
    if office is None and not printers:
        raise NotRead("no_converter")
    if office is not None:
        try:
            return word.read(_converted(office, path, room))
        except NotRead:
            if not printers:
                raise
    name, program = next(iter(printers.items()))
    done = _run([program, *PRINTERS[name], str(path)])
    text = done.stdout.decode("utf-8", errors="replace")
    if done.returncode or not text.strip():
        raise NotRead("broken")
    return Reading(Kind.DOC, tuple(Paragraph(each) for each in of_lines(text.splitlines())))


def is_possible() -> bool:
    """Whether this system has a converter."""
    return any(map(shutil.which, (*OFFICES, *PRINTERS)))


def _converted(office: str, path: Path, room: Path) -> Path:
    copy = room / "document.doc"
    shutil.copyfile(path, copy)
    out = room / "converted"
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    done = _run(
        [office, "--headless", "--norestore", "--nolockcheck", profile, "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(out), str(copy)]
    )  # fmt: skip
    made = out / "document.docx"
    if done.returncode or not made.is_file():
        raise NotRead("broken")
    return made


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        return subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NotRead("too_long") from error
