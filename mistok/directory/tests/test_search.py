"""Everyday questions and the cards that answer them, judged on the catalogue that comes with Mistok."""

from datetime import date

import pytest

from mistok.directory.actions import load_catalogue
from mistok.directory.models import LifeSituation, Service
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.search.actions import drain, rebuild
from mistok.search.models import Change
from mistok.search.queries import search

pytestmark = pytest.mark.django_db

# As people type them, with the slips, the Russian words and the wrong layouts of real life.
QUESTIONS = {
    "гроші на комуналку": "housing-subsidy",
    "як оформити субсидію": "housing-subsidy",
    "чи призначили мені субсидію": "subsidy-status",
    "скільки буде субсидія, порахувати": "subsidy-learn",
    "оплатити комуналку онлайн": "utility-payments",
    "передати показники лічильника газу": "meter-gas",
    "коли ввімкнуть світло": "electricity-outages",
    "немає світла графік": "electricity-outages",
    "пільга на газ ветерану праці": "utility-benefits",
    "втратив паспорт": "passport-invalid-check passport-queue document-centre",
    "закордонний паспорт дитині": "passport-queue document-centre",
    "чи готовий мій паспорт": "passport-state",
    "прописатися у дочки": "residence-registration",
    "довідка про прописку": "residence-extract",
    "ідентифікаційний код дитині": "tax-number",
    "довідка про несудимість для роботи": "no-criminal-record",
    "загубили свідоцтво про народження": "civil-status-repeat",
    "записатись до педіатра": "doctor-declaration doctor-appointment",
    "запис до сімейного лікаря": "doctor-appointment doctor-declaration",
    "лікарня вимагає гроші": "nszu-complaint",
    "депресія після війни": "how-are-you",
    "ліки за рецептом безкоштовно": "affordable-medicines e-prescription medicines-search",
    "довідка переселенця": "displaced-certificate",
    "виплати переселенцям": "displaced-allowance",
    "допомога ВПО на проживання": "displaced-allowance",
    "де жити переселенцям": "prykhystok displaced-housing-voucher",
    "як перевірити стаж": "pension-insurance-record",
    "оформити пенсію за віком": "pension-application",
    "коли прийде пенсія": "pension-amount",
    "перевести пенсію на картку": "pension-payment-change",
    "записатися на прийом до пенсійного фонду": "pension-appointment",
    "електронна трудова книжка": "pension-labour-book",
    "пенсія по втраті годувальника": "survivor-pension",
    "народилася дитина": "emaliatko",
    "гроші першокласнику": "school-package",
    "черга в дитячий садок": "kindergarten-queue",
    "записати дитину в перший клас": "school-enrolment",
    "оцінки дитини в школі": "mriia shchodennyk-ua",
    "реєстрація на зно": "nmt-registration",
    "вступ до університету": "university-admission",
    "знайти роботу": "job-search work-ua robota-ua",
    "стати на біржу": "unemployed-registration",
    "не платять зарплату": "labour-complaint",
    "перевчитися на іншу професію": "training-voucher",
    "відкрити фоп": "entrepreneur-registration",
    "закрити ФОП": "entrepreneur-changes",
    "грант на бізнес": "erobota-grants veteran-business-grant",
    "обміняти водійські права": "driver-licence-exchange",
    "штраф за перевищення швидкості": "traffic-fines",
    "продати машину": "vehicle-sale-diia",
    "безкоштовний адвокат": "legal-aid",
    "аліменти не платить чоловік": "alimony-debt",
    "подати на розлучення": "divorce-help",
    "чоловік б’є": "domestic-violence",
    "розбило вікна обстрілом": "evidnovlennia",
    "зруйнований будинок компенсація": "destroyed-housing-certificate evidnovlennia",
    "посвідчення убд": "combatant-status",
    "відстрочка від мобілізації": "deferment",
    "військовий квиток в телефоні": "reserve-plus",
    "зник безвісти син": "missing-persons",
    "електронний підпис": "e-signature-file diia-signature",
    "встановити дію": "diia-install",
    "адреса цнапу": "cnap-centres",
    "підписати петицію": "president-petition local-petitions government-petition",
    "написати скаргу президенту": "president-appeal",
    "запит до сільради": "public-information-request",
    "квиток на поїзд": "train-tickets",
    "здати квиток": "train-refund",
    "де моя посилка": "parcel-tracking-ukrposhta nova-poshta",
    "виїзд з дитиною за кордон": "border-rules",
    "кадастрова карта": "cadastral-map",
    "чия це хата, власник": "property-register",
    "витяг на земельну ділянку": "land-extract",
    "довідка про доходи для субсидії": "income-certificate",
    "повернути податок за навчання": "tax-discount",
    "мошенники сняли деньги с карты": "cyber-police scam-check",
    "справка о доходах": "income-certificate",
    "загранпаспорт очередь": "passport-queue",
    "ce,cblsz": "housing-subsidy subsidy-status subsidy-learn",
    "subsidiya": "housing-subsidy subsidy-status subsidy-learn",
    "пенсійне посвідченя": "pension-certificate",
    "комуналные платежи": "utility-payments",
    "инвалидность группа": "disability-assessment disability-allowance",
    "вивчити комп’ютер": "diia-osvita library-hubs tsyfrohram",
    "розклад електричок": "train-timetable",
    "іспит з української для громадянства": "state-language-exam",
    "хочу всиновити дитину": "adoption",
    "родовід": "archives-search familysearch",
    "перевірити машину на угон": "stolen-car-check",
    "пакунок малюка": "baby-box",
    "як увійти в приват": "privat24",
    "банк айді не працює": "bankid",
    "перевірити підпис на документі": "sign-document",
    "мені дзвонять шахраї": "scam-check cyber-police",
    "вкрали гроші з картки": "cyber-police",
    "ветеран хоче відкрити кав’ярню": "veteran-business-grant erobota-grants",
    "протез": "disability-cabinet",
    "інвалідний візок безкоштовно": "disability-cabinet",
    "група інвалідності комісія": "disability-assessment",
    "муніципальна няня": "eyasla",
    "декретні виплати": "baby-care-benefit",
    "багатодітна сім’я посвідчення": "large-family-certificate",
    "допомога малозабезпеченим": "basic-social-assistance",
    "одинока мама допомога": "basic-social-assistance",
    "зареєструвати шлюб": "marriage-online",
    "весілля онлайн": "marriage-online",
    "повторне свідоцтво про шлюб": "civil-status-repeat",
    "як оформити спадок": "inheritance-start",
    "похорон гроші": "funeral-allowance",
    "перевірити фірму за кодом": "business-register",
    "борги у виконавчій": "enforcement-case debtors-register",
    "коли засідання суду": "court-case-status",
    "сплатити судовий збір": "court-fee",
    "оренда приміщення сільради": "prozorro-sale",
    "закупівлі села": "prozorro dozorro",
    "куди йдуть гроші громади": "spending open-budget spending-portal e-data",
    "хто мій депутат": "rada-appeal",
    "доступ до публічної інформації": "public-information-request",
    "розмінувати поле": "explosives-report",
    "полонений чоловік": "prisoners-of-war",
    "евакуюватися з Сумщини": "evacuation",
    "зарядити телефон під час блекауту": "invincibility-points",
    "компенсація за згорілу хату": "destroyed-housing-certificate",
    "квартира в кредит від держави": "eoselia",
    "вебінари для бібліотекарів": "uba",
    "курси для вчителів": "ed-era vseosvita prometheus",
    "переклад з російської": "dictionaries-r2u",
    "пошук предків": "archives-search familysearch",
    "справжність диплома": "education-document-check",
    "гуртожиток студенту": "student-scholarship",
    "індекс пошти": "parcel-tracking-ukrposhta",
    "курс долара": "exchange-rates",
    "черга на кордоні вантажівка": "echerha",
    "оформити хату в селі": "property-old-registration",
    "оцінка землі": "land-valuation",
    "будівельний паспорт": "e-construction",
    "здати кров": "blood-donor",
    "психолог": "how-are-you",
    "gtycsz": "pension-application pension-amount pension-insurance-record pension-certificate",
    "pasport": "passport-queue passport-state document-centre passport-invalid-check",
    "субсідія": "housing-subsidy subsidy-status subsidy-learn",
    "пинсионный фонд запись": "pension-appointment",
    "водительские права обменять": "driver-licence-exchange",
    "тцк": "reserve-plus",
    "кешбек": "made-in-ukraine",
    "тарифи скарга": "utility-complaint",
    "перший раз на роботу, трудова": "pension-labour-book",
    "безробітний допомога": "unemployed-registration",
}

