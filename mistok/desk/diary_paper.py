"""«Щоденник роботи бібліотеки» on paper: the primary document of a day, in its four usual parts.

The parts are those of the diary that libraries fill in daily for form № 6-НК: readers by composition and
visits, loans, mass work, reference and information work. What the desk does not know it leaves to be written.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.desk.models import Encounter, StreetAction
from mistok.desk.queries.diary import DiaryParts
from mistok.desk.queries.encounters import Line
from mistok.lib.typesetting.document import Column, Heading, Paragraph, Part, Signature, Table, document
from mistok.network.models import ServicePoint
from mistok.ukrainian.dates import WEEKDAYS, date_long, time_hm
from mistok.ukrainian.numbers import number

LINE = "_" * 40


def diary_pdf(point: ServicePoint, parts: DiaryParts) -> bytes:
    """The diary of a day as PDF/UA on A4. Ukrainian whatever the screen speaks."""
    with override("uk"):
        day = parts.day.day
        return document(
            _("Diary of the library’s work"),
            [*four_parts(parts), *records(parts), *counted_later(parts)],
            title=f"{_('Diary of the library’s work')}: {point.name}, {date_long(day)}",
            organisation=point.organisation.name,
            subtitle=f"{point.name}\n{date_long(day)}, {WEEKDAYS[day.weekday()]}",
            signatures=[Signature(_("Librarian"))],
            footer=f"{point.name} · {date_long(day)}",
        )


def four_parts(parts: DiaryParts) -> list[Part]:
    """The day by the parts of the diary, each under its heading."""
    return [*_readers(parts), *_loans(), *_mass_work(parts), *_reference(parts)]


def _readers(parts: DiaryParts) -> list[Part]:
    day = parts.day
    told: list[Part] = [
        Heading(_("1. Readers by composition, visits")),
        Paragraph(f"{_('Visits in the day')}: {number(day.people)}{_rough(day.rough)}"),
    ]
    if parts.composition:
        rows = [[line.name, number(line.value)] for line in parts.composition]
        if parts.unknown:
            rows.append([_("category not noted"), number(parts.unknown)])
        told.append(_counts(_("Category"), _("Persons"), rows))
        told.append(Paragraph(_("One person may be of several categories; a visit is counted once.")))
    return told


def _loans() -> list[Part]:
    return [
        Heading(_("2. Loans")),
        Paragraph(_("Mistok does not count loans. Write them from the library’s own records:") + f" {LINE}"),
    ]


def _mass_work(parts: DiaryParts) -> list[Part]:
    told: list[Part] = [Heading(_("3. Mass work"))]
    if parts.lessons:
        columns = [Column(_("Lesson of a skill")), Column(_("Lessons"), 24, number=True),
                   Column(_("Persons"), 24, number=True)]  # fmt: skip
        rows = [[each.name, number(each.lessons), number(each.learners)] for each in parts.lessons]
        told.append(Table(columns, rows))
    if parts.actions:
        columns = [Column(_("Street action")), Column(_("Where"), 50), Column(_("Persons"), 22, number=True),
                   Column(_("Leaflets"), 24, number=True)]  # fmt: skip
        told.append(Table(columns, [_action(each) for each in parts.actions]))
    if not parts.has_mass_work:
        told.append(Paragraph(_("No lessons or street actions are recorded for this day.")))
    told.append(Paragraph(_("Other events, if there were any:") + f" {LINE}"))
    return told


def _action(action: StreetAction) -> list[str]:
    return [action.title, action.place, number(action.encounter.number), number(action.leaflets)]


def _reference(parts: DiaryParts) -> list[Part]:
    day = parts.day
    totals = [
        [_("E-services helped with"), number(day.e_services)],
        [_("Consultations"), number(day.consultations)],
        [_("Help to branch staff"), number(parts.staff_help)],
        [_("Could not be helped"), number(sum(line.value for line in parts.refused))],
    ]
    told: list[Part] = [
        Heading(_("4. Reference and information work")),
        _counts(_("In all"), _("Times"), totals),
    ]
    if parts.reference:
        told.append(_lines(_("Service or topic"), parts.reference))
    if parts.refused:
        told.append(_lines(_("Not possible"), parts.refused))
    return told


def records(parts: DiaryParts) -> list[Part]:
    """Every record, so that each number above can be followed."""
    columns = [
        Column(_("Time"), 14),
        Column(_("Who came"), 46),
        Column(_("What was helped with")),
        Column(_("Outcome"), 30),
        Column(_("Persons"), 18, number=True),
    ]
    rows = [_record(each) for each in parts.day.in_order]
    if not rows:
        return [Paragraph(_("Nothing was recorded on this day."))]
    return [Heading(_("Records")), Table(columns, rows, size=9)]


def counted_later(parts: DiaryParts) -> list[Part]:
    """What happened on the day and counts on another one."""
    said = _(
        "Records of this day that came after its figures were reported and count on %(day)s: %(n)s, "
        "people: %(people)s."
    )
    return [
        Paragraph(
            said % {"day": date_long(each.day), "n": number(each.records), "people": number(each.people)}
        )
        for each in parts.counted_later
    ]


def _record(record: Encounter) -> list[str]:
    helped = ", ".join(
        f"{item.subject} × {number(item.times)}" if item.times > 1 else str(item.subject)
        for item in record.items.all()
    ) or _("people counted")
    if record.adjusted_from:
        helped += ", " + _("late, of %(day)s") % {"day": date_long(record.adjusted_from)}
    elif record.is_late:
        helped += ", " + _("written down %(day)s") % {"day": date_long(record.written_on)}
    return [
        time_hm(timezone.localtime(record.occurred_at, timezone.get_default_timezone()))
        if record.time_known
        else "–",
        record.who or "–",
        helped,
        ", ".join(record.outcomes) or "–",
        ("≈ " if record.is_rough else "") + number(record.number),
    ]


def _lines(name: str, lines: list[Line]) -> Table:
    return _counts(name, _("Times"), [[line.name, number(line.value)] for line in lines])


def _counts(name: str, counted: str, rows: list[list[str]]) -> Table:
    return Table([Column(name), Column(counted, 24, number=True)], rows)


def _rough(rough: int) -> str:
    return " " + _("(%(n)s of them estimated)") % {"n": number(rough)} if rough else ""
