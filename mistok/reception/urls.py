"""Addresses of the app: `ask/` and `answers/` for everybody, `questions/` for staff."""

from django.urls import URLPattern, path

from mistok.reception.views import answering, asking, figures, publishing, queue, reading, tracking, working

app_name = "reception"
urlpatterns: list[URLPattern] = [
    path("ask/", asking.ask, name="question-ask"),
    path("ask/code/", tracking.find, name="question-code"),
    path("ask/<str:code>/", tracking.track, name="question-track"),
    path("ask/<str:code>/reply/", tracking.reply, name="question-reply"),
    path("ask/<str:code>/verdict/", tracking.judge, name="question-judge"),
    path("answers/", reading.answer_list, name="answer-list"),
    path("answers/<slug:slug>/", reading.answer_detail, name="answer-detail"),
    path("questions/", queue.case_list, name="case-list"),
    path("questions/new/", queue.case_add, name="case-add"),
    path("questions/to-centre/", queue.case_ours, name="case-ours"),
    path("questions/to-centre/new/", queue.case_ask, name="case-ask"),
    path("questions/figures/", figures.figures, name="figures"),
    path("questions/answers/", publishing.desk, name="answer-desk"),
    path("questions/answers/new/", publishing.add, name="answer-add"),
    path("questions/answers/<uuid:key>/", publishing.detail, name="answer-manage"),
    path("questions/answers/<uuid:key>/edit/", publishing.edit, name="answer-edit"),
    path("questions/answers/<uuid:key>/publication/", publishing.publish, name="answer-publish"),
    path("questions/answers/<uuid:key>/return/", publishing.send_back, name="answer-return"),
    path("questions/answers/<uuid:key>/review/", publishing.confirm, name="answer-confirm"),
    path("questions/answers/<uuid:key>/withdrawal/", publishing.retire, name="answer-retire"),
    path("questions/answers/<uuid:key>/guide/", publishing.guide, name="answer-guide"),
    path("questions/<uuid:key>/", queue.case_detail, name="case-detail"),
    path("questions/<uuid:key>/taking/", working.claim, name="case-claim"),
    path("questions/<uuid:key>/release/", working.release, name="case-release"),
    path("questions/<uuid:key>/handover/", working.hand_over, name="case-handover"),
    path("questions/<uuid:key>/matter/", working.matter, name="case-matter"),
    path("questions/<uuid:key>/note/", working.note, name="case-note"),
    path("questions/<uuid:key>/contact/", working.contact, name="case-contact"),
    path("questions/<uuid:key>/letters/<uuid:letter>/told/", working.tell, name="case-tell"),
    path("questions/<uuid:key>/closing/", working.close, name="case-close"),
    path("questions/<uuid:key>/asking-back/", answering.ask_back, name="case-ask-back"),
    path("questions/<uuid:key>/answer/", answering.answer, name="case-answer"),
    path("questions/<uuid:key>/referral/", answering.refer, name="case-refer"),
    path("questions/<uuid:key>/publication/", publishing.propose, name="case-publish"),
]
