"""Filled sheets that nobody counted: people may have written names into them, so they do not stay."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Term, declare_term
from mistok.desk.models import SheetImport, SheetState

KEPT_UNCOUNTED = timedelta(days=30)


def forget_uncounted(now: datetime) -> int:
    """Forget sheets that were only looked at a month ago; their files go with the next tidying of files."""
    old = SheetImport.objects.filter(state=SheetState.LOOKED_AT, created_at__lt=now - KEPT_UNCOUNTED)
    return old.delete()[0]


declare_term(Term("uncounted-sheets", _("Filled sheets that were not counted, 30 days"), forget_uncounted))
