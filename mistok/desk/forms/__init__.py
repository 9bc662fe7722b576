"""What a librarian sends: a slip at the desk, a correction, the reason of a withdrawal."""

from mistok.desk.forms.revision import CorrectionForm, VoidForm
from mistok.desk.forms.slip import RecordForm, SlipForm

__all__ = ["CorrectionForm", "RecordForm", "SlipForm", "VoidForm"]
