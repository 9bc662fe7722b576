"""The pack: all cards and topics of the desk as one text, small enough to be carried to every device.

Cards are drawn by the template that draws them on the page, so the two never differ. What is searched on the
device is titles, other names and dictionary forms: the rules of the language stay here, the device compares
beginnings of words only.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape

from mistok.desk.models import CONSULTING, Subject, Topic, act_of
from mistok.desk.queries import current_topics, recordable
from mistok.directory.guides import public_guides, whole
from mistok.directory.models import Guide, Service
from mistok.directory.queries import listed_services
from mistok.lib.kept import kept_until_change
from mistok.search.analysis import words

LONGEST_KEY = 8  # letters of a word that are compared: enough to tell words apart
ROOT = 5  # a word that begins as another one is found by it: the device compares beginnings
GUIDES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Pack:
    """The text ready to be sent, and its fingerprint."""

    text: str
    digest: str


def kind_of(subject: Subject) -> str:
    """By what definition of the day's totals the help is counted: service, consultation, lesson or other."""
    if not isinstance(subject, Topic):
        return "service"
    if subject.is_skill:
        return "lesson"
    return "consultation" if subject.kind in CONSULTING else "other"


def guides_for(service: Service) -> list[Guide]:
    """The guides shown beside the opened card of a service, with their steps."""
    return list(whole(public_guides()).filter(services=service)[:GUIDES_SHOWN])


@kept_until_change(most=4)
def _made() -> Pack:
    services = list(listed_services().select_related("provider"))
    guides: dict[int, list[Guide]] = {}
    for guide in whole(public_guides()):
        for service in guide.services.all():
            guides.setdefault(service.pk, []).append(guide)
    cards = [_card(each, guides.get(each.pk, [])[:GUIDES_SHOWN]) for each in services]
    cards += [_card(topic, []) for topic in recordable(current_topics())]
    text = json.dumps({"cards": cards}, ensure_ascii=False, separators=(",", ":"))
    return Pack(text, sha256(text.encode()).hexdigest()[:16])


def pack(slug: str) -> Pack:
    """The pack for the desk of a point. Today the same for all: a network has one directory."""
    return _made()


def _card(subject: Subject, guides: list[Guide]) -> dict[str, Any]:
    html = render_to_string("desk/parts/subject.html", {"subject": subject, "guides": guides})
    found: dict[str, Any] = {
        "act": act_of(subject),
        "title": subject.name,
        "short": subject.short_name,
        "kind": kind_of(subject),
        "words": _keys(subject),
        "html": _squeezed(html),
    }
    if isinstance(subject, Service):
        if not subject.is_confirmed:
            found["new"] = 1
    else:
        found["note"] = escape(subject.get_kind_display())
    return found


def _keys(subject: Subject) -> str:
    """Dictionary forms of the title and the other names that the title does not show already."""
    texts = [subject.name, subject.short_name]
    if isinstance(subject, Service):
        texts += [*subject.synonyms, subject.provider.short_name or subject.provider.name]
    seen = {word.form[:ROOT] for word in words(f"{subject.name} {subject.short_name}")}
    keys: list[str] = []
    for text in texts:
        for word in words(text):
            for key in (word.form, *word.keys):
                if key[:ROOT] not in seen:
                    seen.add(key[:ROOT])
                    keys.append(key[:LONGEST_KEY])
    return " ".join(keys)


def _squeezed(html: str) -> str:
    """Without the white space between the lines of a template."""
    return " ".join(html.split()).replace("> <", "><")
