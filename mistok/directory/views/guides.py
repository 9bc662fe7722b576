"""Guides: for everybody to follow, for the staff to write."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.directory.actions import guides as actions
from mistok.directory.forms.guides import GuideForm, StepsFormSet, picture_of, steps_of, steps_said
from mistok.directory.guides import public_guides, whole
from mistok.directory.models import Guide, GuideStep, Service
from mistok.lib.access import public, shared
from mistok.lib.alphabet import Alphabetical
from mistok.lib.files.actions import give
from mistok.lib.qr import qr_response
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.network.views import staff

METHODS = ["GET", "HEAD", "POST"]
ONE_DAY = 24 * 3600


@shared
@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """All guides that everybody sees."""
    return render(request, "directory/guide_list.html", {"guides": public_guides()})


@shared
@require_safe
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A guide step by step; drafts are seen by those who write them."""
    guide = get_object_or_404(whole(_visible(request)), slug=slug)
    context = {
        "guide": guide,
        "print": request.GET.get("print", ""),
        "may_write": may(request.user, Permission.PROPOSE_SERVICES),
        "may_publish": may(request.user, Permission.EDIT_DIRECTORY),
        "may_confirm": may(request.user, Permission.CONFIRM_SERVICES),
    }
    return render(request, "directory/guide_detail.html", context)


@shared
@require_safe
def guide_qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of the guide as a QR code."""
    return qr_response(get_object_or_404(public_guides(), slug=slug).get_absolute_url())


@public
@require_safe
def guide_picture(request: HttpRequest, key: UUID) -> FileResponse:
    """A picture of a step of a guide that the reader may see, or one that its writer has just uploaded."""
    uploaded = picture_of(request.GET.get("kept", ""))
    if uploaded is not None and uploaded.pk == key:
        return give(uploaded, inline=True)
    steps = GuideStep.objects.filter(guide__in=_visible(request)).select_related("picture")
    step = steps.filter(picture=key).first()
    if step is None or step.picture is None:
        raise Http404
    response = give(step.picture, inline=True)
    response["Cache-Control"] = f"private, max-age={ONE_DAY}"
    return response


@require_safe
def guide_desk(request: HttpRequest) -> HttpResponse:
    """All guides for those who write them, drafts and those put away too."""
    staff.person(request, Permission.PROPOSE_SERVICES)
    guides = Guide.objects.select_related("author").order_by(
        "archived_on", "is_published", Alphabetical("name")
    )
    return render(request, "directory/guides.html", {"guides": guides})


@require_http_methods(METHODS)
def guide_add(request: HttpRequest) -> HttpResponse:
    """Write a guide; a card may have sent the writer here."""
    staff.person(request, Permission.PROPOSE_SERVICES)
    asked = request.GET.get("service", "")[:80]
    services = list(Service.objects.filter(slug=asked, retired_on=None, is_draft=False)) if asked else []
    return _write(request, Guide(), services, [])


@require_http_methods(METHODS)
def guide_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a guide. What everybody sees is changed by those who keep the catalogue."""
    user = staff.person(request, Permission.PROPOSE_SERVICES)
    guide = get_object_or_404(Guide, slug=slug)
    if guide.is_published and not may(user, Permission.EDIT_DIRECTORY):
        raise Http404
    return _write(request, guide, list(guide.services.order_by(Alphabetical("name"))), steps_of(guide))


@require_POST
def guide_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the guide to everybody."""
    user = staff.person(request, Permission.EDIT_DIRECTORY)
    guide = get_object_or_404(Guide, slug=slug)
    actions.publish_guide(guide=guide, by=user)
    messages.success(request, _("Everybody sees the guide now."))
    return redirect(guide)


@require_POST
def guide_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the guide away."""
    user = staff.person(request, Permission.EDIT_DIRECTORY)
    guide = get_object_or_404(Guide, slug=slug, archived_on=None)
    actions.archive_guide(guide=guide, by=user)
    messages.success(request, _("The guide is put away. It can be published again."))
    return redirect("directory:guides")


@require_POST
def guide_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the steps were gone through and are true."""
    user = staff.person(request, Permission.CONFIRM_SERVICES)
    guide = get_object_or_404(Guide, slug=slug, archived_on=None)
    actions.confirm_guide(guide=guide, by=user)
    messages.success(request, _("Confirmed. Thank you."))
    return redirect(guide)


def _write(request: HttpRequest, guide: Guide, services: list[Service], steps: list[Any]) -> HttpResponse:
    user = cast(User, request.user)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = GuideForm(data, instance=guide, initial={"for_services": services})
    formset = StepsFormSet(data, files, initial=steps, prefix="step")
    checked = form.is_valid() & formset.is_valid() if data is not None else False
    if checked and not steps_said(formset):
        form.add_error(None, _("A guide has at least one step."))
        checked = False
    if checked:
        saved = actions.save_guide(
            guide=form.save(commit=False),
            services=form.cleaned_data["for_services"],
            steps=steps_said(formset),
            by=user,
        )
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return redirect(saved)
    is_wrong = data is not None
    context = {"form": form, "formset": formset, "guide": guide}
    return render(request, "directory/guide_form.html", context, status=422 if is_wrong else 200)


def _visible(request: HttpRequest) -> QuerySet[Guide]:
    return Guide.objects.all() if may(request.user, Permission.PROPOSE_SERVICES) else public_guides()