ENOUGH = 0.9  # of the questions have a wanted card among the first three
FIRST = 0.8  # have it at the very top


def find(question, **options):
    return [hit.slug for hit in search(question, kinds=["service"], **options).hits]


def test_everyday_questions_find_the_card(settings):
    load_catalogue()
    rebuild()
    missed, first = [], 0
    for question, slugs in QUESTIONS.items():
        wanted, found = set(slugs.split()), find(question, limit=3)
        first += bool(found and found[0] in wanted)
        if wanted.isdisjoint(found):
            missed.append(f"{question}: {found}")
    assert len(missed) <= len(QUESTIONS) * (1 - ENOUGH), missed
    assert first >= len(QUESTIONS) * FIRST


def test_questions_name_cards_that_exist(db):
    load_catalogue()
    known = set(Service.objects.values_list("slug", flat=True))
    assert [question for question, slugs in QUESTIONS.items() if known.isdisjoint(slugs.split())] == []


def test_catalogue_indexes_itself_once_loaded(db):
    rebuild()
    load_catalogue()
    assert Change.objects.waiting().count() > 150
    drain()
    assert "housing-subsidy" in find("субсидія")
    assert search("субсидія", kinds=["service"]).hits[0].extra["provider"]


def test_service_is_found_by_everything_on_its_card():
    service = ServiceFactory(
        name="Житлова субсидія",
        short_name="Субсидія",
        summary="Держава допоможе оплатити рахунки.",
        provider__name="Пенсійний фонд України",
        synonyms=["допомога на комуналку"],
        bring=["довідка про доходи"],
        steps=["Заповніть декларацію."],
        situations=[LifeSituationFactory(name="Комунальні послуги")],
    )
    rebuild()
    questions = (
        "субсидію, рахунків, пенсійного фонду, комуналка, доходи, заповнити декларацію, комунальних послуг"
    )
    for question in questions.split(", "):
        assert find(question) == [service.slug], question


