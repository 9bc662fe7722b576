"""Guides with drawn screens, collections, places of services and what readers said, for the demonstration."""

from collections.abc import Mapping

from django.core.files.base import ContentFile

from mistok.accounts.models import User
from mistok.directory.actions import guides as actions
from mistok.directory.actions.at_places import give_at
from mistok.directory.actions.suggestions import answer_suggestion, send_suggestion, take_suggestion
from mistok.directory.models import Collection, Guide, Service, Suggestion, SuggestionKind
from mistok.lib.files.actions import keep_picture
from mistok.lib.files.models import StoredFile
from mistok.lib.typesetting.engine import pictures
from mistok.network.places.ground import Kind, ground
from mistok.network.queries import today

TEMPLATE = "config/demo/screen.typ"
AT_OFFICES = ("residence-registration", "displaced-certificate", "large-family-certificate")
AT_A_POINT = "diia-install"

# A line of a screen: "field", "text", or what to "press".
type Screen = tuple[str, str, tuple[tuple[str, str], ...]]  # title, what is in the picture, lines
type Steps = tuple[tuple[str, str, Screen | None], ...]

SIGNATURE: Steps = (
    ("Відкрийте застосунок «Дія» та зайдіть у меню.", "Меню – унизу праворуч.", None),
    (
        "Натисніть «Дія.Підпис».",
        "Немає такого рядка? Оновіть застосунок.",
        ("Меню", "Меню застосунку: обведено рядок «Дія.Підпис»", (
            ("text", "Налаштування"), ("press", "Дія.Підпис"), ("text", "Служба підтримки"),
        )),
    ),
    ("Прикладіть паспорт із чипом до телефона, потім подивіться в камеру.",
     "Зніміть окуляри, станьте до світла.", None),
    ("Придумайте пароль із п’яти цифр. Бібліотекар у цей час відвертається.", "", None),
    ("Спробуйте увійти на портал «Дія» цим підписом.", "Забули пароль? Підпис створюють заново.", None),
)  # fmt: skip
DEBTORS: Steps = (
    ("Відкрийте erb.minjust.gov.ua.", "", None),
    (
        "Впишіть прізвище, ім’я, по батькові й дату народження.",
        "Прізвище пишіть українською, як у паспорті.",
        ("Єдиний реєстр боржників", "Сторінка пошуку: три поля й обведена кнопка «Шукати»", (
            ("field", "Прізвище, ім’я, по батькові"), ("field", "Дата народження"), ("press", "Шукати"),
        )),
    ),
    ("Поставте позначку «я не робот» і натисніть «Шукати».",
     "Сторінка мовчить? Оновіть її та спробуйте ще раз.", None),
    ("Якщо запис є, перепишіть ім’я й телефон виконавця.",
     "Порожній перелік – добра новина: боргів у реєстрі немає.", None),
)  # fmt: skip
NEW: Steps = (("Покажіть, де натиснути «Створити акаунт».", "", None),)

GUIDES = (
    ("Дія.Підпис: крок за кроком", "Як створити підпис у телефоні за десять хвилин.",
     "Телефон із «Дією», ID-картка або біометричний паспорт.", ("diia-signature",), SIGNATURE, True),
    ("Перевірити себе в реєстрі боржників", "Як дізнатися, чи немає на вас боргу, і до кого дзвонити.",
     "Прізвище, ім’я, по батькові й дата народження.", ("debtors-register",), DEBTORS, True),
    ("Перша поштова скринька", "Ще пишемо: для тих, хто вперше заводить пошту.", "", (), NEW, False),
)  # fmt: skip

COLLECTIONS = (
    ("Щойно переїхали", "З чого почати в перші дні на новому місці.", (
        ("displaced-certificate", "без неї не призначать виплат"), ("displaced-allowance", ""),
        ("displaced-housing-voucher", ""), ("prykhystok", ""), ("doctor-declaration", "лікар потрібен і тут"),
    )),
    ("Щоб не ошукали", "П’ять перевірок, які варто робити раз на рік.", (
        ("scam-check", "почніть звідси"), ("Перевірити себе в реєстрі боржників", ""), ("credit-history", ""),
        ("passport-invalid-check", ""), ("cyber-police", "якщо вже сталося"),
    )),
    ("Батькам і дідусям з бабусями", "Найпотрібніше тим, кому за шістдесят.", (
        ("pension-amount", ""), ("pension-certificate", ""), ("e-prescription", ""), ("social-portal", ""),
    )),
)  # fmt: skip

SAID = (
    (SuggestionKind.MISSING, None, "Немає нічого про довідку на тверде паливо. Люди питають щоосені."),
    (SuggestionKind.OUTDATED, "large-family-certificate", "У нашому ЦНАП змінили години прийому."),
    (SuggestionKind.WRONG, "pension-amount", "У кроці 3 кнопка називається інакше."),
)  # fmt: skip


def fill(people: Mapping[str, User]) -> None:
    """Guides, collections, places, messages, unless they are there. The catalogue must be there already."""
    head, librarian = people["head"], people["librarian"]
    if not Guide.objects.exists():
        for name, summary, before, services, steps, is_published in GUIDES:
            _guide(name, summary, before, services, steps, by=head if is_published else librarian)
        for guide in Guide.objects.filter(name__in=[row[0] for row in GUIDES if row[5]]):
            actions.publish_guide(guide=guide, by=head)
    if not Collection.objects.exists():
        for order, (name, summary, things) in enumerate(COLLECTIONS, start=1):
            collection = Collection(name=name, summary=summary, order=order, is_published=True)
            items = [(thing, note) for key, note in things if (thing := _thing(key)) is not None]
            actions.save_collection(collection=collection, items=items, by=head)
    _places(head)
    if not Suggestion.objects.exists():
        _said(people)


def _guide(name: str, summary: str, before: str, services: tuple[str, ...], steps: Steps, by: User) -> None:
    actions.save_guide(
        guide=Guide(name=name, summary=summary, before=before),
        services=Service.objects.filter(slug__in=services),
        steps=[
            {
                "text": text,
                "hint": hint,
                "picture": _picture(screen) if screen else None,
                "alt": screen[1] if screen else "",
            }
            for text, hint, screen in steps
        ],
        by=by,
    )


def _picture(screen: Screen) -> StoredFile:
    title, _alt, lines = screen
    said = {"title": title, "lines": [{"kind": kind, "text": text} for kind, text in lines]}
    return keep_picture(ContentFile(pictures(TEMPLATE, said, ppi=144.0)[0], name="screen.png"))


def _thing(key: str) -> Service | Guide | None:
    return Service.objects.filter(slug=key).first() or Guide.objects.filter(name=key).first()


def _places(head: User) -> None:
    spots = ground(today()).spots
    offices = [spot.key for spot in spots if spot.kind is Kind.OFFICE]
    for service in Service.objects.filter(slug__in=AT_OFFICES):
        give_at(service=service, places=offices, by=head)
    points = [spot.key for spot in spots if spot.kind is Kind.POINT]
    for service in Service.objects.filter(slug=AT_A_POINT):
        give_at(service=service, places=points[:3], by=head)


def _said(people: Mapping[str, User]) -> None:
    sent = [
        send_suggestion(
            kind=kind, text=text, about=Service.objects.filter(slug=slug).first() if slug else None
        )
        for kind, slug, text in SAID
    ]
    take_suggestion(suggestion=sent[1], by=people["librarian"])
    answer_suggestion(
        suggestion=sent[2], by=people["head"], answer="Дякуємо! Назву кнопки виправлено, картку перевірено."
    )
