"""What the codes of the parliament's open data mean, where the file brings no dictionaries of its own.

Source: dictionaries stan.txt and typ.txt of https://data.rada.gov.ua/ogd/zak/laws/ (CC BY 4.0).
"""

from collections.abc import Mapping

from mistok.acts.models import Status

STATUS_NAMES: Mapping[int, str] = {
    0: "Не визначено",
    1: "Втратив чинність",
    2: "Набирає чинності",
    3: "Дію зупинено",
    4: "Дію відновлено",
    5: "Чинний",
    6: "Не набрав чинності",
    7: "Не застосовується на території України",
    8: "Частково набрав чинності",
    9: "Втратив чинність крім окремих положень",
}
TYPE_NAMES: Mapping[int, str] = {
    1: "Закон",
    2: "Постанова",
    3: "Указ",
    6: "Розпорядження",
    8: "Декрет",
    9: "Наказ",
    11: "Положення",
    12: "Роз'яснення",
    15: "Лист",
    17: "Угода",
    18: "Протокол",
    20: "Конвенція",
    21: "Кодекс України",
    22: "Рішення",
    30: "Ухвала",
    32: "Регламент",
    44: "Рекомендації",
    52: "Резолюція",
    95: "Повідомлення",
    100: "Конституція",
    124: "Кодекс",
    130: "Статус",
    216: "Конституція України",
}
EDITION, ADOPTION, NEW_EDITION = 0, 4, 6  # events of an act's history
EVENT_NAMES: Mapping[int, str] = {EDITION: "Редакція", ADOPTION: "Прийняття", NEW_EDITION: "Нова редакція"}

# The name decides, so that a dictionary with other codes is understood too. What is longer stands first.
_STATUSES: tuple[tuple[str, Status], ...] = (
    ("втратив чинність крім", Status.PARTLY),
    ("втратив чинність, крім", Status.PARTLY),
    ("втратив чинність частково", Status.PARTLY),
    ("частково", Status.PARTLY),
    ("втрати", Status.REPEALED),
    ("нечинн", Status.REPEALED),
    ("не чинн", Status.REPEALED),
    ("недійсн", Status.REPEALED),
    ("скасован", Status.REPEALED),
    ("не діє", Status.REPEALED),
    ("не застосов", Status.NOT_APPLIED),
    ("не набра", Status.NOT_YET),
    ("набирає", Status.NOT_YET),
    ("набере", Status.NOT_YET),
    ("зупинен", Status.SUSPENDED),
    ("дію зупинено", Status.SUSPENDED),
    ("дію відновлено", Status.IN_FORCE),
    ("чинн", Status.IN_FORCE),
    ("діє", Status.IN_FORCE),
    ("дійсн", Status.IN_FORCE),
    ("діючий", Status.IN_FORCE),
    ("набра", Status.IN_FORCE),
    ("active", Status.IN_FORCE),
    ("in force", Status.IN_FORCE),
    ("valid", Status.IN_FORCE),
    ("repealed", Status.REPEALED),
    ("inactive", Status.REPEALED),
)


def status_named(name: str) -> Status | None:
    """The status with this name in a register; None for words that name none.

    >>> status_named("Чинний"), status_named("Втратив чинність крім окремих положень"), status_named("інше")
    (Status.IN_FORCE, Status.PARTLY, None)
    """
    low = " ".join(name.lower().split())
    if low.startswith("не визначено"):
        return Status.UNKNOWN
    return next((status for start, status in _STATUSES if low.startswith(start)), None)
