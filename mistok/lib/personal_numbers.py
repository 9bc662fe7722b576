"""Numbers of documents in free text, so that nobody writes them down where they must not stand."""

import re
import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalNumber(models.TextChoices):
    """What was found, named as in “remove … from the note”."""

    PASSPORT = "passport", _("a passport number")
    TAX = "tax", _("a tax number")
    CARD = "card", _("a number of a bank card or account")


# The old passport: two letters and six digits; whole words of two letters («на 123456») are written small.
_PASSPORT = re.compile(r"\b(?:[А-ЯҐЄІЇA-Z]{2}[ \-]{0,2}|(?i:[а-яґєіїa-z]{2}))\d{6}\b")
_ID_CARD = re.compile(r"(?<![\d\w+])\d{9}(?!\d)")
_REGISTER = re.compile(r"(?<!\d)(?:19|20)\d{6}-?\d{5}(?!\d)")  # УНЗР: the day of birth and five digits
_ACCOUNT = re.compile(r"\bUA(?: ?\d){27}\b", re.IGNORECASE)
_RUN = re.compile(r"(?<![\w+])\d(?:[ \-]?\d){9,18}(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}))(?!\d)")
_TAX_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)


def personal_numbers(text: str) -> list[PersonalNumber]:
    """The kinds of personal numbers in the text, each once: passports, tax numbers, bank cards and accounts.

    A tax number counts only with a true check digit (РНОКПП), a card only by the Luhn rule; phones and days
    are let by. Pure; takes any text.
    """
    text = _DAY.sub(" · ", unicodedata.normalize("NFKC", text.replace("№", " ")))
    found = []
    if _PASSPORT.search(text) or _ID_CARD.search(text) or _REGISTER.search(text):
        found.append(PersonalNumber.PASSPORT)
    text, accounts = _ACCOUNT.subn(" ", text)
    runs = [re.sub(r"\D", "", run) for run in _RUN.findall(text)]
    if any(is_tax_number(run) for run in runs):
        found.append(PersonalNumber.TAX)
    if accounts or any(is_card(run) for run in runs):
        found.append(PersonalNumber.CARD)
    return found


def is_tax_number(digits: str) -> bool:
    """Whether the ten digits are a РНОКПП: the last one follows from the others. Phones begin with 0."""
    if len(digits) != 10 or digits[0] == "0":
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits[:9], strict=True))
    return total % 11 % 10 == int(digits[9])


def is_card(digits: str) -> bool:
    """Whether the digits are a bank card's: 15 to 19 of them with a true last one (Luhn)."""
    if not 15 <= len(digits) <= 19:
        return False
    doubled = [int(digit) for digit in digits[-1::-2]] + [
        sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]
    ]
    return sum(doubled) % 10 == 0
