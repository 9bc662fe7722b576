"""Letters of a case, ours and the person’s."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7
from mistok.network.models import Organisation
from mistok.reception import choosing
from mistok.reception.queries.cases import bodies
from mistok.reception.words import numbers_text
from mistok.search.declarations import SearchDocument

LONGEST = 4000
REPLY_LONGEST = 2000


class LetterForm(forms.Form):
    """One letter; its identifier is made with the page, so that a second press is the same letter."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    text = forms.CharField(
        label=_("Your letter"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the letter.")},
    )  # fmt: skip

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\0", "").replace("\r\n", "\n").strip()


class AskBackForm(LetterForm):
    """What has to be known before an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What do you ask the person?")
        self.fields["text"].widget.attrs["rows"] = 4


class SourcesForm(LetterForm):
    """A letter with sources chosen among what the search finds."""

    find = forms.CharField(
        label=_("Look for a source"), required=False, max_length=400,
        help_text=_("Services, guides, acts and answers. The chosen ones stay chosen."),
    )  # fmt: skip
    sources = forms.MultipleChoiceField(
        label=_("Sources"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, found: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sources"].choices = found  # type: ignore[attr-defined]

    def documents(self) -> list[SearchDocument]:
        """The chosen sources."""
        return choosing.documents(self.cleaned_data["sources"])


class AnswerForm(SourcesForm):
    """The answer to one person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Answer to the person")


class ReferralForm(SourcesForm):
    """“Not ours”: who decides, and how to reach them."""

    body = forms.CharField(
        label=_("Which body decides it"), max_length=250,
        error_messages={"required": _("Write the name of the body.")},
        help_text=_("The name as it stands in the register of partners, or its beginning."),
    )  # fmt: skip

    field_order = ["uuid", "body", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What to say to the person")

    def clean_body(self) -> Organisation:
        name = " ".join(str(self.cleaned_data["body"]).replace("\0", "").split())
        exact = bodies().filter(Q(name=name) | Q(short_name=name)).first()
        if exact is not None:
            return exact
        found = [each for each in bodies() if name.lower() in f"{each.name} {each.short_name}".lower()]
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("There is no such body in the register. Add it among the partners."))
        names = "; ".join(each.name for each in found[:5])
        raise ValidationError(_("Several bodies are called so: %(names)s."), params={"names": names})


class WarnedForm(forms.Form):
    """Words of the person in the field `words`; a number like one of their papers is asked about once."""

    words = "text"
    is_warned = False  # whether the page offers to leave the number where it is
    keep_numbers = forms.BooleanField(label=_("Leave the number in the text, it is needed"), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        found = numbers_text(said.get(self.words, ""))
        self.is_warned = bool(found)
        if found and not said.get("keep_numbers"):
            warning = _("Here seems to stand: %(what)s. Take it out unless it is needed.")
            self.add_error(self.words, ValidationError(warning, params={"what": found}))
        return said


class ReplyForm(WarnedForm):
    """The person adds words."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    text = forms.CharField(
        label=_("Your reply"), max_length=REPLY_LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Do not write numbers of papers or other people’s data."),
        error_messages={"required": _("Write a few words.")},
    )  # fmt: skip

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\0", "").replace("\r\n", "\n").strip()
        if not text:
            raise ValidationError(_("Write a few words."))
        return text


class JudgeForm(WarnedForm):
    """Did the answer help?"""

    words = "more"
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    helped = forms.TypedChoiceField(
        label=_("Did the answer help?"),
        choices=[("yes", _("Yes, it helped")), ("no", _("No, it did not"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose “yes” or “no”.")},
    )
    more = forms.CharField(
        label=_("If not: what is still unclear?"), required=False, max_length=REPLY_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With these words the question goes back to the librarians."),
    )  # fmt: skip

    def clean_more(self) -> str:
        return str(self.cleaned_data["more"]).replace("\0", "").replace("\r\n", "\n").strip()


class CodeForm(forms.Form):
    """The code from the paper."""

    code = forms.CharField(
        label=_("Code of your question"), max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Eight letters and digits: from the page, the letter or the printed sheet."),
        error_messages={"required": _("Write the code.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        return plain_code(self.cleaned_data["code"])


def plain_code(code: str) -> str:
    """The code as it is stored, however it was copied."""
    return "".join(each for each in code.upper() if each.isalnum())[:30]
