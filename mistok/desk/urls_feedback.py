"""Addresses of the one question."""

from django.urls import path

from mistok.desk.views import feedback, feedback_staff

urlpatterns = [
    path("desk/feedback-question/", feedback_staff.question_edit, name="feedback-question"),
    path("desk/feedback-tallies/<uuid:key>/void/", feedback_staff.tally_void, name="feedback-tally-void"),
    path(
        "desk/feedback-answers/<uuid:key>/words/", feedback_staff.words_remove, name="feedback-words-remove"
    ),
    # for everybody
    path("feedback/<slug:code>/", feedback.answer, name="feedback-answer"),
    path("feedback/<slug:code>/screen/", feedback.screen, name="feedback-screen"),
    path("feedback/<slug:code>/screen/back/", feedback.back, name="feedback-back"),
    path("feedback/<slug:code>/thanks/", feedback.thanks, name="feedback-thanks"),
    # of a point
    path("desk/<slug:slug>/feedback/", feedback_staff.feedback, name="feedback"),
    path("desk/<slug:slug>/feedback/box/", feedback_staff.box_open, name="feedback-box-open"),
    path("desk/<slug:slug>/feedback/screen/", feedback_staff.screen_turn, name="feedback-screen-turn"),
    path("desk/<slug:slug>/feedback/cards/", feedback_staff.tally_add, name="feedback-tally-add"),
    path("desk/<slug:slug>/feedback/papers/<slug:kind>/", feedback_staff.box_paper, name="feedback-paper"),
]
