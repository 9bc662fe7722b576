"""Phone numbers as people write them."""

import re


def phones(text: str) -> list[tuple[str, str]]:
    """The numbers of a phone field, parted by commas or semicolons, each with its `tel:` address (RFC 3966).

    >>> phones("(0512) 24-01-10; 0 800 505 201")
    [('(0512) 24-01-10', 'tel:+380512240110'), ('0 800 505 201', 'tel:0800505201')]
    """
    found = []
    for shown in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        digits = re.sub(r"\D", "", shown)
        if digits.startswith("0") and len(digits) == 10 and not digits.startswith("0800"):
            digits = f"+38{digits}"
        elif len(digits) == 9 and not digits.startswith("0"):  # registers leave the first 0 out
            digits = f"+380{digits}"
        elif digits.startswith("380"):
            digits = f"+{digits}"
        if digits:
            found.append((shown, f"tel:{digits}"))
    return found
