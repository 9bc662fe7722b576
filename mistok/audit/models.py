"""The journal. Rows are added, never changed or deleted."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """The closed list of what can stand in the journal."""

    SIGNED_IN = "person.signed_in", _("signed in")
    INVITED = "person.invited", _("invited a person")
    INVITATION_WITHDRAWN = "person.invitation_withdrawn", _("withdrew an invitation")
    JOINED = "person.joined", _("accepted an invitation")
    EXPORTED = "person.exported", _("exported a person’s data")
    ERASED = "person.erased", _("erased a person’s data")
    ROLE_GIVEN = "role.given", _("gave a role")
    ROLE_ENDED = "role.ended", _("ended a role")
    POINT_OPENED = "point.opened", _("opened a service point")
    POINT_CHANGED = "point.changed", _("changed a service point")
    POINT_CLOSED = "point.closed", _("closed a service point")
    SERVICE_ADDED = "service.added", _("added a service")
    SERVICE_CHANGED = "service.changed", _("changed a service")
    SERVICE_CONFIRMED = "service.confirmed", _("confirmed a service")
    SERVICE_RETIRED = "service.retired", _("retired a service")
    ENCOUNTER_RECORDED = "encounter.recorded", _("recorded help at the desk")
    ENCOUNTER_CORRECTED = "encounter.corrected", _("corrected a desk record")
    ENCOUNTER_VOIDED = "encounter.voided", _("voided a desk record")
    IMPORT_RUN = "import.run", _("ran an import")
    REPORT_TAKEN = "report.taken", _("took a report out")


class AppendOnly(models.QuerySet["Entry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("the journal is append-only")

    def delete(self) -> NoReturn:
        raise TypeError("the journal is append-only")


class Entry(models.Model):
    """One act. People and things are named by their keys only; no personal value is copied here."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    event = models.CharField(_("what"), max_length=40, choices=Event)
    actor = models.CharField(_("who"), max_length=40, blank=True, db_index=True)
    object_type = models.CharField(_("kind of thing"), max_length=60)
    object_key = models.CharField(_("thing"), max_length=64)
    organisation = models.CharField(_("organisation"), max_length=40, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_key"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.object_type} {self.object_key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("the journal is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("the journal is append-only")
