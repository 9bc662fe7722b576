"""Addresses of appointments."""

from django.urls import path

from mistok.desk.views import appointments as board
from mistok.desk.views import appointments_public as booking
from mistok.desk.views import appointments_rules as rules

urlpatterns = [
    # for whoever comes
    path("appointments/", booking.booking_start, name="booking-start"),
    path("appointments/<slug:slug>/", booking.booking_service, name="booking-service"),
    path("appointments/<slug:slug>/times/", booking.booking_times, name="booking-times"),
    path("appointments/<slug:slug>/new/", booking.booking_new, name="booking-new"),
    path("appointment/", booking.booking_find, name="booking-find"),
    path("appointment/<slug:code>/", booking.booking_detail, name="booking-detail"),
    path("appointment/<slug:code>/slip/", booking.booking_slip, name="booking-slip"),
    path("appointment/<slug:code>/slip.pdf", booking.booking_pdf, name="booking-pdf"),
    path("appointment/<slug:code>/calendar.ics", booking.booking_calendar, name="booking-calendar"),
    path("appointment/<slug:code>/move/", booking.booking_move, name="booking-move"),
    path("appointment/<slug:code>/cancel/", booking.booking_cancel, name="booking-cancel"),
    path("calendars/<slug:secret>.ics", rules.calendar_feed, name="calendar-feed"),
    # for the staff
    path("desk/appointments/calendar/", rules.calendar_key, name="appointment-calendar"),
    path("desk/appointments/calendar/withdraw/", rules.calendar_withdraw, name="appointment-calendar-end"),
    path("desk/appointments/<uuid:uuid>/arrive/", board.appointment_arrive, name="appointment-arrive"),
    path("desk/appointments/<uuid:uuid>/serve/", board.appointment_serve, name="appointment-serve"),
    path("desk/appointments/<uuid:uuid>/finish/", board.appointment_finish, name="appointment-finish"),
    path("desk/appointments/<uuid:uuid>/miss/", board.appointment_miss, name="appointment-miss"),
    path("desk/appointments/<uuid:uuid>/back/", board.appointment_back, name="appointment-back"),
    path("desk/appointments/<uuid:uuid>/called/", board.appointment_called, name="appointment-called"),
    path("desk/appointments/<uuid:uuid>/move/", board.appointment_move, name="appointment-move"),
    path("desk/appointments/<uuid:uuid>/cancel/", board.appointment_cancel, name="appointment-cancel"),
    path("desk/<slug:slug>/appointments/", board.appointment_board, name="appointment-board"),
    path("desk/<slug:slug>/appointments/new/", board.appointment_new, name="appointment-new"),
    path("desk/<slug:slug>/appointments/line/", board.appointment_line, name="appointment-line"),
    path("desk/<slug:slug>/appointments/calls/", board.appointment_calls, name="appointment-calls"),
    path("desk/<slug:slug>/appointments/rules/", rules.appointment_rules, name="appointment-rules"),
    path("desk/<slug:slug>/appointments/week/", board.appointment_week, name="appointment-week"),
    path(
        "desk/<slug:slug>/appointments/week/<day:day>/", board.appointment_week, name="appointment-week-day"
    ),
    path("desk/<slug:slug>/appointments/<day:day>/", board.appointment_board, name="appointment-board-day"),
]
