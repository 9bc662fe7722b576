"""Everything that the print shop makes: readable by a screen reader and by a camera, of the right size."""

import itertools
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from mistok.directory.models import LifeSituation, Service
from mistok.directory.printing.content import address_of, tied
from mistok.directory.printing.large_card import public_card
from mistok.directory.printing.products import Order, Printed
from mistok.directory.printing.shelf import SHELF
from mistok.lib.typesetting.tests.pdf import (
    assert_accessible,
    codes_seen,
    elements,
    millimetres,
    opened,
    text_of,
)
from mistok.network.models import Organisation, OrganisationKind, ServicePoint, Territory

LONG_NAME = (
    "Призначення державної соціальної допомоги малозабезпеченим сім’ям і внутрішньо переміщеним "
    "особам, які проживають у громаді"
)[:120]
ORDERS = [
    pytest.param(
        code, dict(zip([o.name for o in product.options], values, strict=True)), id=f"{code}-{values}"
    )
    for code, product in SHELF.items()
    for values in itertools.product(*([value for value, _ in o.choices][:3] for o in product.options))
]


def point(**fields: object) -> ServicePoint:
    library = Organisation(
        kind=OrganisationKind.LIBRARY,
        name=fields.pop("library", "Центральна міська бібліотека ім. М. Л. Кропивницького"),
    )
    return ServicePoint(
        **{
            "slug": "tsentr-obsluhovuvannia-hromadian",
            "name": "Центр обслуговування громадян електронною інформацією",
            "organisation": library,
            "territory": Territory(name="Миколаїв"),
            "address": "вул. Потьомкінська, 143а, м. Миколаїв",
            "phone": "(0512) 24-01-10",
            "opening_hours": "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00",
            **fields,
        }
    )


def services(count: int, *, longest: bool = False) -> list[Service]:
    """Services as the catalogue has them, without a database; the longest that the fields allow, if asked."""
    provider = Organisation(kind=OrganisationKind.PROVIDER, name="Пенсійний фонд України")
    situations = [LifeSituation(slug=f"s{n}", name=f"Життєва ситуація {n}", order=n) for n in range(7)]
    found = []
    for number in range(count):
        end = f"-{number}"
        service = Service(
            pk=number + 1,
            slug=("prodovhuvata-adresa-" * 4)[: 80 - len(end)] + end if longest else f"posluha{end}",
            name=LONG_NAME if longest else f"Житлова субсидія {number}: подати заяву",
            short_name="Надзвичайнодовга назва на кнопці столу.."[:40] if longest else f"Субсидія {number}",
            provider=provider,
            summary=("Держава допоможе ґазді з’ясувати рахунки. " * 9)[: 400 if longest else 84],
            bring=["паспорт або ID-картка", "«Дія» на телефоні"],
            steps=["Відкрийте сайт.", "Увійдіть через Дія.Підпис.", "Перевірте дані й підпишіть."],
            cost="безкоштовно",
            term="10 робочих днів",
        )
        service._prefetched_objects_cache = {"situations": [situations[number % 7]]}
        found.append(service)
    return found


def printed(code: str, count: int, *, longest: bool = False, at: ServicePoint | None = None, **options: str):
    return Printed.of(SHELF[code], Order(at or point(), services(count, longest=longest), options))


@pytest.mark.parametrize(("code", "options"), ORDERS)
@pytest.mark.parametrize("count", [0, 1, 10, 60])
def test_product_is_accessible(code, options, count):
    made = printed(code, min(count, SHELF[code].most), **options)
    assert_accessible(made.pdf())
    assert made.layout().pages == len(opened(made.pdf()).pages) == len(made.pictures(20))


@pytest.mark.parametrize("code", SHELF)
@pytest.mark.parametrize("count", [1, 60])
def test_longest_names_are_accessible_and_scan(code, count):
    library = ("Комунальний заклад культури «Миколаївська районна публічна бібліотека імені " * 4)[:250]
    made = printed(
        code, min(count, SHELF[code].most), longest=True,
        at=point(library=library, name=library[:200], address=library[:200]),
    )  # fmt: skip
    content = made.pdf()
    assert_accessible(content)
    assert codes_seen(content)


@pytest.mark.parametrize("code", SHELF)
def test_point_without_hours_and_phone(code):
    content = printed(code, 3, at=point(opening_hours="", phone="")).pdf()
    assert_accessible(content)
    if code not in ("qr-labels",):
        assert "Години роботи підкажуть телефоном" in text_of(content)


@pytest.mark.parametrize("dpi", [200, 150])
@pytest.mark.parametrize("longest", [False, True])
@pytest.mark.parametrize(
    ("code", "options", "count"),
    [
        ("booklet", {"pages": "read"}, 60),
        ("booklet", {"pages": "fold"}, 24),
        ("poster", {"paper": "a4", "more": "yes"}, 60),
        ("poster", {"paper": "a3"}, 12),
        ("qr-labels", {"sheet": "70x36"}, 30),
        ("qr-labels", {"sheet": "63x38", "skip": "5"}, 30),
        ("large-card", {}, 5),
    ],
)
def test_every_code_leads_to_its_service(code, options, count, longest, dpi):
    made = printed(code, count, longest=longest, **options)
    left = len(made.layout().left_out)
    seen = set(codes_seen(made.pdf(), dpi)) - {address_of(point())}
    assert seen == {address_of(each) for each in services(count, longest=longest)[: count - left]}
    if options.get("more") == "yes" or code in ("booklet", "qr-labels", "large-card"):
        assert left == 0


