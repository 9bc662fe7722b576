"""What the demonstration's libraries have and with whom they work. People and numbers are made up."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from mistok.accounts.models import User
from mistok.network.actions import equipment as stock
from mistok.network.actions import partners, stock_taking
from mistok.network.models import (
    Agreement,
    Contact,
    Equipment,
    EquipmentKind,
    Interaction,
    InteractionKind,
    Organisation,
    OrganisationKind,
    ServicePoint,
)

RECEIVED = date(2012, 6, 20)
ORIGIN = "програма «Бібліоміст»"
# What each centre received: kind, name, price in hryvnias, how many.
SET = (
    (EquipmentKind.COMPUTER, "Комп’ютер для відвідувачів", Decimal("5600.00"), 2),
    (EquipmentKind.PRINTER, "Принтер-копір", Decimal("2350.00"), 1),
    (EquipmentKind.SCANNER, "Сканер", Decimal("980.00"), 1),
    (EquipmentKind.CAMERA, "Вебкамера й навушники", Decimal("310.00"), 1),
)
FIRST_NUMBER = 101480001
POINTS = 6  # as many centres have their things written down: enough to look at


def fill(people: Mapping[str, User], today: date) -> None:
    """Equipment with a few events, a stock-taking that ended; partners with talks and promises."""
    head = people["head"]
    _equipment(head, today)
    _partners(head, today)


def _equipment(head: User, today: date) -> None:
    number = FIRST_NUMBER
    for point in ServicePoint.objects.filter(closed_on=None).order_by("opened_on", "slug")[:POINTS]:
        for kind, name, price, count in SET:
            for _each in range(count):
                thing = Equipment(
                    organisation=point.organisation,
                    point=point,
                    inventory_number=str(number),
                    name=name,
                    kind=kind,
                    price=price,
                    acquired_on=RECEIVED,
                    origin=ORIGIN,
                )
                stock.add_equipment(thing=thing, on=RECEIVED, by=head)
                number += 1
    things = list(Equipment.objects.order_by("inventory_number"))
    stock.report_fault(thing=things[2], on=today - timedelta(days=9), by=head, note="Жує папір")
    stock.step(thing=things[2], kind="to-repair", on=today - timedelta(days=5), by=head, document="Акт № 4")
    place = things[5].point
    assert place is not None, "each thing of the demonstration stands at a point"
    taking = stock_taking.start_stock_taking(
        point=place,
        by=head,
        order="№ 17-а",
        commission=["завідувачка відділу, Оксана Гнатюк", "бібліотекарка, Леся Романюк"],
    )
    here = [thing for thing in things if thing.point_id == place.pk]
    stock_taking.take_in(
        taking=taking,
        by=head,
        sightings=[
            {"id": str(thing.pk), "equipment": str(thing.pk), "found": order != len(here) - 1}
            for order, thing in enumerate(here)
        ],
    )
    stock_taking.end_stock_taking(taking=taking, by=head)


def _partners(head: User, today: date) -> None:
    council = Organisation.objects.get(slug="mykolaiv-council")
    library = head.memberships.select_related("organisation").earliest("pk").organisation
    speaker = Contact(
        organisation=council,
        name="Андрій Мельник",
        position="відділ звернень громадян",
        speaks_for_it=True,
        basis="розпорядження міського голови",
        since=date(2012, 7, 2),
    )
    reach = [
        {"kind": "phone", "value": "(0512) 37-00-00", "is_preferred": True},
        {"kind": "email", "value": "reception@council.example", "is_preferred": False},
    ]
    partners.save_contact(contact=speaker, channels=reach, by=head)
    agreement = Agreement(
        organisation=council,
        library=library,
        title="Меморандум про роботу віртуальної приймальні",
        number="12",
        signed_on=today - timedelta(days=330),
        until=today + timedelta(days=35),
        note="Рада відповідає на звернення, які громадяни подають у бібліотеках.",
    )
    partners.save_agreement(agreement=agreement, files=[], by=head)
    school = Organisation(kind=OrganisationKind.PARTNER, name="Ліцей № 2 (показовий партнер)")
    partners.save_partner(partner=school, by=head)
    for organisation, contact, kind, days, summary, step, in_days in (
        (
            council,
            speaker,
            InteractionKind.MEETING,
            12,
            "Домовилися про години прийому в бібліотеці.",
            "Надіслати графік прийому",
            4,
        ),
        (school, None, InteractionKind.CALL, 6, "Запросили старшокласників на урок про «Дію».", "", 0),
    ):
        talk = Interaction(
            organisation=organisation,
            library=library,
            contact=contact,
            kind=kind,
            on=today - timedelta(days=days),
            summary=summary,
            next_step=step,
            next_on=today + timedelta(days=in_days) if step else None,
        )
        partners.note_interaction(interaction=talk, by=head)
