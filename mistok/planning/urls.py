"""Addresses of the app."""

from django.urls import URLPattern

app_name = "planning"
urlpatterns: list[URLPattern] = []
