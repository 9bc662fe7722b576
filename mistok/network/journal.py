"""What an entry of the journal notes beside its thing, in words of the reader."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.audit.models import Entry
from mistok.lib.jobs.runners import import_sources
from mistok.network.models import EquipmentEventKind, Role
from mistok.ukrainian.dates import date_long

# A word not listed is not shown: it is a key for programs.
LABELS = {
    "role": _("role"),
    "reason": _("reason"),
    "day": _("from the day"),
    "last_day": _("last day"),
    "fields": _("changed fields"),
    "number": _("number"),
    "edition": _("edition"),
    "units": _("rows"),
    "added": _("added"),
    "renamed": _("renamed"),
    "changed": _("changed"),
    "closed": _("closed"),
    "unchanged": _("unchanged"),
    "bad": _("left out"),
    "source": _("from"),
    "act": _("what was done"),
    "archived": _("put in the archive"),
    "cards": _("cards"),
    "done": _("next step is done"),
    "found": _("found"),
    "missing": _("missing"),
    "hours": _("hours"),
    "how": _("how"),
    "on": _("on the day"),
    "since": _("since"),
    "until": _("until"),
    "step": _("step"),
    "what": _("what"),
    "form": _("file"),
    "format": _("file"),
    "kind": _("register"),
    "providers": _("new providers"),
    "restored": _("brought back"),
    "kept": _("left as changed by hand"),
    "absent": _("no longer in the register"),
    "summed": _("summed up"),
    "unmatched": _("without a hromada"),
    "hours_review": _("hours for review"),
}
WORDS: dict[str, Any] = {
    "added": pgettext_lazy("act", "announced"),
    "changed": pgettext_lazy("act", "changed"),
    "removed": pgettext_lazy("act", "removed"),
    "called off": pgettext_lazy("act", "called off"),
    "fault": _("does not work"),
    "services": _("services"),
    "points": _("points"),
    "offices": _("offices"),
    "catalogue": _("the catalogue of the program"),
    "import": _("an import"),
}


def details_of(entry: Entry) -> list[tuple[object, object]]:
    """Names and values to show, in the order of LABELS (a database may keep its own); what is empty, nought
    or meant for programs is left out.
    """
    return [
        (label, _readable(entry, name, value))
        for name, label in LABELS.items()
        if (value := entry.details.get(name)) not in ("", 0, None, [])
    ]


def _readable(entry: Entry, name: str, value: object) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in READERS:
        return READERS[name](entry, value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _role(_entry: Entry, value: Any) -> object:
    return dict(Role.choices).get(str(value), value)


def _day(_entry: Entry, value: Any) -> object:
    try:
        return date_long(date.fromisoformat(str(value)))
    except ValueError:
        return value


def _fields(entry: Entry, value: Any) -> object:
    return ", ".join(_title(entry, str(each)) for each in value) if isinstance(value, list) else value


def _title(entry: Entry, name: str) -> str:
    """What people call a field of the thing; a name that the model does not know stays as it stands."""
    try:
        field = apps.get_model(entry.object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    return str(getattr(field, "verbose_name", name))


def _how(entry: Entry, value: Any) -> object:
    """How a card was confirmed: the choices stand at its model, on a higher floor."""
    try:
        field = apps.get_model(entry.object_type)._meta.get_field("confirmed_how")
    except (LookupError, ValueError, FieldDoesNotExist):
        return value
    return dict(getattr(field, "flatchoices", ())).get(value, value)


def _step(_entry: Entry, value: Any) -> object:
    return dict(EquipmentEventKind.choices).get(value) or WORDS.get(value, value)


def _word(_entry: Entry, value: Any) -> object:
    return WORDS.get(value, value) if isinstance(value, str) else value


def _register(_entry: Entry, value: Any) -> object:
    source = import_sources().get(str(value))
    return source.title if source else value


READERS: dict[str, Callable[[Entry, Any], object]] = {
    "role": _role,
    "day": _day,
    "last_day": _day,
    "on": _day,
    "since": _day,
    "until": _day,
    "edition": _day,
    "fields": _fields,
    "how": _how,
    "step": _step,
    "kind": _register,
    "act": _word,
    "what": _word,
    "source": _word,
}
