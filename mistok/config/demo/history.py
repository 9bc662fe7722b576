"""Demonstration: a renamed point, a joined one, papers on the shelf. All made up."""

from datetime import date

from django.core.files.base import ContentFile

from mistok.accounts.models import User
from mistok.config.demo.network import CITY
from mistok.lib.typesetting.document import Paragraph, document
from mistok.network.actions.documents import shelve
from mistok.network.actions.editions import write_first_editions
from mistok.network.actions.lifecycle import merge_point, note_opening, reorganise_point
from mistok.network.models import NetworkAct, PointDocument, PointKind, ServicePoint, Territory

RENAMED_ON, JOINED_ON = date(2016, 9, 1), date(2019, 4, 1)


def fill(people: dict[str, User]) -> None:
    """Write the past and the papers unless some are there. Points and people must be there already."""
    if NetworkAct.objects.exists():
        return
    head = people["head"]
    points = list(
        ServicePoint.objects.select_related("organisation", "territory").order_by("opened_on", "pk")
    )
    for point in points:
        _called_before(point)
    write_first_editions()
    for point in points:
        note_opening(point=point, by=None)
    first = next(point for point in points if point.slug == "kropyvnytskoho")
    reorganise_point(
        point=first, day=RENAMED_ON, values={"name": first.name.removesuffix(" (центр е-інформації)")},
        order="№ 41 від 25 серпня 2016 року", note="за новим положенням", by=head,
    )  # fmt: skip
    merge_point(
        point=_joined(first), into=first, day=JOINED_ON, order="№ 12 від 20 березня 2019 року",
        note="читальню перенесено до центральної бібліотеки", by=head,
    )  # fmt: skip
    _shelve(first, head)


def _called_before(point: ServicePoint) -> None:
    """The main point had a longer name until it was renamed."""
    if point.slug == "kropyvnytskoho":
        point.name = f"{point.name} (центр е-інформації)"
        point.save(update_fields=["name"])


def _joined(first: ServicePoint) -> ServicePoint:
    point = ServicePoint.objects.create(
        slug="chytalnia-sobornyi",
        kind=PointKind.POINT,
        name="Пункт е-послуг читальні на Соборній",
        organisation=first.organisation,
        territory=Territory.objects.get(pk=CITY),
        address="вул. Соборна, 3, м. Миколаїв",
        opening_hours="Mo-Fr 10:00-17:00",
        computers=2,
        opened_on=date(2013, 3, 1),
    )
    note_opening(point=point, by=None)
    return point


def _shelve(point: ServicePoint, head: User) -> None:
    for kind, title, number, dated, is_public, text in (
        ("regulation", "Положення про центр обслуговування громадян", "1", date(2016, 8, 25), True,
         "Центр безоплатно допомагає людям з електронними послугами. Показовий документ."),
        ("order", "Про приєднання пункту читальні", "12", date(2019, 3, 20), False,
         "Приєднати пункт читальні до центру з 1 квітня 2019 року. Показовий документ."),
    ):  # fmt: skip
        paper = PointDocument(
            organisation=point.organisation, point=point, kind=kind, title=title, number=number, dated=dated,
            is_public=is_public,
        )  # fmt: skip
        shelve(document=paper, paper=_paper(title, text), by=head)


def _paper(title: str, text: str) -> ContentFile[bytes]:
    return ContentFile(document(title, [Paragraph(text)]), name=f"{title}.pdf")
