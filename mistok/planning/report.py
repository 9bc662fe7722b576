"""The report of a period as a document of plain parts, the same for the web page, the print and Word.

It is Ukrainian whatever the interface speaks: reports go to directors and councils, and by law these
documents are Ukrainian (law № 2704-VIII, article 13). Pure: built from figures, knows no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mistok.lib.indicators import Combine, Indicator
from mistok.planning import sentences
from mistok.planning.figures import Amount, Figures, Part
from mistok.planning.sentences import Change
from mistok.ukrainian import dates
from mistok.ukrainian.numbers import hryvnias, number, percent

PEOPLE, E_SERVICES, LEARNERS = "people", "e_services", "learners"
TOLD = (PEOPLE, E_SERVICES, LEARNERS)  # they have sentences of their own
MOST_DEMANDED = 3  # in the sentence; the table has more
MOST_TAUGHT = 3
# Smaller groups of a category could point at a person once the report leaves the library.
SMALLEST_CELL = 5
SMALL = f"менше {SMALLEST_CELL}"
DIMENSIONS = {"service": "Послуга", "category": "Категорія", "topic": "Тема", "paid_kind": "Вид послуги"}
# Nouns for indicators whose own would not tell them apart side by side.
NOUNS: dict[str, sentences.Forms] = {
    PEOPLE: ("особа", "особи", "осіб"),
    LEARNERS: ("навчена", "навчені", "навчених"),
    "staff_help": ("порада колегам", "поради колегам", "порад колегам"),
}
# Lists that say again what another list of the report says, or that lead nowhere.
LEFT_OUT = {(LEARNERS, "theme"), ("lessons", "topic"), ("staff_help", "topic"), ("refused", "topic")}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`note` is a remark set smaller than the text."""

    text: str
    note: bool = False
    is_table = False


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns; the first one has words, the others numbers. `foot` is the line of totals."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str] = ()
    is_table = True


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: Sequence[Paragraph | Table]


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    subject: str
    sections: Sequence[Section]
    made: str


