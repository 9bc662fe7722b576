"""The yardstick: a bare Django page on the same server: no middleware, one query of 20 rows, one template."""

import os
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="yardstick",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TEMPLATES=[
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent]}
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BARE_DATABASE"]}},
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import models
from django.shortcuts import render
from django.urls import path


class Service(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    edited_at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "directory_service"

    def __str__(self):
        return self.name


def page(request):
    return render(request, "bare.html", {"services": Service.objects.order_by("name")[:20]})


urlpatterns = [path("", page)]
application = get_wsgi_application()
