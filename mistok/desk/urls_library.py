"""Addresses of libraries as one: the month and the diary of all their points together."""

from django.urls import include, path

from mistok.desk.views import libraries

months = [
    path("", libraries.summary, name="library-summary"),
    path("<month:month>/", libraries.summary, name="library-summary-month"),
    path("<month:month>.pdf", libraries.summary_pdf, name="library-summary-pdf"),
    path("<month:month>.xlsx", libraries.summary_xlsx, name="library-summary-xlsx"),
]
days = [
    path("", libraries.diary, name="library-diary"),
    path("<day:day>/", libraries.diary, name="library-diary-day"),
    path("<day:day>.pdf", libraries.diary_pdf, name="library-diary-pdf"),
]
urlpatterns = [
    path("desk/libraries/<slug:slug>/summary/", include(months)),
    path("desk/libraries/<slug:slug>/diary/", include(days)),
]
