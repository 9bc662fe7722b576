"""One tap after the visit, on a person’s own phone or on the turned screen. Open to everybody.

A page carries a signed token for half an hour; the answer takes its identifier, so a page sent twice is one
answer. Nothing is kept of the person: no cookie of an identity, no address (`lib.pacing`).
"""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mistok.desk.actions import feedback as actions
from mistok.desk.forms.feedback import PasswordForm, ReasonsForm
from mistok.desk.kiosk import TURNED
from mistok.desk.models import AnswerSource, Face, FeedbackAnswer, FeedbackBox, FeedbackQuestion
from mistok.desk.queries.feedback import current_question, open_box, reasons_after
from mistok.lib.access import public
from mistok.lib.identifiers import uuid7
from mistok.lib.pacing import may_do

FORM = ["GET", "HEAD", "POST"]
SALT = "mistok.feedback"
LIFE = 1800  # seconds of a token: a page left open does not vote tomorrow
SCREEN_LIFE = 12 * 3600  # a screen asks all day
QUICK, SLOW, AWAY = 6, 20, 120  # seconds until the screen asks again: thanked, choosing reasons, left alone
MOST, SECONDS = 30, 600  # answers from one address: a library and its visitors stand behind one
PASSWORDS, PASSWORD_SECONDS = 5, 300


@public
@never_cache
@require_http_methods(FORM)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The question on a person’s own phone."""
    return _asked(request, code, AnswerSource.QR)


@public
@never_cache
@require_http_methods(FORM)
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """The question on the turned screen, or on a tablet by the door: large, and it comes back by itself."""
    return _asked(request, code, AnswerSource.SCREEN)


@public
@never_cache
@require_http_methods(FORM)
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thanks, and the reasons to tap; one may go without them."""
    box = _box(code)
    token = (request.POST if request.method == "POST" else request.GET).get("answer", "")
    given = _given(box, token)
    is_screen = given.source == AnswerSource.SCREEN
    sent = request.POST if request.method == "POST" else None
    reasons = reasons_after(given.question, given.face) if given.question.why else []
    form = ReasonsForm(sent, choices=[(str(each.pk), each.text) for each in reasons])
    if sent is not None and form.is_valid():
        actions.add_reasons(given, reasons=form.cleaned_data["reasons"], text=form.cleaned_data["text"])
        return redirect(f"{reverse('desk:feedback-thanks', args=[box.code])}?answer={token}")
    said = bool(given.text) or given.reasons.exists()
    context = {
        "box": box,
        "given": given,
        "question": given.question,
        "reasons": [] if said else reasons,
        "asks_text": given.question.asks_text and not said,
        "form": form,
        "token": token,
        "is_screen": is_screen,
    }
    response = render(request, "desk/feedback/thanks.html", context, status=422 if form.errors else 200)
    if is_screen:  # the next visitor finds the question, also without scripts
        response["Refresh"] = _back_to(box.code, QUICK if said or not reasons else SLOW)
    return _private(response)


@public
@never_cache
@require_http_methods(FORM)
def back(request: HttpRequest, code: str) -> HttpResponse:
    """The librarian takes the screen back with the password; somebody else sees the question again."""
    if request.session.get(TURNED) is None or not request.user.is_authenticated:
        return redirect("desk:feedback-screen", code)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not may_do(request, "turned-screen", most=PASSWORDS, seconds=PASSWORD_SECONDS):
            form.add_error("password", _("Too many tries. Wait five minutes."))
        elif get_user_model().objects.get(pk=request.user.pk).check_password(form.cleaned_data["password"]):
            slug = _point_slug(request.session.pop(TURNED))
            return redirect("desk:point", slug) if slug else redirect("desk:start")
        else:
            form.add_error("password", _("The password is wrong."))
        status = 422
    response = render(request, "desk/feedback/back.html", {"form": form, "code": code}, status=status)
    response["Refresh"] = _back_to(code, AWAY)
    return response


def _asked(request: HttpRequest, code: str, source: str) -> HttpResponse:
    box = _box(code)
    question = current_question()
    if question is None:
        raise Http404
    context: dict[str, Any] = {
        "box": box,
        "question": question,
        "is_screen": source == AnswerSource.SCREEN,
        "is_turned": request.session.get(TURNED) is not None,
    }
    status = 200
    if request.method == "POST":
        try:
            uuid, asked = _token(request, box, SCREEN_LIFE if context["is_screen"] else LIFE)
        except signing.BadSignature:
            context["problem"] = _("This page stood open too long. Tap once more.")
            status = 422
        else:
            face = request.POST.get("face", "")
            if face not in Face.values:
                context["problem"] = _("Tap one of the faces.")
                status = 422
            elif not may_do(request, f"feedback:{box.code}", most=MOST, seconds=SECONDS):
                context["problem"] = _("Many answers came from here at once. Wait a little.")
                status = 429
            else:
                given = actions.answer(box=box, question=asked, uuid=uuid, face=face, source=source)
                return redirect(f"{reverse('desk:feedback-thanks', args=[box.code])}?answer={_signed(given)}")
    context["token"] = signing.dumps([str(uuid7()), box.code, question.pk], salt=SALT)
    return _private(render(request, "desk/feedback/question.html", context, status=status))


def _token(request: HttpRequest, box: FeedbackBox, life: int) -> tuple[UUID, FeedbackQuestion]:
    """The identifier and the version of the question that the page was made with. Raises BadSignature."""
    said = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=life)
    uuid, code, key = said
    asked = FeedbackQuestion.objects.filter(pk=key).first()
    if code != box.code or asked is None:
        raise signing.BadSignature
    return UUID(uuid), asked


def _signed(given: FeedbackAnswer) -> str:
    return signing.dumps(str(given.pk), salt=f"{SALT}.given")


def _given(box: FeedbackBox, token: str) -> FeedbackAnswer:
    """The answer of the page before, for half an hour; else 404."""
    try:
        key = signing.loads(token, salt=f"{SALT}.given", max_age=LIFE)
    except signing.BadSignature:
        raise Http404 from None
    mine = FeedbackAnswer.objects.filter(point=box.point, pk=key)
    given = mine.select_related("question", "point").prefetch_related("question__reasons").first()
    if given is None:
        raise Http404
    return given


def _back_to(code: str, seconds: int) -> str:
    """The header that brings the screen back to the question."""
    return f"{seconds}; url={reverse('desk:feedback-screen', args=[code])}"


def _box(code: str) -> FeedbackBox:
    box = open_box(code)
    if box is None:
        raise Http404
    return box


def _point_slug(code: str) -> str:
    found = FeedbackBox.objects.filter(code=code).values_list("point__slug", flat=True).first()
    return found or ""


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
