"""The words of a topic."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import Topic, TopicKind


class TopicForm(forms.Form):
    """A topic's names; its kind only for a group of the first level."""

    name = forms.CharField(
        max_length=120, label=_("Name"), error_messages={"required": _("Write the name of the topic.")}
    )
    short_name = forms.CharField(
        max_length=40,
        label=_("Name on a button"),
        help_text=_("Two or three words. Empty: the name itself, if it is short."),
        required=False,
    )
    report_phrase = forms.CharField(
        max_length=200,
        required=False,
        label=_("Words in reports"),
        help_text=_("Completes “people were taught …”: “computer literacy”. Only for skills."),
    )
    kind = forms.ChoiceField(choices=TopicKind.choices, label=_("Kind"))

    def __init__(
        self, data: Any = None, *, parent: Topic | None = None, topic: Topic | None = None, **kwargs: Any
    ) -> None:
        if topic is not None:
            told = ("name", "short_name", "report_phrase")
            kwargs["initial"] = {each: getattr(topic, each) for each in told}
        super().__init__(data, **kwargs)
        if topic is not None or parent is not None:
            del self.fields["kind"]
        skill = (topic or parent) is None or (topic or parent).kind == TopicKind.SKILL  # type: ignore[union-attr]
        if not skill:
            del self.fields["report_phrase"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("name", "short_name", "report_phrase"):
            if name in cleaned:
                cleaned[name] = " ".join(cleaned[name].split())
        if not cleaned.get("short_name") and "name" in cleaned:
            if len(cleaned["name"]) > 40:
                self.add_error("short_name", _("The name is long. Write a short one for the button."))
            cleaned["short_name"] = cleaned["name"][:40]
        return cleaned

    def words(self) -> dict[str, str]:
        """The names, once the form is valid."""
        return {each: self.cleaned_data.get(each, "") for each in ("name", "short_name", "report_phrase")}
