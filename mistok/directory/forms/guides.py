"""Guides with their steps, and collections."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mistok.directory.forms.fields import LinesField
from mistok.directory.models import Collection, Guide, Service
from mistok.lib.files.actions import keep_picture
from mistok.lib.files.models import StoredFile

SALT = "directory.guide.picture"
MOST_STEPS = 40
EMPTY_STEPS = 3
BAR = "|"


class ServicesField(LinesField):
    """Cards, one on a line, by name or by the last part of the address."""

    def item(self, line: str) -> Any:
        service = _service(line)
        if service is None:
            raise ValidationError(_("there is no card “%(name)s”") % {"name": line})
        return service

    def line(self, item: Any) -> str:
        return str(getattr(item, "name", item))


class ItemsField(LinesField):
    """Cards and guides, one on a line; after a bar, why it is here."""

    def item(self, line: str) -> Any:
        name, _bar, note = (part.strip() for part in line.partition(BAR))
        thing = _service(name) or Guide.objects.filter(name=name, archived_on=None).first()
        thing = (
            thing or Guide.objects.filter(slug=name.strip("/").rpartition("/")[2], archived_on=None).first()
        )
        if thing is None:
            raise ValidationError(_("there is no card or guide “%(name)s”") % {"name": name})
        return thing, note[:200]

    def line(self, item: Any) -> str:
        if isinstance(item, str):
            return item
        thing, note = item
        return f"{thing.name} {BAR} {note}" if note else str(thing.name)


def _service(text: str) -> Service | None:
    found = Service.objects.filter(retired_on=None, is_draft=False)
    named = found.filter(name=text).first()
    return named or found.filter(slug=text.strip("/").rpartition("/")[2]).first()


class GuideForm(forms.ModelForm[Guide]):
    """What the guide is about."""

    for_services = ServicesField(
        label=_("For which services"), required=False, help_text=_("One on a line: the name of the card.")
    )

    class Meta:
        model = Guide
        fields = ["name", "summary", "before"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 2}), "before": forms.Textarea(attrs={"rows": 2})}


class StepForm(forms.Form):
    """One step. A picture that was taken stays taken when another field has to be mended."""

    text = forms.CharField(
        label=_("What to do"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    hint = forms.CharField(label=_("If it does not work"), max_length=300, required=False)
    upload = forms.FileField(
        label=_("Picture of the screen"),
        required=False,
        help_text=_("JPEG, PNG or WebP. Cover names and numbers before you upload it."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    alt = forms.CharField(label=_("What is in the picture"), max_length=200, required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    without = forms.BooleanField(label=_("take the picture off"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        picture = None if cleaned.get("without") else picture_of(cleaned.get("kept", ""))
        if upload := cleaned.get("upload"):
            try:
                picture = keep_picture(upload)
            except ValidationError as error:
                self.add_error("upload", error)
            else:
                self.data = {**self.data, self.add_prefix("kept"): token_of(picture)}
        if picture and not cleaned.get("alt"):
            self.add_error("alt", _("Say in words what is in the picture: not everybody sees it."))
        if not cleaned.get("text") and (picture or cleaned.get("hint")):
            self.add_error("text", _("Write what to do in this step."))
        cleaned["picture"] = picture
        return cleaned

    @property
    def shown(self) -> StoredFile | None:
        """The picture that the step has now, for the page."""
        return picture_of(str(self["kept"].value() or ""))


class _Steps(forms.BaseFormSet[StepForm]):
    def add_fields(self, form: StepForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Which in a row")
        form.fields["DELETE"].label = _("remove this step")


StepsFormSet = forms.formset_factory(
    StepForm, formset=_Steps, extra=EMPTY_STEPS, max_num=MOST_STEPS, can_order=True, can_delete=True
)


def steps_said(formset: Any) -> list[dict[str, Any]]:
    """The steps as they were put in order; empty and deleted ones are left out."""
    found = [
        (form.cleaned_data.get("ORDER") or MOST_STEPS + place, place, form.cleaned_data)
        for place, form in enumerate(formset.forms)
        if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
    ]
    names = ("text", "hint", "picture", "alt")
    return [
        {name: said[name] for name in names} | ({} if said["picture"] else {"alt": ""})
        for _order, _place, said in sorted(found, key=lambda each: each[:2])
    ]


def steps_of(guide: Guide) -> list[dict[str, Any]]:
    """The steps as the formset begins with them."""
    return [
        {
            "text": step.text,
            "hint": step.hint,
            "alt": step.alt,
            "kept": token_of(step.picture) if step.picture else "",
        }
        for step in guide.steps.select_related("picture").order_by("order", "pk")
    ]


def token_of(picture: StoredFile) -> str:
    """How a picture stands in the page: nobody can name another one in its place."""
    return signing.dumps(str(picture.pk), salt=SALT)


def picture_of(token: str) -> StoredFile | None:
    """The picture of a token; None for none and for a forged one."""
    try:
        return StoredFile.objects.filter(pk=signing.loads(token, salt=SALT)).first() if token else None
    except signing.BadSignature:
        return None


class CollectionForm(forms.ModelForm[Collection]):
    """A collection with its things, one on a line."""

    things = ItemsField(
        label=_("What is in it"),
        help_text=_("One on a line, in order: the name of a card or a guide; after a bar, why it is here."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    class Meta:
        model = Collection
        fields = ["name", "summary", "order", "is_published"]
