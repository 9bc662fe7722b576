"""Controls for acts: lists one item a line, acts by their numbers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mistok.acts.models import Act
from mistok.acts.queries import acts_named

LONGEST_LINE = 300
MOST_LINES = 300
BAR = "|"


class LinesField(forms.CharField):
    """A list of short texts, one on a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self.line(each) for each in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        found: list[Any] = []
        problems = []
        for number, given in enumerate((super().to_python(value) or "").splitlines(), start=1):
            line = " ".join(given.split())
            if not line:
                continue
            try:
                if len(line) > LONGEST_LINE + 2000:
                    raise ValidationError(_("this is too long; make two lines of it."))
                found.append(self.item(line))
            except ValidationError as error:
                said = {"n": number, "problem": error.messages[0]}
                problems.append(gettext("Line %(n)s: %(problem)s") % said)
        if len(found) > MOST_LINES:
            problems.append(gettext("At most %(n)s lines are read by anybody.") % {"n": MOST_LINES})
        if problems:
            raise ValidationError(problems)
        return found

    def line(self, item: Any) -> str:
        """The item as one line of text."""
        return str(item)

    def item(self, line: str) -> Any:
        """What the line says. Raises ValidationError."""
        if len(line) > LONGEST_LINE:
            raise ValidationError(_("this is too long; make two lines of it."))
        return line

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.prepare_value(initial) or "") != (data or ""))


class NamedActsField(LinesField):
    """Acts as they are named; each becomes (the act or None while it is not in the store, the words)."""

    def item(self, line: str) -> tuple[Act | None, str]:
        said = super().item(line)
        found = acts_named(said, Act.objects.all())
        if len(found) > 1:
            raise ValidationError(
                _("several acts are named so; write the registration number or the address")
            )
        return (found[0] if found else None), said

    def line(self, item: Any) -> str:
        _act, said = item
        return str(said)


class ItemsField(LinesField):
    """Acts of a collection: number, title or address, maybe of one provision; after a bar, why it is here."""

    def item(self, line: str) -> tuple[Act, str, str]:
        name, _bar, note = (part.strip() for part in line.partition(BAR))
        found = acts_named(name, Act.objects.all())
        if len(found) > 1:
            raise ValidationError(
                _("several acts are named so; write the registration number or the address")
            )
        if not found:
            raise ValidationError(_("there is no act “%(name)s” in the store") % {"name": name})
        act, anchor = found[0], anchor_of(name, found[0])
        if anchor and not act.versions.filter(is_current=True, provisions__anchor=anchor).exists():
            raise ValidationError(_("the act has no such provision: %(anchor)s") % {"anchor": anchor})
        return act, anchor, note[:300]

    def line(self, item: Any) -> str:
        act, anchor, note = item
        address = f"/acts/{act.slug}/" + (f"{anchor}/" if anchor else "")
        return f"{address} {BAR} {note}" if note else address


def anchor_of(address: str, act: Act) -> str:
    """The provision in an address on this site: after the act, or after “#”."""
    _before, sign, after = address.partition(f"/acts/{act.slug}/")
    if not sign:
        return ""
    path, _sharp, fragment = after.partition("#")
    return (path.split("?")[0].strip("/") or fragment)[:60]
