"""What colleagues do about a link: vouch for it, replace it, point to its archived copy, ask for a look."""

from datetime import date, timedelta
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.cards import edit_service
from mistok.directory.links import sources, work
from mistok.directory.models import Link, ServiceAtPlace
from mistok.directory.tasks import ask_for_checks
from mistok.lib.web_client import BadAddress, read_address
from mistok.search.actions import changed

LONGEST_TRUST = timedelta(days=90)
NOT_AGAIN_WITHIN = timedelta(minutes=2)


@transaction.atomic
def trust_link(*, link: Link, by: User, until: date, note: str) -> None:
    """A person saw the page and says that it works, until a day. Raises ValueError beyond 90 days."""
    today = timezone.localdate()
    if not today <= until <= today + LONGEST_TRUST:
        raise ValueError("a link is vouched for until a day within the next 90")
    was_marked = link.is_marked(today)
    link.trusted_until, link.trusted_by, link.trusted_note = until, by, note
    link.save(update_fields=["trusted_until", "trusted_by", "trusted_note"])
    audit.record(Event.LINK_TRUSTED, link, by=by, until=until.isoformat())
    if was_marked:
        work.tell_readers(link)


@transaction.atomic
def end_trust(*, link: Link, by: User) -> None:
    """Nobody vouches for the link any more."""
    if link.trusted_until is None:
        return
    link.trusted_until = link.trusted_by = None
    link.trusted_note = ""
    link.save(update_fields=["trusted_until", "trusted_by", "trusted_note"])
    audit.record(Event.LINK_TRUSTED, link, by=by, until="")
    work.tell_readers(link)


@transaction.atomic
def replace_link(*, link: Link, by: User, new: str, note: str) -> int:
    """Write the new address wherever the old one stands on cards; returns how many cards changed.

    Each card gets a version, as by an edit. The site of an office belongs to its register and stays.
    Raises ValidationError for an address that cannot be opened.
    """
    try:
        read_address(new)
    except BadAddress as error:
        raise ValidationError(str(error)) from error
    if new == link.url:
        return 0
    cards = sources.cards_with([link.url])
    for service in cards:
        values: dict[str, object] = {}
        if service.url == link.url:
            values["url"] = new
        if any(each.get("url") == link.url for each in service.legal_basis):
            values["legal_basis"] = [
                {**each, "url": new} if each.get("url") == link.url else each for each in service.legal_basis
            ]
        edit_service(service=service, by=by, values=values, note=note)
        sources.keep_in_step(service)
    there = ServiceAtPlace.objects.filter(url=link.url).select_related("service")
    changed("service", *{str(each.service.uuid) for each in there})
    there.update(url=new)
    audit.record(Event.LINK_REPLACED, link, by=by, cards=len(cards))
    link.left_on = timezone.localdate()
    link.save(update_fields=["left_on"])
    Link.objects.filter(url=new, uses=0).update(uses=link.uses)  # its place in the queue goes with it
    ask_for_checks()
    return len(cards)


@transaction.atomic
def set_archived_copy(*, link: Link, by: User, url: str) -> None:
    """Where an archived copy of the page is; empty for none."""
    link.archived_url = url
    link.save(update_fields=["archived_url"])
    audit.record(Event.LINK_REPLACED, link, by=by, archived=bool(url))


@transaction.atomic
def check_soon(*, link: Link) -> bool:
    """Ask for a look as soon as its host may be asked; False when it was looked at just now."""
    now = timezone.now()
    if link.checked_at is not None and now - link.checked_at < NOT_AGAIN_WITHIN:
        return False
    link.next_check_at = now
    link.save(update_fields=["next_check_at"])
    ask_for_checks()
    return True


def archive_address(url: str) -> str:
    """Where the Internet Archive keeps its last copy of the address, if it has one. Nothing is asked."""
    return "https://web.archive.org/web/2/" + quote(url, safe="/:?&=%#~+,;@!$'()*")


def count_uses(*urls: str) -> None:
    """Somebody followed the links or was helped with them. One write, never a reason to stop the person."""
    try:
        with transaction.atomic():
            Link.objects.filter(url__in=urls, left_on=None).update(uses=F("uses") + 1)
    except DatabaseError:  # a busy database: the person goes on, the count loses one
        return
