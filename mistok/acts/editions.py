"""The editions of an act in time: which one was valid on a day, and how each is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mistok.acts.models import Act, ActVersion
from mistok.ui.templatetags.mistok import date_long


@dataclass(frozen=True, slots=True)
class AsOf:
    """What is known of the text on a day: the edition if one is, and a sentence for the reader."""

    version: ActVersion | None
    said: str
    day: date | None = None

    @property
    def is_known(self) -> bool:
        return self.version is not None


def edition_name(version: ActVersion) -> str:
    """The day of the edition; for one without it, when it came here."""
    if version.since:
        return date_long(version.since)
    at = timezone.localtime(version.added_at)
    return _("without a date, stored on %(day)s at %(time)s") % {
        "day": date_long(at.date()), "time": f"{at:%H:%M}",
    }  # fmt: skip


def as_of(act: Act, editions: Sequence[ActVersion], given: str) -> AsOf:
    """The edition that was valid on the day that a reader wrote."""
    try:
        day = forms.DateField().clean(given[:20])
    except ValidationError:
        return AsOf(None, _("“%(given)s” is not a day. Write it so: 31.12.2024.") % {"given": given[:20]})
    assert isinstance(day, date)
    told = {"day": date_long(day)}
    if act.adopted_on and day < act.adopted_on:
        return AsOf(None, _("On %(day)s this act was not adopted yet.") % told, day)
    dated = sorted((each for each in editions if each.since), key=lambda each: (each.since, each.pk))
    valid = [each for each in dated if each.since and each.since <= day]
    if valid:
        told["edition"] = edition_name(valid[-1])
        return AsOf(valid[-1], _("The text on %(day)s: the edition of %(edition)s.") % told, day)
    if dated:
        told["edition"] = edition_name(dated[0])
        said = _("The text on %(day)s is not in the store: the earliest edition here is of %(edition)s.")
        return AsOf(None, said % told, day)
    said = _("When the text here became valid is not known, so what it was on %(day)s cannot be said.")
    return AsOf(None, said % told, day)
