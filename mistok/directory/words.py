"""The catalogue's terms in words that need no explaining."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mistok.directory.models import Channel, LibrarianRole, Service, Signature, TermUnit
from mistok.ukrainian.numbers import money

SIGNING: dict[str, Any] = {
    Signature.NONE: _("Nothing to sign."),
    Signature.ACCOUNT: _("You sign in with an account of that site: your e-mail or phone, and a password."),
    Signature.ANY: _(
        "You sign in or sign electronically: through your bank (BankID), with a key file, "
        "or with Diia.Signature on your phone. All three are free."
    ),
    Signature.DIIA: _("You sign with Diia.Signature: an electronic signature in the Diia app on your phone."),
}

LIBRARIAN_DOES: dict[str, tuple[Any, ...]] = {
    LibrarianRole.GUIDES: (
        _("finds the right page and explains each step"),
        _("shows where to press while you enter your own data"),
        _("scans and prints papers where there is a scanner and a printer"),
    ),
    LibrarianRole.INFORMS: (
        _("tells what it is and who provides it"),
        _("finds the official page and gives you this sheet to take home"),
    ),
}

LIBRARIAN_DOES_NOT: tuple[Any, ...] = (
    _("enter your passwords, PIN or codes from messages"),
    _("sign for you or keep your papers"),
    _("decide instead of the authority or promise its decision"),
)

HOW_TO_APPLY: dict[str, Any] = {
    Channel.ONLINE: _("on the official site"),
    Channel.APP: _("in an app on your phone"),
    Channel.OFFICE: _("in person, at the office"),
    Channel.PHONE: _("by phone"),
    Channel.POST: _("by post"),
    Channel.EMAIL: _("by e-mail"),
    Channel.LIBRARY: _("at the library, where they help you"),
}


def term_words(service: Service) -> list[str]:
    """How long it takes: the number with its unit, then the words, unless these name the number already."""
    if service.term_value is None:
        return [service.term] if service.term else []
    if str(service.term_value) in service.term:
        return [service.term]
    counted = _counted(service.term_value, service.term_unit)
    return [counted, service.term] if service.term else [counted]


def cost_words(service: Service) -> list[str]:
    """What it costs: the sum, then the words, unless these name it; a free service is called so."""
    if service.cost_amount is None:
        return [service.cost] if service.cost else []
    if not service.cost_amount:
        return [service.cost or gettext("Free of charge")]
    kopiyky = int(service.cost_amount * 100)
    if str(kopiyky // 100) in service.cost.replace("\u00a0", "").replace(" ", ""):
        return [service.cost]
    said = money(kopiyky)
    return [said, service.cost] if service.cost else [said]


def channels(service: Service) -> list[Any]:
    """How to apply, in the order of the form; codes that nobody knows are left out."""
    return [words for code, words in HOW_TO_APPLY.items() if code in service.channels]


def _counted(n: int, unit: str) -> str:
    if unit == TermUnit.MINUTES:
        return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    if unit == TermUnit.HOURS:
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    if unit == TermUnit.WORKING_DAYS:
        return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
    if unit == TermUnit.MONTHS:
        return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}
    return ngettext("%(n)s calendar day", "%(n)s calendar days", n) % {"n": n}
