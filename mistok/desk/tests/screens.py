"""What browser tests of the desk wait for and look into."""

from typing import Any

from mistok.desk.models import Encounter

LINE = "[data-state-line] >> text="
ROWS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("mistok-desk");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("outbox").objectStore("outbox").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.map((row) => ({...row, data: ""})));
    };
  };
})"""


def ready(page: Any) -> None:
    """The desk is open and works without a connection."""
    page.wait_for_selector('[data-ready="1"]', state="attached")


def back(page: Any) -> None:
    """The connection is back, and all that waited is sent."""
    page.context.set_offline(False)
    page.wait_for_selector(f"{LINE}усе надіслано", timeout=60_000)


def subjects() -> list[str]:
    """What counts on the server was help with this."""
    return sorted(str(item.subject) for each in Encounter.objects.counted() for item in each.items.all())
