"""The catalogue's terms in words that need no explaining."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.models import LibrarianRole, Signature

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
