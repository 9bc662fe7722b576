"""What Ukrainian and Latin-letter words look like: a short list of common words, and a model drawn from it.

The lists are written by hand from what people ask at an e-service desk. They are no dictionary:
pairs and triples of letters in them are enough to tell a word from a string of letters typed on the wrong
keyboard.
"""

import functools
import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

_UKRAINIAN_WORDS: Final = """
а або адміністративна адміністративні адміністрації адреса акт акти аліменти анкета аптека архів ато б
банк батьки батько без безкоштовна безкоштовно безоплатна безоплатну безробітний безробіття будинку
будинок будівництво бюджет бібліотека бібліотеки бізнес в вакансії вакцинація введення ввк веб вебінар
ветеран ветерани вже ви вибори виборця виборів випадку виплата виплати виплатити випускник витяг вища
внесення внутрішньо вода водійське водія вона вони впо вр вру вступ вчитель від відкрити відмова відновити
відновлення відомості відповідь відпустка відшкодування війна війни він газ гарантія гаряча гектар
господарство громада громади громадян громадянин громадянство грошова гроші група гуманітарна даних дані
дати двох декларація декларації день держава державна державний державного державної дзвінок диплом
директор дитина дитини дитині дитячий для дмс днз до добрий довідка довідки довідку договору договір
дозвіл документ документа документи документів допомога допомоги допомогу дорога дослідження доступ
доступу доходи доходів дпс драцс другий дружина думка дітей діти дітьми дія діяльність екопфо електрика
електронна електронний електронного електронні енергетика ецп ж же житла житло житлово життя жкп журнал
жінка жінки з за заборгованість загальне загальний зайнятості зайнятість заклад закон законодавства закону
законів закордонний запис записатися запит заробітна захист захисту заява заяви заяву збір зв'язок
звернення звідки звільнення звіт здати здоров'я земельна земельний земля землі змін зміна зміни змінити
знайти знання зно зупинка зі й йому кабінет кабінету кадастр кадастровий карта картка картки квартира
квартири квартиру квитанція квиток кеп керівник києва київ клас кму книга книжка код кодекс кодексу коли
комп'ютер компенсація компенсації комунальних комунальні консультація контакти кордон користування
користувач кошти край країна країни кредит кримінальний куди культура культури купити курс курси кількість
кінотеатр лист людей люди людина лютий лікар лікарня лікарняний лікарні лікаря ліки майно малятко мама
марка математика материнська матері мати машина мвс мед медицина медична медичний межа мета металобрухт ми
мобільний мобілізація мова мови моз молодь мон моя мсек між мій міста місто місце місцеве місцевого місця
міський на навчання над надання надати назва наказ накази нарахування народження населення насильство
національна національний не невідкладна нерухоме нерухомість нмт новини новонароджений номер нотаріус нсзу
ні об'єкт обласна обласний область області облік обмін обов'язкове община овк одинока одноразова онлайн
оос опалення оплата оплатити організація оренда осбб освіта освіти освітній основи особа особи осіб
отримання отримати охорона охорони охорону оцінка п'ять пам'ять партія паспорт паспорта пацієнт пдв
пенсійний пенсіонер пенсіонерів пенсію пенсія пенсії первинна перевірити передати передача перейменування
переказ переміщена переміщених переміщеної переоформлення переселенець переселенці переселенців план
платежі платник пн по повідомлення повітряна податки податкова податкову податок пожежа покупка положення
поліція помилка популярні порада порядку порядок посвідчення поселення посилання послуг послуга послуги
постанова пошкоджене пошта пошук поїзд права правил правила право правова правову правопорушення
працевлаштування працю праці працівник працівників президент при приватний прийняття прийом прийому
приміщення про проблема програма продаж проживання прожиття прописка процедура проєкт прро пфу під
підключення підпис підпису підприємець підприємство підприємця підтвердження рада ради рахунок резюме
ремонт реєстр реєстрацію реєстрація реєстрації реєстру ринок рнокпп робота роботи роботу розвиток розклад
розлучення розмір року рср рух рік садок сайт самоврядування своя свідоцтво свій селищна село сервіс серія
система скарга скаргу скільки служба служби службу снап соціальна соціальний соціальних соціальної
спадщина спорт справа справу срср ставка стаж стан старий статистика стаття статті статус сторінка
страховий страхування студент стягнення субсидію субсидія субсидії суд судимості судимість суду сума
суспільство сьогодні сім'я сім'ям сім'ї сімейний та так там те телебачення телефон територія території
термін тимчасово той торгівля тощо транспорт транспортного треба тренінг ту тут тцк ті у убд угода угоди
україна україни українська українською україні укриття умвс умови університет управління урок уряд уряду
усзн установа учасник учасника учень фонд фоп форма формат функціонування фінансування харчування хата
хвороба хочу хто це цей центр центру церква цивільний цифрова цифровий цнап цог цього цю ціна час частина
червень через чи читання читач чия член чоловік швидка шкода школа школи школу шлюб штраф штрафи шукаю
щеплення що щодо юридична юридичний як яка яке який яким якого які якість ярмарок є євідновлення єдина
єдиний єдрпоу і ідентифікаційний ідентифікації ідн із ім'я імені ін інвалід інвалідності інвалідність
іноземний інспекція інтернет інформацію інформація інформації іпеп іпн історія їжа їм їх їхати її
"""
UKRAINIAN: Final = frozenset(_UKRAINIAN_WORDS.split())

