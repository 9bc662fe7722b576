"""Addresses of counting by hand: crowded hours, paper sheets, street actions, months, topics."""

from django.urls import path

from mistok.desk.views import paper, street, tally

# Before the addresses of points, whose slugs would swallow them.
common = [
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
    path("desk/<slug:slug>/street/", street.street, name="street"),
    path("desk/<slug:slug>/street-actions/", street.street_actions, name="street-actions"),
]
