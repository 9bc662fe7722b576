"""The page under the code: what became of the question, a reply, a word whether it helped. No account."""

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.lib.access import public
from mistok.lib.pacing import may_do
from mistok.lib.qr import qr_svg
from mistok.reception.actions import answering as actions
from mistok.reception.actions.working import Moved
from mistok.reception.forms.answering import CodeForm, JudgeForm, ReplyForm, plain_code
from mistok.reception.models import Case, CaseState
from mistok.reception.queries.cases import whole

FORM = ["GET", "HEAD", "POST"]
LOOKS, LOOK_SECONDS = 60, 600
LETTERS, LETTER_SECONDS = 20, 3600


@public
@never_cache
@require_http_methods(FORM)
def find(request: HttpRequest) -> HttpResponse:
    """Type the code, see the question."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not may_do(request, "question-code", most=LOOKS, seconds=LOOK_SECONDS):
            return _too_often(request)
        if Case.objects.filter(code=form.cleaned_data["code"]).exists():
            return redirect("reception:question-track", form.cleaned_data["code"])
        form.add_error("code", _("There is no question under this code. Look at it once more."))
    status = 422 if form.errors else 200
    return render(request, "reception/public/code.html", {"form": form}, status=status)


@public
@never_cache
@require_safe
def track(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the question, for whoever holds its code."""
    if not may_do(request, "question-code", most=LOOKS, seconds=LOOK_SECONDS):
        return _too_often(request)
    return _page(request, _of_code(code))


@public
@never_cache
@require_POST
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """Words of the person, to our question or to what was said before."""
    if not may_do(request, "question-letter", most=LETTERS, seconds=LETTER_SECONDS):
        return _too_often(request)
    case = _of_code(code)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, case, reply_form=form, status=422)
    try:
        actions.reply(case=case, uuid=form.cleaned_data["uuid"], text=form.cleaned_data["text"])
    except Moved:
        messages.warning(request, _("The question was answered meanwhile. Say below whether it helped."))
    except actions.TooMany:
        messages.warning(request, _("There are many letters here already. Please leave a new question."))
    else:
        messages.success(request, _("Your words are added."))
    return redirect("reception:question-track", case.code)


@public
@never_cache
@require_POST
def judge(request: HttpRequest, code: str) -> HttpResponse:
    """Did the answer help? “No” with words brings the question back."""
    if not may_do(request, "question-letter", most=LETTERS, seconds=LETTER_SECONDS):
        return _too_often(request)
    case = _of_code(code)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _page(request, case, judge_form=form, status=422)
    said = form.cleaned_data
    try:
        stored = actions.judge(case=case, helped=said["helped"], uuid=said["uuid"], more=said["more"])
    except Moved:
        messages.warning(request, _("There is no answer to judge yet."))
    except actions.TooMany:
        messages.warning(request, _("There are many letters here already. Please leave a new question."))
    else:
        if stored.is_final:
            messages.success(request, _("Thank you for telling us."))
        else:
            messages.success(request, _("The question is with the librarians again."))
    return redirect("reception:question-track", case.code)


def _page(
    request: HttpRequest, case: Case, *, reply_form: Any = None, judge_form: Any = None, status: int = 200
) -> HttpResponse:
    path = reverse("reception:question-track", args=[case.code])
    code = base64.b64encode(qr_svg(settings.SITE_URL + path)).decode()
    if reply_form is None and not case.is_final:
        reply_form = ReplyForm()
    if reply_form is not None and not case.is_asked_back:
        reply_form.fields["text"].label = _("What would you like to add?")
    answered = case.state in (CaseState.ANSWERED, CaseState.REFERRED)
    context = {
        "case": case,
        "letters": [each for each in case.messages.all() if each.is_for_asker],
        "reply_form": None if case.is_final else reply_form,
        "judge_form": (judge_form or JudgeForm()) if answered and case.helped is not True else None,
        "is_answered": answered,
        "qr": f"data:image/svg+xml;base64,{code}",
        "address": settings.SITE_URL + path,
    }
    response = render(request, "reception/public/track.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _of_code(code: str) -> Case:
    return get_object_or_404(whole(Case.objects.all()), code=plain_code(code))


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "reception/public/too_often.html", status=429)
