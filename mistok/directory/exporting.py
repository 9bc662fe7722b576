"""Tables that leave the catalogue: cards in columns that come back unchanged, points, offices, a template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.importing.columns import COLUMNS, KEY, all_columns, title
from mistok.directory.importing.lookups import Lookups, plain
from mistok.directory.importing.values import CHOICES, joined
from mistok.directory.models import Link, Service, Verdict
from mistok.directory.snapshots import LISTS, MANY_TO_MANY
from mistok.lib.alphabet import Alphabetical
from mistok.lib.tables.writing import write_xlsx
from mistok.network.models import Facility, Organisation, Place, ServicePoint

AT_ONCE = 500  # rows held in memory
PUBLISHED, DRAFTS, ARCHIVED = "published", "drafts", "archived"
STATES = {
    PUBLISHED: gettext_lazy("in the catalogue"),
    DRAFTS: gettext_lazy("not published yet"),
    ARCHIVED: gettext_lazy("in the archive"),
}
CONFIRMED, UNCONFIRMED = "yes", "no"
WIDTHS = {"name": 44, "summary": 50, "provider": 34, "url": 34, "steps": 50, "bring": 40, "legal_basis": 50}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cards to take; empty narrows nothing. `provider` is a key of an organisation."""

    state: str = ""
    provider: str = ""
    confirmed: str = ""


def services(wanted: Wanted) -> QuerySet[Service]:
    """The cards asked for, by name."""
    conditions = {
        PUBLISHED: Q(is_draft=False, retired_on=None),
        DRAFTS: Q(is_draft=True, retired_on=None),
        ARCHIVED: Q(retired_on__isnull=False),
        CONFIRMED: Q(confirmed_on__isnull=False),
        UNCONFIRMED: Q(confirmed_on=None),
    }
    found = Service.objects.filter(
        conditions.get(wanted.state, Q()), conditions.get(wanted.confirmed, Q())
    ).order_by(Alphabetical("name"), "pk")
    if wanted.provider:
        try:
            return found.filter(provider=UUID(wanted.provider))
        except ValueError:
            return found.none()
    return found


def providers_of_cards() -> QuerySet[Organisation]:
    """Organisations with at least one card."""
    return Organisation.objects.filter(pk__in=Service.objects.values("provider")).order_by(
        Alphabetical("name")
    )


def service_header() -> list[str]:
    """The names of the columns, which the import knows again; the last ones are for people only."""
    told = [
        _("State"), _("Confirmed on"), _("How confirmed"), _("Who confirmed"), _("Edited on"),
        _("What the last look found"), _("Answered on"), _("Page on this site"),
    ]  # fmt: skip
    return [*(str(capfirst(title(code))) for code in COLUMNS), *told]


def service_widths() -> list[int]:
    """How wide the columns are, in characters."""
    return [WIDTHS.get(code, 18) for code in COLUMNS] + [18, 14, 24, 24, 14, 24, 14, 40]


def service_rows(cards: QuerySet[Service], site: str) -> Iterator[list[str]]:
    """The cards as rows of text; `site` is the beginning of our addresses. Memory does not grow with them."""
    says = Sayings()
    found = cards.select_related("provider", "confirmed_by").prefetch_related(*MANY_TO_MANY)
    looks = _Looks()
    for card in found.iterator(chunk_size=AT_ONCE):
        state = ARCHIVED if card.retired_on else DRAFTS if card.is_draft else PUBLISHED
        yield [
            *(says.cell(card, code) for code in COLUMNS),
            str(STATES[state]),
            card.confirmed_on.isoformat() if card.confirmed_on else "",
            str(card.get_confirmed_how_display()),
            str(card.confirmed_by or ""),
            timezone.localdate(card.edited_at).isoformat(),
            *looks.of(card.url),
            f"{site}{card.get_absolute_url()}",
        ]


class _Looks:
    """What the last looks at links came to, by address; read once, a few bytes a link."""

    def __init__(self) -> None:
        rows = Link.objects.filter(left_on=None).values_list("url", "verdict", "answered_at")
        self.known = {
            url: (verdict, answered) for url, verdict, answered in rows.iterator(chunk_size=AT_ONCE)
        }

    def of(self, url: str) -> tuple[str, str]:
        """What stands of the link, and the day on which it answered last."""
        verdict, answered = self.known.get(url, (Verdict.UNCHECKED, None))
        day = timezone.localdate(answered).isoformat() if answered else ""
        return str(Verdict(verdict).label), day


