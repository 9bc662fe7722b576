"""Addresses of the app."""

from django.urls import URLPattern, path

from mistok.website.views import home, pages, start
from mistok.website.views.search import search

app_name = "website"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", search, name="search"),
    path("start/", start.start, name="start"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
