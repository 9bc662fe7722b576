"""Addresses of counting by hand: crowded hours, paper sheets, street actions, months, topics."""

from django.urls import path

from mistok.desk.views import street, tally

# Before the addresses of points, whose slugs would swallow them.
common = [
    path("desk/tallies/<uuid:uuid>/void/", tally.tally_void, name="tally-void"),
    path("desk/street-worker.js", street.street_worker, name="street-worker"),
    path("desk/street-actions/<uuid:uuid>/", street.street_action, name="street-action"),
    path("desk/street-actions/<uuid:uuid>/correction/", street.street_correction, name="street-correction"),
    path("desk/street-actions/<uuid:uuid>/void/", street.street_void, name="street-void"),
]
of_point = [
    path("desk/<slug:slug>/tally/", tally.tally, name="tally"),
    path("desk/<slug:slug>/street/", street.street, name="street"),
    path("desk/<slug:slug>/street-actions/", street.street_actions, name="street-actions"),
]
