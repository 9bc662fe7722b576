"""The answers to a device, each in words of the librarian who reads it there."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CREATED, DUPLICATE, CONFLICT, REJECTED = "created", "duplicate", "conflict", "rejected"
# Nothing is to be mended: the same record may be taken in later.
RETRIED = frozenset({"missing", "too_many", "busy", "actor"})
TEXTS: dict[str, Any] = {
    "shape": _("The record cannot be read. Write it down anew."),
    "uuid": _("The record cannot be read. Write it down anew."),
    "schema": _("The record was made by another version of the desk. Reload the page and send it again."),
    "damaged": _("The record was damaged on the device. Write it down anew."),
    "actor": _("Another person recorded this. Let them sign in on this device: it will be sent then."),
    "point": _("There is no such point any more. Write the record down at another point."),
    "permission": _("On that day you might not record or correct this. Ask the head of the library."),
    "moment": _("The time of the record cannot be read. Write it down anew."),
    "future": _("This day has not come yet. Check the date."),
    "day": _("The day cannot be read. Check the date."),
    "time": _("The time cannot be read. Write it as 14:30."),
    "number": _("Write a number of people from 0 to 100,000."),
    "times": _("Write how many times it was, from 1 to 100,000."),
    "act": _("What was helped with cannot be read. Choose it again."),
    "gone": _("This service or topic is no longer in the directory. Choose another one."),
    "category": _("There is no such category of visitors any more. Choose again."),
    "channel": _("Choose again where it was."),
    "certainty": _("Choose again how sure the number is."),
    "rough": _("Choose again how sure the number is."),
    "ages": _("The youngest cannot be older than the oldest; ages are from 0 to 120."),
    "minutes": _("Choose again how long it took."),
    "independence": _("Choose again how far the person did it by themselves."),
    "why": _("Choose again why it was not possible."),
    "card": _("The code of the card is too long: 40 characters at most."),
    "note": _("The note cannot be read. Write it anew."),
    "forget_card": _("The record cannot be read. Write it down anew."),
    "reason": _("Choose why the record is withdrawn."),
    "target": _("It is not told which record this corrects. Open the diary and correct it there."),
    "missing": _("The record that this corrects has not come yet. It will be sent again."),
    "too_many": _("Too many records at once. It will be sent again."),
    "busy": _("The server could not take it in just now. It will be sent again."),
    "conflict": _("Something else is recorded under this identifier. Compare both and write it down anew."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device is told of one record; it forgets the record only when it `is_taken`."""

    uuid: str
    answer: str
    code: str = ""
    text: str = ""

    @property
    def is_taken(self) -> bool:
        return self.answer in (CREATED, DUPLICATE)

    @property
    def retry(self) -> bool:
        """Whether the device sends it again by itself."""
        return self.code in RETRIED

    def as_json(self) -> dict[str, object]:
        return {
            "uuid": self.uuid,
            "answer": self.answer,
            "code": self.code,
            "text": self.text,
            "retry": self.retry,
        }


def rejected(uuid: str, code: str, text: str = "") -> Answer:
    """Not taken in; `text` when the rule said it in its own words."""
    return Answer(uuid, REJECTED, code, text or text_of(code))


def conflict(uuid: str) -> Answer:
    """Other content stands under the identifier."""
    return Answer(uuid, CONFLICT, CONFLICT, text_of(CONFLICT))


def text_of(code: str) -> str:
    """The words for a code; of a rule of the desk, a general sentence."""
    return str(TEXTS.get(code, TEXTS["shape"]))