_LATIN_WORDS: Final = """
about academy account acer address adobe ai amazon and android app apple apply are as asus at bank beta
bing block bluetooth book booking browser business button call camera canva card care cart center
certificate chat chatgpt check chrome city class classroom click cloud club code com common computer
connect contact corporate course coursera covid customer data date delivery design desktop device digital
diia discord disk doc docs document domain download dream drive ebay education ehealth email end english
error europass europe event excel express face facebook feedback file find firefox first flash folder for
form free from game gmail go good google gov group guide have health hello help helsi home hotel house how
html http https id in info instagram install insurance internet into iphone is it java job jobs key
keyboard kids kyiv language laptop latest law learn learning library like line link linkedin list live
local login logo mac mail make map maps market master me media meet menu message messenger meta microsoft
mobile mode money monitor mouse music my name nationality net netflix network new news not nova number of
office oled olx on one online open opera org oschad other outlook page paint passport password pay payment
paypal pdf people personal phone photo pinterest place plan platform player plus point post powerpoint
practice premium press price print printer privat privatbank process product profile program project prom
prozorro public radio reader record register request research reset result robot rozetka safe samsung scan
school science screen search security send server service set share shop shopping show sign site skills
skype smart social software sound sport spotify standard start state steam store street student study
support system tablet team teams telegram terms test text the this ticket tiktok time to tool top track
train training transfer translate translator travel trello trip tv twitter type ua ubuntu ukraine
ukrainian union university up update upload usb user version viber video view visa voice war water way web
webinar website what whatsapp wifi wiki wikipedia windows wise with word work world xiaomi yahoo you your
youtube zip zoom
"""
LATIN: Final = frozenset(_LATIN_WORDS.split())


class Model:
    """How usual a word's letters are in their order: triples, softened by pairs and single letters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._triples: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._bigrams: Counter[str] = Counter()
        self._firsts: Counter[str] = Counter()
        self._singles: Counter[str] = Counter()
        for word in words:
            framed = f"^^{word}$"
            for place in range(2, len(framed)):
                self._triples[framed[place - 2 : place + 1]] += 1
                self._pairs[framed[place - 2 : place]] += 1
                self._bigrams[framed[place - 1 : place + 1]] += 1
                self._firsts[framed[place - 1]] += 1
                self._singles[framed[place]] += 1
        self._total = sum(self._singles.values())

    def score(self, word: str) -> float:
        """The mean natural logarithm of each letter's likelihood: about −2.5 for words, below −4 for
        nonsense."""
        framed = f"{word}$"
        return sum(self.letter(framed, place) for place in range(len(framed))) / len(framed)

    def letter(self, word: str, place: int) -> float:
        """The natural logarithm of how likely the letter at `place` is after those before it; "$" is the
        end."""
        triple = f"^^{word[: place + 1]}"[-3:]
        single = (self._singles[triple[2]] + 0.1) / (self._total + 10)
        pair = (self._bigrams[triple[1:]] + 3 * single) / (self._firsts[triple[1]] + 3)
        return math.log((self._triples[triple] + 4 * pair) / (self._pairs[triple[:2]] + 4))


@functools.cache
def ukrainian() -> Model:
    """The model of Ukrainian words."""
    return Model(sorted(UKRAINIAN))
