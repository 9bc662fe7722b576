"""Who asks, without knowing who: one contact is one digest, so that earlier questions are seen."""

import re

from django.utils.crypto import salted_hmac

LENGTH = 40


def asker_digest(email: str = "", phone: str = "") -> str:
    """A keyed digest of the contact; empty for none. The same number in any spelling is the same digest."""
    plain = email.strip().lower() or _number(phone)
    return (
        salted_hmac("mistok.reception.asker", plain, algorithm="sha256").hexdigest()[:LENGTH] if plain else ""
    )


def _number(phone: str) -> str:
    """The digits of a phone as the country dials them: «067 123-45-67» and «+380671234567» are one."""
    digits = re.sub(r"\D", "", phone)
    return digits[-9:] if len(digits) >= 9 else digits
