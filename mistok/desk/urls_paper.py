"""Addresses of counting by hand: crowded hours, paper sheets, street actions, months, topics."""

from datetime import date

from django.urls import path, register_converter

from mistok.desk.views import paper, street, summary, tally, topics


class MonthConverter:
    """A calendar month, 2026-11, as its first day; anything else is no address."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class TopicConverter:
    """The code of a topic: 3.1.1.2."""

    regex = r"[\w.-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "month")
register_converter(TopicConverter, "topic")

# Before the addresses of points, whose slugs would swallow them.
common = [
    path("desk/topics/", topics.topic_list, name="topic-list"),
    path("desk/topics/add/", topics.topic_add, name="topic-add"),
    path("desk/topics/<topic:code>/edit/", topics.topic_edit, name="topic-edit"),
    path("desk/topics/<topic:code>/move/", topics.topic_move, name="topic-move"),
    path("desk/topics/<topic:code>/retirement/", topics.topic_retire, name="topic-retire"),
    path("desk/topics/<topic:code>/return/", topics.topic_restore, name="topic-restore"),
    path("desk/tallies/<uuid:uuid>/void/", tally.tally_void, name="tally-void"),
    path("desk/sheets/<uuid:uuid>/", paper.sheet_detail, name="sheet-detail"),
    path("desk/sheets/<uuid:uuid>/count/", paper.sheet_count, name="sheet-count"),
    path("desk/sheets/<uuid:uuid>/void/", paper.sheet_void, name="sheet-void"),
    path("desk/sheets/<uuid:uuid>/forgetting/", paper.sheet_forget, name="sheet-forget"),
    path("desk/sheets/<uuid:uuid>/bad-rows.csv", paper.sheet_bad_rows, name="sheet-bad-rows"),
    path("desk/street-worker.js", street.street_worker, name="street-worker"),
    path("desk/street-actions/<uuid:uuid>/", street.street_action, name="street-action"),
    path("desk/street-actions/<uuid:uuid>/correction/", street.street_correction, name="street-correction"),
    path("desk/street-actions/<uuid:uuid>/void/", street.street_void, name="street-void"),
]
of_point = [
    path("desk/<slug:slug>/tally/", tally.tally, name="tally"),
    path("desk/<slug:slug>/sheet/", paper.paper, name="paper"),
    path("desk/<slug:slug>/sheet.xlsx", paper.paper_xlsx, name="paper-xlsx"),
    path("desk/<slug:slug>/sheet.pdf", paper.paper_pdf, name="paper-pdf"),
    path("desk/<slug:slug>/summary/", summary.summary, name="summary"),
    path("desk/<slug:slug>/summary/<month:month>/", summary.summary, name="summary-month"),
    path("desk/<slug:slug>/summary/<month:month>.pdf", summary.summary_pdf, name="summary-pdf"),
    path("desk/<slug:slug>/summary/<month:month>.xlsx", summary.summary_xlsx, name="summary-xlsx"),
    path("desk/<slug:slug>/street/", street.street, name="street"),
    path("desk/<slug:slug>/street-actions/", street.street_actions, name="street-actions"),
]
