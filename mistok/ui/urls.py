"""Addresses of the app."""

from django.urls import path

from mistok.ui import views

app_name = "ui"
urlpatterns = [
    path("assets/<slug:name>-<str:digest>.css", views.stylesheet, name="stylesheet"),
    path("ui/", views.gallery, name="gallery"),
]
