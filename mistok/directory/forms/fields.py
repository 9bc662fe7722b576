"""Controls of the card: lists one item a line, legal acts with addresses, a place by its name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mistok.directory.models import Service
from mistok.network.models import Territory

LONGEST_LINE = 500
MOST_LINES = 60
LONGEST_ADDRESS = 300


class LinesField(forms.CharField):
    """A list of short texts, one on a line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self.line(each) for each in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        found: list[Any] = []
        problems = []
        for number, given in enumerate(text.splitlines(), start=1):
            line = " ".join(given.split())
            if not line:
                continue
            try:
                found.append(self.item(line))
            except ValidationError as error:
                problems.append(
                    gettext("Line %(n)s: %(problem)s") % {"n": number, "problem": error.messages[0]}
                )
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


class LegalBasisField(LinesField):
    """Legal acts, one on a line: “title | address”, the address may be left out."""

    def line(self, item: Any) -> str:
        return f"{item['title']} | {item['url']}" if item.get("url") else str(item["title"])

    def item(self, line: str) -> dict[str, str]:
        title, bar, url = (part.strip() for part in line.partition("|"))
        if not title:
            raise ValidationError(_("write the title of the act before the bar."))
        if len(title) > LONGEST_LINE:
            raise ValidationError(_("this is too long; make two lines of it."))
        if bar and url:
            try:
                URLValidator(schemes=["https", "http"])(url)
            except ValidationError:
                raise ValidationError(_("the address after the bar does not begin with https://")) from None
            if len(url) > LONGEST_ADDRESS:
                raise ValidationError(_("the address is too long."))
        return {"title": title, "url": url}


class TerritoryField(forms.CharField):
    """A unit of the codifier by its code, or by its name when only one unit bears it."""

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = list(Territory.objects.filter(pk=text.upper())[:1]) or list(
            Territory.objects.filter(name=text, closed_on=None).order_by("level")[:2]
        )
        if not found:
            raise ValidationError(
                _("There is no such place. Write its name as in the codifier, or its code.")
            )
        if len(found) > 1:
            raise ValidationError(_("Several places have this name. Write the code: UA and 17 digits."))
        return found[0]


class ReplacementField(forms.CharField):
    """Another card in use, by its address on this site, the last part of it, or its exact name."""

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()[:400]
        if not text:
            return None
        in_use = Service.objects.filter(retired_on=None, is_draft=False)
        slug = text.split("?")[0].rstrip("/").rpartition("/")[2]
        found = in_use.filter(slug=slug).first() or in_use.filter(name=text).first()
        if found is None:
            raise ValidationError(
                _("There is no such card in use. Paste its address, or write its exact name.")
            )
        return found
