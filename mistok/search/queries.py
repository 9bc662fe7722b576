"""Reading the register of changes and the index."""

from django.db.models import Max

from mistok.search.models import Change


def revision() -> int:
    """A number that grows with every committed change of public content."""
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0
