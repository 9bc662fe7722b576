"""Territory, libraries, points and people of the demonstration network."""

from cmath import rect
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from mistok.accounts.models import User
from mistok.network.models import (
    Membership,
    Organisation,
    OrganisationKind,
    PointKind,
    Role,
    ServicePoint,
    Subordination,
    Territory,
)

TERRITORY_FILE = Path(__file__).with_name("territory.csv")
CITY = "UA48060150010035747"
HROMADA = "UA48060150000071713"
OBLAST = "UA48000000000039575"
PASSWORD = "mistok-demo-2026"  # noqa: S105 - printed for whoever tries the demonstration
BEGAN = date(1995, 1, 1)
MADE_UP = "Адреса умовна: це показова мережа."


@dataclass(frozen=True, slots=True)
class District:
    """A city district with a spot near its middle, where its made-up branches are scattered."""

    name: str
    code: str
    latitude: float
    longitude: float


CENTRAL = District("Центральний район", "UA48060150010443183", 46.972, 32.002)
INHUL = District("Інгульський район", "UA48060150010235917", 46.943, 32.052)
FACTORY = District("Заводський район", "UA48060150010139573", 46.957, 31.955)
SHIPYARD = District("Корабельний район", "UA48060150010393291", 46.861, 32.012)

# Branch number -> (district, street and house, when its centre opened; None: a library without a centre)
BRANCHES: dict[int, tuple[District, str, date | None]] = {
    1: (CENTRAL, "вул. Садова, 12", date(2012, 2, 1)),
    2: (INHUL, "вул. Космонавтів, 61", date(2012, 2, 15)),
    3: (FACTORY, "вул. Озерна, 9", date(2012, 3, 1)),
    4: (SHIPYARD, "просп. Корабелів, 14", date(2012, 3, 1)),
    5: (FACTORY, "вул. Лазурна, 20", date(2012, 3, 15)),
    6: (INHUL, "просп. Миру, 33", date(2012, 4, 2)),
    7: (CENTRAL, "вул. Спаська, 44", date(2012, 4, 2)),
    8: (INHUL, "вул. Театральна, 7", date(2012, 4, 16)),
    9: (SHIPYARD, "вул. Океанівська, 28", date(2012, 5, 3)),
    10: (CENTRAL, "вул. Соборна, 14", date(2012, 5, 3)),
    11: (FACTORY, "вул. Курортна, 5", date(2012, 5, 21)),
    12: (INHUL, "вул. Миколаївська, 19", date(2012, 6, 1)),
    13: (CENTRAL, "вул. Велика Морська, 101", date(2012, 6, 1)),
    14: (SHIPYARD, "вул. Генерала Попеля, 70", date(2012, 6, 15)),
    15: (INHUL, "вул. Південна, 31", date(2012, 7, 2)),
    16: (FACTORY, "вул. Адмірала Макарова, 52", date(2012, 8, 1)),
    20: (FACTORY, "вул. Силікатна, 267", date(2012, 9, 3)),
    17: (INHUL, "вул. Електронна, 55", None),
    18: (CENTRAL, "вул. Погранична, 22", None),
    19: (SHIPYARD, "вул. Айвазовського, 6", None),
    21: (INHUL, "вул. Новозаводська, 3", None),
    22: (CENTRAL, "вул. Шевченка, 58", None),
    23: (FACTORY, "вул. Терасна, 8", None),
    24: (SHIPYARD, "вул. Рибна, 1", None),
    25: (INHUL, "вул. Троїцька, 90", None),
}

# Who may be tried: key, name, role, organisation
PEOPLE = (
    ("librarian", "Ольга Бондаренко", Role.LIBRARIAN, "central"),
    ("branch", "Ірина Савчук", Role.LIBRARIAN, "branch-5"),
    ("head", "Наталія Шевченко", Role.HEAD, "central"),
    ("region", "Марія Ткаченко", Role.REGION, "region"),
    ("authority", "Андрій Мельник", Role.AUTHORITY, "council"),
    ("admin", "Тарас Коваль", Role.ADMINISTRATOR, "region"),
    ("resident", "Галина Петренко", None, None),
)


def email(key: str) -> str:
    return f"{key}@demo.example"