def test_retired_service_leaves_the_index():
    ServiceFactory(name="Житлова субсидія")
    service = Service.objects.get()
    rebuild()
    assert find("субсидія") == [service.slug]
    Service.objects.update(retired_on=date(2026, 11, 20))
    Change.objects.create(kind="service", key=str(service.uuid))
    drain()
    assert find("субсидія") == []


def test_indexing_asks_the_database_no_more_for_more_cards(django_assert_max_num_queries):
    ServiceFactory.create_batch(30, situations=[LifeSituationFactory()])
    with django_assert_max_num_queries(15):
        assert rebuild() == 61  # cards, their providers, the situation


def test_situation_is_found_in_words_of_its_own():
    LifeSituationFactory(slug="child", name="Народилася дитина", summary="Документи, виплати, лікар.")
    rebuild()
    hit = search("народження дитини").hits[0]
    assert (hit.kind, hit.url) == ("situation", LifeSituation.objects.get().get_absolute_url())


def test_without_an_index_the_catalogue_answers_itself():
    ServiceFactory(name="Запис до лікаря")
    ServiceFactory(slug="subsidy", name="Житлова субсидія", synonyms=["допомога на комуналку"])
    LifeSituationFactory(name="Субсидії та пільги")
    results = search("субсидію")
    assert results.degraded
    assert [hit.slug for hit in results.hits if hit.kind == "service"] == ["subsidy"]
    assert results.kinds == {"service": 1, "situation": 1}
    assert find("комуналку") == ["subsidy"]
