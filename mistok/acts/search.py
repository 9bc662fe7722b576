"""What the store of acts puts into the index: each act, and each provision of its valid edition."""

from collections.abc import Collection, Iterable, Iterator
from itertools import batched, groupby

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.acts.models import Act, Kind, Provision, Status
from mistok.acts.naming import kind_name, named, part_name
from mistok.search.declarations import SearchDocument, Source, declare, uuids

BATCH = 50  # acts whose provisions are in memory together
BASIC = (Kind.CONSTITUTION, Kind.CODE)
NAMED_WITH_ISSUER = (Kind.RESOLUTION, Kind.INSTRUCTION, Kind.ORDER, Kind.DECREE, Kind.DECISION)
FORCE = {Status.IN_FORCE: "yes", Status.PARTLY: "yes", Status.REPEALED: "no", Status.NOT_APPLIED: "no"}
SIGNATURES = "signatures"  # the anchor of who signed
PART_LIGHTER = 0.25
SHORT_TITLE = 1.2


def acts(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Published acts by uuid or slug."""
    for act in _public(keys).iterator(chunk_size=500):
        yield act_document(act)


def articles(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Provisions of the valid editions of published acts; the key of an act stands for all of its parts.

    Who signed is read, not found: the same few names stand under everything.
    """
    for some in batched(_public(keys).iterator(chunk_size=500), BATCH):
        by_pk = {act.pk: act for act in some}
        rows = Provision.objects.filter(version__act__in=by_pk, version__is_current=True)
        ordered = rows.order_by("version__act", "position").values_list(
            "version__act", "anchor", "heading", "text"
        )
        for pk, parts in groupby(ordered.iterator(chunk_size=1000), key=lambda row: row[0]):
            for _pk, anchor, heading, text in parts:
                if text and anchor != SIGNATURES:
                    yield article_document(by_pk[pk], anchor, heading, text)


def act_document(act: Act) -> SearchDocument:
    """The act as it is found: by its title, its other names, its number in any spelling."""
    status = Status(act.status)
    return SearchDocument(
        kind="act",
        key=str(act.uuid),
        slug=act.slug,
        title=act.title,
        summary=named(act),
        body="\n".join([act.issuer, *act.subjects]).strip(),
        keywords=_names(act),
        numbers=_numbers(act),
        tags=_tags(act),
        day=act.adopted_on,
        territory=act.territory_id,
        weight=weight(act),
        confirmed=False,
        extra={"named": named(act), "status": status.value},
    )


def article_document(act: Act, anchor: str, heading: str, text: str) -> SearchDocument:
    """A provision as it is found: by its words, and by those of the act it stands in."""
    return SearchDocument(
        kind="article",
        key=f"{act.uuid}:{anchor}"[:80],
        slug=f"{act.slug}/{anchor}",
        part_of=str(act.uuid),
        title=heading or part_name(anchor),
        text=text,
        context=act.title,
        tags=_tags(act),
        day=act.adopted_on,
        territory=act.territory_id,
        weight=weight(act) - PART_LIGHTER,
        extra={"act": act.title, "act_slug": act.slug, "named": named(act), "status": act.status},
    )


def weight(act: Act) -> float:
    """Codes above laws, base acts above those that only change them, what lost its force below."""
    found = 0.9 if act.kind in BASIC else 0.5
    found += SHORT_TITLE / max(3, len(act.title.split()))  # a short title is that of a basic law
    if act.is_amending:
        found -= 0.9
    if not act.is_working:
        found -= 0.6
    return min(1.0, max(-1.0, found))


def _names(act: Act) -> tuple[str, ...]:
    """Other words the act is called by: «Постанова Кабінету Міністрів України» says more than the kind."""
    kind = kind_name(act)
    issued = f"{kind} {act.issuer}" if act.kind in NAMED_WITH_ISSUER and act.issuer else kind
    return tuple(filter(None, (act.short_name, issued)))


def _numbers(act: Act) -> tuple[str, ...]:
    day = (act.adopted_on.isoformat(),) if act.adopted_on else ()
    return (*act.keys, *day)


def _tags(act: Act) -> tuple[str, ...]:
    year = (f"year:{act.adopted_on.year}",) if act.adopted_on else ()
    force = FORCE.get(Status(act.status), "unknown")
    return (f"level:{act.level}", f"act:{act.kind}", f"force:{force}", *year)


def _public(keys: Collection[str] | None) -> QuerySet[Act]:
    found = Act.objects.public().order_by("pk")
    if keys is not None:
        known = {key.partition(":")[0].partition("/")[0] for key in keys}
        found = found.filter(Q(uuid__in=uuids(known)) | Q(slug__in=known))
    return found


def acts_without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Acts whose title or number has the words as they were written."""
    wanted = Q()
    for word in text.split()[:8]:
        wanted &= Q(title__icontains=word) | Q(number__iexact=word)
    return [act_document(act) for act in Act.objects.public().filter(wanted)[:limit]] if wanted else []


def address_of_part(slug: str) -> str:
    """The page of a provision."""
    act, _slash, anchor = slug.partition("/")
    return reverse("acts:provision-detail", args=[act, anchor])


declare(
    "act",
    Source(
        label=_("Acts"),
        singular=_("Act"),
        documents=acts,
        fallback=acts_without_index,
        address=lambda slug: reverse("acts:act-detail", args=[slug]),
    ),
)
declare(
    "article",
    Source(
        label=_("Articles of acts"),
        singular=_("Article of an act"),
        documents=articles,
        fallback=lambda text, limit: (),
        address=address_of_part,
    ),
)
