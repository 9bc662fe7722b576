"""Papers of feedback: a poster with the code, small cards with the code, cards to tick for a box."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.desk.models import FeedbackBox, FeedbackQuestion
from mistok.lib.typesetting.codes import code
from mistok.lib.typesetting.engine import pdf

TEMPLATE = "desk/papers/feedback.typ"
PAPERS = {"poster": "plakat-vidhuk", "cards": "kartky-z-kodom", "box": "kartky-dlia-skrynky"}


def paper(kind: str, box: FeedbackBox, question: FeedbackQuestion) -> bytes:
    """The paper as PDF/UA, one A4 sheet. Raises KeyError for an unknown kind."""
    if kind not in PAPERS:
        raise KeyError(kind)
    return pdf(TEMPLATE, paper_data(kind, box, question))


def address_of(box: FeedbackBox) -> str:
    """What the code on the papers says."""
    return f"{settings.SITE_URL}{reverse('desk:feedback-answer', args=[box.code])}"


def paper_data(kind: str, box: FeedbackBox, question: FeedbackQuestion) -> dict[str, Any]:
    """What the template reads. Ukrainian, as everything on the wall of a library."""
    with override("uk"):
        address = address_of(box)
        return {
            "title": f"{question.text} – {box.point.name}",
            "kind": kind,
            "question": question.text,
            "answers": [said for _face, said in question.answers],
            "reasons": [each.text for each in question.reasons.all()] if question.why else [],
            "point": box.point.name,
            "library": box.point.organisation.name,
            "address": address.removeprefix("https://").removeprefix("http://"),
            "code": code(address, _("QR code: answer the question")),
            "words": {
                "scan": _("Point the camera of your phone here"),
                "one_tap": _("One tap. No name, no sign-in."),
                "tick": _("Tick one face and drop the card into the box."),
                "why": question.why,
            },
        }