class Sayings:
    """Values of cards in the words that the import reads."""

    def __init__(self) -> None:
        self.lookups = Lookups()
        self.labels = {
            name: {str(code): str(said) for code, said in kind.choices} for name, kind in CHOICES.items()
        }

    def cell(self, card: Service, code: str) -> str:
        """One field of the card as text."""
        if code == KEY:
            return card.slug
        if code == "provider":
            return self.lookups.provider_text(str(card.provider_id))
        if code == "territory":
            return card.territory_id or ""
        if code in MANY_TO_MANY:
            return "; ".join(self._listed(code, each) for each in getattr(card, code).all())
        value = getattr(card, code)
        if code == "channels":
            return "; ".join(self.labels[code].get(each, each) for each in value)
        if code in LISTS:
            return joined([_item(each) for each in value])
        return self._plain(code, value)

    def _plain(self, code: str, value: Any) -> str:
        if code in CHOICES:
            return self.labels[code].get(value, str(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if code == "cost_amount":
            return "" if value is None else f"{value:.2f}".replace(".", ",")
        return "" if value is None else str(value)

    def _listed(self, name: str, row: Any) -> str:
        known: dict[str, set[str]] = getattr(self.lookups, name)
        return str(row) if len(known.get(plain(str(row)), ())) == 1 else str(row.pk)


def point_table() -> tuple[list[str], Iterator[list[str]]]:
    """Service points, closed ones too: header and rows."""
    names = (
        "name", "kind", "organisation", "territory", "address", "directions", "latitude", "longitude",
        "phone", "email", "opening_hours", "hours_note", "computers", "has_internet", "has_wifi",
        "has_scanner", "has_printer", "step_free", "works_in_blackout", "has_generator", "has_banner",
        "has_shelter", "facilities", "population_served", "opened_on", "closed_on",
    )  # fmt: skip
    return _table(
        ServicePoint.objects.select_related("organisation", "territory").order_by(Alphabetical("name"), "pk"),
        names,
    )


def place_table() -> tuple[list[str], Iterator[list[str]]]:
    """Offices of providers: header and rows."""
    names = (
        "name", "organisation", "territory", "state", "address", "directions", "latitude", "longitude",
        "phone", "email", "website", "opening_hours", "hours_note", "facilities", "source",
        "external_id", "seen_on",
    )  # fmt: skip
    return _table(
        Place.objects.select_related("organisation", "territory").order_by(Alphabetical("name"), "pk"), names
    )


def template_file() -> bytes:
    """A table to fill in by hand: one example row, and a sheet that says what each column takes."""
    example = {
        "name": "Оформлення житлової субсидії", "short_name": "Субсидія",
        "provider": "Пенсійний фонд України", "url": "https://www.pfu.gov.ua/",
        "summary": "Держава допомагає сплатити за комунальні послуги.",
        "bring": "паспорт або ID-картка\nРНОКПП",
        "steps": "Увійти на портал\nЗаповнити заяву\nДочекатися рішення", "cost_amount": "0",
        "term_value": "10",
    }  # fmt: skip
    columns = all_columns()
    file = BytesIO()
    says = Sayings().labels
    example |= {
        "kind": says["kind"]["e-service"],
        "level": says["level"]["national"],
        "term_unit": says["term_unit"]["working-days"],
        "channels": f"{says['channels']['online']}; {says['channels']['office']}",
        "is_administrative": _("no"),
    }
    notes = [[_("Column"), _("What to write")], *([str(capfirst(each.title)), each.help] for each in columns)]
    lookups = Lookups()
    lists: list[Sequence[str]] = [[_("Column"), _("What may be chosen")]]
    for name in (*MANY_TO_MANY, *CHOICES):
        shown = lookups.shown(name) if name in MANY_TO_MANY else list(says[name].values())
        lists += [[str(capfirst(title(name))), each] for each in shown]
    write_xlsx(
        file,
        sheet=_("Services"),
        header=[str(capfirst(each.title)) for each in columns],
        rows=[[str(example.get(each.code, "")) for each in columns]],
        widths=service_widths(),
        notes=[(_("What to write"), notes), (_("Lists"), lists)],
    )
    return file.getvalue()


@transaction.atomic
def note_export(*, by: User, what: str, form: str, **details: str) -> None:
    """The journal says who took what out."""
    told: dict[str, Any] = {"what": what, "form": form, **details}
    audit.record(Event.SERVICES_EXPORTED, by, by=by, **told)


def _table(rows: QuerySet[Any], names: Sequence[str]) -> tuple[list[str], Iterator[list[str]]]:
    header = [str(capfirst(rows.model._meta.get_field(name).verbose_name)) for name in names]
    return header, ([_text(row, name) for name in names] for row in rows.iterator(chunk_size=AT_ONCE))


def _text(row: Any, name: str) -> str:
    if name == "facilities":
        known = dict(Facility.choices)
        return "; ".join(str(known.get(each, each)) for each in row.facilities)
    if name == "territory":
        return f"{row.territory_id} {row.territory}" if row.territory else ""
    value = getattr(row, f"get_{name}_display", None)
    said = value() if value else getattr(row, name)
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    return "" if said is None else str(said)


def _item(item: Any) -> str:
    if isinstance(item, dict):  # an act of the legal basis
        return f"{item['title']} | {item['url']}" if item.get("url") else str(item["title"])
    return " ".join(str(item).split())
