"""Sentences of Django and allauth that Mistok says its own way in Ukrainian: an error tells what to do.

Nothing calls these; standing here they enter the app's catalogue, which overrides theirs.
"""

from django.utils.translation import gettext_noop as _

OURS = (
    _("Email"),
    _("This field is required."),
    _("Enter a valid email address."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid URL."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("The submitted file is empty."),
    _("No file was submitted. Check the encoding type on the form."),
)
