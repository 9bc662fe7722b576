"""Addresses of the app."""

from django.urls import URLPattern, path

from mistok.directory.views import catalogue, editing, listing, services, situations

app_name = "directory"
urlpatterns: list[URLPattern] = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("services/", listing.service_list, name="service-list"),
    path("services/new/", editing.service_add, name="service-add"),
    path("services/<slug:slug>/", services.service_detail, name="service-detail"),
    path("services/<slug:slug>/qr.svg", services.service_qr, name="service-qr"),
    path("services/<slug:slug>/edit/", editing.service_edit, name="service-edit"),
    path("services/<slug:slug>/confirm/", editing.service_confirm, name="service-confirm"),
    path("services/<slug:slug>/retire/", editing.service_retire, name="service-retire"),
    path("situations/", situations.situation_list, name="situation-list"),
    path("situations/<slug:slug>/", situations.situation_detail, name="situation-detail"),
]
