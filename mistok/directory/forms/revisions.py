"""What an approver answers: yes, with a choice where two people changed the same, or words to the author."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.directory.actions.revisions import MINE, NOW
from mistok.directory.differences import label

LONGEST = 300
CHOICE = "choose-"


class AnswerForm(forms.Form):
    """Words with which a text is sent back."""

    answer = forms.CharField(
        label=_("What should be different?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author reads this beside the text."),
    )


class ApprovalForm(forms.Form):
    """A choice for every field that two people changed, none made beforehand, and maybe a word."""

    def __init__(self, *args: Any, conflicts: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = conflicts
        for name in conflicts:
            self.fields[CHOICE + name] = forms.ChoiceField(
                label=label(name),
                choices=[(MINE, _("the author’s words")), (NOW, _("as it stands in the card now"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Two people changed this. Choose whose words stay.")},
            )
        self.fields["answer"] = forms.CharField(
            label=_("A word to the author"), max_length=LONGEST, required=False
        )

    @property
    def chosen(self) -> dict[str, str]:
        """For each field of two the choice made."""
        return {name: self.cleaned_data[CHOICE + name] for name in self.conflicts}
