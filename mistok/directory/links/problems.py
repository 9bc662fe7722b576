"""What each code of a problem means for people: in a word, what was seen, what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Problem:
    """`summary` names it, `seen` says what happened, `fix` what a colleague can do."""

    summary: Any
    seen: Any
    fix: Any


_LOOK_YOURSELF = _("Open the link yourself. If the page is right, say that it works.")
_FIND_NEW = _("Find the page on the site of the provider and replace the address.")
_WAIT = _("Nothing yet: it will be tried again. If it lasts, open the link yourself.")

PROBLEMS: dict[str, Problem] = {
    "moved": Problem(
        _("The page has moved"),
        _("The site leads on from this address to another one for good."),
        _("Open the new address and, if it is the same service, replace the old one by it."),
    ),
    "mild-redirect": Problem(
        _("The address is written a little differently"),
        _("The site adds https, “www.” or a slash. The page is the same."),
        _("You may replace the address, but nothing breaks without it."),
    ),
    "title-changed": Problem(
        _("The page is called something else now"),
        _("No word of the title is the same as the last time."),
        _("Open the link and see whether it is still about this service."),
    ),
    "not-found": Problem(
        _("No such page"), _("The site works, but says that it has no such page (404)."), _FIND_NEW
    ),
    "gone": Problem(
        _("The page was removed"),
        _("The site says that the page is gone for good (410)."),
        _("Find what replaced it and replace the address, or put the card into the archive."),
    ),
    "server-error": Problem(
        _("The site is broken"), _("Instead of the page the site reports an error of its own."), _WAIT
    ),
    "no-name": Problem(
        _("There is no such site"),
        _("The name of the site is not known any more: a mistake in it, or the domain has ended."),
        _("Check the spelling. If it is right, ask the provider where the service is now."),
    ),
    "refused": Problem(
        _("The site does not let anybody connect"), _("The server is there, but takes no connections."), _WAIT
    ),
    "timeout": Problem(_("The site does not answer"), _("No answer came in twenty seconds."), _WAIT),
    "broken": Problem(
        _("The answer makes no sense"), _("What the server sent is no web page."), _LOOK_YOURSELF
    ),
    "certificate": Problem(
        _("The site’s certificate is wrong"),
        _("It has expired, or belongs to another site. Browsers warn people and do not let them in."),
        _("Tell the provider. Do not advise anybody to skip the warning."),
    ),
    "bad-address": Problem(
        _("This is no web address"),
        _("It cannot be opened as it is written, or has a password or a strange port in it."),
        _("Write the address anew: copy it from the browser."),
    ),
    "bad-redirect": Problem(
        _("The site leads to an address that cannot be opened"),
        _("The address works, but leads on to something that is no web page."),
        _FIND_NEW,
    ),
    "soft-404": Problem(
        _("The page says that it does not exist"),
        _("The site answers as if all were well, but the page is called “not found”."),
        _FIND_NEW,
    ),
    "sent-home": Problem(
        _("Leads to the home page"),
        _("Instead of the page of the service people come to the front page of the site."),
        _FIND_NEW,
    ),
    "same-everywhere": Problem(
        _("The same page at any address"),
        _("The site shows the same text at an address that cannot exist, so the page may be missing."),
        _LOOK_YOURSELF,
    ),
    "parked": Problem(
        _("The domain is for sale"),
        _("There is no site any more, only an offer of the domain or of hosting."),
        _("Replace the address at once: such domains are often bought by swindlers."),
    ),
    "hijacked": Problem(
        _("Gambling instead of the service"),
        _("The page is called by words of a casino. The site may have been taken over."),
        _("Do not open it on a work computer. Replace the address at once and tell the provider."),
    ),
    "stranger": Problem(
        _("Leads to another site about something else"),
        _("The address leads to another site, and no word of the title is the same as before."),
        _("Look whether it is the provider’s new site. If not, replace the address."),
    ),
    "challenge": Problem(
        _("A guard against robots"),
        _("The site asks whether a person comes. It says nothing about the page behind it."),
        _LOOK_YOURSELF,
    ),
    "forbidden": Problem(
        _("Robots are not let in"), _("The site refuses to show the page to our check."), _LOOK_YOURSELF
    ),
    "sign-in": Problem(
        _("Behind a password"),
        _("The site shows the page only to those who sign in."),
        _("Look yourself whether people can come in, and whether the card warns of it."),
    ),
    "asked-to-wait": Problem(
        _("The site asked us to come later"),
        _("It is overloaded or being repaired, and said so politely."),
        _WAIT,
    ),
    "certificate-chain": Problem(
        _("The certificate could not be checked"),
        _("The site sends it without its middle part, or a rare authority signed it. Many browsers manage."),
        _LOOK_YOURSELF,
    ),
    "tls": Problem(
        _("No secure connection could be agreed on"),
        _("The site speaks an old or unusual protocol."),
        _LOOK_YOURSELF,
    ),
    "name-later": Problem(
        _("The name of the site could not be looked up"), _("The look-up itself did not answer."), _WAIT
    ),
    "loop": Problem(
        _("Leads in a circle"),
        _("The site leads from one address to another without end. Some do so only to robots."),
        _LOOK_YOURSELF,
    ),
    "cut": Problem(_("The page did not come whole"), _("The site stopped sending half-way."), _WAIT),
    "odd-answer": Problem(
        _("An unusual answer"), _("The server answered with a code that says little."), _LOOK_YOURSELF
    ),
    "inside": Problem(
        _("Leads into an inner network"),
        _("The address belongs to an inner network, so it was not asked. Readers outside cannot open it."),
        _("Open the link from a phone without the library’s network. If it fails, replace the address."),
    ),
    "offline": Problem(
        _("Our own line was cut"),
        _("None of the sites could be reached, so the trouble was on our side."),
        _("Nothing: all will be tried again."),
    ),
}
UNKNOWN = PROBLEMS["odd-answer"]


def problem(code: str) -> Problem | None:
    """What the code means; None for no problem."""
    return PROBLEMS.get(code, UNKNOWN) if code else None
