"""Two devices with two tabs each, seventy-two hours, a server that dies and a network that lies.

Every record must be counted exactly once, every one that was taken back must not, and every refused one must
be seen on its device. `MISTOK_TORTURE` sets another number of records than two thousand.
"""

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mistok.desk.tests.screens import ROWS

pytestmark = pytest.mark.browser

RECORDS = int(os.environ.get("MISTOK_TORTURE", "2000"))
ROUNDS = 6
HOURS = 72
PATIENCE = 120  # seconds for the last record to arrive
ROOT = Path(__file__).parents[3]
# The clock of the device, and a network that cuts, loses answers, sends twice and in another order.
MEDDLING = """(() => {
  const Real = Date;
  const shift = () => Number(localStorage.getItem("shift") || 0);
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift()); }
    static now() { return Real.now() + shift(); }
  };
  const send = window.fetch.bind(window);
  window.fetch = async (address, how) => {
    if (!String(address).endsWith("/desk/sync") || localStorage.getItem("calm")) return send(address, how);
    const fate = Math.random();
    if (fate < 0.15) throw new TypeError("cut");
    if (fate < 0.35) { await send(address, how); throw new TypeError("the answer is lost"); }
    if (fate < 0.55) {
      const batch = JSON.parse(how.body);
      batch.records.reverse();
      await send(address, { ...how, body: JSON.stringify(batch) });
    }
    return send(address, how);
  };
})();"""
WORK = """async ({ count, first }) => {
  const desk = document.querySelector("[data-desk]");
  const done = { good: [], bad: [], undone: [] };
  const later = () => new Promise((resolve) => setTimeout(resolve, 5));
  for (let number = first; number < first + count; number += 1) {
    const saved = new Promise((resolve) => {
      desk.addEventListener("mistok:saved", (event) => resolve(event.detail), { once: true });
    });
    // A page read anew does not offer the category that is gone.
    const gone = number % 17 === 3 ? document.querySelector('.desk-who [value="gone"]') : null;
    const bad = Boolean(gone);
    if (bad) gone.click();
    document.querySelector(`[data-usual="${1 + (number % 2)}"]`).click();
    const uuid = await saved;
    if (!bad && number % 13 === 5) {
      await later();
      document.querySelector(`.toast[data-uuid="${uuid}"] [data-undo]`).click();
      await later();
      done.undone.push(uuid);
    } else done[bad ? "bad" : "good"].push(uuid);
  }
  return done;
}"""


@dataclass
class House:
    """A server in a process of its own, with its own port and database."""

    data: Path
    port: int = 0
    cookie: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        own = {"MISTOK_DATA": str(self.data), "MISTOK_DEBUG": "1", "MISTOK_SECOND_FACTOR": "optional"}
        return {**kept, **own, "DJANGO_SETTINGS_MODULE": "mistok.config.settings"}

    def prepare(self) -> None:
        with closing(socket.socket()) as free:
            free.bind(("localhost", 0))
            self.port = free.getsockname()[1]
        made = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "mistok.desk.tests.torture_house"],
            cwd=ROOT, env=self.env, check=True, capture_output=True,
        )  # fmt: skip
        self.cookie = json.loads(made.stdout)

    def begin(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-W", "ignore", "manage.py", "runserver", "--noreload", str(self.port)],
            cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def wait(self) -> None:
        for _ in range(300):
            with suppress(OSError):
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()  # noqa: S310
                return
            time.sleep(0.2)
        raise AssertionError("the house did not come up")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def ask(self, statement: str) -> list[Any]:
        with closing(sqlite3.connect(self.data / "mistok.sqlite3", timeout=30)) as database, database:
            return list(database.execute(statement))


@pytest.fixture
def house(own_house):
    house = House(own_house)
    house.prepare()
    house.begin()
    house.wait()
    yield house
    house.kill()


def device(chromium, house):
    """A browser with two tabs open at the desk, all of it kept for working without a connection."""
    context = chromium.new_context(base_url=house.url, locale="uk-UA")
    context.add_cookies([{**house.cookie, "url": house.url}])
    context.add_init_script(MEDDLING)
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto("/desk/point/")
        tab.wait_for_selector('[data-ready="1"]', state="attached")
    return tabs


def settle(tabs):
    """Let the device send all it has; gives the rows that stay."""
    tabs[0].context.set_offline(False)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for tab in tabs:
            tab.evaluate("localStorage.setItem('calm', '1'); window.dispatchEvent(new Event('online'))")
        tabs[0].wait_for_timeout(1000)
        rows = tabs[0].evaluate(ROWS)
        if all(row["state"] == "rejected" for row in rows):
            return rows
    raise AssertionError(rows)


def test_nothing_is_lost_doubled_or_hidden(chromium, house):
    rng = random.Random(72)
    devices = [device(chromium, house), device(chromium, house)]
    house.ask("DELETE FROM network_visitorcategory WHERE code = 'gone'")
    saved = [{"good": set(), "bad": set(), "undone": set()} for _device in devices]
    share = max(1, RECORDS // (ROUNDS * 4))
    for turn in range(ROUNDS):
        hours = HOURS * turn / (ROUNDS - 1) - HOURS
        if turn in (1, 3):
            house.kill()
        elif turn in (2, 4):
            house.begin()  # comes up in the middle of the work
        for place, tabs in enumerate(devices):
            tabs[0].context.set_offline(rng.random() < 0.35)
            clock = (hours + 24 * place) * 3_600_000  # the second device is a day ahead
            for number, tab in enumerate(tabs):
                tab.evaluate(f"localStorage.setItem('shift', '{clock:.0f}')")
                if rng.random() < 0.25:
                    tab.reload()
                    tab.wait_for_selector('[data-ready="1"]', state="attached")
                first = 1000 * turn + 100 * number + place
                for kind, uuids in tab.evaluate(WORK, {"count": share, "first": first}).items():
                    saved[place][kind].update(uuids)
    house.wait()
    for place, tabs in enumerate(devices):
        left = {row["uuid"] for row in settle(tabs)}
        assert left == saved[place]["bad"]
        tabs[0].wait_for_selector("[data-problems]:not([hidden])")
        assert tabs[0].locator("[data-problems] li").count() == len(left)
    assert any(each["bad"] for each in saved)
    rows = house.ask("SELECT uuid, voided_at IS NOT NULL FROM desk_encounter")
    counted = [uuid for uuid, is_void in rows if not is_void]
    voided = {uuid for uuid, is_void in rows if is_void}
    good = {uuid.replace("-", "") for each in saved for uuid in each["good"]}
    undone = {uuid.replace("-", "") for each in saved for uuid in each["undone"]}
    assert len(good) + len(undone) + sum(len(each["bad"]) for each in saved) == share * ROUNDS * 4
    assert len(counted) == len(set(counted))
    assert set(counted) == good
    assert voided <= undone
    for tabs in devices:
        tabs[0].context.close()
