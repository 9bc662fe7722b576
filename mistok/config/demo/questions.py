"""Questions to librarians of the demonstration: in each state, with answers for everybody."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from mistok.accounts.models import User
from mistok.directory.models import Service
from mistok.lib.identifiers import uuid7
from mistok.network.models import Organisation, ServicePoint
from mistok.reception.actions import publishing
from mistok.reception.actions.answering import answer, ask_back, judge
from mistok.reception.actions.asking import Contact, receive
from mistok.reception.actions.working import claim
from mistok.reception.choosing import documents
from mistok.reception.models import AnswerBy, Case, Channel, Matter, Message
from mistok.search.declarations import SearchDocument

MAIN, BRANCH = "kropyvnytskoho", "filiia-5"
BY_CODE = Contact()
BY_PHONE = Contact(AnswerBy.PHONE, "Ганна Іванівна", phone="067 000 00 01")
BY_MAIL = Contact(AnswerBy.EMAIL, "Віктор", email="viktor@demo.example")

# When (days and hours ago), what about, how it came, how to answer, the question.
WAITS = (
    (0, 2, Matter.AVAILABILITY, Channel.WEB, BY_MAIL, "Чи можна у вас роздрукувати квитанцію з телефона?"),
    (1, 3, Matter.FACTUAL, Channel.PHONE, BY_PHONE, "Як дізнатися, чи зарахували мені стаж за 1998 рік?"),
    (6, 4, Matter.FACTUAL, Channel.WEB, BY_CODE, "Куди подавати заяву на тверде паливо, якщо я переселенка?"),
)
# Days ago, hours till the answer, the question, the answer, services, the question for everybody (if any).
ANSWERED = (
    (
        12, 20, BY_MAIL,
        "Переїхав до дочки в інший район. Субсидія була на старій квартирі, що тепер робити?",
        "Повідомте про переїзд, щоб субсидію на старій адресі припинили.\n"
        "Оформіть реєстрацію або договір оренди за новою адресою.\n"
        "Подайте нову заяву на субсидію: на порталі «Дія» або в сервісному центрі Пенсійного фонду.",
        ("housing-subsidy",),
        "Що робити із субсидією після переїзду?",
    ),
    (
        9, 5, BY_CODE,
        "Мама не має смартфона. Чи можна зайти в кабінет Пенсійного фонду без «Дії»?",
        "Так. Відкрийте портал Пенсійного фонду на комп’ютері.\n"
        "Увійдіть за допомогою BankID свого банку або файлового електронного підпису.\n"
        "Немає ні того, ні того? Прийдіть у бібліотеку з паспортом і телефоном: покажемо, як зробити підпис.",
        ("pension-insurance-record",),
        "Як зайти в кабінет Пенсійного фонду без смартфона?",
    ),
    (
        20, 70, BY_PHONE,
        "Чи треба мені самій щось міняти, якщо вулицю перейменували?",
        "Ні. Документи зі старою назвою вулиці дійсні, міняти їх не обов’язково.\n"
        "Нову назву вписують, коли ви змінюєте документ з іншої причини.",
        (),
        "Чи треба міняти документи, коли перейменували вулицю?",
    ),
)  # fmt: skip
FROM_BRANCH = "Відвідувачка просить роз’яснити лист із суду. Чи маємо ми право таке пояснювати?"
TO_CENTRE = (
    "Пояснювати зміст судового листа не можемо: це правнича допомога. Дайте телефон безоплатної правничої "
    "допомоги й покажіть, як записатися на консультацію."
)


def fill(people: Mapping[str, User], now: datetime) -> None:
    """Questions of the last weeks, unless some are there. The catalogue, points and people must be there."""
    if Case.objects.exists():
        return
    point = ServicePoint.objects.get(slug=MAIN)
    for days, hours, matter, channel, contact, text in WAITS:
        at = now - timedelta(days=days, hours=hours)
        by = people["librarian"] if channel == Channel.PHONE else None
        receive(
            uuid=uuid7(),
            point=point,
            text=text,
            matter=matter,
            channel=channel,
            contact=contact,
            by=by,
            at=at,
        )
    _asked_back(people, point, now)
    _referred(people, point, now)
    _from_branch(people, point, now)
    for days, hours, contact, text, said, slugs, question in ANSWERED:
        at = now - timedelta(days=days)
        case = receive(uuid=uuid7(), point=point, text=text, contact=contact, at=at).case
        sources = _sources(slugs)
        letter = answer(case=case, by=people["librarian"], uuid=uuid7(), text=said, sources=sources)
        _dated(case, letter, at + timedelta(hours=hours))
        judge(case=case, helped=True, uuid=uuid7())
        made = publishing.propose(
            by=people["librarian"], point=point, question=question, text=said, sources=sources, case=case
        )
        if question != ANSWERED[-1][-1]:  # one still waits for the head
            publishing.publish(answer=made, by=people["head"], review_months=6)


def _asked_back(people: Mapping[str, User], point: ServicePoint, now: datetime) -> None:
    text = "Скажіть, які документи потрібні, щоб оформити допомогу?"
    case = receive(uuid=uuid7(), point=point, text=text, contact=BY_CODE, at=now - timedelta(days=2)).case
    claim(case=case, by=people["librarian"])
    ask_back(
        case=case, by=people["librarian"], uuid=uuid7(), text="Про яку допомогу йдеться: на дитину, на житло?"
    )


def _referred(people: Mapping[str, User], point: ServicePoint, now: datetime) -> None:
    at = now - timedelta(days=5)
    text = "На нашій вулиці третій тиждень не горить ліхтар. Поремонтуйте!"
    case = receive(uuid=uuid7(), point=point, text=text, contact=BY_CODE, at=at).case
    letter = answer(
        case=case, by=people["librarian"], uuid=uuid7(),
        text="Ліхтарі – справа міської ради. Напишіть звернення на її сайті. У бібліотеці допоможемо.",
        referred_to=Organisation.objects.get(slug="mykolaiv-council"),
    )  # fmt: skip
    _dated(case, letter, at + timedelta(hours=3))


def _from_branch(people: Mapping[str, User], point: ServicePoint, now: datetime) -> None:
    at = now - timedelta(days=4)
    branch = ServicePoint.objects.get(slug=BRANCH)
    case = receive(
        uuid=uuid7(), point=point, text=FROM_BRANCH, from_point=branch, by=people["branch"], at=at
    ).case
    letter = answer(case=case, by=people["head"], uuid=uuid7(), text=TO_CENTRE)
    _dated(case, letter, at + timedelta(hours=6))


def _sources(slugs: tuple[str, ...]) -> list[SearchDocument]:
    keys = Service.objects.filter(slug__in=slugs).values_list("uuid", flat=True)
    return documents(f"service:{key}" for key in keys)


def _dated(case: Case, letter: Message, moment: datetime) -> None:
    """The answer as if it had been given then."""
    Message.objects.filter(pk=letter.pk).update(created_at=moment)
    stored = Case.objects.get(pk=case.pk)
    stored.answered_at = stored.finished_at = moment
    stored.answered_on = timezone.localdate(moment, timezone.get_default_timezone())
    stored.in_time = moment <= stored.due_at
    stored.save(update_fields=["answered_at", "finished_at", "answered_on", "in_time"])
