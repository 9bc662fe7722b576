"""Writing into the registry of partners: organisations, people, agreements, what was said."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.files.actions import keep_document
from mistok.network.models import (
    Agreement,
    Contact,
    ContactChannel,
    Interaction,
    Organisation,
)
from mistok.network.slugs import free_slug


@transaction.atomic
def save_partner(*, partner: Organisation, by: User, fields: Iterable[str] = ()) -> Organisation:
    """Add a partner, or write down what was changed of one."""
    if partner._state.adding:
        partner.slug = free_slug(Organisation, partner.name, "partner")
        partner.save()
        audit.record(Event.ORGANISATION_ADDED, partner, by=by, organisation=partner)
    elif changed := sorted(fields):
        partner.save()
        audit.record(Event.ORGANISATION_CHANGED, partner, by=by, organisation=partner, fields=changed)
    return partner


@transaction.atomic
def save_contact(*, contact: Contact, channels: Iterable[Mapping[str, Any]], by: User) -> Contact:
    """Add or change a person with all ways to reach them; the first way marked as best stays the best."""
    event = Event.CONTACT_ADDED if contact._state.adding else Event.CONTACT_CHANGED
    contact.save()
    contact.channels.all().delete()
    best = False
    for each in channels:
        is_best = bool(each["is_preferred"]) and not best
        best = best or is_best
        ContactChannel.objects.create(
            contact=contact, kind=each["kind"], value=each["value"], is_preferred=is_best
        )
    audit.record(event, contact, by=by, organisation=contact.organisation)
    return contact


@transaction.atomic
def end_contact(*, contact: Contact, last_day: date, by: User) -> None:
    """The person is the partner's contact up to this day; what was said with them stays."""
    contact.until = last_day
    contact.save(update_fields=["until"])
    audit.record(Event.CONTACT_CHANGED, contact, by=by, organisation=contact.organisation, fields=["until"])


@transaction.atomic
def save_agreement(*, agreement: Agreement, files: Iterable[File[bytes]], by: User) -> Agreement:
    """Add or change an agreement; files are only added. Raises ValidationError for a file not taken."""
    event = Event.AGREEMENT_ADDED if agreement._state.adding else Event.AGREEMENT_CHANGED
    kept = [keep_document(each) for each in files]
    agreement.save()
    agreement.files.add(*kept)
    audit.record(event, agreement, by=by, organisation=agreement.library)
    return agreement


@transaction.atomic
def end_agreement(*, agreement: Agreement, day: date, by: User) -> None:
    """The agreement ends before its term."""
    agreement.ended_on = day
    agreement.save(update_fields=["ended_on"])
    audit.record(
        Event.AGREEMENT_CHANGED, agreement, by=by, organisation=agreement.library, fields=["ended_on"]
    )


@transaction.atomic
def note_interaction(*, interaction: Interaction, by: User) -> Interaction:
    """Write down what was said."""
    interaction.by = by
    interaction.save()
    audit.record(Event.INTERACTION_ADDED, interaction, by=by, organisation=interaction.library)
    return interaction


@transaction.atomic
def do_next_step(*, interaction: Interaction, by: User) -> None:
    """The promise is kept; a second press changes nothing."""
    stored = Interaction.objects.select_for_update().get(pk=interaction.pk)
    if stored.next_done_on is None:
        stored.next_done_on = timezone.localdate()
        stored.save(update_fields=["next_done_on"])
        audit.record(Event.INTERACTION_ADDED, stored, by=by, organisation=stored.library, done=True)
