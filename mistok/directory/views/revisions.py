"""Texts on their way into the catalogue, and the history of a card."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mistok.accounts.models import User
from mistok.directory import actions, texts
from mistok.directory.differences import difference, labels, shown
from mistok.directory.forms import AnswerForm, ApprovalForm
from mistok.directory.models import Revision, RevisionState, Service
from mistok.directory.snapshots import UnknownReferenceError, digest, snapshot
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.network.views import staff

ON_PAGE = 25


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The queue of those who approve."""
    staff.person(request, Permission.EDIT_DIRECTORY)
    page = Paginator(texts.waiting(), ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/revision_list.html", {"page": page})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I wrote, and what was answered."""
    person = staff.person(request, Permission.PROPOSE_SERVICES)
    page = Paginator(texts.texts_of(person), ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/revision_mine.html", {"page": page})


@require_safe
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """A text, field by field beside the card."""
    person = staff.person(request, Permission.PROPOSE_SERVICES)
    return _page(request, person, get_object_or_404(texts.texts_for(person), pk=key))


@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put the text into the card."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    revision = get_object_or_404(texts.texts_for(person), pk=key)
    conflicts = texts.reading(revision).conflicts
    form = ApprovalForm(request.POST, conflicts=conflicts)
    if not form.is_valid():
        return _page(request, person, revision, approval=form, status=422)
    try:
        actions.approve_revision(
            revision=revision,
            by=person,
            seen=request.POST.get("seen", ""),
            chosen=form.chosen,
            answer=form.cleaned_data["answer"],
        )
    except actions.DecidedError:
        return _decided(request, revision)
    except (actions.MovedError, actions.ConflictError):
        messages.warning(request, _("The text or the card changed while you read. Look once more."))
        return _page(request, person, get_object_or_404(texts.texts_for(person), pk=key), status=409)
    except UnknownReferenceError:
        messages.error(request, _("Its provider or territory is no longer there. Send it back or edit it."))
        return _page(request, person, revision, status=409)
    messages.success(request, _("Approved: the card says so from now on."))
    return redirect(revision.service)


@require_POST
def decline(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the text back with words."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    revision = get_object_or_404(texts.texts_for(person), pk=key)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, person, revision, refusal=form, status=422)
    try:
        actions.decline_revision(revision=revision, by=person, answer=form.cleaned_data["answer"])
    except actions.DecidedError:
        return _decided(request, revision)
    messages.success(request, _("Sent back. The author sees your words."))
    return redirect("directory:revision-list")


@require_POST
def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """My draft asks for approval."""
    person = staff.person(request, Permission.PROPOSE_SERVICES)
    revision = get_object_or_404(texts.texts_of(person), pk=key)
    try:
        actions.send_revision(revision=revision, by=person)
    except actions.DecidedError:
        return _decided(request, revision)
    messages.success(request, _("Your text waits for approval. You will find the answer here."))
    return redirect("directory:revision-detail", revision.pk)


@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """I take my text back."""
    person = staff.person(request, Permission.PROPOSE_SERVICES)
    revision = get_object_or_404(texts.texts_of(person), pk=key)
    try:
        actions.withdraw_revision(revision=revision, by=person)
    except actions.DecidedError:
        return _decided(request, revision)
    messages.success(request, _("Your text is taken back."))
    return redirect("directory:revision-mine")


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every approved text of a card: who, when, what."""
    service = _card(request, slug)
    page = Paginator(texts.approved(service), ON_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    end = page.end_index()
    before = texts.approved(service)[end : end + 1].first() if page.has_next() else None
    context = {
        "service": service,
        "page": page,
        "versions": texts.versions(rows, before),
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/revision_history.html", context)


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two texts of the history beside each other, the older first whichever was chosen first."""
    service = _card(request, slug)
    chosen = [_version(service, request.GET.get(name, "")) for name in ("older", "newer")]
    older, newer = sorted(chosen, key=lambda each: (each.decided_at, each.pk))
    context = {
        "service": service,
        "older": older,
        "newer": newer,
        "changes": difference(older.fields, newer.fields),
    }
    return render(request, "directory/revision_compare.html", context)


@require_safe
def version(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """One approved text as a whole, and how it differs from the card of today."""
    service = _card(request, slug)
    revision = _version(service, str(key))
    current = snapshot(service)
    context = {
        "service": service,
        "revision": revision,
        "whole": shown(revision.fields),
        "changes": difference(current, actions.restorable(revision)),
        "seen": digest(current),
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/revision_version.html", context)


@require_POST
def restore(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Bring a former text back."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    service = _card(request, slug)
    revision = _version(service, str(key))
    try:
        fields = actions.restore_version(revision=revision, by=person, seen=request.POST.get("seen", ""))
    except actions.MovedError:
        messages.warning(request, _("The card changed while you read. Look once more."))
        return redirect("directory:service-version", slug, key)
    except UnknownReferenceError:
        messages.error(request, _("Its provider or territory is no longer there: edit the card instead."))
        return redirect("directory:service-version", slug, key)
    said = ", ".join(labels(fields))
    messages.success(
        request, _("Brought back: %(fields)s.") % {"fields": said} if fields else _("Nothing was different.")
    )
    return redirect(service)


def _page(
    request: HttpRequest,
    person: User,
    revision: Revision,
    *,
    approval: ApprovalForm | None = None,
    refusal: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    reading = texts.reading(revision)
    is_waiting = revision.state == RevisionState.WAITING
    may_decide = is_waiting and may(person, Permission.EDIT_DIRECTORY)
    context = {
        "revision": revision,
        "service": revision.service,
        "reading": reading,
        "approval": approval or (ApprovalForm(conflicts=reading.conflicts) if may_decide else None),
        "refusal": refusal or (AnswerForm() if may_decide else None),
        "is_mine": revision.author_id == person.pk,
        "is_open": revision.state in texts.OPEN,
    }
    return render(request, "directory/revision_detail.html", context, status=status)


def _decided(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Somebody was quicker."""
    messages.warning(request, _("This text is no longer open: somebody has decided on it already."))
    found = Revision.objects.filter(pk=revision.pk).exists()
    return redirect("directory:revision-detail", revision.pk) if found else redirect("directory:catalogue")


def _card(request: HttpRequest, slug: str) -> Service:
    """The card, archived ones too, for those who write texts."""
    staff.person(request, Permission.PROPOSE_SERVICES)
    found = Service.objects.filter(slug=slug)
    if not may(request.user, Permission.EDIT_DIRECTORY):
        found = found.filter(pk__in=texts.visible_cards(request.user).values("pk"))
    return get_object_or_404(found)


def _version(service: Service, key: str) -> Revision:
    try:
        return get_object_or_404(texts.approved(service), pk=UUID(key))
    except ValueError:
        raise Http404 from None
