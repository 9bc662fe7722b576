"""Acts of the demonstration: facts and short extracts of real laws, two local decisions of an invented year,
a programme, and two collections.
"""

from datetime import date

from mistok.accounts.models import User
from mistok.acts.actions.collections import save_collection
from mistok.acts.actions.linking import link_relations
from mistok.acts.actions.store import store
from mistok.acts.models import Act, ActCollection, Kind, Level, RelationKind, Status
from mistok.acts.records import ActRecord, Link, Piece
from mistok.network.models import Territory, TerritoryCategory

SOURCE = "demo"
REGISTER = "zakon.rada.gov.ua"
CHECKED = date(2026, 11, 2)
SHORT = "Для показу: лише кілька статей, коротко."
PLACE = "Вознесенськ"

# number, register, adopted, in force, title, subjects, articles (number, heading, text)
LAWS = (
    ("393/96-ВР", "393/96-вр", date(1996, 10, 2), "Про звернення громадян", ("звернення громадян",), (
        ("1", "Звернення громадян", "Громадяни України мають право звернутися до органів державної "
         "влади, місцевого "
         "самоврядування, об’єднань громадян, підприємств, установ, організацій, медіа, посадових осіб."),
        ("5", "Вимоги до звернення", "У зверненні має бути зазначено прізвище, ім’я, по батькові, місце "
         "проживання "
         "громадянина, викладено суть порушеного питання."),
        ("20", "Термін розгляду звернень громадян", "Звернення розглядаються і вирішуються у термін не "
         "більше "
         "одного місяця від дня їх надходження, а ті, які не потребують додаткового вивчення, – "
         "невідкладно, але не "
         "пізніше п’ятнадцяти днів від дня їх отримання.\nВимоги до звернення визначено статтею 5 цього "
         "Закону."),
    )),
    ("2939-VI", "2939-17", date(2011, 1, 13), "Про доступ до публічної інформації", ("доступ до "
         "інформації",), (
        ("19", "Оформлення запитів на інформацію", "Запитувач має право звернутися до розпорядника "
         "інформації із "
         "запитом незалежно від того, стосується ця інформація його особисто чи ні, без пояснення причини."),
        ("20", "Строк розгляду запитів на інформацію", "Розпорядник інформації має надати відповідь на "
         "запит не "
         "пізніше п’яти робочих днів з дня отримання запиту."),
    )),
    ("5203-VI", "5203-17", date(2012, 9, 6), "Про адміністративні послуги", ("адміністративні послуги",), (
        ("10", "Строки надання адміністративних послуг", "Граничний строк надання адміністративної послуги "
         "визначається законом. Якщо законом його не визначено, він не може перевищувати 30 календарних "
         "днів з дня "
         "подання заяви та документів."),
        ("12", "Центр надання адміністративних послуг", "Адміністративні послуги надаються через центр "
         "надання "
         "адміністративних послуг, зокрема через його адміністратора."),
    )),
    ("32/95-ВР", "32/95-вр", date(1995, 1, 27), "Про бібліотеки і бібліотечну справу", ("бібліотеки",), (
        ("1", "Визначення термінів", "Бібліотека – інформаційний, культурний, освітній заклад, що має "
         "упорядкований "
         "фонд документів і надає їх у тимчасове користування."),
        ("22", "Права користувачів бібліотек", "Користувачі бібліотек мають право безоплатно користуватися "
         "інформацією про склад бібліотечних фондів через довідково-пошуковий апарат."),
    )),
    ("2297-VI", "2297-17", date(2010, 6, 1), "Про захист персональних даних", ("персональні дані",), (
        ("6", "Загальні вимоги до обробки персональних даних", "Мета обробки персональних даних має бути "
         "сформульована в законах, інших актах та відповідати законодавству про захист персональних даних."),
        ("8", "Права суб’єкта персональних даних", "Особисті немайнові права на персональні дані, які "
         "має кожна "
         "фізична особа, є невід’ємними і непорушними."),
    )),
    ("280/97-ВР", "280/97-вр", date(1997, 5, 21), "Про місцеве самоврядування в Україні",
     ("самоврядування",), (
        ("59", "Акти ради", "Рада в межах своїх повноважень приймає нормативні та інші акти у формі рішень."),
    )),
)  # fmt: skip
BASIS = (
    ("393/96-вр", "art-20", "у який строк мають відповісти на звернення"),
    ("2939-17", "art-20", "у який строк відповідають на запит"),
    ("5203-17", "", "що таке адміністративна послуга і хто її надає"),
    ("32/95-вр", "", "права користувачів бібліотек"),
    ("2297-17", "", "як ми поводимося з вашими даними"),
)


