"""How forms are drawn: errors on top and at the field, labels and hints tied to the control."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property


class MistokBoundField(forms.BoundField):
    """A field that knows what its template needs."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        field.widget.attrs.pop("placeholder", None)  # gone when it is needed; labels and hints say it better

    @cached_property
    def first_control_id(self) -> str:
        """Where a link from the error summary leads: the control, or the first of several."""
        widget = self.field.widget
        if self.use_fieldset and isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        return self.id_for_label or str(self.auto_id)

    @property
    def is_single_checkbox(self) -> bool:
        """One box with its words beside it, not above."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class MistokRenderer(TemplatesSetting):
    """Our field markup, from the project's templates."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = MistokBoundField
