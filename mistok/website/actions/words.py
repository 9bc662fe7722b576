"""Synonyms, best bets and hidden questions: saved, written into the journal, and searched with at once."""

from django.db import transaction

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.search import demand, suggestions
from mistok.search.actions import words_changed
from mistok.search.models import BestBet, HiddenQuestion, SynonymGroup


@transaction.atomic
def save_synonyms(*, group: SynonymGroup, by: User) -> None:
    """Save a new or changed group; it works from the next search on."""
    act = "changed" if group.pk else "added"
    group.save()
    audit.record(Event.SYNONYMS_CHANGED, group, by=by, act=act)
    words_changed("synonyms")


@transaction.atomic
def switch_synonyms(*, group: SynonymGroup, on: bool, by: User) -> None:
    """Take the group into use or out of it; a second press changes nothing."""
    stored = SynonymGroup.objects.select_for_update().get(pk=group.pk)
    if stored.is_active != on:
        stored.is_active = on
        stored.save(update_fields=["is_active", "changed_at"])
        audit.record(Event.SYNONYMS_CHANGED, stored, by=by, act="added" if on else "removed")
        words_changed("synonyms")


@transaction.atomic
def save_bet(*, bet: BestBet, by: User) -> None:
    """Save a new or changed best bet; it works from the next search on."""
    act = "changed" if bet.pk else "added"
    bet.save()
    audit.record(Event.BEST_BET_CHANGED, bet, by=by, act=act)
    words_changed("bets")


@transaction.atomic
def switch_bet(*, bet: BestBet, on: bool, by: User) -> None:
    """Take the bet into use or out of it; a second press changes nothing."""
    stored = BestBet.objects.select_for_update().get(pk=bet.pk)
    if stored.is_active != on:
        stored.is_active = on
        stored.save(update_fields=["is_active", "changed_at"])
        audit.record(Event.BEST_BET_CHANGED, stored, by=by, act="added" if on else "removed")
        words_changed("bets")


@transaction.atomic
def hide_question(*, question: str, by: User) -> HiddenQuestion | None:
    """Keep a question out of the lists and of what is offered while typing. None for what is no question."""
    hidden = demand.hide(question)
    if hidden is not None:
        audit.record(Event.QUESTION_HIDDEN, hidden, by=by)
        transaction.on_commit(suggestions.forget)
    return hidden


@transaction.atomic
def show_question(*, hidden: HiddenQuestion, by: User) -> None:
    """Let a hidden question stand in the lists again."""
    audit.record(Event.QUESTION_HIDDEN, hidden, by=by, act="called off")
    hidden.delete()
    transaction.on_commit(suggestions.forget)
