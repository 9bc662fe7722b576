"""Papers of the paid services: the price list for the wall, the cash report of a day and of a month."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from mistok.desk.models import PriceList
from mistok.desk.queries.cash import DayReport, MonthDay, Report
from mistok.lib.tables.writing import write_xlsx
from mistok.lib.typesetting.document import Column, Heading, Paragraph, Points, Signature, Table, document
from mistok.network.models import ServicePoint
from mistok.ukrainian.dates import date_long, month_year
from mistok.ukrainian.numbers import money, number

DAY_WIDTHS = (16, 19, 19, 21, 25, 19)  # mm: sales, cash, card, given back, income, handed over

type Part = Heading | Paragraph | Points | Table
type Cell = str | int | Decimal


def figure(kopiykas: int) -> str:
    """A sum alone, under a head that says hryvnias: «12,50»."""
    return money(kopiykas).removesuffix("грн").rstrip()


def hryvnias(kopiykas: int) -> Decimal:
    """A sum as a spreadsheet adds it up."""
    return Decimal(kopiykas) / 100


def price_list_paper(prices: PriceList, point: ServicePoint) -> bytes:
    """The price list for the wall of a point, PDF/UA."""
    with override("uk"):
        lines = list(prices.lines.all())
        columns = [
            Column("№", 9),
            Column(_("Service")),
            Column(_("Unit"), 26),
            Column(pgettext("of a unit", "Price, UAH"), 22, number=True),
        ]
        rows = [
            [position, line.name, line.get_unit_display(), figure(line.price)]
            for position, line in enumerate(lines, start=1)
        ]
        if any(line.list_item for line in lines):
            columns.append(Column(_("Item of the list"), 24))
            rows = [[*row, line.list_item or "–"] for row, line in zip(rows, lines, strict=True)]
        parts: list[Part] = [Table(columns, rows)]
        free = [f"{each.who} – {each.ground}" for each in prices.exemptions.all()]
        if free:
            parts += [Heading(_("For whom it is free")), Points(free)]
        parts += [
            Paragraph(
                _("Help with e-services, consultations and the use of the catalogue are free for everybody.")
            ),
            Paragraph(
                _(
                    "The list of paid services is set by the resolution of the Cabinet of Ministers "
                    "of 2 December 2020 № 1183."
                )
            ),
        ]
        return document(
            _("Prices of paid services"),
            parts,
            title=f"{_('Prices of paid services')} – {point}",
            organisation=point.organisation.name,
            subtitle=f"{point}\n{_in_force(prices)}",
            approval=[_("APPROVED"), prices.body, *_decision(prices)],
            footer=str(point),
        )


def _decision(prices: PriceList) -> list[str]:
    if prices.decided_on is None:
        return []
    return [f"{date_long(prices.decided_on)} № {prices.decision_number}"]


def _in_force(prices: PriceList) -> str:
    if prices.valid_from is None:
        return ""
    return _("In force from %(day)s") % {"day": date_long(prices.valid_from)}


def _heads() -> list[str]:
    return [
        _("Service"),
        _("Unit"),
        pgettext("of a unit", "Price, UAH"),
        _("Sold"),
        _("Free of charge"),
        _("Sum, UAH"),
        _("Taken back"),
        _("Given back, UAH"),
        _("In all, UAH"),
    ]


def _lines(found: Report) -> Table:
    columns = [
        Column(_("Service")),
        Column(pgettext("of a unit", "Price, UAH"), 17, number=True),
        Column(_("Sold"), 17, number=True),
        Column(_("Free of charge"), 22, number=True),
        Column(_("Sum, UAH"), 20, number=True),
        Column(_("Given back, UAH"), 22, number=True),
        Column(_("In all, UAH"), 21, number=True),
    ]
    rows = [
        [
            f"{line.name}, {line.unit_name}",
            figure(line.price),
            number(line.sold),
            number(line.free) if line.free else "–",
            figure(line.amount),
            figure(line.given_back) if line.given_back else "–",
            figure(line.net),
        ]
        for line in found.lines
    ]
    total = [
        _("In all"),
        "",
        number(sum(line.sold for line in found.lines)),
        number(sum(line.free for line in found.lines)),
        figure(sum(line.amount for line in found.lines)),
        figure(sum(line.given_back for line in found.lines)),
        figure(found.of_lines),
    ]
    return Table(columns, rows, total=total, size=9)


def sums_of(found: Report) -> list[tuple[str, int]]:
    """The sums below the lines, each with its name; those that are nothing are left out."""
    sums = found.sums
    rows = [
        (_("Taken in cash"), sums.cash),
        (_("Taken by card"), sums.card),
        (_("Given back in cash"), -sums.cash_back),
        (_("Given back by card"), -sums.card_back),
        (_("Difference because cash is rounded"), found.rounded),
        (_("Given free of charge, by the prices"), sums.free),
    ]
    return [(name, sum_of) for name, sum_of in rows if sum_of] + [(_("Income"), sums.income)]


def _sums_table(rows: Sequence[tuple[str, int]], caption: str) -> Table:
    return Table(
        [Column(caption), Column(_("UAH"), 35, number=True)],
        [[name, figure(sum_of)] for name, sum_of in rows],
    )


def box_of(whole: DayReport) -> list[tuple[str, int]]:
    """What happened in the box: from the start of the day to what stays for the next one."""
    cash = whole.cash
    rows = [
        (_("Cash at the start of the day"), whole.opening),
        (_("Came in less given back"), whole.report.sums.cash_net),
        (_("Should be in the box"), whole.expected),
    ]
    if cash is not None and cash.counted is not None:
        rows.append((_("Counted"), cash.counted))
        if whole.difference:
            rows.append((_("Difference"), whole.difference))
        rows.append((_("Handed over"), cash.handed_over))
        rows.append((_("Stays for the next day"), cash.counted - cash.handed_over))
    return rows


def day_paper(whole: DayReport) -> bytes:
    """The cash report of a day with lines to sign on, PDF/UA; one that is not closed says so."""
    with override("uk"):
        found, cash = whole.report, whole.cash
        point = found.point
        closed = cash is not None and cash.is_closed
        parts: list[Part] = []
        if not closed:
            parts.append(Paragraph(_("The day is not closed yet: the sums may change.")))
        parts.append(_lines(found) if found.lines else Paragraph(_("Nothing was sold on this day.")))
        parts += [Heading(_("Money")), _sums_table(sums_of(found), _("Sums of the day"))]
        parts += [Heading(_("Cash")), _sums_table(box_of(whole), _("In the box"))]
        if cash is not None and cash.note:
            parts.append(Paragraph(f"{_('Why it does not fit:')} {cash.note}"))
        if found.decisions:
            parts.append(Paragraph(f"{_('Prices by:')} {'; '.join(found.decisions)}."))
        signatures = [Signature(_("Librarian"), str(cash.counted_by or "") if cash else "")]
        if cash is not None and cash.handed_over:
            signatures.append(Signature(_("Received by"), cash.handed_to))
        signatures.append(Signature(_("Head of the library")))
        heading = _("Cash report")
        if closed and cash is not None:
            heading = f"{heading} № {cash.number}"
        return document(
            heading,
            parts,
            title=f"{heading} – {point}, {date_long(found.start)}",
            organisation=point.organisation.name,
            subtitle=f"{point}, {date_long(found.start)}",
            signatures=signatures,
            footer=f"{point} · {date_long(found.start)}",
        )


def month_paper(found: Report, days: Sequence[MonthDay]) -> bytes:
    """The month: by lines and by days, PDF/UA."""
    with override("uk"):
        point = found.point
        parts: list[Part] = [
            _lines(found) if found.lines else Paragraph(_("Nothing was sold in this month."))
        ]
        parts += [Heading(_("Money")), _sums_table(sums_of(found), _("Sums of the month"))]
        if days:
            parts += [Heading(_("By days")), _days(days)]
        if found.decisions:
            parts.append(Paragraph(f"{_('Prices by:')} {'; '.join(found.decisions)}."))
        month = month_year(found.start)
        return document(
            _("Paid services in a month"),
            parts,
            title=f"{_('Paid services in a month')} – {point}, {month}",
            organisation=point.organisation.name,
            subtitle=f"{point}, {month}",
            signatures=[Signature(_("Librarian")), Signature(_("Head of the library"))],
            footer=f"{point} · {month}",
        )


def _days(days: Sequence[MonthDay]) -> Table:
    heads = _day_heads()
    # As wide as the longest word of each head: a word of a head is not divided.
    columns = [
        Column(heads[0]),
        *(Column(head, wide, number=True) for head, wide in zip(heads[1:-1], DAY_WIDTHS, strict=True)),
        Column(heads[-1], 22),
    ]
    rows = [
        [
            date_long(each.day),
            number(each.sales),
            figure(each.cash),
            figure(each.card),
            figure(each.given_back),
            figure(each.income),
            figure(each.cash_day.handed_over) if each.cash_day else "–",
            state_of(each),
        ]
        for each in days
    ]
    total = [
        _("In all"),
        number(sum(each.sales for each in days)),
        figure(sum(each.cash for each in days)),
        figure(sum(each.card for each in days)),
        figure(sum(each.given_back for each in days)),
        figure(sum(each.income for each in days)),
        figure(sum(each.cash_day.handed_over for each in days if each.cash_day)),
        "",
    ]
    return Table(columns, rows, total=total, size=9)


def _day_heads() -> list[str]:
    return [
        _("Day"),
        _("Sales"),
        _("Cash, UAH"),
        _("Card, UAH"),
        _("Given back, UAH"),
        _("Income, UAH"),
        _("Handed over, UAH"),
        _("Report"),
    ]


def state_of(each: MonthDay) -> str:
    """The number of the report of a day, or that it is not closed."""
    if each.cash_day is not None and each.cash_day.is_closed:
        return f"№ {each.cash_day.number}"
    return _("not closed")


def day_table(whole: DayReport) -> bytes:
    """The report of a day as an Excel file: lines, sums, each sale."""
    with override("uk"):
        sales: list[Sequence[Cell]] = [
            [_("Receipt"), _("Time"), _("What"), _("How paid"), _("UAH"), _("Note")]
        ]
        for sale in reversed(whole.sales):
            sales += [
                [
                    sale.number,
                    f"{timezone.localtime(sale.occurred_at):%H:%M}" if sale.time_known else "",
                    sale.what,
                    str(sale.get_payment_display()),
                    hryvnias(sale.paid),
                    str(sale.get_void_reason_display()) if sale.voided_at else sale.exempt_who,
                ]
            ]
        notes = [
            (_("Money"), _noted(sums_of(whole.report))),
            (_("Cash"), _noted(box_of(whole))),
            (_("Sales"), sales),
        ]
        return _book(f"{whole.report.start:%Y-%m-%d}", whole.report, notes)


def month_table(found: Report, days: Sequence[MonthDay]) -> bytes:
    """The month as an Excel file: lines, sums, days."""
    with override("uk"):
        by_day: list[Sequence[Cell]] = [_day_heads()]
        for each in days:
            row: list[Cell] = [
                f"{each.day:%d.%m.%Y}",
                each.sales,
                hryvnias(each.cash),
                hryvnias(each.card),
                hryvnias(each.given_back),
                hryvnias(each.income),
                hryvnias(each.cash_day.handed_over) if each.cash_day else "",
                state_of(each),
            ]
            by_day.append(row)
        return _book(
            f"{found.start:%Y-%m}", found, [(_("Money"), _noted(sums_of(found))), (_("By days"), by_day)]
        )


def _noted(rows: Sequence[tuple[str, int]]) -> list[Sequence[Cell]]:
    noted: list[Sequence[Cell]] = [[_("Sum"), _("UAH")]]
    for name, sum_of in rows:
        noted.append((name, hryvnias(sum_of)))
    return noted


def _book(sheet: str, found: Report, notes: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    rows: list[Sequence[Cell]] = [
        [
            line.name,
            line.unit_name,
            hryvnias(line.price),
            line.sold,
            line.free,
            hryvnias(line.amount),
            line.taken_back,
            hryvnias(line.given_back),
            hryvnias(line.net),
        ]
        for line in found.lines
    ]
    file = BytesIO()
    write_xlsx(file, sheet=sheet, header=_heads(), rows=rows, widths=[34, 14], notes=notes)
    return file.getvalue()
