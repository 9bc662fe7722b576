"""A small land for tests: two oblasts with raions, hromadas and settlements, some placed on the Earth."""

from datetime import date

from mistok.network.models import Outline, Territory, TerritoryName
from mistok.network.tests.factories import TerritoryFactory


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def unit(
    code: str, name: str, category: str, parent: Territory | None = None, where=(None, None)
) -> Territory:
    level = {"O": 1, "K": 1, "P": 2, "H": 3}.get(category, 4)
    found = TerritoryFactory(
        code=code.ljust(19, "0"), name=name, category=category, level=level, parent=parent,
        latitude=where[0], longitude=where[1],
    )  # fmt: skip
    TerritoryName.objects.create(territory=found, name=name, since=date(2016, 2, 1))
    return found


class Land:
    """Миколаївщина with its sea shore, and a corner of Хмельниччина."""

    def __init__(self) -> None:
        self.mykolaiv_oblast = unit("UA48", "Миколаївська", "O", where=(46.97, 31.99))
        self.raion = unit("UA4806", "Миколаївський", "P", self.mykolaiv_oblast, (46.97, 31.99))
        self.city_hromada = unit("UA4806015", "Миколаївська", "H", self.raion, (46.97, 31.99))
        self.city = unit("UA48060151", "Миколаїв", "M", self.city_hromada, (46.97, 31.99))
        self.shore_hromada = unit("UA4806007", "Коблівська", "H", self.raion, (46.67, 31.21))
        self.shore = unit("UA48060071", "Коблеве", "C", self.shore_hromada, (46.67, 31.21))
        self.village = unit("UA48060072", "Рибаківка", "C", self.shore_hromada)
        self.khmelnytskyi_oblast = unit("UA68", "Хмельницька", "O", where=(49.42, 26.98))
        self.far_raion = unit("UA6804", "Хмельницький", "P", self.khmelnytskyi_oblast)
        self.far_hromada = unit("UA6804007", "Волочиська", "H", self.far_raion, (49.53, 26.20))
        self.far_city = unit("UA68040071", "Волочиськ", "M", self.far_hromada)
        self.renamed = unit("UA68040072", "Нова Назва", "C", self.far_hromada)
        TerritoryName.objects.create(territory=self.renamed, name="Жовтневе", until=date(2016, 1, 31))
        self.namesakes = [
            unit("UA48060151900", "Новомиколаївка", "C", self.city_hromada),
            unit("UA68040079000", "Новомиколаївка", "X", self.far_hromada),
        ]

    def outlines(self) -> None:
        """Borders of the oblasts and of one raion."""
        for territory, ring in (
            (self.mykolaiv_oblast, square(30.5, 46.5, 2)),
            (self.khmelnytskyi_oblast, square(26, 48.5, 2)),
            (self.raion, square(31, 46.5, 1)),
        ):
            Outline.objects.create(territory=territory, rings=[ring], source="перевірка")
