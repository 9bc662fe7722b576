"""Equipment with inventory numbers, what happened to it, and stock-taking (інвентаризація)."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7
from mistok.network.models.organisations import Organisation
from mistok.network.models.points import ServicePoint


class EquipmentKind(models.TextChoices):
    COMPUTER = "computer", _("computer")
    LAPTOP = "laptop", _("laptop")
    TABLET = "tablet", _("tablet")
    PRINTER = "printer", _("printer or copier")
    SCANNER = "scanner", _("scanner")
    NETWORK = "network", _("router or modem")
    POWER = "power", _("generator, power station, UPS")
    PROJECTOR = "projector", _("projector or screen")
    PHONE = "phone", _("phone")
    CAMERA = "camera", _("camera, microphone, headphones")
    FURNITURE = "furniture", _("furniture")
    OTHER = "other", _("other equipment")


class EquipmentState(models.TextChoices):
    IN_USE = "in-use", _("in use")
    FAULTY = "faulty", _("faulty")
    REPAIR = "repair", _("in repair")
    STORED = "stored", _("in store")
    MISSING = "missing", _("not found")
    WRITTEN_OFF = "written-off", _("written off")


class Equipment(models.Model):
    """A thing with an inventory number. It is moved, repaired and written off; it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("library"), on_delete=models.PROTECT, related_name="equipment"
    )
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("stands at"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="equipment",
    )  # fmt: skip
    inventory_number = models.CharField(_("inventory number"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=EquipmentKind)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    room = models.CharField(_("room or place"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=EquipmentState, default=EquipmentState.IN_USE)
    acquired_on = models.DateField(_("received"), null=True, blank=True)
    price = models.DecimalField(
        _("price, UAH"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    origin = models.CharField(_("given by or bought for"), max_length=160, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("piece of equipment")
        verbose_name_plural = _("equipment")
        ordering = ["inventory_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "inventory_number"], name="network_inventory_number_once"
            ),
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gte=0), name="network_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_number} {self.name}"


class EquipmentEventKind(models.TextChoices):
    RECEIVED = "received", _("received")
    MOVED = "moved", _("moved")
    TO_REPAIR = "to-repair", _("sent to repair")
    REPAIRED = "repaired", _("came back from repair")
    CHANGED = "changed", _("state changed")
    NOT_FOUND = "not-found", _("not found at a stock-taking")
    FOUND = "found", _("found again")
    WRITTEN_OFF = "written-off", _("written off")


class EquipmentEvent(models.Model):
    """What happened to a piece, kept for ever."""

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what happened"), max_length=12, choices=EquipmentEventKind)
    on = models.DateField(_("day"))
    from_point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.CharField(_("act or order"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("event of equipment")
        ordering = ["-on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class StockTaking(models.Model):
    """A stock-taking at a point: what should be there is fixed at its start, what was seen is added to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stock_takings")
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="stock_takings")
    order = models.CharField(_("order: number and date"), max_length=120, blank=True)
    commission = models.JSONField(_("commission"), default=list, blank=True)  # "position, name" a line
    started_at = models.DateTimeField(_("began"), default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expected = models.JSONField(_("what should be there"), default=list)  # keys of equipment at the start
    closed_at = models.DateTimeField(_("ended"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("stock-taking")
        verbose_name_plural = _("stock-takings")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["point"], condition=Q(closed_at=None), name="network_one_stock_taking_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.started_at:%Y-%m-%d}"


class Sighting(models.Model):
    """A thing seen, or looked for and not found. The device makes the key: sent twice is once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stock_taking = models.ForeignKey(StockTaking, on_delete=models.PROTECT, related_name="sightings")
    equipment = models.ForeignKey(
        Equipment, null=True, blank=True, on_delete=models.PROTECT, related_name="sightings"
    )
    number = models.CharField(_("number as read"), max_length=60)
    found = models.BooleanField(_("it is here"), default=True)
    state = models.CharField(_("state"), max_length=12, choices=EquipmentState, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    seen_at = models.DateTimeField(_("seen"))
    received_at = models.DateTimeField(_("reached the server"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("sighting")
        ordering = ["seen_at", "pk"]

    def __str__(self) -> str:
        return self.number
