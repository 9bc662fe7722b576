"""Addresses of the app."""

from django.urls import path

from mistok.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/me/", views.me, name="me"),
    path("account/me/data/", views.my_data, name="me-data"),
    path("account/me/erasure/", views.my_erasure, name="me-erasure"),
]
