"""What a person comes for, written in words: names of hundreds of services are not looked through in a list.

The browser suggests names while one types. Without that, or when the words are not a name, what the search
finds for them stands below to choose from; so it works without scripts too.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import Subject, act_of
from mistok.desk.queries import choices_of_help, subject_of
from mistok.desk.queries.appointments import found_subjects
from mistok.desk.queries.tally import plain

OTHER = "other"  # in place of an act: the person will say when they come
LONGEST = 200


def subject_named(act: str) -> Subject | None:
    """The service or topic of an address or form; None for «another question». Raises LookupError."""
    return None if act in ("", OTHER) else subject_of(act)


def act_named(subject: Subject | None) -> str:
    """How addresses and forms name it."""
    return OTHER if subject is None else act_of(subject)


class Names:
    """All that one may come for, by name, read once when it is needed."""

    @cached_property
    def of_acts(self) -> dict[str, str]:
        """Act → name, services first."""
        return {act: str(each) for _group, subjects in choices_of_help() for act, each in subjects}

    def acts_of(self, words: str) -> list[str]:
        """The acts with this very name, mostly one."""
        wanted = plain(words)
        return [act for act, name in self.of_acts.items() if plain(name) == wanted]

    def found(self, words: str) -> list[tuple[str, str]]:
        """(act, name) to choose from: none for the name of one thing, the things for a name of several."""
        acts = self.acts_of(words)
        if acts:
            return [(act, self.of_acts[act]) for act in acts] if len(acts) > 1 else []
        return [(act_of(each), str(each)) for each in found_subjects(words)]


class AboutInput(forms.Widget):
    """A line to write in, with the names to suggest, and what was found when the words are no name.

    `lists` is False where another line of the page brings the names already, under the same `list_id`.
    """

    template_name = "desk/appointments/about.html"
    list_id = "names-of-help"
    lists = True
    names: Names

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """What was chosen among the found, else the words."""
        said = data.get(name) or data.get(f"{name}-words") or ""
        return " ".join(str(said).replace("\0", "").split())[:LONGEST]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}-words" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        said = "" if value in (None, OTHER) else str(value)
        words = said
        if said.startswith(("service:", "topic:")):
            words = self.names.of_acts.get(said, "")  # nothing for what has left the lists
        context["widget"] |= {
            "words": words,
            "found": self.names.found(words) if words and words == said else [],
            "names": dict.fromkeys(self.names.of_acts.values()) if self.lists else [],
            "list_id": self.list_id,
        }
        return context


class AboutField(forms.Field):
    """A service or a topic, by its name, by its act or chosen among the found; None for nothing written."""

    widget = AboutInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("What the person comes for"))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.know(Names())

    def know(self, names: Names) -> None:
        """Use these names, for several lines of a page."""
        self.names = names
        self.widget.names = names

    def __deepcopy__(self, memo: Any) -> "AboutField":
        """Each form reads the names anew: cards come and go."""
        copied: AboutField = super().__deepcopy__(memo)
        copied.know(Names())
        return copied

    def clean(self, value: Any) -> Any:
        """The thing itself. Raises ValidationError when the words are no name."""
        said = str(value or "")
        if said in ("", OTHER):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        acts = [said] if said in self.names.of_acts else self.names.acts_of(said)
        if len(acts) == 1:
            return subject_of(acts[0])
        if self.names.found(said):
            raise forms.ValidationError(_("Choose what exactly: this is what was found."), code="choose")
        raise forms.ValidationError(
            _("Nothing was found for these words. Write it in another way."), code="unknown"
        )
