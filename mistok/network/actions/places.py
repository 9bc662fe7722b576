"""Bringing in the register of administrative service centres, and what a person decides about an office.

How offices become organisations: the register names no body, only offices, of which most are remote
workplaces of one centre. By law (№ 5203-VI, article 12) the centre is the council's, so all offices of one
hromada are places of one provider, «Центр надання адміністративних послуг … громади» (slug `cnap-` and the
first digits of the hromada's code). Offices whose hromada is not sure belong to one provider «Центри надання
адміністративних послуг» until a person chooses the hromada.

`Place.territory` is the hromada; the settlement, when the address names it, is in `given["settlement"]`.
The register has no coordinates: an office stands where its settlement or else its hromada has its centre, and
`given["approximate"]` says which ("settlement" or "hromada").
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem
from mistok.network.actions.chunks import bring_in
from mistok.network.imports import Fault
from mistok.network.models import (
    HoursReading,
    Match,
    Organisation,
    OrganisationKind,
    Place,
    Territory,
    TerritoryCategory,
)
from mistok.network.registers.cnap import Office, read_cnap
from mistok.network.registers.matching import Gazetteer
from mistok.network.registers.offices import Draft, drafted
from mistok.search.actions import changed
from mistok.ukrainian.translit import slug

CNAP = "cnap"
CHUNK = 250
COUNTED = (
    "added", "changed", "unchanged", "matched", "unmatched", "hours_read", "hours_review", "mended",
)  # fmt: skip
ALL_CENTRES = ("cnap", "Центри надання адміністративних послуг")
# What follows from a field: when a person has set it, these are the person's too.
GOES_WITH = {
    "territory": ("organisation", "match", "latitude", "longitude"),
    "opening_hours": ("hours_reading", "hours_note"),
    "website": ("website_note",),
    "latitude": ("longitude",),
}
WRITTEN = (
    "name", "address", "state", "facilities", "phone", "email", "website", "website_note", "opening_hours",
    "hours_note", "hours_reading", "territory_id", "match", "latitude", "longitude", "organisation_id",
    "given",
)  # fmt: skip


def import_cnap(*, job: Job, path: Path, edition_date: date, by: User | None) -> None:
    """Bring in an edition of the register of ЦНАП as of its day.

    An office keeps its number; only fields that differ are written, never those that a person set. An office
    that this edition leaves out stays and waits for a person. Run twice, it changes nothing.

    Raises ImportProblem for another file, or an edition older than the last one.
    """
    _refuse_older(edition_date)
    gazetteer = Gazetteer.load()
    if not gazetteer.hromadas:
        raise ImportProblem(
            _("Bring in the codifier of territories first: offices are tied to its hromadas.")
        )
    with translation.override("uk"):  # notes are kept as text, whoever runs the import
        counts, bad = bring_in(job, path, read_cnap, partial(_apply, gazetteer, edition_date), chunk=CHUNK)
    with transaction.atomic():
        absent = Place.objects.filter(source=CNAP, seen_on__lt=edition_date).count()
        result: dict[str, Any] = {name: counts[name] for name in COUNTED}
        result |= {"absent": absent, "bad": bad, "edition": edition_date.isoformat()}
        job.finish(result)
        audit.record(Event.IMPORT_RUN, job, by=by, kind=CNAP, **result)


def _refuse_older(edition_date: date) -> None:
    editions = Job.objects.filter(kind=CNAP, state=State.DONE).values_list("result__edition", flat=True)
    last = max((each for each in editions if each), default="")
    if edition_date.isoformat() < last:
        raise ImportProblem(
            _("The edition of %(last)s is already here; an older one would bring old facts back.")
            % {"last": last}
        )


def _apply(gazetteer: Gazetteer, day: date, offices: Sequence[Office]) -> tuple[Counter[str], list[Fault]]:
    """Write one chunk; unchanged offices cost one read and at most the day they were seen."""
    drafts = [drafted(each, gazetteer.find(each.address, each.name)) for each in offices]
    known = {
        each.external_id: each
        for each in Place.objects.filter(source=CNAP, external_id__in=[each.code for each in offices])
    }
    territories = Territory.objects.in_bulk(
        {code for each in drafts for code in (each.hromada, each.settlement) if code}
    )
    bodies = organisations_of({each.hromada for each in drafts})
    counts: Counter[str] = Counter()
    added, touched, seen = [], [], []
    for office, draft in zip(offices, drafts, strict=True):
        counts.update(draft.counted)
        values = draft.values | _whereabouts(draft, territories)
        values["organisation_id"] = bodies[draft.hromada].pk
        place = known.get(office.code)
        if place is None:
            new = Place(source=CNAP, external_id=office.code, seen_on=day, **values)
            new.slug = _slug(office, territories.get(draft.settlement or draft.hromada))
            added.append(new)
            counts["added"] += 1
        elif _update(place, values):
            place.edited_at = timezone.now()
            touched.append(place)
            counts["changed"] += 1
        else:
            counts["unchanged"] += 1
        if place is not None and place.seen_on != day:
            seen.append(place.pk)
    Place.objects.bulk_create(added, batch_size=100)
    Place.objects.bulk_update(
        touched, [*(each.removesuffix("_id") for each in WRITTEN), "edited_at"], batch_size=50
    )
    Place.objects.filter(pk__in=seen).update(seen_on=day)
    changed("place", *[str(each.pk) for each in (*added, *touched)])
    return counts, []


def _whereabouts(draft: Draft, territories: dict[str, Territory]) -> dict[str, Any]:
    """The hromada, and the middle of the nearest unit that has one."""
    values: dict[str, Any] = {"territory_id": draft.hromada or None, "latitude": None, "longitude": None}
    for level, code in (("settlement", draft.settlement), ("hromada", draft.hromada)):
        unit = territories.get(code)
        if unit is not None and unit.latitude is not None:
            values |= {"latitude": unit.latitude, "longitude": unit.longitude}
            values["given"] = draft.values["given"] | {"approximate": level}
            break
    return values


def _update(place: Place, values: dict[str, Any]) -> bool:
    """Give the office what differs, except what a person set; whether anything did."""
    kept = set(place.kept_fields)
    for name in place.kept_fields:
        kept.update(GOES_WITH.get(name, ()))
    if "latitude" in kept or "territory" in kept:
        values = values | {"given": _without_spot(values["given"], place.given)}
    if "website" in kept:
        values = values | {"given": values["given"] | {"website_doubtful": False}}
    if settled := place.given.get("absence_settled"):
        values = values | {"given": values["given"] | {"absence_settled": settled}}
    differs = False
    for name, value in values.items():
        if name.removesuffix("_id") not in kept and getattr(place, name) != value:
            setattr(place, name, value)
            differs = True
    return differs


def _without_spot(given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The person chose the spot: what the register's address would give is nobody's business."""
    spot = {name: before[name] for name in ("approximate", "settlement") if name in before}
    return {name: value for name, value in given.items() if name not in ("approximate", "settlement")} | spot


