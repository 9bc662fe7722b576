"""Computers of a point: its rule, its places, bookings, records from paper and corrections."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import ComputerPlace, ComputerRule, ComputerSession, SessionReason, VoidReason
from mistok.lib.schedules import instant
from mistok.network.forms.partners import Day
from mistok.network.models import Equipment, EquipmentKind, EquipmentState, ServicePoint

SEATS = (EquipmentKind.COMPUTER, EquipmentKind.LAPTOP, EquipmentKind.TABLET)
STEP = 5  # minutes: bookings begin and last in these


class Clock(forms.TimeInput):
    """An hour and a minute."""

    input_type = "time"

    def __init__(self, step: int = 60) -> None:
        super().__init__(format="%H:%M", attrs={"step": step})


def moment(day: date, at: time) -> datetime:
    """The moment at which clocks in Kyiv show this; where they never show it, the change of clocks."""
    return instant(datetime.combine(day, at))


class RuleForm(forms.ModelForm[ComputerRule]):
    """How long one sits at a computer of the point."""

    class Meta:
        model = ComputerRule
        fields = [
            "session_minutes", "extension_minutes", "most_extensions", "grace_minutes", "quiet_minutes",
            "ends_by_itself",
        ]  # fmt: skip
        help_texts = {
            "most_extensions": _("0 – no extensions. A session is never extended while somebody waits."),
            "grace_minutes": _("Then the place is free again and the next in the line is called."),
            "quiet_minutes": _("Sessions end so long before closing."),
            "ends_by_itself": _(
                "Without it a session goes on until you end it; what nobody ended is closed with the point."
            ),
        }


class PlaceForm(forms.ModelForm[ComputerPlace]):
    """A place and the thing of the inventory that stands there."""

    class Meta:
        model = ComputerPlace
        fields = ["name", "about", "equipment", "order"]
        help_texts = {
            "name": _("As on the label of the table: “Computer 3”."),
            "about": _("What people choose it for: scanner, large screen, for children."),
            "equipment": _("When the thing is faulty or in repair, the place shows as not working."),
            "order": _("Places with smaller numbers stand first."),
        }

    def __init__(self, *args: Any, point: ServicePoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.point = point
        taken = ComputerPlace.objects.filter(retired_on=None, equipment__isnull=False)
        taken = taken.exclude(pk=self.instance.pk)
        things = Equipment.objects.filter(point=point, kind__in=SEATS).exclude(
            state=EquipmentState.WRITTEN_OFF
        )
        self.fields["equipment"].queryset = things.exclude(pk__in=taken.values("equipment"))  # type: ignore[attr-defined]
        self.fields["equipment"].empty_label = _("not in the inventory")  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        same = ComputerPlace.objects.filter(point=self.instance.point, name=name, retired_on=None)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a place of this name at the point."))
        return name


class FaultForm(forms.Form):
    """Why a computer does not work; empty: it works again."""

    reason = forms.CharField(label=_("What does not work?"), max_length=120, required=False)


class AtPointForm(forms.Form):
    """A place of the point and a length in minutes."""

    place = forms.ModelChoiceField(ComputerPlace.objects.none(), label=_("Place"), empty_label=None)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, point: ServicePoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = point.computer_places.filter(retired_on=None)  # type: ignore[attr-defined]


class BookingForm(AtPointForm):
    """When a place is kept: later today or tomorrow."""

    day = forms.ChoiceField(label=_("Day"), widget=forms.RadioSelect)
    at = forms.TimeField(label=_("From"), widget=Clock(step=STEP * 60))
    minutes = forms.IntegerField(
        label=_("For how long, minutes"), min_value=STEP, max_value=1435, step_size=STEP
    )

    field_order = ("place", "day", "at", "minutes", "uuid")

    def __init__(self, *args: Any, rule: ComputerRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            (today.isoformat(), _("today")),
            ((today + timedelta(days=1)).isoformat(), _("tomorrow")),
        ]
        self.fields["day"].initial = today.isoformat()
        self.fields["minutes"].initial = rule.session_minutes

    def clean_at(self) -> time:
        at: time = self.cleaned_data["at"]
        if at.minute % STEP:
            raise forms.ValidationError(_("Choose a time by five minutes: 14:00, 14:05."))
        return at

    def facts(self) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        return {
            "place": said["place"],
            "uuid": said["uuid"],
            "starts_at": moment(date.fromisoformat(said["day"]), said["at"]),
            "minutes": said["minutes"],
        }


class PastForm(AtPointForm):
    """A session from paper."""

    day = forms.DateField(label=_("Day"), widget=Day)
    at = forms.TimeField(label=_("From"), widget=Clock())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1439)
    is_estimate = forms.BooleanField(label=_("the minutes are an estimate"), required=False)

    field_order = ("place", "day", "at", "minutes", "is_estimate", "uuid")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the date."))
        return day

    def facts(self) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        return {
            "place": said["place"],
            "uuid": said["uuid"],
            "starts_at": moment(said["day"], said["at"]),
            "minutes": said["minutes"],
            "is_estimate": said["is_estimate"],
        }


class SessionForm(AtPointForm):
    """What was really: where, from and to; an end before the beginning is after midnight."""

    since = forms.TimeField(label=_("From"), widget=Clock())
    until = forms.TimeField(label=_("To"), widget=Clock())
    reason = forms.ChoiceField(label=_("Why"), choices=SessionReason.choices, widget=forms.RadioSelect)

    field_order = ("place", "since", "until", "reason", "uuid")

    def __init__(self, *args: Any, session: ComputerSession, **kwargs: Any) -> None:
        self.session = session
        assert session.starts_at is not None
        ended = session.ended_at or session.ends_at
        kwargs.setdefault(
            "initial",
            {
                "place": session.place_id,
                "since": timezone.localtime(session.starts_at).time(),
                "until": timezone.localtime(ended).time() if ended else None,
            },
        )
        super().__init__(*args, point=session.point, **kwargs)
        everywhere = session.point.computer_places.all()
        here = everywhere.filter(Q(retired_on=None) | Q(sessions=session))
        self.fields["place"].queryset = here.distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "since" in said and "until" in said and said["until"] < said["since"]:
            self.add_error("until", _("The end is before the beginning."))
        return said

    def facts(self) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        return {
            "place": said["place"],
            "uuid": said["uuid"],
            "reason": said["reason"],
            "starts_at": moment(self.session.day, said["since"]),
            "ended_at": moment(self.session.day, said["until"]),
        }


class SessionVoidForm(forms.Form):
    """Why a session is withdrawn."""

    reason = forms.ChoiceField(choices=VoidReason.choices)


class CutForm(forms.Form):
    """When the power went off today."""

    at = forms.TimeField(label=_("When did the power go off?"), widget=Clock())

    def moment(self) -> datetime:
        """The moment of today."""
        return moment(timezone.localdate(), self.cleaned_data["at"])
