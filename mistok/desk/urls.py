"""Addresses of the app."""

from datetime import date

from django.urls import include, path, register_converter

from mistok.desk import urls_paper
from mistok.desk.views import diaries, records, slips


class DayConverter:
    """A calendar day, 2026-11-20; anything else is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "desk"
urlpatterns = [
    path("", include("mistok.desk.urls_appointments")),
    path("", include("mistok.desk.urls_computers")),
    path("", include("mistok.desk.urls_feedback")),
    path("", include("mistok.desk.urls_library")),
    path("", include("mistok.desk.urls_offline")),
    path("", include("mistok.desk.urls_sales")),
    path("", include("mistok.desk.urls_syncing")),
    path("desk/", slips.start, name="start"),
    path("desk/diaries/", diaries.diary_start, name="diary-start"),
    path(
        "desk/encounters/<uuid:uuid>/correction/", records.encounter_correction, name="encounter-correction"
    ),
    path("desk/encounters/<uuid:uuid>/void/", records.encounter_void, name="encounter-void"),
    *urls_paper.common,
    path("desk/<slug:slug>/", slips.point, name="point"),
    *urls_paper.of_point,
    path("desk/<slug:slug>/encounters/", slips.encounter_create, name="encounter-create"),
    path("desk/<slug:slug>/diary/", diaries.diary, name="diary"),
    path("desk/<slug:slug>/diary/<day:day>/", diaries.diary, name="diary-day"),
    path("desk/<slug:slug>/diary/<day:day>.pdf", diaries.diary_pdf, name="diary-pdf"),
]