@dataclass(frozen=True, slots=True)
class Line:
    """A point in the report: its key in the figures, its name and its library's."""

    point_id: int
    name: str
    library: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What the report is about: its name, its points' name in the genitive, and its lines, one a point.

    `libraries` and `with_point` are counts on the last day of the period.
    """

    name: str
    places: str
    libraries: int
    with_point: int
    lines: Sequence[Line]


def build(
    figures: Figures,
    subject: Subject,
    indicators: Mapping[str, Indicator],
    *,
    made_on: date,
    made_by: str = "",
) -> Report:
    """The whole report. `figures` must have phrases; the titles of `indicators` must be Ukrainian."""
    when = dates.period(figures.period.start, figures.period.end)
    sections = [_summary(figures, subject, indicators), _points(figures, subject, indicators)]
    if not figures.is_empty:
        sections += _dimensions(figures, indicators)
        sections += [_in_time(figures, indicators), _definitions(figures, indicators)]
    made = f"Складено {dates.date_long(made_on)} року за записами, що надійшли до цього дня."
    return Report(
        title=f"Звіт про роботу {subject.places} {when}",
        subject=subject.name,
        sections=[section for section in sections if section.blocks],
        made=f"{made} Відповідальна особа: {made_by}." if made_by else made,
    )


def _summary(figures: Figures, subject: Subject, indicators: Mapping[str, Indicator]) -> Section:
    """What happened, in sentences."""
    if figures.is_empty:
        return Section("Підсумки", [Paragraph(sentences.nothing_recorded(figures.period, subject.places))])
    texts = [
        sentences.visits(figures.period, subject.places, figures.total(PEOPLE), figures.total(E_SERVICES)),
        sentences.most_demanded(figures.of(E_SERVICES, "service")[:MOST_DEMANDED]),
        *(_taught(figures, topic) for topic in figures.of(LEARNERS, "theme")[:MOST_TAUGHT]),
        sentences.in_all(
            [
                (figures.total(each.code), _noun(each))
                for each in _summed(indicators)
                if each.code not in TOLD and not each.in_kopiykas
            ]
        ),
        *(
            f"{each.title}: {hryvnias(Decimal(each.shown(figures.total(each.code).value)))}."
            for each in _summed(indicators)
            if each.in_kopiykas and figures.total(each.code).value
        ),
        sentences.compared(
            figures.before,
            [
                Change(_noun(each)[2], figures.total(each.code), figures.earlier(each.code))
                for each in _summed(indicators)
                if each.code in TOLD
            ],
        ),
    ]
    blocks = [Paragraph(text) for text in texts if text]
    if note := sentences.certainty(figures.total(PEOPLE)):
        blocks.append(Paragraph(note, note=True))
    return Section("Підсумки", blocks)


def _taught(figures: Figures, topic: Part) -> str:
    return sentences.taught(
        topic,
        figures.part("youngest", "theme", topic.key).value,
        figures.part("oldest", "theme", topic.key).value,
    )


def _points(figures: Figures, subject: Subject, indicators: Mapping[str, Indicator]) -> Section:
    """How many libraries and points there were, and what each point did."""
    blocks: list[Paragraph | Table] = []
    if subject.libraries:
        blocks.append(Paragraph(sentences.libraries(subject.libraries, subject.with_point)))
    columns = _columns(figures, indicators)
    if len(subject.lines) > 1 and columns:
        lines = sorted(
            subject.lines,
            key=lambda line: tuple(-figures.at(line.point_id, each.code).value for each in columns),
        )
        blocks.append(
            Table(
                caption="Робота пунктів",
                head=["Пункт", *_heads(columns)],
                rows=[
                    [
                        line.name,
                        *(number(each.shown(figures.at(line.point_id, each.code).value)) for each in columns),
                    ]
                    for line in lines
                ],
                foot=["Разом", *(number(each.shown(figures.total(each.code).value)) for each in columns)],
            )
        )
    return Section("Бібліотеки й пункти", blocks)


def _dimensions(figures: Figures, indicators: Mapping[str, Indicator]) -> list[Section]:
    """A table for each indicator by each of its dimensions: services first, for they are the work itself."""
    return [
        _dimension(figures, indicator, dimension)
        for indicator in sorted(_summed(indicators), key=lambda each: each.code != E_SERVICES)
        for dimension in indicator.dimensions
        if (indicator.code, dimension) not in LEFT_OUT and figures.of(indicator.code, dimension)
    ]


def _dimension(figures: Figures, indicator: Indicator, dimension: str) -> Section:
    title, caption = _titles(indicator, dimension)
    parts = figures.of(indicator.code, dimension)
    guarded = dimension == "category"
    table = Table(
        caption=caption,
        head=[DIMENSIONS.get(dimension, dimension), sentences.capitalised(_noun(indicator)[2]), "Частка"],
        rows=[_part(part, figures.total(indicator.code), indicator, guarded=guarded) for part in parts],
    )
    blocks: list[Paragraph | Table] = [table]
    if guarded:
        remark = "Одна особа може належати до кількох категорій або не назвати жодної."
        if any(part.amount.value < SMALLEST_CELL for part in parts):
            remark += f" Числа, менші за {SMALLEST_CELL}, не наводимо, щоб нікого не можна було впізнати."
        blocks.append(Paragraph(remark, note=True))
    return Section(title, blocks)


def _titles(indicator: Indicator, dimension: str) -> tuple[str, str]:
    """The heading of a section and the caption of its table."""
    if (indicator.code, dimension) == (E_SERVICES, "service"):
        return "Найбільш затребувані послуги", "Надані е-послуги"
    if (indicator.code, dimension) == (PEOPLE, "category"):
        return "Хто приходив", "Відвідувачі за категоріями"
    names = {
        "service": "за послугами",
        "category": "за категоріями",
        "topic": "за темами",
        "paid_kind": "за видами",
    }
    by = names.get(dimension, dimension)
    return str(indicator.title), f"{indicator.title} {by}"


def _part(part: Part, whole: Amount, indicator: Indicator, *, guarded: bool) -> list[str]:
    if guarded and part.amount.value < SMALLEST_CELL:
        return [part.label, SMALL, ""]
    return [part.label, number(indicator.shown(part.amount.value)), percent(part.amount.value, whole.value)]


def _in_time(figures: Figures, indicators: Mapping[str, Indicator]) -> Section:
    """Month by month, or day by day in a short period; days without records are left out."""
    columns = _columns(figures, indicators)
    by_month = figures.period.by_month
    steps = [step for step in figures.steps if by_month or any(step.values.values())]
    table = Table(
        caption="Робота за місяцями" if by_month else "Робота за днями",
        head=["Місяць" if by_month else "День", *_heads(columns)],
        rows=[
            [
                dates.month_year(step.start) if by_month else dates.date_long(step.start),
                *(number(each.shown(step.of(each.code))) for each in columns),
            ]
            for step in steps
        ],
        foot=["Разом", *(number(each.shown(figures.total(each.code).value)) for each in columns)],
    )
    return Section(
        "Місяць за місяцем" if by_month else "День за днем", [table] if len(steps) > 1 and columns else []
    )


def _definitions(figures: Figures, indicators: Mapping[str, Indicator]) -> Section:
    """What each figure means, so that nobody has to guess."""
    counted = [each for each in indicators.values() if each.code in figures.totals and each.meaning]
    return Section(
        "Що й як рахуємо", [Paragraph(f"{each.title}: {each.meaning}", note=True) for each in counted]
    )


def _summed(indicators: Mapping[str, Indicator]) -> list[Indicator]:
    return [each for each in indicators.values() if each.combine is Combine.SUM]


def _columns(figures: Figures, indicators: Mapping[str, Indicator]) -> list[Indicator]:
    """The indicators worth a column: those that have something in the period."""
    return [each for each in _summed(indicators) if figures.total(each.code).value]


def _heads(columns: Sequence[Indicator]) -> list[str]:
    return [sentences.capitalised(_noun(each)[2]) for each in columns]


def _noun(indicator: Indicator) -> sentences.Forms:
    return NOUNS.get(indicator.code, indicator.forms)