def fill(people: dict[str, User]) -> None:
    """Idempotent: the acts are known by their numbers, the collections by their names."""
    place = Territory.objects.filter(name=PLACE, category=TerritoryCategory.CITY).first()
    laws = store([_law(*law) for law in LAWS]).acts
    local = store(_local(place.pk if place else None)).acts
    link_relations([*laws, *local])
    by = people["head"]
    known = {act.registration: act for act in laws}
    _collection(
        "Правова основа центру", "На що спирається допомога в бібліотеці й чого ви можете вимагати.",
        ActCollection.Purpose.LEGAL_BASIS, [(known[key], anchor, note) for key, anchor, note in BASIS], by,
    )  # fmt: skip
    _collection(
        "Місцеві програми та рішення", "Що ухвалила рада Вознесенської громади (показові дані).",
        ActCollection.Purpose.PROGRAMMES, [(act, "", "") for act in local if act.is_working], by,
    )  # fmt: skip


def _law(
    number: str,
    register: str,
    day: date,
    title: str,
    subjects: tuple[str, ...],
    articles: tuple[tuple[str, str, str], ...],
) -> ActRecord:
    return ActRecord(
        title=title, kind=Kind.LAW, kind_name="Закон України", number=number, registration=register,
        adopted_on=day, issuer="Верховна Рада України", status=Status.IN_FORCE, status_source=REGISTER,
        status_on=CHECKED, subjects=subjects, url=f"https://{REGISTER}/laws/show/{register}",
        text_problem=SHORT,
        pieces=tuple(Piece(f"art-{n}", f"Стаття {n}. {heading}", text) for n, heading, text in articles),
        source=SOURCE,
    )  # fmt: skip


def _local(place: str | None) -> list[ActRecord]:
    def decision(
        key: str, title: str, day: date, kind: Kind, points: tuple[str, ...], **told: object
    ) -> ActRecord:
        pieces = tuple(Piece(f"p-{n}", "", f"{n}. {text}") for n, text in enumerate(points, start=1))
        values: dict[str, object] = {
            "title": title, "kind": kind, "kind_name": "Рішення", "level": Level.LOCAL, "number": key,
            "adopted_on": day,
            "issuer": "Вознесенська міська рада", "territory": place, "status": Status.IN_FORCE,
            "status_source": "відповідь ради (показові дані)", "status_on": CHECKED, "pieces": pieces,
            "source": SOURCE, "source_key": key,
        } | told  # fmt: skip
        return ActRecord(**values)  # type: ignore[arg-type]

    return [
        decision(
            "12-5/VIII", "Про затвердження Програми «Цифрова громада» на 2026–2028 роки", date(2025, 12, 18),
            Kind.PROGRAMME,
            ("Затвердити Програму «Цифрова громада» на 2026–2028 роки, що додається.",
             "Відкрити в бібліотеках громади не менше трьох місць, де навчають користуватися "
             "електронними послугами.",
             "Контроль за виконанням рішення покласти на комісію з питань освіти і культури."),
        ),
        decision(
            "14-9/VIII", "Про правила благоустрою території громади", date(2026, 3, 26), Kind.DECISION,
            ("Затвердити правила благоустрою.", "Рішення набирає чинності з дня оприлюднення."),
            links=(Link(RelationKind.REPEALS, "31-2/VII"),),
        ),
        decision(
            "31-2/VII", "Про правила благоустрою міста", date(2018, 6, 21), Kind.DECISION,
            ("Затвердити правила благоустрою міста.",), status=Status.REPEALED,
        ),
        decision(
            "45", "Про безоплатний проїзд до бібліотек у дні навчань", date(2026, 9, 10), Kind.DECISION,
            ("Погодити безоплатний проїзд учасників навчань автобусами громади.",
             "Звернення щодо проїзду розглядати у строки, визначені статтею 20 Закону України «Про "
             "звернення громадян»."),
            issuer="Виконавчий комітет Вознесенської міської ради",
            status=None, status_source="", status_on=None,
        ),
    ]  # fmt: skip


def _collection(
    name: str, summary: str, purpose: ActCollection.Purpose, items: list[tuple[Act, str, str]], by: User
) -> None:
    collection = ActCollection.objects.filter(name=name).first() or ActCollection(name=name)
    collection.summary, collection.purpose, collection.is_published = summary, purpose, True
    save_collection(collection=collection, items=items, by=by)
