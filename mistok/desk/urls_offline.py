"""What the desk needs to work without a connection. Fixed words stand before the slug of a point."""

from django.urls import path

from mistok.desk.views import offline

urlpatterns = [
    path("desk/worker.js", offline.worker, name="worker"),
    path("desk/manifest.webmanifest", offline.manifest, name="manifest"),
    path("desk/away.html", offline.away, name="away"),
    path("desk/outbox-key", offline.outbox_key, name="outbox-key"),
    path("desk/<slug:slug>/pack/", offline.desk_pack, name="pack"),
]
