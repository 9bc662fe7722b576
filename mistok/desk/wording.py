"""What the desk says in the browser: the words for its script, in the language of the page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mistok.desk.models import Outcome, VoidReason
from mistok.lib.personal_numbers import PersonalNumber

# A number for each plural category as browsers name them (CLDR).
PLURALS = {"one": 1, "few": 2, "many": 5, "other": 2}


def words() -> dict[str, Any]:
    """Texts by their names in `static/desk/js`."""
    return {
        **_said(),
        "figures": {
            "people": {name: ngettext("person", "people", n) for name, n in PLURALS.items()},
            "e_services": {name: ngettext("e-service", "e-services", n) for name, n in PLURALS.items()},
            "consultations": {
                name: ngettext("consultation", "consultations", n) for name, n in PLURALS.items()
            },
        },
        "outcomes": {value: str(label) for value, label in Outcome.choices},
        "reasons": {value: str(label) for value, label in VoidReason.choices},
        "kinds": {"correction": _("Correction"), "void": _("Withdrawal")},
        "states": {
            "conflict": _("Something else is recorded under the same identifier."),
            "rejected": _("The server did not take this record in."),
        },
        "numbers": {value: str(label) for value, label in PersonalNumber.choices},
    }


def _said() -> dict[str, str]:
    return {
        "online": _("Connected"),
        "offline": _("No connection"),
        "signed_out": _("You are no longer signed in"),
        "waiting": _("waiting to be sent:"),
        "kept_here": _("records are kept on this device"),
        "all_sent": _("all sent"),
        "refused": _("the server does not take records in: reload the page"),
        "full": _("no room left on the device: free some space"),
        "care": _("need your attention:"),
        "plain": _("Works with a connection only: this browser keeps no records on the device"),
        "foreign": _("Records of another worker wait on this device:"),
        "shut": _("Records that could not be opened with your key:"),
        "clock_late": _("The clock of this device is slow by"),
        "clock_early": _("The clock of this device is fast by"),
        "clock_advice": _("The server sets the time of records right; set the clock when you can."),
        "minutes": _("min"),
        "hours": _("h"),
        "not_recorded": _("Not recorded"),
        "number_wrong": _("Write the number of people in digits, for example 6."),
        "number_large": _("Write a number of people up to 100,000."),
        "ages_wrong": _("The youngest cannot be older than the oldest; ages are from 0 to 120."),
        "storage_full": _("The device has no room to keep the record. Free some space and press again."),
        "on_its_way": _("It is on its way already. When it has arrived, set it right with the pencil."),
        "record_for": _("Record for %(day)s"),
        "recorded_toast": _("Recorded:"),
        "updated": _("Updated:"),
        "recorded_at": _("Recorded at"),
        "recorded": _("Recorded."),
        "card_stays": _("The card stays here while you help."),
        "taken_back": _("The record was taken back."),
        "same_person": _("same person as at"),
        "same_as": _("same person:"),
        "visitor": _("Visitor"),
        "close_slip": _("Close the slip of visitor"),
        "not_confirmed": _("not confirmed yet"),
        "nothing_found": _("Nothing was found among the cards on this device. Try another word."),
        "results": _("Found on this device:"),
        "waits": _("waits to be sent"),
        "needs_care": _("not taken in yet"),
        "correct_of": _("Correct the record of"),
        "people_counted": _("people counted"),
        "evicted": _("The browser has cleared its storage on this device."),
        "evicted_waiting": _("Records that had not been sent by then:"),
        "evicted_nothing": _("Everything had been sent by then, nothing is lost."),
        "numbers_found": _("This looks like"),
        "numbers_advice": _("Take it out: numbers of documents are not written here."),
    }
