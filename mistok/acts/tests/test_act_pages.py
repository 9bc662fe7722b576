"""Acts as everybody reads them."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from mistok.acts.models import ActFile, Kind, RelationKind, Status
from mistok.acts.records import Link, Piece
from mistok.acts.tests.factories import CollectionFactory, an_act
from mistok.lib.files.actions import keep_original

ACT = "/acts/393-96-vr/"


def page(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_act_page_tells_what_is_known_and_who_says_so(client, db):
    an_act()
    html = page(client, ACT)
    assert "чинний" in html
    assert "zakon.rada.gov.ua" in html
    assert "1 червня 2026" in html
    assert 'id="art-20"' in html
    assert 'href="/acts/393-96-vr/art-20/"' in html
    assert 'href="/acts/393-96-vr/art-1/">1</a>' in html  # статтями 1 і 99: only the first is there
    assert html.count("<h1") == 1


def test_an_act_without_force_says_so_at_the_top(client, db):
    an_act(status=Status.REPEALED)
    html = page(client, ACT)
    assert html.index("notice error") < html.index('id="text"')


def test_an_act_of_unknown_status_without_text_is_honest(client, db):
    an_act(status=None, status_source="", status_on=None, pieces=None, url="https://example.org/act")
    html = page(client, ACT)
    assert "не встановлено" in html
    assert "https://example.org/act" in html


def test_one_block_and_faults_of_the_text_are_said(client, db):
    an_act(pieces=(Piece("b-1", "", "Увесь текст."),), text_problem="Таблиць немає.")
    html = page(client, ACT)
    assert "Таблиць немає." in html
    assert "Не поділено на статті" in html


def test_text_is_never_taken_for_html(client, db):
    an_act(title="<b>Про</b>", pieces=(Piece("art-1", "<i>x</i>", "<script>alert(1)</script> право"),))
    html = page(client, f"{ACT}?q=право")
    assert "<script>alert" not in html
    assert "<i>x" not in html
    assert "<mark>право</mark>" in html


def test_words_are_found_in_any_form_and_marked(client, db):
    an_act()
    html = page(client, f"{ACT}?q=місяць")
    assert "<mark>місяця</mark>" in html
    assert 'href="#art-20"' in html
    assert "<mark>" not in page(client, f"{ACT}?q=жираф")
    page(client, f"{ACT}?q=" + "а" * 10_000)
    page(client, f"{ACT}?q=%00((((*")


def test_a_very_long_act_is_read_by_parts_and_every_anchor_leads_to_its_own(client, db):
    pieces = []
    for section in range(1, 11):
        pieces.append(Piece(f"sec-{section}", f"Розділ {section}"))
        pieces += [
            Piece(f"art-{section}{n:02}", f"Стаття {section}{n:02}", "Слово правило. " * 200, 2)
            for n in range(20)
        ]
    act = an_act(pieces=tuple(pieces))
    first, last = page(client, ACT), page(client, f"{ACT}?part=5")
    assert len(first.encode()) < 700_000
    assert 'id="art-100"' in first
    assert 'id="art-1019"' not in first
    assert 'id="art-1019"' in last
    assert "?part=5#art-1019" in first
    alone = page(client, f"{ACT}art-1019/")
    assert "?part=5#art-1019" in alone
    assert 'rel="prev"' in alone
    assert 'rel="next"' not in alone
    for wrong in ("0", "6", "x", "-1", "9" * 30):
        page(client, f"{ACT}?part={wrong}", 404)
    assert act.versions.get().characters > 400_000


def test_former_editions_are_marked(client, db):
    act = an_act(since=date(2000, 1, 1))
    an_act(since=date(2020, 1, 1), pieces=(Piece("art-1", "Стаття 1", "Нове."),))
    former = act.versions.get(is_current=False)
    assert f"?edition={former.pk}" in page(client, ACT)
    html = page(client, f"{ACT}?edition={former.pk}")
    assert "Не чинна редакція" in html
    assert 'id="art-20"' in html
    assert "noindex" in html
    page(client, f"{ACT}art-20/", 404)
    page(client, f"{ACT}art-20/?edition={former.pk}")
    page(client, f"{ACT}?edition=999999", 404)


def test_amendments_are_listed_from_both_sides(client, db):
    base = an_act()
    amendment = an_act(
        title="Про внесення змін до Закону України «Про звернення громадян»", number="653-XIV",
        registration="653-14", links=(Link(RelationKind.AMENDS, "393/96-ВР"),),
    )  # fmt: skip
    amendment.relations.update(other=base)
    assert amendment.get_absolute_url() in page(client, ACT)
    assert ACT in page(client, amendment.get_absolute_url())
    amendment.is_published = False
    amendment.save()
    assert amendment.get_absolute_url() not in page(client, ACT)


def test_originals_are_given_byte_for_byte(client, db):
    act = an_act()
    file = keep_original(name="закон.txt", media_type="text/plain", content="Закон".encode())
    kept = ActFile.objects.create(act=act, file=file, name="закон.txt")
    assert file.sha256 in page(client, ACT)
    url = f"{ACT}originals/{kept.pk}/"
    assert b"".join(client.get(url).streaming_content) == "Закон".encode()
    act.is_published = False
    act.save()
    page(client, url, 404)
    page(client, f"/acts/inshyi/originals/{kept.pk}/", 404)


def test_drafts_are_seen_by_editors_only(client, cast, sign_in, db):
    act = an_act()
    act.is_published = False
    act.save()
    for url in (ACT, f"{ACT}art-20/", f"{ACT}extract/", f"{ACT}extract.pdf?p=art-20", f"{ACT}qr.svg"):
        page(client, url, 404)
    assert "Не опубліковано" in page(sign_in(cast.head), ACT)
    page(sign_in(cast.librarian), ACT, 404)


def test_act_page_asks_little_however_much_it_shows(client, db, django_assert_max_num_queries):
    an_act()
    with django_assert_max_num_queries(14):
        page(client, ACT)
    with django_assert_max_num_queries(8):
        page(client, f"{ACT}art-20/")


@pytest.mark.parametrize("letters", ["plain", "large"])
def test_an_extract_is_a_tagged_paper_with_status_and_address(client, db, letters):
    an_act()
    answer = client.get(f"{ACT}extract.pdf?p=art-20&p=art-1&letters={letters}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in reader.pages)
    for said in ("ВИТЯГ", "Про звернення громадян", "чинний", "Стаття 20", "393/96-ВР", "/acts/393-96-vr/"):
        assert said in text, said
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_empty_or_endless_extract_is_refused_in_words(client, db):
    an_act(pieces=tuple(Piece(f"art-{n}", f"Стаття {n}", "Слово.") for n in range(1, 90)))
    assert "Позначте" in page(client, f"{ACT}extract.pdf", 422)
    many = "&".join(f"p=art-{n}" for n in range(1, 90))
    page(client, f"{ACT}extract.pdf?{many}", 422)
    page(client, f"{ACT}extract/?p=art-3")


def test_list_narrows_by_facets_and_a_number_goes_straight(client, db):
    an_act(subjects=("звернення",))
    an_act(title="Про архіви", number="2939-VI", registration="2939-17", adopted_on=date(2011, 1, 13))
    html = page(client, "/acts/")
    assert html.index("Про архіви") < html.index("Про звернення")
    assert "Про архіви" not in page(client, "/acts/?year=1996")
    assert "Про архіви" not in page(client, "/acts/?subject=звернення")
    assert "Усі акти" in page(client, "/acts/?kind=treaty")
    for number in ("2939-VI", "2939-17", "№ 2939–VІ"):
        assert client.get("/acts/", {"q": number})["Location"] == "/acts/2939-17/"
    assert "/search/" in client.get("/acts/", {"q": "архіви та фонди"})["Location"]
    page(client, "/acts/?page=7", 404)


def test_list_without_acts_says_what_comes(client, db):
    assert "Актів ще немає" in page(client, "/acts/")


def test_collections_are_read_by_everybody_once_published(client, db):
    act = an_act(kind=Kind.LAW)
    collection = CollectionFactory(acts=[act])
    item = collection.items.get()
    item.anchor, item.note = "art-20", "строки відповіді"
    item.save()
    html = page(client, collection.get_absolute_url())
    assert "/acts/393-96-vr/art-20/" in html
    assert "строки відповіді" in html
    assert collection.name in page(client, "/acts/collections/")
    assert collection.name in page(client, ACT)
    collection.is_published = False
    collection.save()
    page(client, collection.get_absolute_url(), 404)
    assert collection.name not in page(client, ACT)
