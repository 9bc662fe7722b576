"""Keeping the list of topics."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions import Refused
from mistok.desk.actions.topics import (
    LEVELS,
    add_topic,
    move_topic,
    restore_topic,
    retire_topic,
    reword_topic,
)
from mistok.desk.forms.topics import TopicForm
from mistok.desk.models import Topic, TopicKind
from mistok.desk.queries.topics import topic_tree
from mistok.network.permissions import Permission
from mistok.network.queries import may


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """All topics of the network, three levels deep."""
    _keeper(request)
    return render(request, "desk/topics/topics.html", {"tree": topic_tree(), "levels": LEVELS})


@require_http_methods(["GET", "HEAD", "POST"])
def topic_add(request: HttpRequest) -> HttpResponse:
    """Add a topic under the one in the address, or a group."""
    user = _keeper(request)
    under = request.GET.get("under", "").replace("\0", "")
    parent = get_object_or_404(Topic, pk=under, retired_on=None) if under else None
    form = TopicForm(request.POST or None, parent=parent)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data.get("kind", TopicKind.CONSULTATION)
        try:
            topic = add_topic(by=user, parent=parent, kind=kind, **form.words())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The topic “%(name)s” is added.") % {"name": topic.name})
            return _to(topic)
    context = {"form": form, "parent": parent}
    return render(request, "desk/topics/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Call a topic otherwise."""
    user = _keeper(request)
    topic = get_object_or_404(Topic, pk=code)
    form = TopicForm(request.POST or None, topic=topic)
    if request.method == "POST" and form.is_valid():
        try:
            reword_topic(topic, by=user, **form.words())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return _to(topic)
    context = {"form": form, "topic": topic}
    return render(request, "desk/topics/form.html", context, status=422 if form.errors else 200)


@require_POST
def topic_move(request: HttpRequest, code: str) -> HttpResponse:
    """Let the topic change places with the one above or below."""
    user = _keeper(request)
    topic = get_object_or_404(Topic, pk=code)
    if not move_topic(topic, by=user, up=request.POST.get("to") == "up"):
        messages.info(request, _("It cannot be moved further."))
    return _to(topic)


@require_POST
def topic_retire(request: HttpRequest, code: str) -> HttpResponse:
    """Take the topic out of use with all under it."""
    user = _keeper(request)
    topic = get_object_or_404(Topic, pk=code)
    if retire_topic(topic, by=user):
        messages.success(
            request,
            _("“%(name)s” is retired. Its records stay; it can be brought back.") % {"name": topic.name},
        )
    return _to(topic)


@require_POST
def topic_restore(request: HttpRequest, code: str) -> HttpResponse:
    """Bring the topic back into use."""
    user = _keeper(request)
    topic = get_object_or_404(Topic, pk=code)
    try:
        restore_topic(topic, by=user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _to(topic)


def _to(topic: Topic) -> HttpResponse:
    """The list, where the topic stands in it."""
    return redirect(f"{reverse('desk:topic-list')}#t-{topic.pk}")


def _keeper(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    if not may(request.user, Permission.EDIT_DIRECTORY):
        raise Http404
    return request.user
