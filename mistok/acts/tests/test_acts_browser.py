"""Acts in a real browser: nothing for axe to find, no sideways scrolling on a phone, the clipboard button."""

from pathlib import Path

import pytest

from mistok.acts.records import Piece
from mistok.acts.tests.factories import CollectionFactory, an_act

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Ч" + "ерезпідпорядкованість" * 6


def test_acts_are_read_on_a_phone_and_on_a_desk(page, live_server, axe, tmp_path):
    pieces = (
        Piece("sec-1", "Розділ I. Загальні положення"),
        *(
            Piece(f"art-{n}", f"Стаття {n}. {LONG if n == 2 else 'Право'}", "Громадяни мають право. " * 9, 2)
            for n in range(1, 16)
        ),
    )
    act = an_act(pieces=pieces, title=f"Про звернення {LONG}")
    collection = CollectionFactory(acts=[act])
    urls = (
        "/acts/", act.get_absolute_url(), f"{act.get_absolute_url()}?q=право",
        f"{act.get_absolute_url()}art-2/", f"{act.get_absolute_url()}extract/",
        "/acts/collections/", collection.get_absolute_url(),
    )  # fmt: skip
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for number, url in enumerate(urls):
            page.goto(f"{live_server.url}{url}")
            axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (url, width, wide)
            page.screenshot(path=Path(tmp_path) / f"{number}-{width}.png", full_page=True)
    page.goto(f"{live_server.url}{act.get_absolute_url()}#art-9")
    assert page.locator("#art-9").bounding_box()["y"] < 800