@transaction.atomic
def build() -> dict[str, Organisation]:
    """Libraries with their points and people. Territory must be there already."""
    city = Territory.objects.get(code=CITY)
    organisations = {
        "region": _library(
            "region",
            "Миколаївська обласна універсальна наукова бібліотека ім. О. Гмирьова",
            "Обласна бібліотека",
            city,
        ),
        "central": _library(
            "central", "Центральна бібліотека ім. М. Л. Кропивницького", "Центральна бібліотека", city
        ),
        "council": Organisation.objects.create(
            slug="mykolaiv-council",
            kind=OrganisationKind.AUTHORITY,
            name="Миколаївська міська рада",
            territory=city,
            website="https://mkrada.gov.ua",
        ),
    }
    _subordinate(organisations["central"], organisations["region"])
    ServicePoint.objects.create(
        slug="kropyvnytskoho",
        kind=PointKind.CENTRE,
        name="ЦОГ Центральної бібліотеки ім. М. Л. Кропивницького",
        organisation=organisations["central"],
        territory=Territory.objects.get(code=CENTRAL.code),
        address="вул. Потьомкінська, 143а, м. Миколаїв",
        latitude=46.9655,
        longitude=32.0013,
        phone="(0512) 24-01-10",
        opening_hours="Mo-Fr 10:00-18:00; Su 10:00-17:00; Sa off",
        computers=6,
        has_wifi=True,
        has_scanner=True,
        has_printer=True,
        step_free=True,
        works_in_blackout=True,
        population_served=22_000,
        opened_on=date(2012, 1, 16),
    )
    for number in BRANCHES:
        organisations[f"branch-{number}"] = _branch(number, organisations["central"])
    _people(organisations)
    return organisations


def _library(key: str, name: str, short_name: str, territory: Territory) -> Organisation:
    return Organisation.objects.create(
        slug=f"mykolaiv-{key}",
        kind=OrganisationKind.LIBRARY,
        name=name,
        short_name=short_name,
        territory=territory,
        opened_on=BEGAN,
    )


def _subordinate(organisation: Organisation, parent: Organisation) -> None:
    Subordination.objects.create(organisation=organisation, parent=parent, since=BEGAN)


def _branch(number: int, central: Organisation) -> Organisation:
    district, street, opened = BRANCHES[number]
    territory = Territory.objects.get(code=district.code)
    library = _library(f"branch-{number}", f"Бібліотека-філія № {number}", f"Філія № {number}", territory)
    _subordinate(library, central)
    if opened is not None:
        ServicePoint.objects.create(
            slug=f"filiia-{number}",
            kind=PointKind.CENTRE,
            name=f"ЦОГ бібліотеки-філії № {number}",
            organisation=library,
            territory=territory,
            address=f"{street}, м. Миколаїв",
            directions=f"{district.name}. {MADE_UP}",
            latitude=round(district.latitude + _spot(number).imag, 4),
            longitude=round(district.longitude + _spot(number).real, 4),
            opening_hours="Mo-Th,Su 10:00-18:00; Fr off; Sa 10:00-17:00"
            if number % 3
            else "Mo-Fr 09:00-18:00",
            computers=2 + number % 4,
            has_wifi=number % 2 == 0,
            has_printer=True,
            has_scanner=number % 3 == 0,
            step_free=number % 4 == 1,
            works_in_blackout=number % 5 == 0,
            population_served=3_000 + 130 * number,
            opened_on=opened,
        )
    return library


def _spot(number: int) -> complex:
    """Where a made-up branch stands from the middle of its district, in degrees: a spiral of golden angles,
    so that no two share a spot."""
    return rect(0.004 + 0.0006 * number, 2.4 * number)


def _people(organisations: dict[str, Organisation]) -> None:
    for key, name, role, place in PEOPLE:
        user = User.objects.create_user(email(key), PASSWORD, name=name, is_staff=key == "admin")
        user.is_superuser = key == "admin"
        user.save(update_fields=["is_superuser"])
        if role is not None and place is not None:
            Membership.objects.create(
                person=user, organisation=organisations[place], role=role, since=date(2012, 1, 1)
            )


def sign_ins() -> list[tuple[str, str, str]]:
    """What to print for whoever tries the demonstration: role, address, password."""
    titles = {key: (role.label if role else "мешканка") for key, _, role, _ in PEOPLE}
    return [(str(titles[key]), email(key), PASSWORD) for key, *_ in PEOPLE]


def is_there() -> bool:
    """Whether this database is the demonstration's."""
    return User.objects.filter(email=email("librarian")).exists()


def settings_are_safe() -> bool:
    """Printed passwords are for one's own computer: never for an address that others can reach."""
    return not settings.HTTPS
