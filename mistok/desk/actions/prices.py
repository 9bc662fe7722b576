"""Writing price lists: a draft is changed freely, an approved version never."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions import Refused
from mistok.desk.models import PriceExemption, PriceLine, PriceList, Sale
from mistok.desk.queries.prices import last_approved, unfit, why_free
from mistok.network.models import Organisation, ServicePoint
from mistok.network.queries import subtree
from mistok.search.actions import changed
from mistok.ukrainian.dates import date_long

AT_ONCE = timedelta(seconds=5)


@transaction.atomic
def draft_prices(*, organisation: Organisation, by: User, like: PriceList | None = None) -> PriceList:
    """Begin a version: empty, or with lines and exemptions of another one, without its decision.

    One begun a moment ago is not begun again: the button was pressed twice.
    """
    Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=organisation.pk)
    since = timezone.now() - AT_ONCE
    begun = PriceList.objects.filter(organisation=organisation, approved_at=None, created_at__gte=since)
    same = begun.filter(decision_number="").order_by("-created_at").first()
    if same is not None and same.lines.count() == (like.lines.count() if like else 0):
        return same
    draft = PriceList.objects.create(
        organisation=organisation,
        body=like.body if like else "",
        rounding=like.rounding if like else PriceList._meta.get_field("rounding").default,
    )
    if like is not None:
        PriceLine.objects.bulk_create(_copies(like.lines.all(), draft))
        PriceExemption.objects.bulk_create(_copies(like.exemptions.all(), draft))
    note(Event.PRICES_CHANGED, draft, by=by, organisation=organisation, step="draft")
    return draft


def _copies(rows: Iterable[Any], prices: PriceList) -> Iterable[Any]:
    for row in rows:
        row.pk, row.prices = None, prices
        row._state.adding = True
        yield row


@transaction.atomic
def change_prices(*, prices: PriceList, fields: Iterable[str], by: User) -> None:
    """Write down what was changed of a draft: its decision, days, rounding, file."""
    _draft(prices)
    prices.save()
    note(Event.PRICES_CHANGED, prices, by=by, organisation=prices.organisation, fields=sorted(fields))


@transaction.atomic
def put_line(*, line: PriceLine, by: User) -> PriceLine:
    """Add a line to a draft or change it. Raises Refused for what may not be sold."""
    prices = _draft(line.prices)
    if why := why_free(line.name):
        raise Refused(why, code="free")
    if line._state.adding:
        last = prices.lines.order_by("position").last()
        line.position = last.position + 1 if last else 1
    line.save()
    note(Event.PRICES_CHANGED, prices, by=by, organisation=prices.organisation, step="line")
    return line


@transaction.atomic
def remove_line(*, line: PriceLine, by: User) -> None:
    """Take a line out of a draft."""
    prices = _draft(line.prices)
    line.delete()
    note(Event.PRICES_CHANGED, prices, by=by, organisation=prices.organisation, step="line removed")


@transaction.atomic
def put_exemption(*, exemption: PriceExemption, by: User) -> PriceExemption:
    """Say in a draft for whom it is free."""
    prices = _draft(exemption.prices)
    exemption.save()
    note(Event.PRICES_CHANGED, prices, by=by, organisation=prices.organisation, step="exemption")
    return exemption


@transaction.atomic
def remove_exemption(*, exemption: PriceExemption, by: User) -> None:
    """Take an exemption out of a draft."""
    prices = _draft(exemption.prices)
    exemption.delete()
    note(Event.PRICES_CHANGED, prices, by=by, organisation=prices.organisation, step="exemption removed")


@transaction.atomic
def raise_prices(*, prices: PriceList, per_cent: int, step: int, by: User, seen: int | None = None) -> int:
    """Change all prices of a draft by so many per cent, to `step` kopiykas; returns how many changed.

    `seen` is the sum of the prices on the page: when it is another one by now, they were raised already, and
    Refused is raised.
    """
    draft = _draft(prices)
    number = 0
    lines = list(draft.lines.all())
    if seen is not None and seen != sum(line.price for line in lines):
        raise Refused(
            _("The prices were changed since the page was opened. Look at them again."), code="seen"
        )
    for line in lines:
        fresh = max(step, (line.price * (100 + per_cent) + 50 * step) // (100 * step) * step)
        if fresh != line.price:
            line.price = fresh
            line.full_clean()
            line.save(update_fields=["price"])
            number += 1
    note(
        Event.PRICES_CHANGED, draft, by=by, organisation=draft.organisation, step="raised", per_cent=per_cent
    )
    return number


@transaction.atomic
def drop_draft(*, prices: PriceList, by: User) -> None:
    """Throw a draft away. The journal keeps that there was one."""
    draft = _draft(prices)
    note(Event.PRICES_CHANGED, draft, by=by, organisation=draft.organisation, step="draft dropped")
    draft.delete()


def approve(*, prices: PriceList, by: User) -> PriceList:
    """Put a draft in force from its day; the version before it ends on the eve.

    Raises Refused, saying what is missing. Of two approved at once one gets through: the database lets no
    version be replaced twice.
    """
    try:
        return _approve(prices=prices, by=by)
    except IntegrityError as error:
        raise Refused(
            _("Another version was approved at this moment. Look at it before approving yours."),
            code="overlap",
        ) from error


@transaction.atomic
def _approve(*, prices: PriceList, by: User) -> PriceList:
    held = PriceList.objects.select_for_update(of=("self",)).filter(pk=prices.pk).first()
    if held is not None and held.approved_at is not None and held.approved_by_id == by.pk:
        return held  # pressed twice
    draft = _draft(prices)
    _is_complete(draft)
    before = last_approved(draft.organisation)
    if before is not None and draft.valid_from is not None and before.valid_from is not None:
        if draft.valid_from <= before.valid_from:
            raise Refused(
                _("An approved version is in force from %(day)s. The new one has to begin later."),
                code="overlap",
                params={"day": date_long(before.valid_from)},
            )
        before.end_before(draft.valid_from)
        draft.replaces = before
    draft.approved_at, draft.approved_by = timezone.now(), by
    draft.save()
    note(Event.PRICES_APPROVED, draft, by=by, organisation=draft.organisation)
    _tell_readers(draft)
    return draft


def _is_complete(draft: PriceList) -> None:
    """Raises Refused when the draft is not yet a decision with prices."""
    if not (draft.decision_number and draft.decided_on and draft.body and draft.valid_from):
        raise Refused(
            _("Write the number and date of the decision, who made it and from which day it is in force."),
            code="decision",
        )
    if not draft.lines.exists():
        raise Refused(_("There is no line in the price list yet."), code="empty")
    for _line, why in unfit(draft):
        raise Refused(why, code="free")


@transaction.atomic
def recall(*, prices: PriceList, by: User) -> PriceList:
    """Make an approved version a draft again, while nothing was sold by it and no newer one follows."""
    held = PriceList.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=prices.pk)
    if held.approved_at is None:
        return held
    if PriceList.objects.filter(replaces=held).exists() or Sale.objects.filter(prices=held).exists():
        raise Refused(
            _("Something was already sold by it, or a newer version follows. Approve a new version."),
            code="used",
        )
    before = held.replaces
    held.replaces = held.approved_at = held.approved_by = None
    held.save()
    if before is not None:
        before.valid_until = None
        before.save(update_fields=["valid_until"])
    note(Event.PRICES_RECALLED, held, by=by, organisation=held.organisation)
    _tell_readers(held)
    return held


def _draft(prices: PriceList) -> PriceList:
    """The draft, held until the end of the transaction, with what a form wrote into it. Raises Refused."""
    held = PriceList.objects.select_for_update(of=("self",)).filter(pk=prices.pk).first()
    if held is None or held.approved_at is not None:
        raise Refused(
            _("An approved price list is not changed any more. Copy it into a new draft."), code="approved"
        )
    return prices


def _tell_readers(prices: PriceList) -> None:
    """Pages of the points that sell by these prices show them at once."""
    libraries = subtree([prices.organisation_id], _today())
    points = ServicePoint.objects.filter(organisation__in=libraries, closed_on=None)
    changed("point", *points.values_list("slug", flat=True))


def _today() -> date:
    return timezone.localdate()
