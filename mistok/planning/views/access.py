"""Who sees figures, and of what."""

from django.http import Http404, HttpRequest

from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.planning.forms import DaysForm
from mistok.planning.scopes import Scopes, scopes_for


def scopes_or_404(request: HttpRequest) -> Scopes:
    """The scopes of whoever may see figures at all; an authority contact and a stranger may not."""
    if not may(request.user, Permission.SEE_FIGURES):
        raise Http404
    return scopes_for(request.user)


def owned_or_404(form: DaysForm) -> None:
    """A scope that was named must be one of the person's own: about another's not even its being is told."""
    if form.chosen is None and form.scopes.all:
        raise Http404
