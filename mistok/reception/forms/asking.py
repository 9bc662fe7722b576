"""A question on its way in: from a resident, from a librarian for a resident, from a branch to the centre."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint
from mistok.network.queries import open_points
from mistok.reception.actions.asking import Contact
from mistok.reception.models import AnswerBy, Channel, Matter
from mistok.reception.words import numbers_text

LONGEST = 2000
SHORTEST = 10
MATTERS = (
    (Matter.FACTUAL, _("How to do or find out something – we answer within two working days")),
    (Matter.AVAILABILITY, _("Do you have it, can I come – we answer within a working day")),
)


class PointField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A point with its address: people know streets better than names."""

    def __init__(self, queryset: QuerySet[ServicePoint], **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="slug", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.address}" if obj.address else str(obj.name)


class QuestionForm(forms.Form):
    """The words of a question. A number that looks like one of a person’s papers is asked about once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your question.")},
    )
    keep_numbers = forms.BooleanField(label=_("Leave the number in the text, it is needed"), required=False)
    matter = forms.ChoiceField(
        label=_("What is it about?"), choices=MATTERS, initial=Matter.FACTUAL, widget=forms.RadioSelect
    )

    is_warned = False  # whether the page offers to leave the number where it is

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\0", "").replace("\r\n", "\n").strip()
        if len(text) < SHORTEST:
            raise ValidationError(_("Write a few words more, so that we understand."))
        return text

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        found = numbers_text(said.get("text", ""))
        self.is_warned = bool(found)
        if found and not said.get("keep_numbers"):
            self.add_error(
                "text",
                ValidationError(
                    _("Here seems to stand: %(what)s. Take it out unless it is needed."),
                    params={"what": found},
                ),
            )
        return said


class ContactForm(QuestionForm):
    """The question with the way to answer it; only what this way needs is asked for."""

    name = forms.CharField(label=_("How to call you"), max_length=80, required=False)
    answer_by = forms.ChoiceField(
        label=_("How shall we answer?"),
        choices=AnswerBy.choices,
        widget=forms.RadioSelect,
        initial=AnswerBy.EMAIL,
    )
    email = forms.EmailField(
        label=_("E-mail, if by e-mail"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone, if by phone"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("I agree that the library keeps my question and contact to answer me"),
        error_messages={"required": _("Without your consent we may not keep the question.")},
    )
    no_phone = _("Write the phone at which we call you.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "phone"):  # needed by one way of answering: not to be called optional
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone = " ".join(str(self.cleaned_data["phone"]).replace("\0", "").split())
        if phone and not 9 <= len(re.sub(r"\D", "", phone)) <= 15:
            raise ValidationError(_("Write the phone with its code, for example 067 123 45 67."))
        return phone

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).replace("\0", "").split())

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        way = said.get("answer_by")
        if way == AnswerBy.EMAIL and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail to which the answer goes."))
        if way == AnswerBy.PHONE and not said.get("phone") and "phone" not in self.errors:
            self.add_error("phone", self.no_phone)
        return said

    def contact(self) -> Contact:
        """How to answer, out of checked fields."""
        said = self.cleaned_data
        return Contact(said["answer_by"], said["name"], said["email"], said["phone"])


class AskForm(ContactForm):
    """A resident’s question. The field `website` is a trap for robots that fill in everything."""

    place = forms.CharField(
        label=_("Your town, village or street"), max_length=80, required=False,
        help_text=_("The question goes to the nearest library. Leave it empty if it does not matter."),
    )  # fmt: skip
    point = PointField(
        open_points(), label=_("Or choose the library yourself"), required=False,
        empty_label=_("the nearest, or any that is free"),
    )  # fmt: skip
    service = forms.SlugField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = open_points().order_by(Alphabetical("name"))  # type: ignore[attr-defined]
        self.fields["text"].help_text = _(
            "Do not write numbers of papers or other people’s data: a librarian answers without them."
        )
        self.fields["name"].help_text = _("A first name is enough, or nothing at all.")

    def clean_place(self) -> str:
        return " ".join(str(self.cleaned_data["place"]).replace("\0", "").split())

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise ValidationError(_("Leave the field for robots empty."))
        return ""


class EnterForm(ContactForm):
    """A question that came by phone or on a note, written down by a librarian."""

    point = PointField(open_points(), label=_("At which point"), empty_label=None)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(Channel.PHONE, Channel.PHONE.label), (Channel.NOTE, Channel.NOTE.label)],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )

    no_phone = _("Write the phone at which to call the person.")

    field_order = ["uuid", "point", "channel", "text", "keep_numbers", "matter", "name", "answer_by"]

    def __init__(self, *args: Any, points: QuerySet[ServicePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = points  # type: ignore[attr-defined]
        self.fields["text"].label = _("The question, in the words of the person")
        self.fields["text"].error_messages["required"] = _("Write down the question.")
        self.fields["name"].label = _("How to call the person")
        self.fields["answer_by"].label = _("How to answer")
        self.fields["answer_by"].initial = AnswerBy.PHONE
        self.fields["consent"].label = _(
            "The person agreed that the library keeps the question and contact to answer"
        )
        self.fields["consent"].error_messages["required"] = _(
            "Ask the person for consent and tick it: without it the question is not kept."
        )


class CentreForm(QuestionForm):
    """What a branch asks the centre."""

    from_point = PointField(open_points(), label=_("Which point asks"), empty_label=None)
    point = PointField(open_points(), label=_("Whom"), empty_label=None)

    field_order = ["uuid", "from_point", "point", "text", "keep_numbers", "matter"]

    def __init__(
        self, *args: Any, points: QuerySet[ServicePoint], centres: QuerySet[ServicePoint], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_point"].queryset = points  # type: ignore[attr-defined]
        self.fields["point"].queryset = centres  # type: ignore[attr-defined]
        self.fields["text"].help_text = _("Do not write names or contacts of visitors.")
