import gzip

import pytest
from django.template import Context, Template
from django.urls import reverse

from mistok.ui import stylesheets
from mistok.ui.stylesheets import SHEETS, join, layer_of, light, sheet

BUDGET = {"resident": 6.5 * 1024, "staff": 9 * 1024}


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_keeps_its_budget(name):
    assert len(sheet(name).gzipped) <= BUDGET[name]


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_has_the_layers_in_order_and_whole_braces(name):
    text = sheet(name).text.decode()
    assert text.startswith("@layer tokens,base,components,pages,print;")
    starts = [text.index(f"@layer {layer}{{") for layer in ("tokens", "base", "components", "pages", "print")]
    assert starts == sorted(starts)
    assert text.count("{") == text.count("}")


def test_every_file_stands_in_a_sheet():
    files = {str(path.relative_to(stylesheets.FOLDER)) for path in stylesheets.FOLDER.rglob("*.css")}
    assert files == set(SHEETS["staff"])


def test_no_sheet_fetches_anything():
    assert all("url(" not in join(files) and "@import" not in join(files) for files in SHEETS.values())


def test_light_drops_comments_and_space_but_not_quoted_text():
    assert (
        light('/* why */\na::after {\n  content: "{ ; }";\n  color: red;\n}\n')
        == 'a::after{content:"{ ; }";color:red}'
    )


def test_light_keeps_the_space_that_means_descendant():
    assert light("a :hover { inset: 0 auto; }") == "a :hover{inset:0 auto}"


def test_layer_of_a_file_is_its_folder():
    assert [layer_of(f) for f in ("tokens.css", "components/tag.css", "staff.css")] == [
        "tokens",
        "components",
        "pages",
    ]


def test_digest_follows_the_text(monkeypatch):
    first = sheet("resident").digest
    monkeypatch.setitem(SHEETS, "other", ("tokens.css",))
    assert sheet("other").digest != first == sheet("resident").digest


def test_sheet_is_read_anew_when_a_file_changes(settings, tmp_path, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr(stylesheets, "FOLDER", tmp_path)
    monkeypatch.setitem(SHEETS, "one", ("base.css",))
    file = tmp_path / "base.css"
    file.write_text("a{color:red}")
    assert b"red" in sheet("one").text
    file.write_text("a{color:blue}")
    import os

    os.utime(file, (1, 2))
    assert b"blue" in sheet("one").text


def test_tag_links_to_an_address_kept_for_a_year(client, db):
    html = Template('{% stylesheet "resident" %}').render(Context())
    address = reverse("ui:stylesheet", kwargs={"name": "resident", "digest": sheet("resident").digest})
    assert html == f'<link rel="stylesheet" href="{address}">'
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]


def test_compressed_once_and_sent_as_it_is(client, db):
    address = reverse("ui:stylesheet", kwargs={"name": "staff", "digest": sheet("staff").digest})
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert "Cookie" not in response["Vary"]
    assert gzip.decompress(response.content) == sheet("staff").text == client.get(address).content


def test_an_old_address_gets_the_sheet_but_does_not_keep_it(client, db):
    response = client.get("/assets/resident-000000000000.css")
    assert response.content == sheet("resident").text
    assert response["Cache-Control"] == "no-cache"


def test_an_unknown_sheet_is_not_found(client, db):
    assert client.get("/assets/other-000000000000.css").status_code == 404


def test_a_sheet_cannot_be_posted_to(client, db):
    assert client.post("/assets/resident-000000000000.css").status_code == 405
