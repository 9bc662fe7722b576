"""An extract of an act (витяг) as PDF/UA: its head, the chosen provisions, a code that leads to the page."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from mistok.acts.citations import cite
from mistok.acts.models import Act, ActVersion, Provision, Status
from mistok.acts.naming import named
from mistok.lib.typesetting.codes import code
from mistok.lib.typesetting.engine import pdf
from mistok.ukrainian.dates import date_long

TEMPLATE = "acts/printing/extract.typ"
PLAIN, LARGE = 11.5, 18.0  # points
MOST = 60  # provisions of one extract
LONGEST = 120_000  # characters; some sixty sheets


def extract(act: Act, version: ActVersion, provisions: Sequence[Provision], *, large: bool = False) -> bytes:
    """The paper. Paper speaks Ukrainian, whatever language the screen is in."""
    return pdf(TEMPLATE, extract_data(act, version, provisions, large=large))


def extract_data(
    act: Act, version: ActVersion, provisions: Sequence[Provision], *, large: bool = False
) -> dict[str, Any]:
    """What the template reads."""
    with override("uk"):
        path = act.get_absolute_url()
        if len(provisions) == 1:
            path += f"{provisions[0].anchor}/"
        address = f"{settings.SITE_URL}{path}"
        anchor = provisions[0].anchor if len(provisions) == 1 else ""
        made = {"day": date_long(timezone.localdate())}
        return {
            "title": gettext("Extract: %(act)s") % {"act": act.title},
            "size": LARGE if large else PLAIN,
            "act": act.title,
            "named": named(act),
            "issuer": act.issuer,
            "status": status_words(act),
            "is_working": act.is_working,
            "edition": gettext("Edition of %(day)s") % {"day": date_long(version.since)}
            if version.since
            else "",
            "problem": version.text_problem,
            "citation": cite(act, anchor),
            "made": gettext("Made on %(day)s. This is a copy for reading; the official text is that of its "
                            "publisher.") % made,
            "address": address,
            "code": code(address, gettext("QR code: %(name)s") % {"name": act.title}),
            "provisions": [
                {"heading": each.heading, "paragraphs": [line for line in each.text.split("\n") if line]}
                for each in provisions
            ],
            "words": {"extract": gettext("Extract"), "page": gettext("Page of this text")},
        }  # fmt: skip


def status_words(act: Act) -> str:
    """The status in a line: «чинний – за даними: zakon.rada.gov.ua, станом на 1 червня 2026»."""
    said = str(act.get_status_display())
    source = gettext("according to: %(source)s") % {"source": act.status_source} if act.status_source else ""
    day = gettext("as of %(day)s") % {"day": date_long(act.status_on)} if act.status_on else ""
    known = ", ".join(filter(None, (source, day)))
    if not known and act.status != Status.UNKNOWN:
        known = gettext("who says so is not known")
    return f"{said} – {known}" if known else said
