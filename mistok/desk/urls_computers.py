"""Addresses of computer sessions."""

from django.urls import path

from mistok.desk.views import computers, computers_public, computers_records

urlpatterns = [
    path("desk/computer-places/<uuid:key>/", computers_records.place_edit, name="computer-place-edit"),
    path(
        "desk/computer-places/<uuid:key>/retirement/",
        computers_records.place_retire,
        name="computer-place-retire",
    ),
    path("desk/computer-places/<uuid:key>/fault/", computers.place_fault, name="computer-place-fault"),
    path("desk/computer-places/<uuid:key>/sessions/", computers.session_start, name="computer-session-start"),
    path("desk/computer-sessions/<uuid:key>/coming/", computers.session_come, name="computer-session-come"),
    path(
        "desk/computer-sessions/<uuid:key>/extension/",
        computers.session_extend,
        name="computer-session-extend",
    ),
    path("desk/computer-sessions/<uuid:key>/end/", computers.session_end, name="computer-session-end"),
    path(
        "desk/computer-sessions/<uuid:key>/cancellation/",
        computers.session_give_up,
        name="computer-session-give-up",
    ),
    path("desk/computer-sessions/<uuid:key>/void/", computers.session_void, name="computer-session-void"),
    path(
        "desk/computer-sessions/<uuid:key>/correction/",
        computers_records.session_correction,
        name="computer-session-correction",
    ),
    path("desk/computer-sessions/<uuid:key>/slip/", computers.session_slip, name="computer-session-slip"),
    # for everybody
    path("computers/<slug:slug>/", computers_public.free, name="computers-free"),
    path("computers/<slug:slug>/screen/", computers_public.screen, name="computers-screen"),
    path("computers/<slug:slug>/time/", computers_public.time_left, name="computers-time"),
    # of a point
    path("desk/<slug:slug>/computers/", computers.board, name="computers"),
    path("desk/<slug:slug>/computers/line/", computers.line_join, name="computers-line-join"),
    path("desk/<slug:slug>/computers/bookings/", computers.booking_add, name="computer-booking-add"),
    path("desk/<slug:slug>/computers/paper/", computers_records.session_past, name="computer-session-past"),
    path("desk/<slug:slug>/computers/power-cut/", computers_records.power_cut, name="computers-power-cut"),
    path("desk/<slug:slug>/computers/sessions/", computers_records.day, name="computers-day"),
    path("desk/<slug:slug>/computers/sessions/<day:day>/", computers_records.day, name="computers-past-day"),
    path("desk/<slug:slug>/computers/settings/", computers_records.settings, name="computers-settings"),
    path("desk/<slug:slug>/computers/places/", computers_records.place_add, name="computer-place-add"),
]
