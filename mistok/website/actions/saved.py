"""Searches that people save to be told of what is new: asked for, confirmed, ended."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from hashlib import blake2b

from django.db import transaction
from django.utils import timezone

from mistok.search.models import SavedSearch
from mistok.search.queries import Hit
from mistok.website import letters
from mistok.website.wanted import Wanted

MOST_OF_ONE = 20  # confirmed searches of one address
MOST_WAITING = 3  # letters that ask an address to confirm, in a day
LOOKED_THROUGH = 300  # documents of one search that are compared with the known ones
MOST_SEEN = 2_000


def digest(hit: Hit) -> str:
    """A short name of a document, the same whenever it is found."""
    return blake2b(f"{hit.kind}:{hit.key}".encode(), digest_size=5).hexdigest()


@transaction.atomic
def ask_for_letters(*, email: str, wanted: Wanted, frequency: str) -> SavedSearch | None:
    """Keep the search and mail a link that confirms it. None when the address has had enough of such letters.

    The same search of the same address is kept once. Whether anything was sent is not told to whoever asks:
    the address may be somebody else's.
    """
    email = email.lower()  # as accounts have it, so that a person finds and erases what is theirs
    of_address = SavedSearch.objects.filter(email__iexact=email)
    same = of_address.filter(parameters=wanted.parameters()).first()
    if same is not None and same.confirmed_at:
        return same
    day_ago = timezone.now() - timedelta(days=1)
    waiting = of_address.filter(confirmed_at=None, created_at__gte=day_ago).count()
    if waiting >= MOST_WAITING or of_address.exclude(confirmed_at=None).count() >= MOST_OF_ONE:
        return None
    saved = SavedSearch.objects.create(email=email, parameters=wanted.parameters(), frequency=frequency)
    transaction.on_commit(partial(letters.send_confirmation, saved), robust=True)
    return saved


@transaction.atomic
def confirm(*, saved: SavedSearch) -> None:
    """The address is its owner's: letters begin, or go on after a year. What is found now is known."""
    stored = SavedSearch.objects.select_for_update().get(pk=saved.pk)
    if stored.confirmed_at is None:
        hits = Wanted.stored(stored.parameters).find(LOOKED_THROUGH).hits
        stored.seen, stored.looked_at = [digest(hit) for hit in hits], timezone.now()
        twins = SavedSearch.objects.filter(email__iexact=stored.email, parameters=stored.parameters)
        twins.exclude(pk=stored.pk).delete()
    stored.confirmed_at, stored.asked_again_at = timezone.now(), None
    stored.save(update_fields=["confirmed_at", "asked_again_at", "seen", "looked_at"])


@transaction.atomic
def end(*, saved: SavedSearch) -> None:
    """No more letters: the search and the address are erased at once."""
    SavedSearch.objects.filter(pk=saved.pk).delete()


def remember(saved: SavedSearch, hits: Iterable[Hit], *, sent: bool) -> None:
    """These documents are known; the oldest of very many are forgotten."""
    fresh = [digest(hit) for hit in hits]
    known = set(fresh)
    saved.seen = [*fresh, *(each for each in saved.seen if each not in known)][:MOST_SEEN]
    saved.looked_at = timezone.now()
    if sent:
        saved.sent_at = saved.looked_at
    saved.save(update_fields=["seen", "looked_at", "sent_at"])
