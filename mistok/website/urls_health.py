"""Health addresses, without language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