def _slug(office: Office, unit: Territory | None) -> str:
    return slug(f"цнап {unit.name if unit else ''}", longest=60) + f"-{office.code}"


def organisations_of(hromadas: set[str]) -> dict[str, Organisation]:
    """The provider of each hromada, made when it is not there; the code "" is for hromadas not known yet."""
    slugs = {code: f"cnap-{code[2:12].lower()}" if code else ALL_CENTRES[0] for code in hromadas}
    there = {each.slug: each for each in Organisation.objects.filter(slug__in=slugs.values())}
    units = Territory.objects.in_bulk([code for code in hromadas if code and slugs[code] not in there])
    new = [
        Organisation(
            slug=slugs[code],
            kind=OrganisationKind.PROVIDER,
            name=provider_name(unit),
            short_name=provider_name(unit, short=True),
            territory=unit,
        )
        for code, unit in units.items()
    ]
    if "" in slugs and ALL_CENTRES[0] not in there:
        new.append(
            Organisation(
                slug=ALL_CENTRES[0],
                kind=OrganisationKind.PROVIDER,
                name=ALL_CENTRES[1],
                short_name="ЦНАП",
            )
        )
    Organisation.objects.bulk_create(new, batch_size=200)
    there |= {each.slug: each for each in new}
    return {code: there[each] for code, each in slugs.items()}


def provider_name(unit: Territory, *, short: bool = False) -> str:
    """«Центр надання адміністративних послуг Садівської громади»."""
    beginning = "ЦНАП" if short else "Центр надання адміністративних послуг"
    if unit.category == TerritoryCategory.SPECIAL_CITY:
        return f"{beginning}, місто {unit.name}"
    if unit.name.endswith("ка"):
        return f"{beginning} {unit.name[:-1]}ої громади"
    return f"{beginning}, громада {unit.name}"


@transaction.atomic
def set_hromada(*, place: Place, territory: Territory, by: User) -> None:
    """A person ties the office to its hromada; the office goes to the provider of that hromada."""
    place.territory, place.match = territory, Match.PERSON
    if place.source == CNAP:
        place.organisation = organisations_of({territory.pk})[territory.pk]
    if territory.latitude is not None and "latitude" not in place.kept_fields:
        place.latitude, place.longitude = territory.latitude, territory.longitude
        place.given = {**place.given, "approximate": "hromada"}
        place.given.pop("settlement", None)
    _keep(place, ["territory"], by)


@transaction.atomic
def set_hours(*, place: Place, opening_hours: str, hours_note: str, by: User) -> None:
    """A person reads the timetable. No hours mean that the office gives none."""
    place.opening_hours, place.hours_note = opening_hours, hours_note
    place.hours_reading = HoursReading.PERSON
    _keep(place, ["opening_hours"], by)


@transaction.atomic
def set_website(*, place: Place, website: str, by: User) -> None:
    """A person gives the web address, or says that there is none."""
    place.website, place.website_note = website, ""
    place.given = {**place.given, "website_doubtful": False}
    _keep(place, ["website"], by)


@transaction.atomic
def settle_absence(*, place: Place, state: str, by: User) -> None:
    """A person decides about an office that the last edition leaves out: it works, or it does not."""
    place.state = state
    place.given = {**place.given, "absence_settled": timezone.localdate().isoformat()}
    _keep(place, ["state"], by)


def _keep(place: Place, fields: list[str], by: User) -> None:
    place.kept_fields = sorted({*place.kept_fields, *fields})
    place.edited_at = timezone.now()
    place.save()
    audit.record(Event.PLACE_CHANGED, place, by=by, fields=fields)
    changed("place", str(place.pk))
