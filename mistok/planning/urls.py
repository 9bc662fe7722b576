"""Addresses of the app."""

from django.urls import path

from mistok.planning.views import dashboard, reports

app_name = "planning"
urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("reports/", reports.report_form, name="report-form"),
    path("reports/period/", reports.report_page, name="report-page"),
    path("reports/period.docx", reports.report_word, name="report-word"),
]
