"""Papers of the inventory: the act of a stock-taking, the list of equipment, labels with codes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.lib.typesetting.document import Column, Heading, Paragraph, Signature, Table, document
from mistok.lib.typesetting.labels import SHEETS, Label, labels
from mistok.network.equipment import Findings, Line, findings
from mistok.network.models import Equipment, StockTaking
from mistok.ukrainian.dates import date_long
from mistok.ukrainian.numbers import hryvnias

type Part = Heading | Paragraph | Table


def act(taking: StockTaking) -> bytes:
    """The act as PDF/UA: what is not there, what should not be, what is broken; who counted."""
    with override("uk"):
        result = findings(taking)
        parts: list[Part] = [Paragraph(_counted(result))]
        missing = sorted([*result.missing, *result.uncounted], key=lambda line: line.number)
        for heading, lines in (
            (_("Not found"), missing),
            (_("Stands here, but belongs to another place"), result.misplaced),
            (_("Not in the inventory"), result.unknown),
            (_("Does not work"), result.faulty),
        ):
            if lines:
                parts += [Heading(heading), _table(lines, is_missing=lines is missing)]
        if result.is_clean:
            parts.append(Paragraph(_("No discrepancies were found.")))
        began, ended = timezone.localdate(taking.started_at), timezone.localdate(taking.closed_at)
        term = date_long(began) if began == ended else f"{date_long(began)} – {date_long(ended)}"
        return document(
            _("Act of stock-taking"),
            parts,
            title=f"{_('Act of stock-taking')} – {taking.point}, {date_long(ended)}",
            organisation=taking.organisation.name,
            subtitle=f"{taking.point}, {term}" + (f"\n{_('Order:')} {taking.order}" if taking.order else ""),
            signatures=[_signature(each) for each in taking.commission],
            footer=f"{taking.point} · {date_long(ended)}",
        )


def _counted(result: Findings) -> str:
    return _(
        "By the records there should be: %(expected)s. Found: %(found)s. Not found: %(missing)s. "
        "Of other places: %(misplaced)s. Not in the inventory: %(unknown)s."
    ) % {
        "expected": result.expected,
        "found": len(result.found),
        "missing": len(result.missing) + len(result.uncounted),
        "misplaced": len(result.misplaced),
        "unknown": len(result.unknown),
    }


def _table(lines: Sequence[Line], *, is_missing: bool) -> Table:
    columns = [
        Column(_("Inventory number"), 30),
        Column(_("Name")),
        Column(_("Price, UAH"), 24, number=True),
        Column(_("Note"), 46),
    ]
    rows = [
        [
            line.number,
            line.name or "–",
            _sum(line.thing.price) if line.thing and line.thing.price is not None else "–",
            line.note or (str(line.thing.point or "") if line.thing and not is_missing else ""),
        ]
        for line in lines
    ]
    total = sum((line.thing.price for line in lines if line.thing and line.thing.price), Decimal(0))
    return Table(columns, rows, total=[_("In all"), str(len(lines)), _sum(total), ""])


def _sum(amount: Decimal) -> str:
    """The figure alone: the head of the column says that it is in hryvnias."""
    return hryvnias(amount).removesuffix("грн").rstrip()


def _signature(member: str) -> Signature:
    """«директорка, Ірина Коваль» → position and name."""
    position, _comma, name = member.rpartition(",")
    return Signature(position.strip() or member.strip(), name.strip() if position else "")


def equipment_list(things: Iterable[Equipment], *, organisation: str, subtitle: str) -> bytes:
    """The inventory as a printed list, PDF/UA."""
    with override("uk"):
        things = list(things)
        columns = [
            Column(_("Inventory number"), 30),
            Column(_("Name")),
            Column(_("Stands at")),
            Column(_("State"), 36),
            Column(_("Price, UAH"), 24, number=True),
        ]
        rows = [
            [
                each.inventory_number,
                each.name,
                ", ".join(filter(None, [str(each.point or ""), each.room])) or "–",
                each.get_state_display(),
                _sum(each.price) if each.price is not None else "–",
            ]
            for each in things
        ]
        total = sum((each.price for each in things if each.price), Decimal(0))
        table = Table(columns, rows, total=[_("In all"), str(len(things)), "", "", _sum(total)], size=9)
        return document(
            _("List of equipment"),
            [table],
            organisation=organisation,
            subtitle=f"{subtitle}\n{date_long(timezone.localdate())}".strip(),
            landscape=True,
        )


def equipment_labels(things: Iterable[Equipment], *, sheet: str, skip: int = 0) -> bytes:
    """Labels whose code leads to the page of each thing."""
    rows = [Label(each.name, each.inventory_number, address_of(each)) for each in things]
    with override("uk"):
        return labels(SHEETS[sheet], rows, title=_("Labels of equipment"), skip=skip)


def address_of(thing: Equipment) -> str:
    """What the code on a thing says."""
    return f"{settings.SITE_URL}{reverse('network:equipment-detail', args=[thing.pk])}"