@pytest.mark.parametrize("dpi", [200, 150])
@pytest.mark.parametrize(
    ("code", "options", "pieces"),
    [
        ("business-cards", {"size": "90x50"}, 10),
        ("business-cards", {"size": "85x55"}, 10),
        ("bookmarks", {}, 4),
    ],
)
def test_every_piece_has_a_code_of_the_point(code, options, pieces, dpi):
    assert codes_seen(printed(code, 5, **options).pdf(), dpi) == [address_of(point())] * pieces
    assert address_of(point()) == f"{settings.SITE_URL}/points/tsentr-obsluhovuvannia-hromadian/"


def test_paper_has_its_exact_size():
    assert set(millimetres(printed("business-cards", 5).pdf())) == {(210.0, 297.0)}
    assert set(millimetres(printed("bookmarks", 5, sides="two").pdf())) == {(210.0, 297.0)}
    assert set(millimetres(printed("poster", 5).pdf())) == {(210.0, 297.0)}
    assert set(millimetres(printed("poster", 5, paper="a3").pdf())) == {(297.0, 420.0)}
    assert set(millimetres(printed("booklet", 5, pages="fold").pdf())) == {(297.0, 210.0)}
    assert set(millimetres(printed("booklet", 5, pages="read").pdf())) == {(148.5, 210.0)}


@pytest.mark.parametrize(("count", "sides"), [(5, [(0, 3), (1, 2)]), (24, [(0, 7), (1, 6), (2, 5), (3, 4)])])
def test_folded_booklet_has_its_pages_in_the_order_of_the_fold(count, sides):
    read, fold = printed("booklet", count, pages="read"), printed("booklet", count, pages="fold")
    assert len(opened(read.pdf()).pages) == 2 * len(sides), "always a whole number of sheets"
    assert fold.layout().pages == len(sides)
    assert fold.layout().sheets == read.layout().sheets == len(sides) // 2
    assert "Як ми допоможемо" in text_of(read.pdf())
    for side, (low, high) in enumerate(sides):
        words = set(opened(fold.pdf()).pages[side].extract_text().split())
        for number in (low, high):
            assert set(opened(read.pdf()).pages[number].extract_text().split()) <= words


def test_cut_marks_stand_where_the_knife_goes():
    """Ten cards of 90 × 50 mm: three marks above and below, six at each side, all outside the cards."""
    picture = printed("business-cards", 0).pictures(254)[0]
    image = Image.open(BytesIO(picture)).convert("L")  # ten dots a millimetre
    assert image.size == (2100, 2970)

    def is_drawn(x: float, y: float) -> bool:
        return any(
            image.getpixel((round(x * 10) + dx, round(y * 10) + dy)) < 200
            for dx in (-2, -1, 0, 1, 2)
            for dy in (-2, -1, 0, 1, 2)
        )

    for x in (15, 105, 195):
        assert is_drawn(x, 20)
        assert is_drawn(x, 277)
    for row in range(6):
        assert is_drawn(11, 23.5 + 50 * row)
        assert is_drawn(199, 23.5 + 50 * row)
    assert not is_drawn(60, 20)


def test_copies_are_read_once():
    """A screen reader hears one card, not ten; the camera and the eye find all."""
    figures = [each for each in elements(printed("business-cards", 5).pdf()) if each["/S"] == "/Figure"]
    assert len(figures) == 1


def test_what_does_not_fit_is_told():
    left = printed("business-cards", 60).layout().left_out
    assert left
    assert left[-1] == "Житлова субсидія 59: подати заяву"
    assert printed("business-cards", 2).layout().left_out == []
    assert printed("poster", 60, more="no").layout().left_out
    assert printed("poster", 60, more="yes").layout().left_out == []
    assert len(printed("business-cards", 60, sides="two").layout().left_out) < len(left)


def test_paper_for_so_many_copies():
    assert printed("business-cards", 3).layout().sheets_for(500) == 50
    assert printed("business-cards", 3).layout().sheets_for(501) == 51
    assert printed("bookmarks", 3).layout().sheets_for(4000) == 1000
    assert printed("booklet", 24).layout().sheets_for(1000) == 2000
    assert printed("poster", 3).layout().sheets_for(5) == 5


def test_text_comes_out_in_right_ukrainian():
    text = text_of(printed("large-card", 1).pdf())
    for said in (
        "Центральна міська бібліотека ім. М. Л. Кропивницького",
        "ґазді з’ясувати",
        "«Дія» на телефоні",
    ):
        assert said in text
    assert "перерва 13:00–14:00" in text


def test_names_never_become_markup():
    service = services(1)[0]
    service.name = '#panic("!") *б* $x^2$ <a> @див `код` [x](y) \\'
    content = Printed.of(SHELF["poster"], Order(point(), [service])).pdf()
    assert '#panic("!") *б* $x^2$ <a> @див `код` [x](y) \\' in text_of(content)


def test_services_stand_under_their_situation():
    text = text_of(printed("booklet", 10, pages="read").pdf())
    assert (
        text.index("Життєва ситуація 0") < text.index("Житлова субсидія 7") < text.index("Життєва ситуація 1")
    )


def test_public_card_has_no_point():
    content = public_card(services(1)[0])
    assert_accessible(content)
    assert opened(content).metadata.title == "Житлова субсидія 0: подати заяву"
    assert codes_seen(content) == [address_of(services(1)[0])]
    assert "У кожному пункті мережі" in text_of(content)


def test_short_words_stay_with_the_next():
    assert tied("бібліотека ім. М. Л. Кропивницького") == "бібліотека ім.\u00a0М.\u00a0Л.\u00a0Кропивницького"
    assert tied("вул. Садова, м. Миколаїв") == "вул.\u00a0Садова, м.\u00a0Миколаїв"
    assert tied("послуги з допомогою") == "послуги з\u00a0допомогою"


def test_same_order_same_bytes():
    assert printed("booklet", 12).pdf() == printed("booklet", 12).pdf()
