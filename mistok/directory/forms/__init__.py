"""What people write into the catalogue."""

from mistok.directory.forms.cards import ConfirmationForm, RetirementForm, ServiceForm
from mistok.directory.forms.fields import LegalBasisField, LinesField, ReplacementField, TerritoryField
from mistok.directory.forms.revisions import AnswerForm, ApprovalForm

__all__ = [
    "AnswerForm",
    "ApprovalForm",
    "ConfirmationForm",
    "LegalBasisField",
    "LinesField",
    "ReplacementField",
    "RetirementForm",
    "ServiceForm",
    "TerritoryField",
]
