"""Addresses of what comes from devices, and of closed months."""

from django.urls import path

from mistok.desk.views import periods, syncing

urlpatterns = [
    path("desk/sync", syncing.sync_create, name="sync-create"),
    path("desk/<slug:slug>/sync-log/", syncing.sync_log, name="sync-log"),
    path(
        "desk/<slug:slug>/sync-log/<int:key>/settlement/",
        syncing.sync_problem_settle,
        name="sync-problem-settle",
    ),
    path("desk/<slug:slug>/months/", periods.period_list, name="period-list"),
    path("desk/<slug:slug>/months/<int:key>/lift/", periods.period_lift, name="period-lift"),
]
